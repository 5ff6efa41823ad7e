import { describe, expect, it } from "vitest";
import { drawnParams, type Reach, smallItem, smallWhole } from "../../testing/drawnParams.ts";
import { fc } from "../../testing/property.ts";
import { snakeCase } from "../export/keras/names.ts";
import { signatures } from "../export/keras/signatures.ts";
import type { KerasCall, KerasValue, LayerSpec, ModelContext } from "../layers/define.ts";
import { layerKinds, specOf } from "../layers/index.ts";
import { defaultsOf } from "../params/fields.ts";
import { fromKeras, type LayerCall } from "./fromKeras.ts";
import { readCall } from "./readCall.ts";
import type { Shape } from "./types.ts";

const context: ModelContext = { inputShape: [5], task: "multiclass", classes: 3, vocabulary: 5 };

const reach: Reach = {
  whole: smallWhole,
  item: smallItem,
  float: ({ min, max, exclusiveMin, exclusiveMax }) =>
    fc
      .double({ min, max, minExcluded: exclusiveMin === true, noNaN: true })
      .filter((n) => exclusiveMax !== true || n < max)
      .map((n) => (n === 0 ? 0 : n)),
};

const shapesFor = (spec: LayerSpec): fc.Arbitrary<readonly Shape[]> => {
  const shape = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 });
  return shape.map((one) => Array.from({ length: Math.max(1, spec.inputs.min) }, () => one));
};

const hidden = layerKinds.filter((kind) => specOf(kind)?.role === "hidden");

/** Parameters with shapes that they fit. */
function accepted(spec: LayerSpec, wanted: number) {
  const defaults = fc.constant(defaultsOf(spec.fields) as Record<string, unknown>);
  const drawn = fc.sample(fc.tuple(fc.oneof(defaults, drawnParams(spec.fields, reach)), shapesFor(spec)), {
    numRuns: 6000,
    seed: 11,
  });
  return drawn
    .map(([params, inputs]) => ({ params: params as never, inputs, context }))
    .filter((args) => spec.shape(args).ok)
    .slice(0, wanted);
}

/** As Python's source writes it: snake case all through. */
const inSnake = (call: KerasCall): KerasCall => ({
  className: call.className,
  args: Object.fromEntries(Object.entries(call.args).map(([name, value]) => [snakeCase(name), snakeValue(value)])),
});
const snakeValue = (value: KerasValue): KerasValue => {
  if (typeof value === "string") return snakeCase(value);
  if (typeof value !== "object" || value === null) return value;
  return Array.isArray(value) ? (value as readonly KerasValue[]).map(snakeValue) : inSnake(value as KerasCall);
};

describe.each(hidden)("layer %s", (kind) => {
  const spec = specOf(kind) as LayerSpec;
  const keras = spec.keras as NonNullable<LayerSpec["keras"]>;
  const samples = accepted(spec, 150);

  it("is read from the very call it writes, in both spellings", () => {
    expect(samples.length).toBeGreaterThan(3);
    for (const args of samples) {
      const call = keras(args);
      for (const spelt of [call, inSnake(call)]) {
        const read = readCall(spelt, { inputs: args.inputs, context, dialect: "keras3" });
        const label = JSON.stringify({ spelt, inputs: args.inputs });
        expect(read, label).toMatchObject({ ok: true, kind });
        // What the call does not say may be lost; the call itself must come out again.
        if (!read.ok) continue;
        expect(keras({ ...args, params: read.params as never }), label).toEqual(call);
      }
    }
  });

  it("comes back with the parameters it had, where the call names them", () => {
    for (const args of samples) {
      const call = keras(args);
      const read = readCall(call, { inputs: args.inputs, context, dialect: "keras3" });
      const given = Object.fromEntries(
        Object.entries(args.params as Record<string, unknown>).filter(
          ([name, value]) => JSON.stringify(call.args[name]) === JSON.stringify(value),
        ),
      );
      expect(read, JSON.stringify(call)).toMatchObject({ params: JSON.parse(JSON.stringify(given)) as object });
    }
  });

  it("means the same with Keras's defaults spelt out as with them left out", () => {
    const [args] = samples;
    const written = args === undefined ? null : keras(args);
    if (written === null || args === undefined || !Object.hasOwn(signatures, written.className)) return;
    const signature = signatures[written.className] ?? [];
    const required = Object.fromEntries(
      signature.filter(([, ...value]) => value.length === 0).map(([name]) => [name, written.args[name] ?? null]),
    );
    const spelt = Object.fromEntries(
      signature.flatMap((argument) => (argument.length === 2 ? [[argument[0], argument[1]]] : [])),
    ) as KerasCall["args"];
    const place = { inputs: args.inputs, context, dialect: "keras3" } as const;
    const short = readCall({ className: written.className, args: required }, place);
    expect(short, JSON.stringify(required)).toMatchObject({ ok: true });
    expect(readCall({ className: written.className, args: { ...spelt, ...required } }, place)).toEqual(short);
  });
});

const layer = (key: string, className: string, args: KerasCall["args"], inputs: readonly string[]): LayerCall => ({
  key,
  name: key,
  call: { className, args },
  inputs,
  frozen: null,
});
const input = layer("in", "InputLayer", { batchInputShape: [null, 5] }, []);
const end = (from: string) => layer("end", "Dense", { units: 3, activation: "softmax" }, [from]);

describe("a model", () => {
  const read = (...layers: readonly LayerCall[]) =>
    fromKeras({ layers, outputs: [layers.at(-1)?.key ?? ""], dialect: "older" }, context);

  it("keeps its names, so that its weights find their layers", () => {
    const { graph, issues } = read(input, layer("body/conv 1", "Dense", { units: 4 }, ["in"]), end("body/conv 1"));
    expect(issues).toEqual([]);
    expect(graph?.nodes.map(({ id, kind }) => [id, kind])).toEqual([
      ["in", "input"],
      ["body_conv_1", "dense"],
      ["end", "output"],
    ]);
  });

  it("may list its layers in any order", () => {
    const { graph } = read(
      layer("b", "Dense", { units: 4 }, ["a"]),
      input,
      layer("a", "Dense", { units: 4 }, ["in"]),
      end("b"),
    );
    expect(graph?.nodes.map(({ id, inputs }) => [id, inputs])).toEqual([
      ["in", []],
      ["a", ["in"]],
      ["b", ["a"]],
      ["end", ["b"]],
    ]);
  });

  it("is warned about where its input differs from the data", () => {
    const other = layer("in", "InputLayer", { batchInputShape: [null, 7] }, []);
    expect(read(other, end("in")).issues).toMatchObject([{ code: "inputDiffers", severity: "warning" }]);
  });

  it("of an older program is told where a function changed", () => {
    const { issues } = read(input, layer("a", "Dense", { units: 4, activation: "hard_sigmoid" }, ["in"]), end("a"));
    expect(issues).toMatchObject([{ code: "hardSigmoidDiffers", severity: "warning" }]);
  });

  it("with channels first is refused by the layer's name", () => {
    const { graph, issues } = read(input, layer("f", "Flatten", { dataFormat: "channels_first" }, ["in"]), end("f"));
    if (specOf("flatten") === null) return;
    expect(graph).toBeNull();
    expect(issues).toMatchObject([{ code: "channelsFirst", context: { layer: "Flatten “f”" } }]);
  });
});

describe("what Keras writes into its files though nobody asked for it", () => {
  const keras3 = { inputs: [[5, 4]], context, dialect: "keras3" } as const;
  const codesOf = (className: string, args: KerasCall["args"]) => {
    const read = readCall({ className, args }, keras3);
    return read.ok ? [] : read.problems.map(({ code }) => code);
  };

  it("is no reason to refuse a model", () => {
    expect(codesOf("LayerNormalization", { axis: [-1], rmsScaling: false })).toEqual([]);
    expect(codesOf("MultiHeadAttention", { numHeads: 2, keyDim: 3, attentionAxes: [1], useGate: false })).toEqual([]);
    const lstm = { className: "LSTM", args: { units: 2, returnSequences: true, zeroOutputForMask: true } };
    expect(codesOf("Bidirectional", { layer: lstm })).toEqual([]);
  });

  it("is refused where it changes what is computed", () => {
    expect(codesOf("LayerNormalization", { rmsScaling: true })).toEqual(["argumentUnsupported"]);
    expect(codesOf("LSTM", { units: 2, timeMajor: true })).toEqual(["argumentUnsupported"]);
    expect(codesOf("LSTM", { units: 2, zeroOutputForMask: true })).toEqual(["argumentUnsupported"]);
  });

  it("is refused by the argument that is at fault", () => {
    const read = readCall(
      { className: "RandomContrast", args: { dataFormat: "channels_last", factor: [0, 0.1] } },
      { ...keras3, inputs: [[6, 6, 3]] },
    );
    expect(read.ok ? [] : read.problems[0]).toMatchObject({
      code: "argumentUnsupported",
      context: { argument: "factor" },
    });
  });
});

it("the words of an Embedding are not the width of its rows", () => {
  const embedding = (args: KerasCall["args"]) => {
    const call: KerasCall = { className: "Embedding", args: { inputDim: 1000, outputDim: 8, ...args } };
    const layer: LayerCall = { key: "e", call, name: "e", inputs: [], frozen: null };
    return fromKeras({ layers: [layer], outputs: ["e"], dialect: "older" }, context);
  };
  expect(embedding({}).inputShape).toBeNull();
  expect(embedding({}).issues.map(({ code }) => code)).not.toContain("inputDiffers");
  expect(embedding({ inputLength: 20 }).inputShape).toEqual([20]);
});
