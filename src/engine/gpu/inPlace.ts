/** @file New values for a variable where it lies: a recorded step must find the buffers that it was recorded with. */
import * as tf from "@tensorflow/tfjs-core";
import { flush, gpu } from "./backend.ts";
import { type Kernel, launch, linear } from "./kernel.ts";

const workgroup = 64;

const copy: Kernel = {
  key: "copy",
  // "from" is a word that WGSL reserves.
  inputs: { given: "u32" },
  outputs: { held: "u32" },
  params: { count: "u32" },
  workgroup,
  body: "if (index < params.count) { held[index] = given[index]; }",
};

/** Sets a variable to a tensor of its shape; the tensor stays the caller's. */
export function setVariable(variable: tf.Variable, value: tf.Tensor): void {
  if (tf.getBackend() !== "webgpu") {
    // A variable takes over what it is assigned.
    tf.tidy(() => variable.assign(tf.clone(value)));
    return;
  }
  launch(copy, {
    inputs: [value],
    outputs: [variable],
    params: { count: variable.size },
    groups: linear(variable.size, workgroup),
  });
}

/** Sets 32-bit numbers of a tensor on the device, from its first on; what was submitted before still sees the old ones. */
export function writeNumbers(tensor: tf.Tensor, values: Float32Array | Int32Array): void {
  const insides = gpu();
  insides.uploadToGPU(tensor.dataId);
  flush(insides);
  const { resource, slice } = insides.tensorMap.get(tensor.dataId);
  insides.device.queue.writeBuffer(
    resource as GPUBuffer,
    slice?.offset ?? 0,
    values.buffer as ArrayBuffer,
    values.byteOffset,
    values.byteLength,
  );
}
