/** @file Rescaling: y = scale · x + offset, with two fixed numbers. */
import { float } from "../params/fields.ts";
import { defineLayer, oneInput } from "./define.ts";
import { elements, noParameters, sameShape } from "./sameShape.ts";

/** Beyond this a factor leaves float32's comfortable range. */
const largest = 1e6;

/** Four digits are enough to tell what a factor is. */
const short = (n: number): string => String(Number(n.toPrecision(4)));

export const rescaling = defineLayer({
  kind: "rescaling",
  title: "Rescaling",
  group: "core",
  inputs: oneInput,
  role: "hidden",
  addable: true,
  fields: {
    scale: float({ default: 1 / 255, min: -largest, max: largest }),
    offset: float({ default: 0, min: -largest, max: largest }),
  },
  badge: ({ scale, offset }) =>
    `× ${short(scale)}${offset === 0 ? "" : offset < 0 ? ` − ${short(-offset)}` : ` + ${short(offset)}`}`,
  shape: sameShape,
  parameters: noParameters,
  multiplyAdds: ({ output }) => elements(output),
  keras: ({ params }) => ({ className: "Rescaling", args: { scale: params.scale, offset: params.offset } }),
  torch: ({ params }, emit) => {
    const { names, layout } = emit.alike();
    const { scale, offset } = params;
    const added = offset === 0 ? "" : offset < 0 ? ` - ${-offset}` : ` + ${offset}`;
    return emit.value(`${names[0]} * ${scale}${added}`, layout);
  },
  onnx: ({ params }, emit) => {
    const { names, layout } = emit.alike();
    const scaled = emit.node("Mul", [names[0] as string, emit.floats([params.scale], [])]);
    return emit.value(emit.node("Add", [scaled, emit.floats([params.offset], [])]), layout);
  },
});
