import { describe, expect, it } from "vitest";
import { fc } from "../../testing/property.ts";
import { lookalikeKey, missingTest, parseBoolean, parseNumber, plainNumber, scanNumber } from "./cells.ts";
import { parseDate, scanDate } from "./dates.ts";
import { defaultMissing } from "./types.ts";
import { decodeUtf8, encodeUtf8 } from "./utf8.ts";

describe("missing", () => {
  const isMissing = missingTest(defaultMissing);
  it.each(["", " ", "NaN", "NA", "na", " N/A ", "?", "-", "null", "NULL", "None", "#N/A"])(
    "24: %j is missing",
    (text) => {
      expect(isMissing(text)).toBe(true);
    },
  );
  it.each(["0", "nope", "NaN1", "--"])("24: %j is not", (text) => expect(isMissing(text)).toBe(false));
  it("24: the list can be edited", () => {
    const edited = missingTest(["unknown", "-999"]);
    expect([edited("Unknown "), edited("-999"), edited("NA"), edited("")]).toEqual([true, true, false, false]);
  });
});

describe("numbers", () => {
  it.each([
    ["1,234.50", 1234.5],
    ["$5", 5],
    ["-$5.25", -5.25],
    ["$-5.25", -5.25],
    ["€ 1,000,000", 1_000_000],
    ["12%", 12],
    [" 7 ", 7],
    ["+3", 3],
    [".5", 0.5],
    ["5.", 5],
    ["1e3", 1000],
    ["-1.5E-3", -0.0015],
    ["1 234 567", 1_234_567],
    ["1'234", 1234],
    ["１２３．５", 123.5],
    ["−4", -4],
    ["0.123", 0.123],
    ["-0", -0],
    ["\u200e42", 42],
  ])("27: %j is %d", (text, value) => expect(parseNumber(text, ".")).toBe(value));
  it.each([
    ["1.234,50", 1234.5],
    ["0,5", 0.5],
    ["5 €", 5],
    ["1 234,5", 1234.5],
    ["0.123", Number.NaN],
  ])("27: with a decimal comma %j is %d", (text, value) => expect(parseNumber(text, ",")).toBe(value));
  it.each([
    "1,23",
    "12,34,56",
    "1.2.3",
    "1,234'567",
    "5 kg",
    "abc",
    "1e",
    "10²",
    "½",
    "0x1F",
    "--5",
    "1-2",
    "$",
    "%",
    ".",
    "",
  ])("%j is no number", (text) => expect(scanNumber(text, ".").kind).toBe("none"));
  it.each(["Infinity", "-inf", "1e400", "-1e999", "∞"])("25: %j is not finite and never a number", (text) => {
    expect(scanNumber(text, ".")).toEqual({ kind: "notFinite" });
    expect(parseNumber(text, ".")).toBeNaN();
  });
  it.each(["00123", "007", "-01", "00.5"])("28: %j stays text", (text) => {
    expect(scanNumber(text, ".").kind).toBe("leadingZeros");
  });
  it.each(["9007199254740993", "-12345678901234567890"])("29: %j is more than a double holds", (text) => {
    expect(scanNumber(text, ".").kind).toBe("bigInteger");
  });
  it("29: the largest safe integer is a number", () => {
    expect(parseNumber("9007199254740991", ".")).toBe(Number.MAX_SAFE_INTEGER);
  });
  it("keeps the sign that was dropped", () => {
    expect(scanNumber("12%", ".")).toMatchObject({ unit: "%" });
    expect(scanNumber("-$3", ".")).toMatchObject({ unit: "$" });
  });
});

/** What a number may look like in a file, and what only looks so. */
const numberText = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.integer().map(String),
  fc.tuple(fc.integer(), fc.nat({ max: 999_999 })).map(([whole, part]) => `${whole}.${part}`),
  fc.string({ unit: fc.constantFrom("0", "1", "9", ".", ",", "-", "e", " ", "+"), maxLength: 8 }),
);

describe("numbers from bytes", () => {
  it("are the same as from text wherever the fast way answers", () => {
    fc.assert(
      fc.property(numberText, fc.constantFrom(".", ",") as fc.Arbitrary<"." | ",">, (text, decimal) => {
        const bytes = encodeUtf8(`7${text}7`);
        const plain = plainNumber(bytes, 1, bytes.length - 1, decimal);
        if (!Number.isNaN(plain)) expect(plain).toBe(parseNumber(text, decimal));
      }),
      { numRuns: 3000 },
    );
  });
  it("answer for every number JavaScript writes without an exponent", () => {
    fc.assert(
      fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), (value) => {
        const text = value.toFixed(12);
        const bytes = encodeUtf8(text);
        expect(plainNumber(bytes, 0, bytes.length, ".")).toBe(Number(text));
      }),
    );
  });
});

describe("booleans", () => {
  it("31: six spellings", () => {
    const pairs = [
      ["true", "false"],
      ["Yes", "NO"],
      ["y", "n"],
      ["T", "F"],
      ["on", "off"],
    ] as const;
    for (const [truth, falsehood] of pairs) {
      expect([parseBoolean(truth, "wordsOnly"), parseBoolean(falsehood, "wordsOnly")]).toEqual([true, false]);
    }
    expect([parseBoolean("1", "withDigits"), parseBoolean("0", "withDigits")]).toEqual([true, false]);
    expect([parseBoolean("1", "wordsOnly"), parseBoolean("maybe", "withDigits")]).toEqual([undefined, undefined]);
  });
});

describe("dates", () => {
  it.each([
    ["2020-02-29", "2020-02-29T00:00:00.000Z"],
    ["2020/2/9", "2020-02-09T00:00:00.000Z"],
    ["2020-07", "2020-07-01T00:00:00.000Z"],
    ["2020-02-29T13:45:10.250Z", "2020-02-29T13:45:10.250Z"],
    ["2020-02-29 13:45", "2020-02-29T13:45:00.000Z"],
    ["2020-02-29T13:45:00+02:00", "2020-02-29T11:45:00.000Z"],
    ["31.12.1999", "1999-12-31T00:00:00.000Z"],
    ["1/13/2020 1:05 PM", "2020-01-13T13:05:00.000Z"],
    ["13/1/20", "2020-01-13T00:00:00.000Z"],
    ["5 Mar 2021", "2021-03-05T00:00:00.000Z"],
    ["05-Mar-21", "2021-03-05T00:00:00.000Z"],
    ["March 5th, 2021", "2021-03-05T00:00:00.000Z"],
    ["Fri, 05 Mar 2021 10:00:00 GMT", "2021-03-05T10:00:00.000Z"],
    ["2021年3月5日", "2021-03-05T00:00:00.000Z"],
  ])("30: %s", (text, iso) => expect(new Date(parseDate(text, false)).toISOString()).toBe(iso));
  it.each([
    "2021-02-29",
    "2020-13-01",
    "32/01/2020",
    "13/13/2020",
    "2020-01-01 25:00",
    "10:30",
    "2020",
    "1.5.2",
    "2020.07",
    "May be 2020",
  ])("30: %s is no date", (text) => expect(parseDate(text, false)).toBeNaN());
  it("30: 01/02/2020 is what the format says, 31/01/2020 what it says itself", () => {
    expect(new Date(parseDate("01/02/2020", true)).getUTCMonth()).toBe(1);
    expect(new Date(parseDate("01/02/2020", false)).getUTCMonth()).toBe(0);
    expect(scanDate("01/02/2020", false)?.order).toBe("either");
    expect(parseDate("31/01/2020", false)).toBe(Date.UTC(2020, 0, 31));
  });
  it("reads every day as JavaScript's own calendar does", () => {
    const day = fc.integer({ min: -140_000, max: 140_000 });
    fc.assert(
      fc.property(day, (number) => {
        const date = new Date(number * 86_400_000);
        fc.pre(date.getUTCFullYear() >= 1000);
        expect(parseDate(date.toISOString(), false)).toBe(date.getTime());
      }),
    );
  });
});

describe("38: text that looks alike", () => {
  it.each([
    [" cat", "Cat"],
    ["caf\u00e9", "cafe\u0301"],
    ["a\u200bb", "ab"],
    ["\u202bשלום\u202c", "שלום"],
    ["New  York", "new york"],
  ])("%j and %j", (a, b) => expect(lookalikeKey(a)).toBe(lookalikeKey(b)));
  it("keeps apart what differs", () => expect(lookalikeKey("😀")).not.toBe(lookalikeKey("😃")));
});

describe("UTF-8", () => {
  it("is written and read as the platform does", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 50 }), (text) => {
        expect(encodeUtf8(text)).toEqual(new TextEncoder().encode(text));
        expect(decodeUtf8(encodeUtf8(text))).toBe(
          new TextDecoder("utf-8", { ignoreBOM: true }).decode(encodeUtf8(text)),
        );
      }),
    );
  });
  it("gives U+FFFD for any bytes that are none, and never fails", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 20 }), (bytes) => {
        const isSound = (() => {
          try {
            new TextDecoder("utf-8", { fatal: true }).decode(bytes);
            return true;
          } catch {
            return false;
          }
        })();
        const text = decodeUtf8(bytes);
        if (isSound) expect(text).toBe(new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes));
        else expect(text).toContain("\ufffd");
      }),
      { numRuns: 2000 },
    );
  });
  it("replaces lone surrogates", () => expect(decodeUtf8(encodeUtf8("a\ud800b"))).toBe("a\ufffdb"));
  it("reads texts longer than an argument list", () => {
    const long = "é😀x".repeat(50_000);
    expect(decodeUtf8(encodeUtf8(long))).toBe(long);
  });
});
