/** @file The model that is drawn before anyone has drawn one: it follows the kind of input until it is changed by hand. */
import type { DataSettings, InputConfig } from "../data/types.ts";
import type { Drawing } from "../graph/templates/sketch.ts";
import { noContext, type TemplateName, templates } from "../graph/templates.ts";
import type { Graph } from "../graph/types.ts";

/** What suits each kind of input to begin with. */
export const firstTemplate: Readonly<Record<InputConfig["kind"], TemplateName>> = {
  columns: "mlp",
  image: "leNet",
  text: "textClassifier",
  sequence: "lstm",
};

/** Drawn for what the input alone tells of the data's shape. */
export function firstDrawing(input: InputConfig): Drawing {
  const draw = templates[firstTemplate[input.kind]];
  switch (input.kind) {
    case "image":
      return draw({ ...noContext, inputShape: [input.height, input.width, input.channels] });
    case "text":
      // Padding and the unknown token have numbers, too.
      return draw({ ...noContext, inputShape: [input.length], vocabulary: input.vocabulary + 2, text: true });
    default:
      return draw(noContext);
  }
}

interface WithModel {
  readonly graph: Graph;
  readonly data: DataSettings;
}

/** The changed document, with the first drawing of its new input where the model is still that of the old one. */
export function followInput<P extends WithModel>(before: P, after: P): P {
  const [was, is] = [before.data.input, after.data.input];
  if (was === is || JSON.stringify(was) === JSON.stringify(is)) return after;
  const untouched = firstDrawing(was).graph;
  if (before.graph.nodes.length !== untouched.nodes.length) return after;
  if (JSON.stringify(before.graph) !== JSON.stringify(untouched)) return after;
  return { ...after, ...firstDrawing(is) };
}
