/** @file Both languages say the same things: each file, each key, each value that is put in. */
import { expect, it } from "vitest";
import { namespacesOf } from "./namespaces.ts";

const sources: Readonly<Record<string, string>> = import.meta.glob(["../**/*.ts", "../**/*.tsx", "!../**/*.test.*"], {
  eager: true,
  query: "?raw",
  import: "default",
});
const en = namespacesOf(import.meta.glob("./en/*.ts", { eager: true }));
const zh = namespacesOf(import.meta.glob("./zh/*.ts", { eager: true }));

/** Every text by its full key, "namespace:group.key". */
function flat(texts: unknown, prefix: string): [string, string][] {
  if (typeof texts === "string") return [[prefix, texts]];
  if (typeof texts !== "object" || texts === null) throw new Error(`"${prefix}" is no text and no group of texts`);
  return Object.entries(texts).flatMap(([key, value]) =>
    flat(value, prefix.includes(":") ? `${prefix}.${key}` : `${prefix}:${key}`),
  );
}

const keysOf = (texts: Readonly<Record<string, unknown>>) =>
  new Map(Object.entries(texts).flatMap(([namespace, table]) => flat(table, namespace)));
const english = keysOf(en);
const chinese = keysOf(zh);

const valuesIn = (text: string) => [...text.matchAll(/\{\{\s*(\w+)[^}]*\}\}/g)].map(([, name]) => name).sort();
/** Chinese has one plural form; both keys of an English plural stand for it. */
const kinds = (text: string) => [...new Set(valuesIn(text))];

it("has each file in both languages", () => {
  expect(Object.keys(en).length).toBeGreaterThan(5);
  expect(Object.keys(zh).sort()).toEqual(Object.keys(en).sort());
});

it("has each text in both languages, none empty", () => {
  const missing = [...english.keys()].filter((key) => !chinese.has(key));
  const extra = [...chinese.keys()].filter((key) => !english.has(key));
  // English may leave empty what only explains an English word, such as the gloss of a layer's name.
  const empty = [...chinese].filter(([, text]) => text.trim() === "").map(([key]) => key);
  expect({ missing, extra, empty }).toEqual({ missing: [], extra: [], empty: [] });
});

it("puts the same values into each text", () => {
  const different = [...english].filter(
    ([key, text]) => JSON.stringify(kinds(text)) !== JSON.stringify(kinds(chinese.get(key) ?? "")),
  );
  expect(different.map(([key]) => key)).toEqual([]);
});

it("is Chinese where it says so", () => {
  // Words that are the same in both: names of methods, of files, of programs.
  const same = [...english].filter(([key, text]) => chinese.get(key) === text && /[a-z]{3,} [a-z]{3,}/i.test(text));
  expect(same.map(([key]) => key)).toEqual([]);
});

it("has a text for each key that the page asks for by name", () => {
  const asked: string[] = [];
  for (const [path, source] of Object.entries(sources)) {
    // Of several namespaces the first is the one of keys without a prefix.
    const namespace = /(?:useTranslation\(|TFunction<)\[?"(\w+)"/.exec(source)?.[1] ?? "common";
    for (const [, key] of source.matchAll(/\bt\(\s*"([\w.:-]+)"/g)) {
      if (key === undefined) continue;
      const full = key.includes(":") ? key : `${namespace}:${key}`;
      const known = [full, `${full}_other`].some((candidate) => english.has(candidate));
      if (!known) asked.push(`${path}: ${full}`);
    }
  }
  expect(asked).toEqual([]);
});
