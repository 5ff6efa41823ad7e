/**
 * @file Reshape: the same numbers in another shape; one length may be -1, which takes what is left. Rows of a table
 * become images and sequences by it.
 */
import type { OnnxValue } from "../export/onnx/emitter.ts";
import type { TorchValue } from "../export/torch/emitter.ts";
import type { Shape } from "../graph/types.ts";
import { ints, type ParamValue } from "../params/fields.ts";
import { defineLayer, gives, type KerasValue, oneInput, refuses, type ShapeResult, unknownShape } from "./define.ts";
import { maxUnits } from "./dense.ts";
import { elements, noMultiplyAdds, noParameters } from "./sameShape.ts";

/** Axes that a layer's output may have: what the frameworks' GPU kernels address, less the batch axis. */
const maxAxes = 4;

/** How -1 is shown. */
const open = (n: number): string => (n === -1 ? "?" : String(n));

function reshaped(target: Shape, input: Shape): ShapeResult {
  const have = elements(input);
  const known = elements(target.filter((n) => n !== -1));
  const openAxes = target.length - target.filter((n) => n !== -1).length;
  const text = target.map(open).join("×");
  // One open length takes the rest, where the rest is whole; 0 cells are no shape at all.
  const fits = known > 0 && (openAxes === 0 ? known === have : openAxes === 1 && have % known === 0);
  if (!fits) {
    return refuses({
      code: "elementsDiffer",
      context: { elements: have, wanted: known, shape: text },
      field: "targetShape",
    });
  }
  return gives(target.map((n) => (n === -1 ? have / known : n)));
}

/** Keras's JSON writes the open length as null. */
function read(args: Readonly<Record<string, KerasValue>>): Readonly<Record<string, ParamValue>> | null {
  const { targetShape } = args;
  if (!Array.isArray(targetShape)) return null;
  const lengths = targetShape.map((n: KerasValue) => n ?? -1);
  return lengths.every((n): n is number => typeof n === "number") ? { targetShape: lengths } : null;
}

export const reshape = defineLayer({
  kind: "reshape",
  title: "Reshape",
  group: "core",
  inputs: oneInput,
  role: "hidden",
  addable: true,
  fields: { targetShape: ints({ default: [-1], length: { min: 1, max: maxAxes }, min: -1, max: maxUnits }) },
  badge: ({ targetShape }) => targetShape.map(open).join("×"),
  shape: ({ params, inputs: [input] }) => (input === undefined ? unknownShape : reshaped(params.targetShape, input)),
  parameters: noParameters,
  multiplyAdds: noMultiplyAdds,
  keras: ({ params }) => ({ className: "Reshape", args: { targetShape: params.targetShape } }),
  read,
  torch: ({ output }, emit) => {
    const [x] = emit.x as readonly [TorchValue];
    return emit.value(`${emit.last(x)}.reshape(-1, ${output.join(", ")})`);
  },
  onnx: ({ output }, emit) => {
    const [x] = emit.x as readonly [OnnxValue];
    return emit.value(emit.node("Reshape", [emit.last(x), emit.ints([-1, ...output])]));
  },
});
