/**
 * @file Holds every layer of the registry against tfjs: a class tfjs does not know, a default outside its own range, a
 * shape or a parameter count that differs from what tfjs computes, all fail here.
 */
import "@tensorflow/tfjs-backend-cpu";
import * as tfc from "@tensorflow/tfjs-core";
import * as tf from "@tensorflow/tfjs-layers";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Shape } from "../../core/graph/types.ts";
import type { KerasCall, LayerSpec, ModelContext } from "../../core/layers/define.ts";
import { type LayerKind, layerKinds, layers, specOf } from "../../core/layers/index.ts";
import { checkField, defaultsOf } from "../../core/params/fields.ts";
import { drawnParams, type Reach, smallItem, smallWhole } from "../../testing/drawnParams.ts";
import { fc } from "../../testing/property.ts";
import "./customLayers/index.ts";
import { isCall, type Layer, makeLayer } from "./keras.ts";

const context: ModelContext = { inputShape: [5], task: "multiclass", classes: 3, vocabulary: 5 };

beforeAll(async () => {
  await tfc.setBackend("cpu");
});
afterEach(() => {
  tfc.disposeVariables();
});

const reach: Reach = {
  whole: smallWhole,
  item: smallItem,
  float: ({ min, max, exclusiveMin, exclusiveMax }) =>
    fc.double({ min, max, minExcluded: exclusiveMin === true, maxExcluded: exclusiveMax === true, noNaN: true }),
};

const shapesFor = (spec: LayerSpec): fc.Arbitrary<readonly Shape[]> => {
  const shape = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 });
  if (spec.inputs.max === 1) return shape.map((one) => [one]);
  const others = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 3 });
  return fc
    .tuple(shape, others, fc.boolean())
    .map(([first, widths, equal]) => [
      first,
      ...widths.map((width) => (equal ? first : [...first.slice(0, -1), width])),
    ]);
};

/** Parameters and input shapes that the kind's own rule accepts, from many drawn at random. */
function* accepted(kind: LayerKind, wanted: number) {
  const spec = specOf(kind) as LayerSpec;
  const defaults = fc.constant(defaultsOf(spec.fields) as Record<string, unknown>);
  const params = fc.oneof(defaults, drawnParams(spec.fields, reach), drawnParams(spec.fields, reach));
  let found = 0;
  for (const [drawn, inputs] of fc.sample(fc.tuple(params, shapesFor(spec)), { numRuns: 20_000, seed: 3 })) {
    const args = { params: drawn as never, inputs, context };
    const result = spec.shape(args);
    if (!result.ok) continue;
    yield { args, shape: result.shape };
    if (++found === wanted) return;
  }
}

const apply = (layer: Layer, inputs: readonly Shape[]): tf.SymbolicTensor => {
  const symbols = inputs.map((shape) => tf.input({ shape: [...shape] }));
  const [only] = symbols;
  return layer.apply(symbols.length === 1 && only !== undefined ? only : symbols) as tf.SymbolicTensor;
};

const count = (weights: readonly tf.LayerVariable[]) =>
  weights.reduce((sum, { shape }) => sum + shape.reduce<number>((product, n) => product * (n ?? 1), 1), 0);

describe.each(layerKinds)("layer %s", (kind) => {
  const spec = specOf(kind) as LayerSpec;

  it("is registered under its own name, with defaults in their own range", () => {
    expect(layers[kind].kind).toBe(kind);
    const params: Readonly<Record<string, unknown>> = defaultsOf(spec.fields);
    for (const [name, field] of Object.entries(spec.fields)) {
      expect([name, checkField(field, params[name])]).toEqual([name, null]);
      if (field.kerasDefault !== undefined) expect([name, checkField(field, field.kerasDefault)]).toEqual([name, null]);
    }
  });

  if (spec.keras === null) return;
  const keras = spec.keras;

  it("agrees with the layer that is trained on shape and parameter counts", () => {
    let compared = 0;
    for (const { args, shape } of accepted(kind, 40)) {
      const label = JSON.stringify({ params: args.params, inputs: args.inputs });
      const layer = makeLayer(keras(args));
      expect(apply(layer, args.inputs).shape.slice(1), label).toEqual([...shape]);
      expect(spec.parameters(args), label).toEqual({
        trainable: count(layer.trainableWeights),
        fixed: count(layer.nonTrainableWeights),
      });
      expect(spec.multiplyAdds({ ...args, output: shape }), label).toSatisfy(
        (n: number) => Number.isSafeInteger(n) && n >= 0,
      );
      layer.dispose();
      compared += 1;
    }
    expect(compared).toBeGreaterThan(10);
  });

  it("hands over every argument under a name the layer knows", () => {
    const [first] = accepted(kind, 1);
    expect(first).toBeDefined();
    const { className, args } = keras((first as NonNullable<typeof first>).args);
    const config = makeLayer({ className, args }).getConfig();
    for (const [name, value] of Object.entries(args)) {
      expect(Object.keys(config)).toContain(name);
      if (typeof value !== "string" && !isCall(value)) expect([name, config[name]]).toEqual([name, value]);
    }
  });
});

describe("where a rule refuses, tfjs would refuse or broadcast", () => {
  it("Add takes equal shapes only", () => {
    const inputs: readonly Shape[] = [[4], [3]];
    const result = layers.add.shape({ params: {}, inputs, context });
    expect(result).toMatchObject({ ok: false, refusal: { code: "shapesDiffer" } });
    const layer = makeLayer(layers.add.keras?.({ params: {}, inputs, context }) as KerasCall);
    expect(() => layer.apply(inputs.map((shape) => tf.input({ shape: [...shape] })))).toThrow();
  });

  it("Concatenate refuses axes that differ before the last", () => {
    const inputs: readonly Shape[] = [
      [2, 4],
      [3, 4],
    ];
    expect(layers.concatenate.shape({ params: { axis: -1 }, inputs, context }).ok).toBe(false);
  });
});
