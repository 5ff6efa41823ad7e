/**
 * @file Tables whose lines are short and whose rows are not: a line of two bytes fills thousands of columns. They are
 * refused before memory is full, which the limit here makes small.
 */
import { expect, it, vi } from "vitest";
import { readJson } from "./jsonLines.ts";
import { readOutcome, readWith } from "./readForTest.ts";

vi.mock("./limits.ts", async (original) => {
  const smaller = 175;
  const limits = await original<typeof import("./limits.ts")>();
  const checkSize: typeof limits.checkSize = ({ rows, byteSize }, ...rest) =>
    limits.checkSize({ rows, byteSize: byteSize * smaller }, ...rest);
  return { ...limits, checkSize, storedCells: limits.storedCells / smaller };
});

const keys = Array.from({ length: 5000 }, (_, i) => `k${i}`);

it("short lines under a wide header", async () => {
  const text = `${keys.join(",")}\n${"1\n".repeat(2000)}`;
  const outcome = await readOutcome(text);
  expect(outcome).toMatchObject({ ok: false, issues: [{ code: "tableTooLarge" }] });
});

const wide = `{${keys.map((key) => `"${key}":1`).join(",")}}\n`;

it.each([
  ["short objects behind a wide one", `${wide}${"{}\n".repeat(2000)}`],
  ["a wide object behind short ones", `${"{}\n".repeat(2000)}${wide}`],
])("%s", async (_, text) => {
  const outcome = await readWith(readJson, text);
  expect(outcome).toMatchObject({ ok: false, issues: [{ code: "tableTooLarge" }] });
});
