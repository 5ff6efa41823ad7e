/**
 * @file Operations number by number that tfjs's WebAssembly backend gets wrong: signs, where it takes small numbers for 0 (an
 * optimizer that goes by signs would leave weights alone), and truth values, which it makes of a number's lowest byte.
 */
import { Cast, type CastAttrs, type NamedAttrMap, Sign, type TensorInfo } from "@tensorflow/tfjs-core";
import { define, emptyFloats, floatsOf, stockKernel } from "./define.ts";

export function registerElementwise(): void {
  define(Sign, (inputs, _, backend) => {
    const x = inputs.x as TensorInfo;
    const out = emptyFloats(backend, x.shape);
    const [values, signs] = [floatsOf(backend, x), floatsOf(backend, out)];
    for (let i = 0; i < values.length; i++) signs[i] = Math.sign(values[i] as number);
    return out;
  });

  const cast = stockKernel(Cast);
  define<CastAttrs>(Cast, (inputs, attrs, backend) => {
    const x = inputs.x as TensorInfo;
    if (attrs.dtype !== "bool") return cast(inputs, attrs as unknown as NamedAttrMap, backend);
    const out = backend.makeOutput(x.shape, "bool");
    const [values, truths] = [backend.typedArrayFromHeap(x), backend.typedArrayFromHeap(out)];
    for (let i = 0; i < values.length; i++) truths[i] = values[i] === 0 ? 0 : 1;
    return out;
  });
}
