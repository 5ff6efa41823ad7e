/** @file Every step, field and choice of the registry has a text, and no text is of something that is gone. */
import { expect, it } from "vitest";
import { type StepKind, stepKinds, steps } from "../../../core/data/steps/index.ts";
import type { Fields } from "../../../core/params/fields.ts";
import { recipe as en, type StepTexts } from "../../../locales/en/recipe.ts";
import { recipe as zh } from "../../../locales/zh/recipe.ts";

const textsOf = (table: typeof en | typeof zh, kind: StepKind): StepTexts => table.steps[kind];

it.each(stepKinds)("%s is named, with its fields and choices", (kind) => {
  const fields: Fields = steps[kind].fields;
  const choices = Object.entries(fields).flatMap(([name, field]) =>
    field.type === "choice" ? [[name, [...field.options].sort()] as const] : [],
  );
  for (const table of [en, zh]) {
    const texts = textsOf(table, kind);
    expect(Object.keys(texts.fields).sort()).toEqual(Object.keys(fields).sort());
    const said = Object.entries(texts.options ?? {}).map(([name, options]) => [name, Object.keys(options).sort()]);
    expect(Object.fromEntries(said)).toEqual(Object.fromEntries(choices));
  }
});
