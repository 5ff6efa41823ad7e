/** @file Models' files with any of their values put in another's place: each is read or refused, and the reader ends. */
import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, expect, it } from "vitest";
import { fc } from "../../testing/property.ts";
import { importModel } from "./importModel.ts";

beforeAll(async () => {
  await tf.setBackend("cpu");
});

const context = { inputShape: [4], task: "multiclass", classes: 3, vocabulary: null } as const;

async function outcomeOf(document: unknown): Promise<boolean> {
  const files = [
    { name: "model.json", blob: new Blob([JSON.stringify(document)]) },
    { name: "w.bin", blob: new Blob([new Uint8Array(4 * (4 * 5 + 5 + 5 * 3 + 3))]) },
  ];
  const stream = importModel({ files, context }, async () => undefined, new AbortController().signal);
  for (let turns = 0; turns < 1000; turns++) {
    const { done, value } = await stream.next();
    if (done) return value.ok || value.issues.length > 0;
  }
  throw new Error("no end");
}

const layer = (class_name: string, name: string, from: string | null, config: object = {}) => ({
  class_name,
  name,
  config: { name, trainable: true, ...config },
  inbound_nodes: from === null ? [] : [[[from, 0, 0, { training: false }]]],
});
const model = {
  format: "layers-model",
  modelTopology: {
    keras_version: "2.13.0",
    model_config: {
      class_name: "Functional",
      config: {
        name: "m",
        layers: [
          layer("InputLayer", "rows", null, { batch_input_shape: [null, 4], dtype: "float32" }),
          layer("Dense", "hidden", "rows", { units: 5, activation: "relu", use_bias: true }),
          layer("Dropout", "drop", "hidden", { rate: 0.5 }),
          layer("Dense", "head", "drop", { units: 3, activation: "softmax", kernel_regularizer: null }),
        ],
        input_layers: [["rows", 0, 0]],
        output_layers: [["head", 0, 0]],
      },
    },
  },
  weightsManifest: [
    {
      paths: ["w.bin"],
      weights: [
        { name: "hidden/kernel", shape: [4, 5], dtype: "float32" },
        { name: "hidden/bias", shape: [5], dtype: "float32" },
        { name: "head/kernel", shape: [5, 3], dtype: "float32" },
        { name: "head/bias", shape: [3], dtype: "float32" },
      ],
    },
  ],
};

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** The places of all values, and the document with another value at one of them. */
function placesOf(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, part]) => placesOf(part, [...path, key]))];
}
function put(value: unknown, [key, ...rest]: readonly string[], other: unknown): unknown {
  if (key === undefined) return other;
  const part = put((value as Record<string, unknown>)[key], rest, other);
  if (Array.isArray(value)) return value.map((item: unknown, i) => (String(i) === key ? part : item));
  return { ...(value as object), [key]: part };
}
const at = (value: unknown, path: readonly string[]): unknown =>
  path.reduce((part, key) => (part as Record<string, unknown>)[key], value);

const places = placesOf(model);
const odd: readonly Json[] = [
  null,
  true,
  -1,
  1.5,
  1e308,
  "",
  "__proto__",
  "toString",
  [],
  {},
  [[]],
  [null],
  JSON.parse('{"__proto__":{"a":1},"constructor":null}') as Json,
  { toString: null, valueOf: 3 },
  { class_name: { toString: null }, config: { units: [] } },
];

it("reads the model as it is", async () => {
  expect(await outcomeOf(model)).toBe(true);
});

it("answers where a layer reads more than it takes, whose weights nobody can know", async () => {
  const calls = [["rows", "hidden", "drop"].map((name) => [name, 0, 0, {}])];
  const place = ["modelTopology", "model_config", "config", "layers", "3", "inbound_nodes"];
  expect(await outcomeOf(put(model, place, calls))).toBe(true);
});

it("answers with any value in any place", async () => {
  for (const place of places)
    for (const value of odd) expect(await outcomeOf(put(model, place, value)), place.join(".")).toBe(true);
}, 300_000);

it("answers with several values in one another's places", async () => {
  const change = fc.tuple(fc.constantFrom(...places), fc.constantFrom(...places));
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
      const document = changes.reduce<unknown>((whole, [to, from]) => {
        try {
          return put(whole, to, at(model, from));
        } catch {
          // The place went away with an earlier change.
          return whole;
        }
      }, model);
      expect(await outcomeOf(document)).toBe(true);
    }),
    { numRuns: 300 },
  );
});
