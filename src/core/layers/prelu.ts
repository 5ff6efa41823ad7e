/** @file PReLU: x where it is positive, else alpha · x with a learned alpha for each number, or shared along some axes. */
import { type LayerWeights, transposed } from "../export/tensors.ts";
import type { Layout } from "../export/torch/emitter.ts";
import type { Shape } from "../graph/types.ts";
import { ints } from "../params/fields.ts";
import { defineLayer, gives, oneInput, refuses, unknownShape } from "./define.ts";
import { elements } from "./sameShape.ts";

/** The shape of alpha: the input's, with 1 where it is shared. Axes count from 1, the batch's being 0. */
const alphaShape = (input: Shape, sharedAxes: readonly number[]): Shape =>
  input.map((n, axis) => (sharedAxes.includes(axis + 1) ? 1 : n));

/** The order of alpha's axes in a layout; it has no batch axis. */
const orderIn = (layout: Layout, rank: number): readonly number[] => {
  const axes = [...Array(rank).keys()];
  return layout === "last" ? axes : [rank - 1, ...axes.slice(0, -1)];
};

const alphaIn = (layout: Layout, rank: number) => (weights: LayerWeights) =>
  transposed(weights("alpha"), orderIn(layout, rank));

export const prelu = defineLayer({
  kind: "prelu",
  title: "PReLU",
  group: "core",
  inputs: oneInput,
  role: "hidden",
  addable: true,
  fields: { sharedAxes: ints({ default: [], length: { min: 0, max: 4 }, min: 1, max: 4 }) },
  badge: ({ sharedAxes }) => (sharedAxes.length === 0 ? "" : `shared ${sharedAxes.join(", ")}`),
  shape: ({ params, inputs: [input] }) => {
    if (input === undefined) return unknownShape;
    const beyond = params.sharedAxes.find((axis) => axis > input.length);
    if (beyond === undefined) return gives(input);
    return refuses({
      code: "axisOutOfRange",
      context: { axis: beyond, rank: input.length },
      field: "sharedAxes",
    });
  },
  parameters: ({ params, inputs: [input] }) => ({
    trainable: input === undefined ? 0 : elements(alphaShape(input, params.sharedAxes)),
    fixed: 0,
  }),
  multiplyAdds: ({ output }) => elements(output),
  keras: ({ params }) => ({
    className: "PReLU",
    args: { alphaInitializer: "zeros", sharedAxes: params.sharedAxes.length === 0 ? null : params.sharedAxes },
  }),
  read: ({ sharedAxes }) => {
    if (sharedAxes === undefined || sharedAxes === null) return { sharedAxes: [] };
    const axes = Array.isArray(sharedAxes) ? sharedAxes : [sharedAxes];
    return axes.every((axis) => typeof axis === "number") ? { sharedAxes: axes } : null;
  },
  mask: "passes",
  torch: ({ params, inputs }, emit) => {
    const { names, layout } = emit.alike();
    const [x, input] = [names[0], inputs[0] as Shape];
    const shape = alphaShape(input, params.sharedAxes);
    const order = orderIn(layout, shape.length);
    const alpha = emit.parameter(
      "alpha",
      order.map((axis) => shape[axis] as number),
      alphaIn(layout, shape.length),
    );
    return emit.value(`torch.where(${x} > 0, ${x}, ${alpha} * ${x})`, layout);
  },
  onnx: ({ inputs }, emit) => {
    const { names, layout } = emit.alike();
    const slope = emit.weight(alphaIn(layout, (inputs[0] as Shape).length));
    return emit.value(emit.node("PRelu", [names[0] as string, slope]), layout);
  },
});
