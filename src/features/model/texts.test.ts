/** @file Every layer, parameter and mend has its words in both languages, and no language has words the other lacks. */
import { describe, expect, it } from "vitest";
import { graphFixes } from "../../core/graph/mends.ts";
import { templateNames } from "../../core/graph/templates.ts";
import { layerKinds, layers } from "../../core/layers/index.ts";
import { graphIssues as enIssues } from "../../locales/en/graphIssues.ts";
import { layers as enLayers } from "../../locales/en/layers.ts";
import { model as enModel } from "../../locales/en/model.ts";
import { graphIssues as zhIssues } from "../../locales/zh/graphIssues.ts";
import { layers as zhLayers } from "../../locales/zh/layers.ts";
import { model as zhModel } from "../../locales/zh/model.ts";

const flat = (table: object, path = ""): [string, string][] =>
  Object.entries(table).flatMap(([key, value]) =>
    typeof value === "string" ? [[path + key, value] as [string, string]] : flat(value as object, `${path}${key}.`),
  );
const slots = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();

const pairs = { graphIssues: [enIssues, zhIssues], layers: [enLayers, zhLayers], model: [enModel, zhModel] } as const;

describe.each(Object.entries(pairs))("%s", (_name, [en, zh]) => {
  it("has the same keys and the same slots in both languages", () => {
    const chinese = new Map(flat(zh));
    for (const [key, text] of flat(en)) expect([key, slots(chinese.get(key) ?? "")]).toEqual([key, slots(text)]);
    expect(chinese.size).toBe(flat(en).length);
  });

  it("has Chinese without half-width commas, colons or brackets between its characters", () => {
    for (const [key, text] of flat(zh))
      expect([key, /[\u4e00-\u9fff][,:;?]|[\u4e00-\u9fff]\(/.test(text)]).toEqual([key, false]);
  });
});

it.each([enLayers, zhLayers])("every parameter has a name and a help", (table) => {
  const names = layerKinds.flatMap((kind) => Object.keys(layers[kind].fields));
  for (const name of names) {
    expect([name, Object.hasOwn(table.fields, name), Object.hasOwn(table.fieldHelp, name)]).toEqual([name, true, true]);
  }
});

it("every template and every mend has a text", () => {
  for (const name of templateNames) expect(enModel.templates[name].title).not.toBe("");
  for (const name of graphFixes) expect(enIssues.fix[name]).not.toBe("");
});
