import { expect, it } from "vitest";
import { exportFileName, exportTargets, modelTargets } from "../../core/export/targets.ts";
import type { Run } from "../../core/training/types.ts";
import { howToRun } from "./howToRun.ts";

const names = ["iris.csv", "2024 sales (north).csv", "..", "--x--.tsv", "数据.csv", 'a"b\n.csv', "", "class.csv"];
const runOf = (fileName: string): Run =>
  ({
    name: "3",
    dataset: { id: "", fileName, rows: 1 },
    recipe: {
      task: "regression",
      features: [{ column: "x", type: "number", ops: [] }],
      window: null,
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
      expect(code).toMatch(/\(?\b1, 1\b|rows, 1\b/);
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
