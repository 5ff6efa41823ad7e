/** @file The documents' tables are what the registries say today. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { documents, withTables } from "./documentTables.ts";

it.each(Object.keys(documents))("the tables of %s are up to date: npm run docs writes them", (document) => {
  const text = readFileSync(new URL(`../${document}`, import.meta.url), "utf8");
  expect(withTables(document, text)).toBe(text);
});
