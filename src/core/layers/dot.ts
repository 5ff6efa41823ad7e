/**
 * @file Dot: the products of two inputs, summed along one axis of each. Two vectors give their dot product (with
 * `normalize` their cosine), two sequences a table of products, as attention uses it.
 */
import type { OnnxEmitter, OnnxValue } from "../export/onnx/emitter.ts";
import type { TorchValue } from "../export/torch/emitter.ts";
import type { Shape } from "../graph/types.ts";
import { flag, ints } from "../params/fields.ts";
import { defineLayer, gives, type KerasValue, refuses, unknownShape } from "./define.ts";
import { placeOf, twoInputs } from "./merging.ts";
import { elements, noParameters, wrongRank } from "./sameShape.ts";

/** As in Keras: a shorter vector is not brought to length 1. */
const shortest = 1e-7;

/** The places of the axes that are summed over, without the batch axis. */
const placesOf = (axes: readonly number[], inputs: readonly Shape[]): readonly number[] =>
  inputs.map((shape, which) => placeOf(axes[which] ?? -1, shape.length) ?? shape.length - 1);

const without = (shape: Shape, place: number): Shape => shape.filter((_, at) => at !== place);

/** The product in Einstein's notation, and whether a number a row is all that is left. */
function notation(axes: readonly number[], inputs: readonly Shape[]): { equation: string; scalar: boolean } {
  const places = placesOf(axes, inputs);
  const letters = inputs.map((shape, which) =>
    shape.map((_, at) => (at === places[which] ? "k" : which === 0 ? "m" : "n")).join(""),
  );
  const rest = letters.map((one) => one.replace("k", "")).join("");
  return { equation: `${letters.map((one) => `b${one}`).join(",")}->b${rest}`, scalar: rest === "" };
}

export const dot = defineLayer({
  kind: "dot",
  title: "Dot",
  group: "merge",
  inputs: twoInputs,
  role: "hidden",
  addable: true,
  fields: {
    axes: ints({ default: [-1, -1], length: 2, min: -2, max: 2 }),
    normalize: flag({ default: false }),
  },
  badge: ({ axes, normalize }) => `axes ${axes.join(", ")}${normalize ? ", cosine" : ""}`,
  shape: ({ params, inputs }) => {
    const [a, b] = inputs;
    if (a === undefined || b === undefined || inputs.length !== 2) return unknownShape;
    for (const [which, shape] of inputs.entries()) {
      if (shape.length < 1 || shape.length > 2) return wrongRank(1, shape, "rowOrSequence");
      const axis = params.axes[which] ?? -1;
      if (placeOf(axis, shape.length) === null) {
        return refuses({ code: "axisOutOfRange", context: { axis, rank: shape.length }, field: "axes" });
      }
    }
    const [first, second] = placesOf(params.axes, inputs) as readonly [number, number];
    const sizes = { first: a[first] as number, second: b[second] as number };
    if (sizes.first !== sizes.second) return refuses({ code: "dotSizesDiffer", context: sizes, field: "axes" });
    const rest = [...without(a, first), ...without(b, second)];
    return gives(rest.length === 0 ? [1] : rest);
  },
  parameters: noParameters,
  multiplyAdds: ({ params, inputs, output }) => {
    const [first] = placesOf(params.axes, inputs);
    return elements(output) * (inputs[0]?.[first ?? 0] ?? 0);
  },
  keras: ({ params }) => ({ className: "Dot", args: { axes: params.axes, normalize: params.normalize } }),
  read: ({ axes, normalize = false }: Readonly<Record<string, KerasValue>>) => {
    if (typeof normalize !== "boolean") return null;
    if (typeof axes === "number") return { axes: [axes, axes], normalize };
    return Array.isArray(axes) && axes.every((axis) => typeof axis === "number") ? { axes, normalize } : null;
  },
  torch: ({ params, inputs }, emit) => {
    const places = placesOf(params.axes, inputs);
    const factors = (emit.x as readonly TorchValue[]).map((value, which) => {
      const name = emit.last(value);
      return params.normalize ? `F.normalize(${name}, dim=${(places[which] ?? 0) + 1}, eps=${shortest})` : name;
    });
    const { equation, scalar } = notation(params.axes, inputs);
    const product = `torch.einsum("${equation}", ${factors.join(", ")})`;
    return emit.value(scalar ? `${product}.unsqueeze(-1)` : product);
  },
  onnx: ({ params, inputs }, emit) => {
    const places = placesOf(params.axes, inputs);
    const factors = (emit.x as readonly OnnxValue[]).map((value, which) => {
      const name = emit.last(value);
      return params.normalize ? unit(emit, name, (places[which] ?? 0) + 1) : name;
    });
    const { equation, scalar } = notation(params.axes, inputs);
    const product = emit.node("Einsum", factors, { equation });
    return emit.value(scalar ? emit.node("Unsqueeze", [product, emit.ints([-1])]) : product);
  },
});

/** Vectors along `axis` brought to length 1. */
function unit(emit: OnnxEmitter, x: string, axis: number): string {
  const length = emit.node("ReduceL2", [x], { axes: [axis], keepdims: 1 });
  return emit.node("Div", [x, emit.node("Max", [length, emit.floats([shortest], [])])]);
}
