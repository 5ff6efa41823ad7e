/**
 * @file For tests only: models of one layer, with parameters drawn from the layer's own fields and inputs it takes. What
 * holds for every layer is tried on these.
 */
import type { KerasLayer, KerasModel } from "../core/graph/compile.ts";
import type { Shape } from "../core/graph/types.ts";
import type { LayerSpec, ModelContext } from "../core/layers/define.ts";
import { defaultsOf, type Field, type Fields, type ParamValue } from "../core/params/fields.ts";
import type { Random } from "../core/random.ts";

const contexts: readonly ModelContext[] = [
  { inputShape: [8], task: "multiclass", classes: 3, vocabulary: null },
  { inputShape: [8], task: "multiclass", classes: 3, vocabulary: 20 },
];
const shapes: readonly Shape[] = [[8], [6, 4], [8, 8, 4], [12, 10, 3]];
/** Draws after which a layer that takes nothing is given up. */
const draws = 600;

const pick = <T>(source: Random, items: readonly T[]): T => items[source.int(items.length)] as T;

function sample(field: Field, source: Random): ParamValue {
  switch (field.type) {
    case "int":
      return field.min + source.int(Math.min(field.max, field.min + 8) - field.min + 1);
    case "autoInt":
      return source.int(2) === 0 ? null : 3;
    case "float": {
      const top = Math.min(field.max, field.min + 2);
      return Math.round((field.min + (0.05 + 0.9 * source.next()) * (top - field.min)) * 1000) / 1000;
    }
    case "flag":
      return source.int(2) === 0;
    case "choice":
      return pick(source, field.options);
    case "text":
      return field.default;
    case "ints": {
      const { min, max } = typeof field.length === "number" ? { min: field.length, max: field.length } : field.length;
      const length = min + source.int(Math.min(max, 3) - min + 1);
      const one = () => field.min + source.int(Math.min(field.max, field.min + 4) - field.min + 1);
      return Array.from({ length }, one);
    }
    case "layer": {
      const [kind, fields] = pick(source, Object.entries(field.options));
      return { kind, params: sampleAll(fields, source) };
    }
  }
}

/** Every other field keeps its default, so that defaults stand beside values that differ from them. */
const sampleAll = (fields: Fields, source: Random): Readonly<Record<string, ParamValue>> =>
  Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name, source.int(2) === 0 ? field.default : sample(field, source)]),
  );

/** A layer that changes nothing. */
const passing = (name: string, input: string, shape: Shape): KerasLayer => ({
  name,
  call: { className: "Activation", args: { activation: "linear" } },
  inputs: [input],
  kind: "activation",
  params: { activation: "linear" },
  inputShapes: [shape],
  outputShape: shape,
  frozen: false,
});

/** A model of "layer_1", whose further inputs and whose output go through layers that change nothing. */
function around(layer: Omit<KerasLayer, "name" | "inputs" | "frozen">, context: ModelContext): KerasModel {
  const [inputShape] = layer.inputShapes as readonly [Shape];
  const further = layer.inputShapes.slice(1).map((shape, i) => passing(`input_${i + 2}`, "input_1", shape));
  const inputs = ["input_1", ...further.map(({ name }) => name)];
  const own: KerasLayer = { ...layer, name: "layer_1", inputs, frozen: false };
  const last = passing("output_1", "layer_1", layer.outputShape);
  return { inputShape, layers: [...further, own, last], input: "input_1", output: "output_1", context };
}

/** Up to `count` models around a layer, "layer_1"; a tenth of the draws take the layer's defaults. */
export function sampledModels(spec: LayerSpec, count: number, source: Random): KerasModel[] {
  const found: KerasModel[] = [];
  const { keras } = spec;
  for (let draw = 0; keras !== null && draw < draws && found.length < count; draw++) {
    const params = draw % 10 === 0 ? defaultsOf(spec.fields) : sampleAll(spec.fields, source);
    const shape = pick(source, shapes);
    const inputs = Array.from({ length: Math.max(1, spec.inputs.min) }, () => shape);
    const context = pick(source, contexts);
    const args = { params: params as never, inputs, context };
    const result = spec.shape(args);
    if (!result.ok) continue;
    const kind = spec.kind as KerasLayer["kind"];
    const layer = { kind, call: keras(args), params, inputShapes: inputs, outputShape: result.shape };
    found.push(around(layer, context));
  }
  return found;
}
