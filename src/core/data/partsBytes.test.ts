/** @file Parts come back as they were, and what is no division of the table's rows is refused. */

import { describe, expect, it } from "vitest";
import { fc } from "../../testing/property.ts";
import { atOnce } from "../pieces.ts";
import { decodeParts, encodeParts, partsCsv } from "./partsBytes.ts";
import { split } from "./split.ts";

const parts = {
  train: Uint32Array.of(4, 0, 7),
  validation: new Uint32Array(0),
  test: Uint32Array.of(2, 70_000),
};

describe("parts as bytes", () => {
  it("come back as they were, also from the middle of a larger buffer", () => {
    const bytes = encodeParts(parts);
    expect(bytes).toHaveLength(32);
    expect(decodeParts(bytes, 70_001)).toEqual(parts);
    const larger = new Uint8Array(64);
    larger.set(bytes, 5);
    expect(decodeParts(larger.subarray(5, 5 + bytes.length), 70_001)).toEqual(parts);
  });

  it("are those of the same configuration, whatever it is", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(3), { minLength: 4, maxLength: 60 }), fc.nat(), (classOf, seed) => {
        const rows = Uint32Array.from(classOf, (_, i) => i);
        const labels = { rows, classOf: Int32Array.from(classOf), order: null };
        const config = { strategy: "kFold", folds: 3, fold: 1, validation: 0.2, test: 0, seed } as const;
        const { train, validation, test } = atOnce(split(config, labels));
        expect(decodeParts(encodeParts(atOnce(split(config, labels))), rows.length)).toEqual({
          train,
          validation,
          test,
        });
      }),
    );
  });

  it.each([
    ["nothing", new Uint8Array(0)],
    ["half a number", encodeParts(parts).slice(0, -2)],
    ["a row too few", encodeParts(parts).slice(0, -4)],
    ["a row too many", Uint8Array.from([...encodeParts(parts), 1, 0, 0, 0])],
    ["a row beyond the table", encodeParts({ ...parts, test: Uint32Array.of(70_001) })],
    ["a row in two parts", encodeParts({ ...parts, validation: Uint32Array.of(7) })],
    ["a row twice in one", encodeParts({ ...parts, train: Uint32Array.of(3, 3) })],
    ["counts beyond all bounds", new Uint8Array(12).fill(255)],
  ])("refuse %s", (_, bytes) => {
    expect(decodeParts(bytes, 70_001)).toBeNull();
  });
});

describe("parts as CSV", () => {
  it("count rows from 1 and stand in the table's order", () => {
    const text = [...partsCsv({ ...parts, test: Uint32Array.of(2, 9) })].join("");
    expect(text).toBe("row,part\r\n1,train\r\n3,test\r\n5,train\r\n8,train\r\n10,test\r\n");
    expect(
      [...partsCsv({ train: new Uint32Array(0), validation: new Uint32Array(0), test: new Uint32Array(0) })].join(""),
    ).toBe("row,part\r\n");
  });

  it("come in pieces where they are long", () => {
    const many = { ...parts, test: Uint32Array.from({ length: 120_000 }, (_, i) => i), train: new Uint32Array(0) };
    const pieces = [...partsCsv(many)];
    expect(pieces.length).toBeGreaterThan(2);
    expect(pieces.join("").split("\r\n")).toHaveLength(120_002);
  });
});
