import { expect, it } from "vitest";
import type { FittedFeature, FittedWindow } from "../../core/data/recipe.ts";
import { exportFileName, exportTargets, modelTargets } from "../../core/export/targets.ts";
import type { Run } from "../../core/training/types.ts";
import { howToRun } from "./howToRun.ts";

const names = ["iris.csv", "2024 sales (north).csv", "..", "--x--.tsv", "数据.csv", 'a"b\n.csv', "", "class.csv"];
const oneNumber: readonly FittedFeature[] = [{ column: "x", type: "number", ops: [] }];
const runOf = (fileName: string, features = oneNumber, window: FittedWindow | null = null): Run =>
  ({
    name: "3",
    dataset: { id: "", fileName, rows: 1 },
    recipe: {
      task: "regression",
      features,
      window,
    },
  }) as unknown as Run;

it("names files so that every system, a shell and Python take them", () => {
  for (const table of names) {
    for (const target of modelTargets) {
      const name = exportFileName(table, "3", target);
      expect(name).toMatch(/^\p{L}[\p{L}\p{N}_]*_run_3_\w+\.\w+$/u);
      expect(name.endsWith(exportTargets[target].extension)).toBe(true);
    }
  }
  expect(exportFileName("2024 sales (north).csv", "3", "keras")).toBe("model_2024_sales_north_run_3_keras.py");
});

it("speaks of the file that is written, and of as many numbers as the model takes", () => {
  for (const table of names) {
    for (const target of modelTargets) {
      const { shell, program } = howToRun(runOf(table), target);
      const code = `${shell}\n${program}`;
      expect(code).toContain(exportFileName(table, "3", target).replace(/\.\w+$/, ""));
      expect(code).toContain("[rows, 1]");
    }
  }
});

it("keeps what a terminal is told apart from the program", () => {
  for (const target of modelTargets) {
    const { shell, program } = howToRun(runOf("iris.csv"), target);
    expect(shell).toMatch(/^(pip|npm) install /);
    expect(program).not.toMatch(/(pip|npm) install|unzip/);
    expect(program).toMatch(/^(import|from) /);
  }
});

const tokens = {
  kind: "tokens",
  tokenizer: "words",
  lowercase: true,
  vocabulary: [],
  merges: [],
  length: 20,
  padding: "post",
} as const;
const pixels = {
  kind: "pixels",
  height: 28,
  width: 14,
  channels: 3,
  policy: "crop",
  offset: [0, 0, 0],
  scale: [1, 1, 1],
} as const;
const window: FittedWindow = {
  mode: "forecast",
  time: 'the "day"\u2028import os',
  timeType: "date",
  group: null,
  length: 7,
  stride: 1,
  horizon: 2,
  step: null,
  duplicates: "keep",
};

it.each([
  ["images", [{ column: "picture", type: "image", ops: [pixels] }], null, "[images, 28, 14, 3]"],
  ["texts", [{ column: "note", type: "text", ops: [tokens] }], null, "[texts, 20]"],
  ["windows", oneNumber, window, "[windows, 7, 1]"],
] as const)("says how large an array of %s is, and what raw rows hold", (_, features, window, array) => {
  for (const target of modelTargets) {
    const { shell, program } = howToRun(runOf("a.csv", features, window), target);
    expect(program).toContain(array);
    if (target === "keras") continue;
    expect(program).toContain("prepare(rows, recipe)");
    expect(program).toContain(window === null ? `"${features[0].column}"` : "At least 7 rows");
    // Nothing of a name can become a line of the program.
    expect(program.split(/[\n\r\u2028\u2029]/).some((line) => /^import os/.test(line))).toBe(false);
    if (target !== "tfjs") expect(shell.includes("pillow")).toBe(array.startsWith("[images"));
  }
});
