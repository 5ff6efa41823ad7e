import { beforeEach, expect, it, vi } from "vitest";
import { addToJournal, dropFromJournal, readJournal } from "./journal.ts";

const stored = new Map<string, string>();
beforeEach(() => {
  stored.clear();
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
    removeItem: (key: string) => stored.delete(key),
  });
});

const entry = (id: string, at: number) => ({ id, at, document: `${id}${at}` });

it("keeps the last entry of each project", () => {
  for (const one of [entry("a", 1), entry("b", 2), entry("a", 3)]) addToJournal(one);
  expect(readJournal()).toEqual([entry("b", 2), entry("a", 3)]);
});

it("drops what was applied, and not what was written since", () => {
  addToJournal(entry("a", 1));
  addToJournal(entry("b", 2));
  addToJournal(entry("a", 3));
  dropFromJournal(entry("a", 1));
  dropFromJournal(entry("b", 2));
  expect(readJournal()).toEqual([entry("a", 3)]);
  dropFromJournal(entry("a", 3));
  expect(stored.size).toBe(0);
});

it("takes what it cannot read for nothing", () => {
  for (const text of ["", "{", "{}", "[1,null,{}]"]) {
    stored.set("layerwise:journal", text);
    expect(readJournal()).toEqual([]);
  }
});
