/** @file The README's tables are what the registries say today. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { withTables } from "./readmeTables.ts";

it("the README's tables are up to date: npm run docs writes them", () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  expect(withTables(readme)).toBe(readme);
});
