/** @file A query finds a layer by its name, by other names, and by what it does. */
import { expect, it } from "vitest";
import { layerKinds, layers } from "../../core/layers/index.ts";
import { layers as texts } from "../../locales/en/layers.ts";
import { model } from "../../locales/en/model.ts";
import { searchLayers } from "./paletteSearch.ts";

const synonyms: Readonly<Record<string, string>> = model.palette.synonyms;
const all = layerKinds
  .filter((kind) => layers[kind].addable)
  .map((kind) => ({
    kind,
    title: layers[kind].title,
    words: synonyms[kind] ?? "",
    help: (texts.kinds as Readonly<Record<string, { readonly help: string }>>)[kind]?.help ?? "",
  }));
const first = (query: string) => searchLayers(query, all)[0];

it.each([
  ["dense", "dense"],
  ["fully connected", "dense"],
  ["add", "add"],
  ["dropout", "dropout"],
  ["max pooling 2d", "maxPooling2d"],
  ["batch norm", "batchNormalization"],
  ["Conv2D", "conv2d"],
  ["residual", "add"],
  ["word vector", "embedding"],
])("%s means %s", (query, kind) => expect(first(query)).toBe(kind));

it("finds nothing for what is no layer, and everything for nothing", () => {
  expect(searchLayers("quux", all)).toEqual([]);
  expect(searchLayers("  ", all)).toHaveLength(all.length);
});

it("has synonyms for layers that exist only", () => {
  for (const kind of Object.keys(synonyms)) expect(layerKinds).toContain(kind);
});
