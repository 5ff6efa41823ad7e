/** @file Input: one prepared row of the data. Its shape is the data's, so it has no parameters of its own. */
import { defineLayer, noInput } from "./define.ts";

export const input = defineLayer({
  kind: "input",
  title: "Input",
  group: "io",
  inputs: noInput,
  role: "input",
  addable: false,
  fields: {},
  badge: (_params, { inputShape }) => (inputShape === null ? "" : inputShape.join("×")),
  shape: ({ context: { inputShape } }) =>
    inputShape === null ? { ok: false, refusal: { code: "noInputShape" } } : { ok: true, shape: inputShape },
  parameters: () => ({ trainable: 0, fixed: 0 }),
  multiplyAdds: () => 0,
  keras: null,
  torch: null,
  onnx: null,
});
