import { expect, it } from "vitest";
import { formatOf } from "./format.ts";

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, " ");
const en = formatOf("en");
const zh = formatOf("zh");

it("writes sizes in the unit that is read at a glance", () => {
  expect([0, 999, 1000, 1_500_000, 123_456_789, 4e9].map((bytes) => plain(en.bytes(bytes)))).toEqual([
    "0 bytes",
    "999 bytes",
    "1 kB",
    "1.5 MB",
    "123 MB",
    "4 GB",
  ]);
});

it("writes times from milliseconds to hours", () => {
  expect([0.0004, 0.05, 0.42, 2.04, 12.4, 59.6, 185, 3720].map((seconds) => plain(en.duration(seconds)))).toEqual([
    "0.4 ms",
    "50 ms",
    "0.42 s",
    "2 s",
    "12 s",
    "1 min 0 s",
    "3 min 5 s",
    "1 h 2 min",
  ]);
  expect(plain(zh.duration(185))).toBe("3分钟 5秒");
});

it("shows a score that is not defined as such, never as a number", () => {
  expect(en.score(null)).toBe("n/a");
  expect(en.score(Number.NaN)).toBe("n/a");
  expect([en.score(0), en.score(0.97149), plain(en.percent(0.9714))]).toEqual(["0.000", "0.971", "97.1 %"]);
});

it("keeps the digits that matter whatever the size", () => {
  expect([1234567, 0.00012345, 0.00001, 3e12, 0].map((value) => en.significant(value))).toEqual([
    "1,235,000",
    "0.0001235",
    "1.000e-5",
    "3.000e+12",
    "0",
  ]);
});

it("writes a list with the marks of its language", () => {
  expect(en.list(["a", "b", "c"])).toBe("a, b, c");
  expect(zh.list(["甲", "乙"])).toBe("甲、乙");
});
