/** @file Which ways of reading again a finding offers. */
import { describe, expect, it } from "vitest";
import { defaultMissing, type TableFormat } from "../../core/data/types.ts";
import type { Issue } from "../../core/issue.ts";
import { changes, optionsOf, readActions } from "./readingActions.ts";

const place = { severity: "error", at: {} } as const;
const format: TableFormat = {
  encoding: "windows-1252",
  delimiter: ",",
  header: true,
  decimal: ".",
  dayFirst: false,
  missing: defaultMissing,
};

describe("readActions", () => {
  it("takes the limit of rows and the encodings from the issue", () => {
    const tooMany: Issue = { ...place, code: "tooManyRows", context: { limit: 1_000_000 } };
    expect(readActions(tooMany)).toEqual([{ kind: "firstRows", rows: 1_000_000 }]);
    const guessed: Issue = {
      ...place,
      code: "encodingGuessed",
      context: { encoding: "windows-1252", others: "gb18030, shift_jis" },
    };
    expect(readActions(guessed)).toEqual([{ kind: "chooseEncoding", likely: ["gb18030", "shift_jis"] }]);
  });

  it("offers no rows where not a single one fits", () => {
    const huge: Issue = { ...place, code: "tableTooLarge", context: { limit: 100, needed: 900, rows: 0 } };
    expect(readActions(huge)).toEqual([]);
  });

  it("offers the other order of day and month", () => {
    const asked = (order: "dayFirst" | "monthFirst"): Issue => ({
      ...place,
      code: "dateOrderUncertain",
      context: { column: "when", example: "01/02/2020", order },
    });
    expect(readActions(asked("dayFirst"))).toEqual([{ kind: "dayFirst", dayFirst: false }]);
    expect(readActions(asked("monthFirst"))).toEqual([{ kind: "dayFirst", dayFirst: true }]);
  });

  it("offers nothing for what reading again cannot mend", () => {
    expect(readActions({ ...place, code: "emptyFile", context: { fileName: "a.csv" } })).toEqual([]);
    expect(readActions({ ...place, code: "unterminatedQuote", context: { row: 3, line: 5 } })).toEqual([]);
  });
});

describe("an action", () => {
  it("is left out where the table was read so already", () => {
    expect(changes({ kind: "decimal", decimal: "." }, format)).toBe(false);
    expect(changes({ kind: "decimal", decimal: "," }, format)).toBe(true);
    expect(changes({ kind: "chooseEncoding", likely: [] }, format)).toBe(true);
  });

  it("adds to what was asked before", () => {
    const before = { format: { encoding: "gb18030" } };
    expect(optionsOf({ kind: "firstRows", rows: 10 }, before)).toEqual({
      format: { encoding: "gb18030" },
      maxRows: 10,
    });
    expect(optionsOf({ kind: "header", header: false }, { ...before, maxRows: 7 })).toEqual({
      format: { encoding: "gb18030", header: false },
      maxRows: 7,
    });
  });
});
