/** @file A column that names the parts: its spellings, what it leaves open, and what it must not be taken for. */

import { describe, expect, it } from "vitest";
import { atOnce } from "../../pieces.ts";
import { split } from "../split.ts";
import type { SplitConfig } from "../types.ts";
import { namesParts, partNamed } from "./byPart.ts";

const config: SplitConfig = { strategy: "column", by: "part", validation: 0.25, test: 0.9, seed: 2 };

function asked(cells: readonly (string | null)[], classOf: readonly number[] | null = null) {
  const names = [...new Set(cells.filter((cell) => cell !== null))];
  return {
    rows: Uint32Array.from(cells, (_, i) => i),
    classOf: classOf === null ? null : Int32Array.from(classOf),
    order: null,
    groups: Int32Array.from(cells, (cell) => (cell === null ? -1 : names.indexOf(cell))),
    groupNames: names,
  };
}
const codes = (issues: readonly { readonly code: string }[]) => issues.map(({ code }) => code);

describe("names of parts", () => {
  it.each([
    [0, ["train", "Training", " TRAIN ", "train_set", "训练集", "训练", "ｔｒａｉｎ"]],
    [1, ["val", "valid", "validation", "Dev", "eval", "evaluation", "验证集", "开发集", "validation-set"]],
    [2, ["test", "Testing", "test set", "holdout", "hold-out", "held_out", "测试", "测试集"]],
    [null, ["0", "1", "2", "", "other", "set", "trainer", "数据"]],
  ])("%s", (part, cells) => {
    for (const cell of cells) expect([cell, partNamed(cell)]).toEqual([cell, part]);
  });

  it("make a column one of parts only together", () => {
    expect(namesParts(["train", "test"])).toBe(true);
    expect(namesParts(["train"])).toBe(false);
    expect(namesParts(["test", "dev"])).toBe(false);
    expect(namesParts(["train", "test", "7"])).toBe(false);
  });
});

describe("a column of parts", () => {
  it("divides as it says", () => {
    const cells = Array.from({ length: 90 }, (_, i) => ["train", "train", "val", "test"][i % 4] ?? "");
    const parts = atOnce(split(config, asked(cells)));
    expect([...parts.validation]).toEqual([...cells.keys()].filter((i) => cells[i] === "val"));
    expect([...parts.test]).toEqual([...cells.keys()].filter((i) => cells[i] === "test"));
    expect(parts.train).toHaveLength(46);
    expect(parts.issues).toEqual([]);
  });

  it("takes validation from the training rows, by class, where it names none", () => {
    const cells = Array.from({ length: 100 }, (_, i) => (i < 80 ? "train" : "test"));
    const classOf = cells.map((_, i) => (i % 4 === 0 ? 1 : 0));
    const parts = atOnce(split(config, asked(cells, classOf)));
    expect([...parts.test]).toEqual(Array.from({ length: 20 }, (_, i) => 80 + i));
    expect([parts.train.length, parts.validation.length]).toEqual([60, 20]);
    expect([...parts.validation].filter((row) => classOf[row] === 1)).toHaveLength(5);
    expect(atOnce(split({ ...config, validation: 0 }, asked(cells, classOf))).validation).toHaveLength(0);
  });

  it("trains on rows it says nothing of and counts them", () => {
    const cells = Array.from({ length: 60 }, (_, i) => (i % 6 === 0 ? null : i % 3 === 0 ? "test" : "train"));
    const parts = atOnce(split({ ...config, validation: 0 }, asked(cells)));
    expect(parts.train).toContain(6);
    expect(parts.issues).toEqual([
      { code: "splitPartMissing", severity: "warning", at: { column: "part" }, context: { column: "part", count: 10 } },
    ]);
  });

  it.each([
    ["numbers", ["0", "1", "2"], "splitPartUnknown", "error"],
    ["no training rows", ["val", "test"], "splitPartNoTraining", "error"],
    ["nothing at all", [null], "splitPartNoTraining", "error"],
    ["no test rows", ["train", "val"], "splitPartNoTest", "warning"],
  ])("is told off for %s", (_, given, code, severity) => {
    const cells = Array.from({ length: 60 }, (_, i) => given[i % given.length] ?? null);
    const parts = atOnce(split(config, asked(cells)));
    expect(parts.issues).toContainEqual(expect.objectContaining({ code, severity }));
    expect(parts.train.length + parts.validation.length + parts.test.length).toBe(60);
  });

  it("names the cell it cannot read and how many there are", () => {
    const cells = Array.from({ length: 40 }, (_, i) => (i % 10 === 3 ? "later" : i % 2 ? "test" : "train"));
    expect(atOnce(split(config, asked(cells))).issues).toContainEqual({
      code: "splitPartUnknown",
      severity: "error",
      at: { column: "part" },
      context: { column: "part", text: "later", count: 4 },
    });
  });

  it("is wanted", () => {
    const { groups: _, ...none } = asked(["train"]);
    expect(codes(atOnce(split(config, { ...none, groups: null })).issues)).toContain("splitPartColumnMissing");
  });
});
