/**
 * @file "Same" padding of 2D convolutions for the WebAssembly backend: the library beneath it computes the padding by itself and is
 * wrong where strides are larger than the window. It is told the padding in numbers here.
 */
import {
  backend_util,
  Conv2D,
  type Conv2DAttrs,
  FusedConv2D,
  type NamedAttrMap,
  type TensorInfo,
} from "@tensorflow/tfjs-core";
import { define, stockKernel } from "./define.ts";

type Shape4 = [number, number, number, number];

/** The same attributes, with the padding in numbers where it is "same". */
function withNumbers(attrs: Conv2DAttrs, x: readonly number[], filter: readonly number[]): Conv2DAttrs {
  if (attrs.pad !== "same") return attrs;
  const { strides, dilations, dimRoundingMode } = attrs;
  const info = backend_util.computeConv2DInfo(
    x as Shape4,
    filter as Shape4,
    strides,
    dilations,
    "same",
    dimRoundingMode,
  );
  const { top, bottom, left, right } = info.padInfo;
  return {
    ...attrs,
    pad: [
      [0, 0],
      [top, bottom],
      [left, right],
      [0, 0],
    ],
  };
}

export function registerConvPadding(): void {
  for (const name of [Conv2D, FusedConv2D]) {
    const stock = stockKernel(name);
    define<Conv2DAttrs>(name, (inputs, attrs, backend) => {
      const [x, filter] = [inputs.x as TensorInfo, inputs.filter as TensorInfo];
      return stock(inputs, withNumbers(attrs, x.shape, filter.shape) as unknown as NamedAttrMap, backend);
    });
  }
}
