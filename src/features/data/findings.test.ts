/** @file What is shown at once of the findings about a table. */
import { describe, expect, it } from "vitest";
import { defaultMissing, type TableFormat } from "../../core/data/types.ts";
import type { Issue } from "../../core/issue.ts";
import { findingsOf } from "./findings.ts";

const format: TableFormat = {
  encoding: "utf-8",
  delimiter: ";",
  header: true,
  decimal: ",",
  dayFirst: false,
  missing: defaultMissing,
};
const constant: Issue = { code: "columnConstant", severity: "notice", at: {}, context: { column: "a", value: "0" } };
const comma: Issue = { code: "decimalComma", severity: "notice", at: {}, context: { example: "1,5" } };
const noTarget: Issue = { code: "noTarget", severity: "error", at: {}, context: {} };
const shortRows: Issue = {
  code: "shortRows",
  severity: "warning",
  at: {},
  context: { count: 1, rows: "3", columns: 2 },
};
const mendable: Issue = {
  ...constant,
  fixes: [{ label: "dropColumn", edit: "setColumn", args: { column: "a", setting: { dropped: true } } }],
};

describe("findingsOf", () => {
  it("puts what stops the work first and folds what asks for nothing", () => {
    const { open, folded } = findingsOf([constant, shortRows, noTarget], format);
    expect(open).toEqual([noTarget, shortRows]);
    expect(folded).toEqual([constant]);
  });

  it("keeps a notice in sight that offers an answer", () => {
    expect(findingsOf([mendable, comma], format).open).toEqual([mendable, comma]);
    // Read with a point already, the comma is no question any more.
    expect(findingsOf([comma], { ...format, decimal: "." }).folded).toEqual([comma]);
  });
});
