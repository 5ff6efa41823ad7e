import { expect, it } from "vitest";
import type { Issue } from "../issue.ts";
import { columnRole, relevantIssues } from "./columnRoles.ts";
import { type ColumnType, type DataSettings, defaultDataSettings } from "./types.ts";

const settings = (change: Partial<DataSettings>): DataSettings => ({ ...defaultDataSettings, target: "y", ...change });
const roles = (data: DataSettings, columns: Readonly<Record<string, ColumnType>>) =>
  Object.entries(columns).map(([name, type]) => columnRole({ name, type }, data));

const columns = { y: "number", day: "date", shop: "category", price: "number", note: "text", code: "id" } as const;

it("rows: what can enter does, unless it is left out", () => {
  const data = settings({ columns: { price: { dropped: true } }, moreTargets: ["shop"] });
  expect(roles(data, columns)).toEqual(["target", "feature", "target", "unused", "unused", "unused"]);
});

it("a series: time and group put rows in their places, and are no features", () => {
  const input = {
    kind: "sequence",
    mode: "forecast",
    time: "day",
    group: "shop",
    length: 7,
    stride: 1,
    horizon: 1,
    gaps: "break",
    duplicates: "keep",
  } as const;
  expect(roles(settings({ input }), columns)).toEqual(["target", "time", "group", "feature", "unused", "unused"]);
});

it("a text: it alone enters, and nobody is told why the others do not", () => {
  const input = {
    kind: "text",
    column: "note",
    tokenizer: "words",
    lowercase: true,
    vocabulary: 9,
    length: 9,
    padding: "pre",
  } as const;
  const data = settings({ input });
  expect(roles(data, columns)).toEqual(["target", "unused", "unused", "unused", "input", "unused"]);
  const issues: Issue[] = [
    { code: "columnLooksLikeId", severity: "notice", at: { column: "code" }, context: { column: "code" } },
    { code: "columnEmpty", severity: "notice", at: { column: "y" }, context: { column: "y" } },
    { code: "blankLines", severity: "notice", at: {}, context: { count: 1 } },
  ];
  expect(relevantIssues(issues, data).map(({ code }) => code)).toEqual(["columnEmpty", "blankLines"]);
  expect(relevantIssues(issues, settings({}))).toBe(issues);
});

it("a split by time is not advised where it was chosen", () => {
  const issues: Issue[] = [
    { code: "timeColumn", severity: "notice", at: { column: "day" }, context: { column: "day" } },
    { code: "timeColumnGaps", severity: "notice", at: { column: "day" }, context: { column: "day", count: 2 } },
  ];
  const chosen = settings({});
  const byTime = { ...chosen, split: { ...chosen.split, strategy: "chronological", by: "day" } } as const;
  expect(relevantIssues(issues, byTime).map(({ code }) => code)).toEqual(["timeColumnGaps"]);
  expect(relevantIssues(issues, chosen)).toBe(issues);
});
