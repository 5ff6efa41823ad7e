/** @file Which columns a strategy of the split can go by, the likeliest first, and what choosing a strategy sets. */
import { isPartColumn } from "../../core/data/split/byPart.ts";
import { defaultFolds, groupLimit } from "../../core/data/split/eachFold.ts";
import type { ColumnSummary, DatasetSummary, InputConfig, SplitConfig } from "../../core/data/types.ts";

type Strategy = SplitConfig["strategy"];

/** Numbers that tell a time by their name, such as a year: a better order than the first measurement. */
const timeName = /(^|[^a-z])(date|time|timestamp|year|month|week|day|hour)s?([^a-z]|$)|年|月|日期|时间/i;
const groupName =
  /(^|[^a-z])(groups?|subject|patient|person|user|customer|client|speaker|writer|session|site|store|shop|batch|household|family|device|station|plant|hospital|school|region|island)(_?(id|no|nr|name))?([^a-z]|$)|组|患者|病人|用户|客户|受试|批次|门店|站点/i;
const partName = /(^|[^a-z])(part|split|set|subset|partition|usage|fold)([^a-z]|$)|划分|数据集|部分/i;

/** More different cells than this name no parts. */
const mostParts = 20;

const first = (columns: readonly ColumnSummary[], ...tests: readonly ((column: ColumnSummary) => boolean)[]) => {
  for (const test of tests) {
    const found = columns.find(test);
    if (found !== undefined) return [found, ...columns.filter((column) => column !== found)];
  }
  return columns;
};

const isCategory = ({ type }: ColumnSummary): boolean => type === "category" || type === "boolean";

/** Columns that the strategy can go by, the likeliest first; empty where it goes by none. */
export function splitColumns(
  strategy: Strategy,
  { columns, rows }: Pick<DatasetSummary, "columns" | "rows">,
  target: string | null,
): readonly ColumnSummary[] {
  const others = columns.filter(({ name, type }) => name !== target && type !== "image" && type !== "constant");
  const grouping = others.filter(({ unique }) => unique > 1);
  const grouped = ({ name, unique }: ColumnSummary) => groupName.test(name) && unique < rows;
  switch (strategy) {
    case "stratified":
    case "random":
      return [];
    case "chronological":
      return first(
        others.filter(({ type }) => type === "date" || type === "number" || type === "integer"),
        ({ type }) => type === "date",
        ({ name }) => timeName.test(name),
      );
    case "group":
    case "kFold":
      return first(grouping, grouped, (column) => isCategory(column) && column.unique > 2, isCategory);
    case "leaveOneGroupOut":
      return first(
        grouping.filter(({ unique }) => unique <= groupLimit),
        grouped,
        (column) => isCategory(column) && column.unique > 2,
        isCategory,
      );
    case "column":
      return first(
        others.filter(({ chart, unique }) => chart.kind === "values" && unique <= mostParts),
        isPartColumn,
        ({ name }) => partName.test(name),
      );
  }
}

/** What choosing a strategy sets; nothing of the one before stays that would mean something else. */
export function choose(
  strategy: Strategy,
  summary: Pick<DatasetSummary, "columns" | "rows">,
  target: string | null,
  input: InputConfig,
): Partial<SplitConfig> {
  const likeliest = splitColumns(strategy, summary, target)[0]?.name;
  const base = { strategy, by: likeliest, group: undefined, folds: undefined, fold: undefined };
  const own = input.kind === "sequence" ? input : null;
  switch (strategy) {
    case "stratified":
    case "random":
    case "column":
      return base;
    case "chronological":
      // Windows go by their own time; without one, by the order of the file.
      return own === null ? base : { ...base, by: own.time ?? undefined };
    case "group":
    case "leaveOneGroupOut":
      return own?.group == null ? base : { ...base, by: own.group };
    case "kFold":
      // Rows stand alone until someone says that they belong together; windows share rows unless whole series stay together.
      return { ...base, by: own?.group ?? undefined, folds: defaultFolds, fold: 0 };
  }
}

/** The strategies in the order they are offered in: windows share rows unless they are divided in time or by series. */
export function offered(input: InputConfig): readonly Strategy[] {
  const usual = ["stratified", "random", "chronological", "group", "column", "kFold", "leaveOneGroupOut"] as const;
  if (input.kind !== "sequence") return usual;
  return [...new Set<Strategy>(["chronological", "group", ...usual])];
}
