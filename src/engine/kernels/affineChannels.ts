/** @file Values scaled and moved by their channel, in one dispatch: x · scale + offset, or back again. No gradient. */
import * as tf from "@tensorflow/tfjs-core";
import { type Kernel, launchTensors, linear } from "../gpu/kernel.ts";

export interface ChannelAffine {
  readonly scale: readonly number[];
  readonly offset: readonly number[];
}

const workgroup = 64;

const kernelOf = (back: boolean): Kernel => ({
  key: `channels affine${back ? " back" : ""}`,
  inputs: { x: "f32", scale: "f32", offset: "f32" },
  outputs: { result: "f32" },
  params: { count: "u32", channels: "u32" },
  workgroup,
  body: `
    if (index >= params.count) { return; }
    let channel = index % params.channels;
    result[index] = ${
      back ? "(x[index] - offset[channel]) / scale[channel]" : "x[index] * scale[channel] + offset[channel]"
    };`,
});

/** `x` [… , channels]; `back` undoes it. */
export function channelsMoved(x: tf.Tensor, affine: ChannelAffine, back: boolean): tf.Tensor {
  const [scale, offset] = [tf.tensor1d([...affine.scale]), tf.tensor1d([...affine.offset])];
  if (tf.getBackend() !== "webgpu") return back ? tf.div(tf.sub(x, offset), scale) : tf.add(tf.mul(x, scale), offset);
  const [result] = launchTensors(kernelOf(back), {
    inputs: [x, scale, offset],
    outputs: [{ shape: x.shape, dtype: "float32" }],
    params: { count: x.size, channels: affine.scale.length },
    groups: linear(x.size, workgroup),
  });
  return result as tf.Tensor;
}
