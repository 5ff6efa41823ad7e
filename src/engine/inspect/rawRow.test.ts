/** @file Which rows are shown as the table has them, and that they come back unchanged. */
import { expect, it } from "vitest";
import { type FittedFeature, opOf } from "../../core/data/recipe.ts";
import { rawRow } from "./rawRow.ts";

const column = (name: string, offset: number, scale: number): FittedFeature => ({
  column: name,
  type: "integer",
  ops: [
    { kind: "impute", value: 0, indicator: false },
    { kind: "scale", offset, scale },
  ],
});

it("gives pixels back as they were", () => {
  const features = [column("a", 5, 4), column("b", 0, 1), column("c", 8, 6), column("d", 7, 5)];
  const pixels = [16, 0, 3, 12];
  const x = Float32Array.from(features, (feature, i) => {
    const scale = opOf(feature, "scale");
    return ((pixels[i] as number) - (scale?.offset ?? Number.NaN)) / (scale?.scale ?? 1);
  });
  expect([...(rawRow({ features }, x) ?? [])].map((value) => Number(value.toFixed(4)))).toEqual(pixels);
});

it("leaves columns of other units and categories scaled", () => {
  const far = [column("bill", 40, 5), column("flipper", 200, 14), column("depth", 17, 2), column("mass", 4200, 800)];
  expect(rawRow({ features: far }, new Float32Array(4))).toBeNull();
  const island: FittedFeature = { column: "island", type: "category", ops: [{ kind: "oneHot", values: ["a", "b"] }] };
  expect(rawRow({ features: [column("a", 0, 1), island] }, new Float32Array(4))).toBeNull();
});
