/** @file Shortening keeps short texts and never tears a character. */
import { describe, expect, it } from "vitest";
import { shorten } from "./shorten.ts";

describe("shorten", () => {
  it("keeps what fits, markup included", () => {
    expect(shorten("<img onerror=x>", 15)).toBe("<img onerror=x>");
    expect(shorten("", 5)).toBe("");
  });

  it("cuts long text and says so", () => {
    expect(shorten("a".repeat(10_000), 4)).toBe("aaaa…");
    expect(shorten("abcde", 4)).toBe("abcd…");
  });

  it("never tears a surrogate pair", () => {
    expect(shorten("abc😀def", 4)).toBe("abc…");
    expect(shorten("abc😀def", 5)).toBe("abc😀…");
  });

  it("shows a line break as a space", () => {
    expect(shorten("a\r\nb", 10)).toBe("a b");
  });
});
