/**
 * @file Gradients of a 2D convolution by its filter, which tfjs's WebAssembly backend lacks, and by its input, which it computes
 * in a plain loop. Both are products with the matrix of windows, a portion of the batch at a time.
 */
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import {
  backend_util,
  Conv2DBackpropFilter,
  type Conv2DBackpropFilterAttrs,
  Conv2DBackpropInput,
  type Conv2DBackpropInputAttrs,
  type TensorInfo,
} from "@tensorflow/tfjs-core";
import { addWindows, type ConvInfo, fillColumns, portionsOf, windowSize } from "./columns.ts";
import { define, emptyFloats, floatsOf, free, viewed } from "./define.ts";
import type { MatrixKernels } from "./matMul.ts";

type Shape4 = [number, number, number, number];

type Common = Pick<Conv2DBackpropInputAttrs, "strides" | "pad" | "dataFormat" | "dimRoundingMode">;

function infoOf(inShape: readonly number[], filterShape: readonly number[], attrs: Common): ConvInfo {
  if (attrs.dataFormat !== "NHWC") throw new Error(`the gradient of a convolution in ${attrs.dataFormat}`);
  return backend_util.computeConv2DInfo(
    inShape as Shape4,
    filterShape as Shape4,
    attrs.strides,
    1,
    attrs.pad,
    attrs.dimRoundingMode,
  );
}

/** Images `first` … of dy as a matrix [images × places, filters]; the caller gives back what is not dy itself. */
function rowsOf(dy: TensorInfo, info: ConvInfo, first: number, images: number, backend: BackendWasm): TensorInfo {
  const shape = [images * info.outHeight * info.outWidth, info.outChannels];
  if (images === info.batchSize) return viewed(dy, shape);
  const part = emptyFloats(backend, shape);
  const size = info.outHeight * info.outWidth * info.outChannels;
  floatsOf(backend, part).set(floatsOf(backend, dy).subarray(first * size, (first + images) * size));
  return part;
}

export function registerConvGradients({ multiply, transpose }: MatrixKernels): void {
  define<Conv2DBackpropFilterAttrs>(Conv2DBackpropFilter, ({ x, dy }, attrs, backend) => {
    const [input, gradient] = [x as TensorInfo, dy as TensorInfo];
    const info = infoOf(input.shape, attrs.filterShape, attrs);
    const window = windowSize(info);
    // Doubles: a filter's gradient is a sum over all places of all images.
    const sums = new Float64Array(window * info.outChannels);
    for (const [first, images] of portionsOf(info)) {
      const columns = emptyFloats(backend, [window, images * info.outHeight * info.outWidth]);
      const rows = rowsOf(gradient, info, first, images, backend);
      fillColumns(info, floatsOf(backend, input), floatsOf(backend, columns), first, images);
      const product = multiply(columns, rows, backend);
      for (const [i, value] of floatsOf(backend, product).entries()) sums[i] = (sums[i] as number) + value;
      free(backend, columns, product);
      if (rows.dataId !== gradient.dataId) free(backend, rows);
    }
    const out = emptyFloats(backend, info.filterShape);
    floatsOf(backend, out).set(sums);
    return out;
  });

  define<Conv2DBackpropInputAttrs>(Conv2DBackpropInput, ({ dy, filter }, attrs, backend) => {
    const [gradient, weights] = [dy as TensorInfo, filter as TensorInfo];
    const info = infoOf(attrs.inputShape, weights.shape, attrs);
    const turned = transpose(viewed(weights, [windowSize(info), info.outChannels]), backend);
    const dx = emptyFloats(backend, info.inShape);
    floatsOf(backend, dx).fill(0);
    for (const [first, images] of portionsOf(info)) {
      const rows = rowsOf(gradient, info, first, images, backend);
      const windows = multiply(rows, turned, backend);
      addWindows(info, floatsOf(backend, windows), floatsOf(backend, dx), first, images);
      free(backend, windows);
      if (rows.dataId !== gradient.dataId) free(backend, rows);
    }
    free(backend, turned);
    return dx;
  });
}
