/** @file What a changed reading form forces, and what it leaves to detection. */
import { describe, expect, it } from "vitest";
import { commonFormat, defaultMissing } from "../../core/data/types.ts";
import { delimiters, encodings, isDefaultMissing, missingText, overridesOf, parseMissing } from "./readingDraft.ts";

const read = commonFormat;

describe("overridesOf", () => {
  it("is null when nothing changed, also when the missing words are merely in another order", () => {
    expect(overridesOf(read, read)).toBeNull();
    expect(overridesOf(read, { ...read, missing: [...defaultMissing].reverse() })).toBeNull();
  });

  it("forces everything shown, so that a choice made earlier is not detected away", () => {
    expect(overridesOf(read, { ...read, header: false })).toEqual({ ...read, header: false });
  });

  it("leaves the rest to detection when the encoding changes", () => {
    expect(overridesOf(read, { ...read, encoding: "utf-16le" })).toEqual({
      encoding: "utf-16le",
      missing: defaultMissing,
    });
    expect(overridesOf(read, { ...read, encoding: "gb18030", delimiter: ";" })).toEqual({
      encoding: "gb18030",
      delimiter: ";",
      missing: defaultMissing,
    });
  });
});

describe("missing words", () => {
  it("survive the form", () => {
    expect(isDefaultMissing(parseMissing(missingText(defaultMissing)))).toBe(true);
  });

  it("are trimmed, folded, without repeats; an empty cell always counts", () => {
    expect(parseMissing(" -999 \n\nN/A\nn/a\n")).toEqual(["", "-999", "n/a"]);
    expect(parseMissing("")).toEqual([""]);
  });
});

describe("offers", () => {
  it("are all readable by the platform's decoder", () => {
    for (const encoding of encodings) expect(() => new TextDecoder(encoding)).not.toThrow();
  });

  it("are distinct single characters", () => {
    expect(new Set(delimiters.map(({ value }) => value)).size).toBe(delimiters.length);
    for (const { value } of delimiters) expect(value).toHaveLength(1);
  });
});
