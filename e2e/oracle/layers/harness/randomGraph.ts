/** @file Random valid graphs over the whole registry, from a seed: layers put one behind another, branches and merges. */
import { makeNode } from "../../../../src/core/graph/edit.ts";
import type { Graph, Shape } from "../../../../src/core/graph/types.ts";
import type { LayerSpec, ModelContext } from "../../../../src/core/layers/define.ts";
import { type LayerKind, type LayerNode, layerKinds, specOf } from "../../../../src/core/layers/index.ts";
import { defaultsOf, type Field, type Fields, type ParamValue } from "../../../../src/core/params/fields.ts";
import { type Random, random } from "../../../../src/core/random.ts";
import { present } from "../../check.ts";

/** Larger values only cost time. */
const maxElements = 400;
const maxNumber = 6;
/** Chance that a parameter is not its default. */
const change = 0.4;

const pick = <T>(source: Random, items: readonly T[]): T =>
  present(items[source.int(items.length)], "something to pick");

function sample(source: Random, field: Field): ParamValue {
  const whole = (min: number, max: number) => min + source.int(Math.min(max, Math.max(min, maxNumber)) - min + 1);
  switch (field.type) {
    case "int":
      return whole(field.min, field.max);
    case "autoInt":
      return null;
    case "float":
      // Ranges are wide and mostly about training; what matters is that the number is not the default.
      return Math.max(field.min, field.default * (0.5 + source.next() / 2));
    case "flag":
      return source.next() < 0.5;
    case "choice":
      return pick(source, field.options);
    case "text":
      return field.default;
    case "ints": {
      const { min, max } = typeof field.length === "number" ? { min: field.length, max: field.length } : field.length;
      const length = min + source.int(Math.min(max, 3) - min + 1);
      return Array.from({ length }, () => whole(field.min, Math.min(field.max, 3)));
    }
    case "layer": {
      const kind = pick(source, Object.keys(field.options));
      return { kind, params: paramsOf(source, present(field.options[kind], "its fields")) };
    }
  }
}

function paramsOf(source: Random, fields: Fields): Record<string, ParamValue> {
  const defaults: Record<string, ParamValue> = { ...defaultsOf(fields) };
  for (const [name, field] of Object.entries(fields)) {
    const small = field.type === "int" || field.type === "layer";
    if (small || source.next() < change) defaults[name] = sample(source, field);
  }
  return defaults;
}

const hidden = layerKinds.filter((kind) => {
  const spec = specOf(kind);
  return spec?.role === "hidden" && spec.addable && spec.torch !== null;
});

interface Grown {
  readonly nodes: LayerNode[];
  readonly shapes: Map<string, Shape>;
}

/** Tries one layer behind what is there; nothing happens where it does not fit. */
function grow(source: Random, { nodes, shapes }: Grown, kind: LayerKind, context: ModelContext): void {
  const spec = present(specOf(kind), kind) as LayerSpec;
  const latest = present(nodes.at(-1), "a node").id;
  const ids = [...shapes.keys()];
  const count = spec.inputs.min <= 1 ? 1 : 2 + source.int(2);
  const inputs = Array.from({ length: count }, (_, i) => (i === 0 && source.next() < 0.8 ? latest : pick(source, ids)));
  if (new Set(inputs).size < inputs.length) return;
  const params = paramsOf(source, spec.fields);
  if (kind === "embedding") Object.assign(params, { inputDim: context.vocabulary ?? 5 });
  const result = spec.shape({ params: params as never, inputs: inputs.map((id) => shapes.get(id) ?? []), context });
  if (!result.ok || result.shape.reduce((product, n) => product * n, 1) > maxElements) return;
  const id = `${kind.toLowerCase()}_${nodes.length}`;
  nodes.push(makeNode(kind, id, inputs, params));
  shapes.set(id, result.shape);
}

/** A graph with about `size` layers; `first` are put before the random ones. */
export function randomGraph(
  seed: number,
  size: number,
  context: ModelContext,
  first: readonly LayerKind[] = [],
): Graph {
  const source = random(seed);
  const grown: Grown = {
    nodes: [makeNode("input", "input_1", [])],
    shapes: new Map([["input_1", present(context.inputShape, "an input shape")]]),
  };
  for (const kind of first) grow(source, grown, kind, context);
  // Word numbers as they are have no meaning to other layers.
  if (context.vocabulary !== null) grown.shapes.delete("input_1");
  for (let tries = 0; grown.nodes.length < size && tries < 400; tries++)
    grow(source, grown, pick(source, hidden), context);
  const end = present(grown.nodes.at(-1), "a node");
  const shape = present(grown.shapes.get(end.id), "its shape");
  if (shape.length > 1) grown.nodes.push(makeNode("flatten", "flatten_end", [end.id]));
  grown.nodes.push(makeNode("output", "output_1", [present(grown.nodes.at(-1), "a node").id]));
  return { nodes: grown.nodes };
}
