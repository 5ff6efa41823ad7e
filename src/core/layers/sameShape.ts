/** @file What layers share that change values and keep the shape: one input in, the same shape out. */
import type { ShapeArgs, ShapeResult } from "./define.ts";

export const sameShape = ({ inputs: [input] }: Pick<ShapeArgs<unknown>, "inputs">): ShapeResult =>
  input === undefined ? { ok: false, refusal: { code: "noInputShape" } } : { ok: true, shape: input };

export const noParameters = () => ({ trainable: 0, fixed: 0 });
