import { describe, expect, it } from "vitest";
import { cellFor, changedRows, classNames, freeName, renameClass, shownName } from "./classNames.ts";

const none = { rename: {}, rows: {} };

describe("renaming a class", () => {
  it("names its cells and its rows by hand anew", () => {
    const after = renameClass({ rename: {}, rows: { 3: "cat", 4: "dog", 5: null } }, "cat", "tiger");
    expect(after).toEqual({ rename: { cat: "tiger" }, rows: { 3: "tiger", 4: "dog", 5: null } });
  });

  it("again, and back to the file's name, leaves no chain", () => {
    const twice = renameClass(renameClass(none, "cat", "tiger"), "tiger", "lion");
    expect(shownName(twice.rename, "cat")).toBe("lion");
    const back = renameClass(twice, "lion", "cat");
    expect(shownName(back.rename, "cat")).toBe("cat");
    expect(Object.hasOwn(back.rename, "cat")).toBe(false);
  });

  it("merges two classes of one name, and what was merged moves on together", () => {
    const merged = renameClass(none, "Cat", "cat");
    const moved = renameClass(merged, "cat", "animal");
    expect(["Cat", "cat"].map((cell) => shownName(moved.rename, cell))).toEqual(["animal", "animal"]);
  });

  it("never sends one class's cells along with another's new name", () => {
    // cat → dog first, then the old dog → wolf: both are the class "dog" by then, and both move.
    const after = renameClass(renameClass(none, "cat", "dog"), "dog", "wolf");
    expect(["cat", "dog"].map((cell) => shownName(after.rename, cell))).toEqual(["wolf", "wolf"]);
  });

  it("removes a class: its cells count as missing, its rows by hand are left out", () => {
    const after = renameClass({ rename: { Cat: "cat" }, rows: { 1: "cat", 2: "dog" } }, "cat", null);
    expect(["Cat", "cat", "dog"].map((cell) => shownName(after.rename, cell))).toEqual([null, null, "dog"]);
    expect(after.rows).toEqual({ 1: null, 2: "dog" });
  });

  it("takes __proto__ for a name like any other (58)", () => {
    const after = renameClass(none, "__proto__", "proto");
    expect(shownName(after.rename, "__proto__")).toBe("proto");
    expect(shownName({}, "constructor")).toBe("constructor");
  });
});

describe("the cell of a new image", () => {
  it.each([
    ["a class of the file", {}, "cat"],
    ["a renamed class", { cat: "tiger" }, "tiger"],
    ["a class whose name the file uses for another", { cat: "tiger" }, "cat"],
    ["a class of a removed one's name", { cat: null }, "cat"],
    ["the same with a cell of that kind there", { cat: "x", "cat (2)": "y" }, "cat"],
  ] as const)("is shown as %s", (_, rename, name) => {
    const found = cellFor(rename, name);
    expect(shownName(found.rename, found.cell)).toBe(name);
    for (const cell of Object.keys(rename)) expect(shownName(found.rename, cell)).toBe(shownName(rename, cell));
  });
});

it("lists classes as the model orders them, once each, new ones last", () => {
  const names = classNames({
    prepared: ["2", "10"],
    cells: ["10", "2", "7", "old"],
    labels: { rename: { old: "3", 7: null }, rows: { 5: "4", 6: null } },
    added: ["new", "2"],
  });
  expect(names).toEqual(["2", "3", "4", "10", "new"]);
});

it("finds a free name", () => {
  expect(freeName(["Class 1", "Class 3"], (n) => `Class ${n}`)).toBe("Class 4");
});

it("tells which of the selected rows were changed by hand", () => {
  expect(changedRows({ 3: "a", 9: null, 11: "b" }, new Set([11, 9, 4]))).toEqual([9, 11]);
});
