/** @file Gradients of a depthwise convolution by its filter and by its input, which tfjs's WebAssembly backend lacks. */
import {
  backend_util,
  DepthwiseConv2dNativeBackpropFilter,
  type DepthwiseConv2dNativeBackpropFilterAttrs,
  DepthwiseConv2dNativeBackpropInput,
  type DepthwiseConv2dNativeBackpropInputAttrs,
  type TensorInfo,
} from "@tensorflow/tfjs-core";
import type { ConvInfo } from "./columns.ts";
import { define, emptyFloats, floatsOf } from "./define.ts";

type Shape4 = [number, number, number, number];
type Common = Pick<DepthwiseConv2dNativeBackpropInputAttrs, "strides" | "dilations" | "pad" | "dimRoundingMode">;

const infoOf = (inShape: readonly number[], filterShape: readonly number[], attrs: Common): ConvInfo =>
  backend_util.computeConv2DInfo(
    inShape as Shape4,
    filterShape as Shape4,
    attrs.strides,
    attrs.dilations,
    attrs.pad,
    attrs.dimRoundingMode,
    true,
  );

/** Visits each pair of an output place and a cell of its window that lies inside: starts of their channels. */
function forEachCell(info: ConvInfo, visit: (x: number, dy: number, filter: number) => void): void {
  const { batchSize, outHeight, outWidth, filterHeight, filterWidth, inHeight, inWidth, inChannels, padInfo } = info;
  for (let place = 0; place < batchSize * outHeight * outWidth; place++) {
    const image = Math.floor(place / (outHeight * outWidth));
    const top = (Math.floor(place / outWidth) % outHeight) * info.strideHeight - padInfo.top;
    const left = (place % outWidth) * info.strideWidth - padInfo.left;
    for (let fy = 0; fy < filterHeight; fy++) {
      const y = top + fy * info.dilationHeight;
      if (y < 0 || y >= inHeight) continue;
      for (let fx = 0; fx < filterWidth; fx++) {
        const x = left + fx * info.dilationWidth;
        if (x < 0 || x >= inWidth) continue;
        const from = ((image * inHeight + y) * inWidth + x) * inChannels;
        visit(from, place * info.outChannels, (fy * filterWidth + fx) * info.outChannels);
      }
    }
  }
}

export function registerDepthwiseGradients(): void {
  define<DepthwiseConv2dNativeBackpropFilterAttrs>(DepthwiseConv2dNativeBackpropFilter, (inputs, attrs, backend) => {
    const [x, dy] = [inputs.x as TensorInfo, inputs.dy as TensorInfo];
    const info = infoOf(x.shape, attrs.filterShape, attrs);
    const out = emptyFloats(backend, info.filterShape);
    const [values, gradient] = [floatsOf(backend, x), floatsOf(backend, dy)];
    const { inChannels, outChannels } = info;
    const multiplier = outChannels / inChannels;
    // Doubles: a filter's gradient is a sum over all places of all images.
    const sums = new Float64Array(out.shape.reduce((product, n) => product * n, 1));
    forEachCell(info, (from, at, to) => {
      for (let i = 0; i < outChannels; i++) {
        const value = values[from + (multiplier === 1 ? i : Math.floor(i / multiplier))] as number;
        sums[to + i] = (sums[to + i] as number) + value * (gradient[at + i] as number);
      }
    });
    floatsOf(backend, out).set(sums);
    return out;
  });

  define<DepthwiseConv2dNativeBackpropInputAttrs>(DepthwiseConv2dNativeBackpropInput, (inputs, attrs, backend) => {
    const [dy, filter] = [inputs.dy as TensorInfo, inputs.filter as TensorInfo];
    const info = infoOf(attrs.inputShape, filter.shape, attrs);
    const out = emptyFloats(backend, info.inShape);
    const [gradient, weights, dx] = [floatsOf(backend, dy), floatsOf(backend, filter), floatsOf(backend, out)];
    const { inChannels, outChannels } = info;
    const multiplier = outChannels / inChannels;
    dx.fill(0);
    forEachCell(info, (to, at, from) => {
      for (let i = 0; i < outChannels; i++) {
        const channel = to + (multiplier === 1 ? i : Math.floor(i / multiplier));
        dx[channel] = (dx[channel] as number) + (gradient[at + i] as number) * (weights[from + i] as number);
      }
    });
    return out;
  });
}
