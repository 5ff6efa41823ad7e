/** @file What closes the way to the next step, and what does not. */
import { describe, expect, it } from "vitest";
import type { PreparedInfo } from "../../core/data/prepared.ts";
import { type DatasetSummary, defaultMissing } from "../../core/data/types.ts";
import type { Issue } from "../../core/issue.ts";
import { type ReadinessInput, readinessOf } from "./readiness.ts";

const summary: DatasetSummary = {
  id: "1",
  fileName: "a.csv",
  bytes: 1,
  rows: 2,
  format: { encoding: "utf-8", delimiter: ",", header: true, decimal: ".", dayFirst: false, missing: defaultMissing },
  columns: [
    {
      name: "y",
      type: "boolean",
      inferred: "boolean",
      missing: 0,
      unique: 2,
      uniqueCapped: false,
      invalid: { count: 0, examples: [] },
      chart: { kind: "values", top: [], other: 0 },
    },
  ],
  preview: [],
  issues: [],
};
const issue = (severity: Issue["severity"]): Issue => ({ code: "noFeatures", severity, at: {}, context: {} });
const info = (issues: readonly Issue[]): PreparedInfo => ({
  inputShape: [1],
  classes: [],
  counts: { train: 1, validation: 1, test: 0 },
  recipe: {
    task: "binary",
    decimal: ".",
    dayFirst: false,
    missing: [],
    features: [],
    target: { kind: "classes", column: "y", classes: [] },
    window: null,
  },
  issues,
});
const finished: ReadinessInput = {
  table: { kind: "ready", summary },
  target: "y",
  task: "binary",
  preparation: { kind: "ready", info: info([issue("warning"), issue("notice")]) },
};

describe("readinessOf", () => {
  it("opens the way in spite of warnings and notices", () => {
    expect(readinessOf(finished)).toBe("ready");
  });

  it("names the first thing that is missing", () => {
    expect(readinessOf({ ...finished, table: { kind: "none" } })).toBe("noData");
    expect(readinessOf({ ...finished, table: { kind: "opening" } })).toBe("opening");
    expect(readinessOf({ ...finished, target: null, task: null })).toBe("noTarget");
    expect(readinessOf({ ...finished, task: null })).toBe("noTask");
    expect(readinessOf({ ...finished, preparation: { kind: "preparing" } })).toBe("preparing");
    expect(readinessOf({ ...finished, preparation: { kind: "none" } })).toBe("preparing");
  });

  it("asks for classes where images have none", () => {
    const [y] = summary.columns;
    if (y === undefined) throw new Error("a column was expected");
    const images = { ...summary, columns: [{ ...y, name: "image", type: "image", inferred: "image" } as const, y] };
    expect(readinessOf({ ...finished, table: { kind: "ready", summary: images }, task: null })).toBe("noClasses");
  });

  it("does not take a target that the table lacks", () => {
    expect(readinessOf({ ...finished, target: "gone" })).toBe("noTarget");
  });

  it("stays closed while an error stands, of the table or of its preparation", () => {
    const broken = { ...summary, issues: [issue("error")] };
    expect(readinessOf({ ...finished, table: { kind: "ready", summary: broken } })).toBe("hasErrors");
    expect(readinessOf({ ...finished, preparation: { kind: "ready", info: info([issue("error")]) } })).toBe(
      "hasErrors",
    );
  });
});
