/**
 * @file The gradient of max pooling by its input for the WebAssembly backend, in place of tfjs's, which is wrong. As on the CPU
 * backend, the first of equal numbers takes the whole gradient.
 */
import { backend_util, MaxPoolGrad, type MaxPoolGradAttrs, type TensorInfo } from "@tensorflow/tfjs-core";
import { define, emptyFloats, floatsOf } from "./define.ts";

type Info = backend_util.Conv2DInfo;

export function registerPoolGradients(): void {
  define<MaxPoolGradAttrs>(MaxPoolGrad, (inputs, { filterSize, strides, pad, dimRoundingMode }, backend) => {
    const [dy, input] = [inputs.dy as TensorInfo, inputs.input as TensorInfo];
    const shape = input.shape as [number, number, number, number];
    const info = backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);
    const out = emptyFloats(backend, shape);
    const [x, gradient, dx] = [floatsOf(backend, input), floatsOf(backend, dy), floatsOf(backend, out)];
    dx.fill(0);
    const { batchSize, outHeight, outWidth, inHeight, inWidth, inChannels } = info;
    let from = 0;
    for (let image = 0; image < batchSize; image++) {
      const start = image * inHeight * inWidth * inChannels;
      for (let oy = 0; oy < outHeight; oy++) {
        for (let ox = 0; ox < outWidth; ox++) {
          for (let channel = 0; channel < inChannels; channel++, from++) {
            const at = largest(info, x, start + channel, oy, ox);
            dx[at] = (dx[at] as number) + (gradient[from] as number);
          }
        }
      }
    }
    return out;
  });
}

/** Where the largest number of window (oy, ox) lies, in the channel that begins at `start`. */
function largest(info: Info, x: Float32Array, start: number, oy: number, ox: number): number {
  const { inHeight, inWidth, inChannels } = info;
  const top = oy * info.strideHeight - info.padInfo.top;
  const left = ox * info.strideWidth - info.padInfo.left;
  const bottom = Math.min(inHeight, top + info.filterHeight);
  const right = Math.min(inWidth, left + info.filterWidth);
  let best = Number.NEGATIVE_INFINITY;
  let at = -1;
  for (let row = Math.max(0, top); row < bottom; row++) {
    for (let column = Math.max(0, left); column < right; column++) {
      const cell = start + (row * inWidth + column) * inChannels;
      const value = x[cell] as number;
      if (value > best || at === -1) {
        best = value;
        at = cell;
      }
    }
  }
  return at;
}
