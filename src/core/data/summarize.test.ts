import { describe, expect, it } from "vitest";
import type { IssueCode } from "../issue.ts";
import { ColumnBuilder } from "./columnBuilder.ts";
import { suggestTarget, summarizeDataset } from "./summarize.ts";
import { checkTarget } from "./targetCheck.ts";
import { allowedTasks, inferTask } from "./task.ts";
import { type ColumnSetting, type ColumnSummary, commonFormat, type Dataset, type DatasetSummary } from "./types.ts";

const format = commonFormat;

function table(columns: Readonly<Record<string, readonly (string | number)[]>>, limit?: number): Dataset {
  const names = Object.keys(columns);
  const built = names.map((name) => {
    const builder = new ColumnBuilder(format, limit);
    for (const cell of columns[name] as readonly (string | number)[]) builder.appendText(String(cell));
    return builder.finish();
  });
  const rows = columns[names[0] as string]?.length ?? 0;
  return { id: "t", fileName: "t.csv", bytes: 1, rows, format, names, columns: built, issues: [] };
}

type Settings = Readonly<Record<string, ColumnSetting>>;

/** The only column of a table, with what was found in it. */
function look(cells: readonly (string | number)[], name = "c", settings: Settings = {}, limit?: number) {
  const summary = summarizeDataset(table({ [name]: cells }, limit), settings);
  const column = summary.columns[0] as ColumnSummary;
  return { column, issues: summary.issues, codes: summary.issues.map(({ code }): IssueCode => code), summary };
}

const typeOf = (cells: readonly (string | number)[], name?: string) => look(cells, name).column.type;
const times = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));

describe("types", () => {
  it.each([
    ["number", ["1.5", "2", "3.25"]],
    ["integer", ["1", "2", "30"]],
    ["category", ["a", "b", "a", "c"]],
    ["boolean", ["yes", "No", "YES"]],
    ["date", ["2020-01-01", "2020-01-02", "2021-03-04"]],
    ["text", ["one text", "another text", "a third"]],
    ["constant", ["a", "a", "a"]],
    ["constant", ["", "NA", "?"]],
  ] as const)("%s: %j", (type, cells) => expect(typeOf(cells)).toBe(type));
  it("24: NaN, NA, ?, -, null and empty cells are missing", () => {
    const { column } = look(["1", "NaN", "NA", "?", "-", "null", "", "2"]);
    expect(column).toMatchObject({ type: "integer", missing: 6, unique: 2 });
  });
  it("25: Infinity and 1e400 are flagged and count as missing", () => {
    const { column, issues } = look(["1", "2", "Infinity", "1e400", "3", "4", "5", "6", "7", "8", "9", "10"]);
    expect(column).toMatchObject({ type: "integer", invalid: { count: 2 }, stats: { max: 10 } });
    expect(issues).toMatchObject([{ code: "cellsNotFinite", context: { count: 2, rows: "3, 4" } }]);
  });
  it("26: constant and empty columns are said to be unused, without a division by zero", () => {
    expect(look(["a", "a"]).issues).toMatchObject([{ code: "columnConstant", context: { value: "a" } }]);
    expect(look(["", "NA"]).codes).toEqual(["columnEmpty"]);
    const forced = look(["5", "5", "5"], "c", { c: { type: "number" } }).column;
    expect(forced.stats).toEqual({ min: 5, max: 5, mean: 5, std: 0, median: 5 });
    expect(look(["", ""], "c", { c: { type: "number" } }).column.stats).toBeUndefined();
  });
  it("27: grouped numbers, money, percents", () => {
    const { column, codes } = look(["1,234.50", "$5", "12%", " 7 "]);
    expect(column).toMatchObject({ type: "number", stats: { min: 5, max: 1234.5 } });
    expect(codes).toEqual(["unitsDropped"]);
  });
  it("28: 00123 stays text", () => {
    const { column, codes } = look(["00123", "00456", "12345", "00789"]);
    expect(column.type).toBe("text");
    expect(codes).toContain("digitsKeptAsText");
    expect(look(times(60, (i) => `0${i % 6}`)).column.type).toBe("category");
  });
  it("29: integers over 2^53 are no numbers", () => {
    const { column, codes } = look(
      times(30, (i) => `90071992547409${90 + i}`),
      "account",
    );
    expect(column.type).toBe("id");
    expect(codes).toContain("integersTooBig");
  });
  it("30: dates in several forms are read, and said to be mixed", () => {
    const { column, codes } = look(["2020-01-31", "02/03/2020", "5 Mar 2020", "2020-01-31", "2020-01-31"]);
    expect(column).toMatchObject({ type: "date", stats: { min: Date.UTC(2020, 0, 31), max: Date.UTC(2020, 2, 5) } });
    expect(codes).toEqual(["dateFormsMixed"]);
  });
  it("30: the order of day and month follows the answer", () => {
    const dataset = table({ d: ["01/02/2020", "03/02/2020"] });
    expect(summarizeDataset(dataset, {}, true).columns[0]?.stats?.min).toBe(Date.UTC(2020, 1, 1));
    expect(summarizeDataset(dataset, {}, false).columns[0]?.stats?.min).toBe(Date.UTC(2020, 0, 2));
  });
  it("31: booleans in words; 1 and 0 are integers until the user says otherwise", () => {
    for (const pair of [
      ["true", "false"],
      ["yes", "no"],
      ["y", "n"],
      ["T", "F"],
      ["on", "off"],
    ])
      expect(typeOf([...pair, ...pair])).toBe("boolean");
    expect(typeOf(["1", "0", "1"])).toBe("integer");
    expect(look(["1", "0", "1"], "c", { c: { type: "boolean" } }).column).toMatchObject({
      unique: 2,
      invalid: { count: 0 },
    });
    expect(typeOf(["m", "f", "m"])).toBe("category");
  });
  it('32: 99 % numbers and one "abc": the row is shown', () => {
    const { column, issues } = look([...times(99, (i) => i * 1.5), "abc"]);
    expect(column).toMatchObject({
      type: "number",
      invalid: { count: 1, examples: [{ row: 100, text: "abc" }] },
      missing: 0,
    });
    expect(issues).toMatchObject([
      { code: "cellsUnreadable", at: { column: "c" }, context: { rows: "100", examples: "“abc”" } },
    ]);
    expect(issues[0]?.fixes?.[0]).toMatchObject({
      edit: "setColumn",
      args: { column: "c", setting: { type: "category" } },
    });
  });
  it('takes 0, 1, 2, "3+" as four categories', () =>
    expect(typeOf(times(100, (i) => ["0", "1", "2", "3+"][i % 4] as string))).toBe("category"));
  it("takes numbered rows as IDs only by name", () => {
    expect(
      typeOf(
        times(40, (i) => i),
        "customer_id",
      ),
    ).toBe("id");
    expect(
      typeOf(
        times(40, (i) => i),
        "column_1",
      ),
    ).toBe("id");
    expect(
      typeOf(
        times(40, (i) => i),
        "x",
      ),
    ).toBe("integer");
    expect(
      typeOf(
        times(40, (i) => `A-${1000 + i}`),
        "code",
      ),
    ).toBe("id");
  });
  it("gives one row no constant columns", () => expect(typeOf(["3.5"])).toBe("number"));
  it("keeps the user's type and the inferred one", () => {
    expect(look(["1", "2", "1"], "c", { c: { type: "category" } }).column).toMatchObject({
      type: "category",
      inferred: "integer",
      unique: 2,
    });
  });
  it("is the same for a column that left its dictionary", () => {
    const cells = [...times(300, (i) => `${i * 0.5}`), "abc", "NA", "1e400"];
    const few = look(cells, "c", {}, 1000).column;
    const many = look(cells, "c", {}, 10).column;
    expect(many).toEqual(few);
  });
  it("37: lookalikes are told, as one issue, and offered as one category", () => {
    const cells = ["Cat", " cat", "cat", "dog", "dog"];
    const { issues } = look(cells);
    expect(issues).toMatchObject([
      { code: "valuesLookAlike", context: { count: 1, groups: "“Cat” = “cat”" }, fixes: [{ edit: "setColumn" }] },
    ]);
    const args = issues[0]?.fixes?.[0]?.args as { readonly setting: { readonly rename: Record<string, string> } };
    // Two rows are called "cat", one " cat", which white space around it does not tell apart.
    expect(args.setting).toEqual({ rename: { Cat: "cat" } });
    const after = look(cells, "c", { c: args.setting });
    expect(after.codes).toEqual([]);
    expect(after.column).toMatchObject({ unique: 2, chart: { top: [{ value: "cat", count: 3 }, { value: "dog" }] } });
  });
  it("37: names given by hand follow into the merged name", () => {
    const { issues } = look(["kitty", "Cat", "cat", "cat", "cat", "dog"], "c", {
      c: { rename: { kitty: "Cat", dog: null } },
    });
    const args = issues[0]?.fixes?.[0]?.args as { readonly setting: object };
    expect(args.setting).toEqual({ rename: { kitty: "cat", dog: null, Cat: "cat" } });
  });
  it("38: marks, zero widths and composed letters count as alike; emoji do not", () => {
    const { issues } = look(["caf\u00e9", "cafe\u0301", "a\u200b", "a", "😀", "😃", "😀", "x", "x", "x"]);
    expect(issues).toMatchObject([{ code: "valuesLookAlike", context: { count: 2 } }]);
  });
  it("41: a time column is offered for a split by time; disorder, repeats and gaps are told", () => {
    const day = (i: number) => new Date(Date.UTC(2020, 0, 1 + i)).toISOString().slice(0, 10);
    const { issues, codes } = look([...times(30, day), day(60), day(5), ...times(30, (i) => day(61 + i))], "when");
    expect(codes).toEqual(["timeColumn", "timeColumnUnsorted", "timeColumnRepeats", "timeColumnGaps"]);
    expect(issues[0]?.fixes?.[0]).toMatchObject({ edit: "setSplit", args: { strategy: "chronological", by: "when" } });
    expect(issues[1]).toMatchObject({ context: { row: 32 } });
    expect(look(times(30, day)).codes).toEqual(["timeColumn"]);
    expect(look(times(30, (i) => day(30 - i))).codes).toEqual(["timeColumn"]);
    expect(look(times(60, (i) => day(i % 4))).codes).toEqual([]);
  });
});

describe("figures", () => {
  // numpy 1.24: np.mean, np.std, np.median of the same list.
  const cells = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8];
  it.each([
    ["dictionary", undefined],
    ["numbers", 2],
  ])("agree with numpy for a %s", (_, limit) => {
    const { stats, chart } = look(cells, "c", { c: { type: "number" } }, limit as number | undefined).column;
    expect(stats?.mean).toBeCloseTo(4.333333333333333, 12);
    expect(stats?.std).toBeCloseTo(2.4267032964268394, 12);
    expect(stats).toMatchObject({ min: 1, max: 9, median: 4.5 });
    expect(chart.kind === "histogram" && chart.counts.reduce((sum, count) => sum + count, 0)).toBe(cells.length);
  });
  it("do not overflow", () => {
    const { stats } = look(["1e308", "-1e308", "1.5e308", "1e308"], "c", { c: { type: "number" } }).column;
    expect(Object.values(stats ?? {}).every(Number.isFinite)).toBe(true);
  });
  it("count the most frequent categories and the rest", () => {
    const { chart, unique } = look(times(100, (i) => `v${i % 25}`)).column;
    expect(unique).toBe(25);
    expect(chart).toMatchObject({ kind: "values", other: 20 });
    expect(chart.kind === "values" && chart.top).toHaveLength(20);
  });
  it("do not count a dropped column's findings", () => {
    expect(look(["a", "a"], "c", { c: { dropped: true } }).issues).toEqual([]);
  });
});

describe("targets", () => {
  const target = (cells: readonly (string | number)[], type?: ColumnSetting["type"]) =>
    look(cells, "t", type === undefined ? {} : { t: { type } }).column;
  const codesOf = (column: ColumnSummary, task = inferTask(column) ?? "multiclass") =>
    checkTarget(column, task).map(({ code }) => code);
  it("33: missing in some rows: counted", () => {
    expect(checkTarget(target(["a", "b", "", "NA", "a", "b"]), "binary")).toMatchObject([
      { code: "targetMissing", context: { count: 2 } },
    ]);
  });
  it("34: one class", () => {
    expect(checkTarget(target(["a", "a", "a"]), "binary")).toMatchObject([
      { code: "targetOneClass", severity: "error", context: { value: "a" } },
    ]);
    expect(inferTask(target(["a", "a", "a"]))).toBeNull();
  });
  it("35: a class with one row", () => {
    expect(checkTarget(target(["a", "b", "a", "b", "c"]), "multiclass")).toMatchObject([
      { code: "targetSingletons", context: { count: 1, examples: "“c”" } },
    ]);
  });
  it("36: 10,000 classes: an ID or a quantity?", () => {
    const column = target(
      times(20_000, (i) => i % 10_000),
      "category",
    );
    expect(codesOf(column)).toEqual(["targetLooksLikeId"]);
    expect(codesOf(target(times(3000, (i) => `k${i % 150}`)))).toEqual(["targetManyClasses"]);
    expect(inferTask(target(times(20_000, (i) => i % 10_000)))).toBe("regression");
  });
  it("a number is not two classes, a text no number", () => {
    expect(codesOf(target(["a", "b", "c", "a", "b", "c"]), "binary")).toEqual(["targetNotTwoClasses"]);
    expect(codesOf(target(["a", "b", "a", "b"]), "regression")).toEqual(["targetNotNumeric"]);
    expect(codesOf(target(["one text", "two texts", "three more"]))).toEqual(["targetUnsuitable"]);
    expect(codesOf(target(["", "NA"]))).toEqual(["targetEmpty"]);
  });
  it.each([
    [["a", "b", "a"], "binary", ["binary"]],
    [["yes", "no", "yes"], "binary", ["binary"]],
    [["a", "b", "c", "a"], "multiclass", ["multiclass"]],
    [["0", "1", "1"], "binary", ["binary", "regression"]],
    [times(50, (i) => i % 10), "multiclass", ["multiclass", "regression"]],
    [times(50, (i) => i), "regression", ["regression", "multiclass"]],
    [times(50, (i) => i + 0.5), "regression", ["regression", "multiclass"]],
  ] as const)("%j asks for %s", (cells, task, allowed) => {
    expect(inferTask(target(cells))).toBe(task);
    expect(allowedTasks(target(cells))).toEqual(allowed);
  });
  it("suggests what is named like a target, then the last classes, then the last usable column", () => {
    const suggestion = (columns: Parameters<typeof table>[0]): string | null =>
      suggestTarget(summarizeDataset(table(columns), {}) as DatasetSummary);
    const numbers = times(40, (i) => i * 0.7);
    const classes = times(40, (i) => `k${i % 3}`);
    expect(suggestion({ species: classes, a: numbers, island: classes, b: numbers })).toBe("species");
    expect(suggestion({ a: numbers, kind: classes, b: numbers })).toBe("kind");
    expect(suggestion({ city: classes, x: numbers, price: numbers })).toBe("price");
    expect(suggestion({ x: numbers, y: numbers, arm: classes })).toBe("arm");
    expect(suggestion({ a: numbers, b: numbers })).toBe("b");
    const parts = times(40, (i) => (i % 5 === 0 ? "test" : "train"));
    expect(suggestion({ a: numbers, kind: classes, split: parts })).toBe("kind");
    expect(suggestion({ a: numbers, b: numbers, split: parts })).toBe("b");
    expect(suggestion({ id: times(40, (i) => i), note: times(40, (i) => `a note ${i}`) })).toBeNull();
  });
});
