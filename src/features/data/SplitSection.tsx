/** @file How the labelled rows are divided, and how many come to each part. */
import { useTranslation } from "react-i18next";
import type { PreparedInfo } from "../../core/data/prepared.ts";
import type { ColumnSummary, DatasetSummary, SplitConfig, Task } from "../../core/data/types.ts";
import { useProject } from "../../state/project.ts";
import { NumberField } from "../../ui/NumberField.tsx";
import { SelectField } from "../../ui/SelectField.tsx";
import controls from "./controls.module.css";
import { Group } from "./Group.tsx";
import { PartsBar } from "./PartsBar.tsx";
import { shorten } from "./shorten.ts";

interface SplitSectionProps {
  readonly summary: DatasetSummary;
  readonly split: SplitConfig;
  readonly task: Task | null;
  readonly target: string | null;
  readonly info: PreparedInfo | null;
  readonly disabled: boolean;
}

/** Larger shares leave nothing to train on. */
const mostPercent = 90;
const largestSeed = 2 ** 31 - 1;

/** 0.15 is 15, whatever binary fractions make of it. */
const toPercent = (fraction: number): number => Number((fraction * 100).toPrecision(12));
const toFraction = (percent: number): number => Number((percent / 100).toPrecision(12));

/** Columns whose values have an order in time or size. */
/** Numbers that tell a time by their name, such as a year: a better order than the first measurement. */
const timeName = /(^|[^a-z])(date|time|timestamp|year|month|week|day|hour)s?([^a-z]|$)|年|月|日期|时间/i;

const orders = ({ type }: ColumnSummary): boolean => type === "date" || type === "number" || type === "integer";

export function SplitSection({ summary, split, task, target, info, disabled }: SplitSectionProps) {
  const { t } = useTranslation("data");
  const edit = useProject((state) => state.edit);
  const set = (change: Partial<SplitConfig>, field: string) => edit("setSplit", change, { coalesce: `split.${field}` });
  const share = (part: "validation" | "test") => (percent: number | null) => {
    if (percent !== null) set({ [part]: toFraction(percent) }, part);
  };
  return (
    <Group title={t("split.title")} disabled={disabled}>
      <Strategy columns={summary.columns} split={split} task={task} target={target} />
      <div className={controls.pair}>
        <NumberField
          label={t("split.validation")}
          value={toPercent(split.validation)}
          min={0}
          max={mostPercent}
          step={1}
          onChange={share("validation")}
        />
        <NumberField
          label={t("split.test")}
          value={toPercent(split.test)}
          min={0}
          max={mostPercent}
          step={1}
          onChange={share("test")}
        />
      </div>
      <NumberField
        label={t("split.seed")}
        value={split.seed}
        min={0}
        max={largestSeed}
        integer
        onChange={(seed) => {
          if (seed !== null) set({ seed }, "seed");
        }}
      />
      {info === null ? <p className={controls.note}>{t("split.pending")}</p> : <PartsBar counts={info.counts} />}
    </Group>
  );
}

type StrategyProps = Pick<SplitSectionProps, "split" | "task" | "target"> & {
  readonly columns: readonly ColumnSummary[];
};

function Strategy({ columns, split, task, target }: StrategyProps) {
  const { t } = useTranslation("data");
  const edit = useProject((state) => state.edit);
  const ordering = columns.filter((column) => orders(column) && column.name !== target);
  const first =
    ordering.find(({ type }) => type === "date") ?? ordering.find(({ name }) => timeName.test(name)) ?? ordering[0];
  // A regression has no classes to keep in their shares: it is divided at random.
  const strategy = task === "regression" && split.strategy === "stratified" ? "random" : split.strategy;
  const by = ordering.findIndex(({ name }) => name === split.by);
  return (
    <>
      <SelectField
        label={t("split.strategy")}
        value={strategy}
        options={[
          { value: "stratified", label: t("split.stratified"), disabled: task === "regression" },
          { value: "random", label: t("split.random") },
          { value: "chronological", label: t("split.chronological"), disabled: first === undefined },
        ]}
        help={first === undefined ? t("split.noOrder") : undefined}
        onChange={(chosen) =>
          edit(
            "setSplit",
            chosen === "chronological" && by < 0 ? { strategy: chosen, by: first?.name } : { strategy: chosen },
          )
        }
      />
      {strategy === "chronological" ? (
        <SelectField
          label={t("split.by")}
          value={String(by)}
          options={[
            ...(by < 0 ? [{ value: "-1", label: t("split.chooseColumn") }] : []),
            ...ordering.map(({ name }, index) => ({ value: String(index), label: shorten(name, 80) })),
          ]}
          onChange={(value) => edit("setSplit", { by: ordering[Number(value)]?.name })}
        />
      ) : null}
    </>
  );
}
