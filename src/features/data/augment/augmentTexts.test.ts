import { expect, it } from "vitest";
import { type AugmentationSpec, augmentations } from "../../../core/data/augmentations.ts";
import { augment } from "../../../locales/en/augment.ts";
import { textKey } from "./steps.ts";

it("has a name and a help for each change and each of its parameters", () => {
  const fields = Object.entries(augmentations).flatMap(([kind, spec]: [string, AugmentationSpec]) =>
    Object.keys(spec.fields).map((field) => ({ kind, field })),
  );
  expect(Object.keys(augment.kinds).sort()).toEqual(Object.keys(augmentations).sort());
  expect(Object.keys(augment.help).sort()).toEqual(Object.keys(augmentations).sort());
  expect(Object.keys(augment.fieldHelp).sort()).toEqual(fields.map(({ kind, field }) => textKey(kind, field)).sort());
  expect(Object.keys(augment.fields).sort()).toEqual(Object.keys(augment.fieldHelp).sort());
});
