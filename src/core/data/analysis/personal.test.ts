/** @file Personal data by its form and its check digits, and what only looks like it. Numbers are made up; their check digits are right. */
import { describe, expect, it } from "vitest";
import { personalCells, personalKind, personalParts } from "./personal.ts";

/** The check digit, by the definition in another form than the code's: the weights are powers of two modulo 11. */
function withCheck(places: string): string {
  const sum = [...places].reduce((total, digit, i) => total + Number(digit) * (2 ** (17 - i) % 11), 0);
  return places + "0123456789X"[(12 - (sum % 11)) % 11];
}

describe("whole cells", () => {
  it.each([
    ["anna.berg+news@mail.example.com", "mail"],
    ["王伟@例子.测试", "mail"],
    [withCheck("11010119900307003"), "chineseId"],
    [withCheck("44030819851212001"), "chineseId"],
    ["123-45-6789", "socialSecurity"],
    // The examples of the standards and of payment networks' test cards.
    ["GB82 WEST 1234 5698 7654 32", "iban"],
    ["DE89370400440532013000", "iban"],
    ["4111 1111 1111 1111", "card"],
    ["378282246310005", "card"],
    ["+49 151 23456789", "phone"],
    ["(555) 123-4567", "phone"],
    ["13812345678", "phone"],
    ["192.168.0.12", "ip"],
    ["2001:0db8:0000:0000:0000:ff00:0042:8329", "ip"],
  ])("%s is a %s", (cell, kind) => expect(personalKind(cell)).toBe(kind));

  it.each([
    "red",
    "2024-01-31",
    "01/02/2020 10:30",
    "1234567.891",
    "12345678901",
    "4111 1111 1111 1112",
    "GB82 WEST 1234 5698 7654 33",
    "000-12-3456",
    "256.1.1.1",
    "someone@home",
    "ISBN 978-3-16",
    `${withCheck("11010119900307003").slice(0, 17)}${withCheck("11010119900307003").endsWith("1") ? "2" : "1"}`,
  ])("%s is none", (cell) => expect(personalKind(cell)).toBeNull());

  it("knows wrong check digits of every last place", () => {
    const right = withCheck("32010619700101123");
    const others = [..."0123456789X"].map((last) => right.slice(0, 17) + last).filter((id) => id !== right);
    expect(personalKind(right)).toBe("chineseId");
    expect(others.filter((id) => personalKind(id) === "chineseId")).toEqual([]);
  });
});

describe("parts of texts", () => {
  it("are found where they stand", () => {
    const text = "Write to eva@mail.example or call +49 151 23456789, not 4.";
    const found = personalParts(text).map(({ kind, start, end }) => [kind, text.slice(start, end)]);
    expect(found).toEqual([
      ["mail", "eva@mail.example"],
      ["phone", "+49 151 23456789"],
    ]);
  });
  it("are not found inside longer numbers", () => {
    expect(personalParts("order 99123-45-67890 of 2024-01-31, parts 1381234567890123")).toEqual([]);
  });
});

describe("columns", () => {
  it("of ten-digit quantities of which some pass Luhn's test are no cards", () => {
    const cells = Array.from({ length: 500 }, (_, i) => [String(4_000_000_000_000_000 + i * 7_654_321), 1] as const);
    expect(personalCells(cells)).toBeNull();
  });
  it("tell the share of rows", () => {
    expect(
      personalCells([
        ["a@mail.example", 30],
        ["none", 70],
      ]),
    ).toEqual({
      kind: "mail",
      rows: 30,
      share: 0.3,
      form: "whole",
    });
  });
});
