/** @file What another inner layer keeps, and what counts as a default. */
import { describe, expect, it } from "vitest";
import { choice, flag, int, ints, nested } from "../core/params/fields.ts";
import { isDefault, nestedValue, withInnerKind } from "./nestedLayer.ts";

const field = nested({
  default: { kind: "wide", params: { units: 8, size: [3, 3] } },
  options: {
    wide: { units: int({ default: 8, min: 1, max: 99 }), size: ints({ default: [3, 3], length: 2, min: 1, max: 9 }) },
    narrow: {
      units: int({ default: 2, min: 1, max: 16 }),
      mode: choice(["a", "b"], { default: "a" }),
      size: flag({ default: true }),
    },
  },
});

describe("another inner kind", () => {
  it("keeps what has the same name and is allowed", () => {
    expect(withInnerKind(field, { kind: "wide", params: { units: 12, size: [5, 5] } }, "narrow")).toEqual({
      kind: "narrow",
      params: { units: 12, mode: "a", size: true },
    });
  });

  it("takes the default where the value is out of the new range", () => {
    expect(withInnerKind(field, { kind: "wide", params: { units: 50 } }, "narrow").params.units).toBe(2);
  });
});

it("knows a default however deep it lies", () => {
  expect(isDefault(field, { kind: "wide", params: { units: 8, size: [3, 3] } })).toBe(true);
  expect(isDefault(field, { kind: "wide", params: { units: 8, size: [3, 5] } })).toBe(false);
  expect(isDefault(field, { kind: "wide", params: { units: 8 } })).toBe(false);
  expect(isDefault(field, undefined)).toBe(true);
});

it("takes only a kind that the field offers for an inner layer", () => {
  expect(nestedValue(field, { kind: "toString", params: {} })).toBeNull();
  expect(nestedValue(field, [1, 2])).toBeNull();
  expect(nestedValue(field, { kind: "narrow" })).toEqual({ kind: "narrow", params: {} });
});
