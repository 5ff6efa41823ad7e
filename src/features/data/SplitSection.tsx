/** @file How the labelled rows are divided, and how many come to each part. */
import { useTranslation } from "react-i18next";
import type { PreparedInfo } from "../../core/data/prepared.ts";
import type { DatasetSummary, InputConfig, SplitConfig, Task } from "../../core/data/types.ts";
import { useProject } from "../../state/project.ts";
import { NumberField } from "../../ui/NumberField.tsx";
import { SelectField } from "../../ui/SelectField.tsx";
import { BalanceSection } from "./BalanceSection.tsx";
import controls from "./controls.module.css";
import { FoldFields } from "./FoldFields.tsx";
import { Group } from "./Group.tsx";
import { PartsBar } from "./PartsBar.tsx";
import { SplitColumn } from "./SplitColumn.tsx";
import { choose, offered, splitColumns } from "./splitChoices.ts";

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

export function SplitSection({ summary, split, task, target, info, disabled }: SplitSectionProps) {
  const { t } = useTranslation("data");
  const edit = useProject((state) => state.edit);
  const set = (change: Partial<SplitConfig>, field: string) => edit("setSplit", change, { coalesce: `split.${field}` });
  // A regression has no classes to keep in their shares: it is divided at random.
  const strategy = task === "regression" && split.strategy === "stratified" ? "random" : split.strategy;
  const settings = { ...split, strategy };
  return (
    <>
      <Group title={t("split.title")} disabled={disabled}>
        <Strategy summary={summary} strategy={strategy} task={task} target={target} />
        <SplitColumn summary={summary} split={settings} target={target} />
        <FoldFields split={settings} groups={info?.groups ?? null} />
        <Shares split={settings} set={set} />
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
      {task === null || task === "regression" ? null : <BalanceSection info={info} disabled={disabled} />}
    </>
  );
}

interface SharesProps {
  readonly split: SplitConfig;
  readonly set: (change: Partial<SplitConfig>, field: string) => void;
}

/** Fractions of all rows; where the strategy says which rows are tested, of the others. */
function Shares({ split, set }: SharesProps) {
  const { t } = useTranslation("data");
  const share = (part: "validation" | "test") => (percent: number | null) => {
    if (percent !== null) set({ [part]: toFraction(percent) }, part);
  };
  const given = { kFold: "rest", leaveOneGroupOut: "rest", column: "train" } as const;
  const { strategy } = split;
  const of = strategy === "kFold" || strategy === "leaveOneGroupOut" || strategy === "column" ? given[strategy] : null;
  const validation = (
    <NumberField
      label={t("split.validation")}
      help={of === null ? undefined : t(of === "rest" ? "split:validationOfRest" : "split:validationOfTrain")}
      value={toPercent(split.validation)}
      min={0}
      max={mostPercent}
      step={1}
      onChange={share("validation")}
    />
  );
  if (of !== null) return validation;
  return (
    <div className={controls.pair}>
      {validation}
      <NumberField
        label={t("split.test")}
        value={toPercent(split.test)}
        min={0}
        max={mostPercent}
        step={1}
        onChange={share("test")}
      />
    </div>
  );
}

interface StrategyProps {
  readonly summary: DatasetSummary;
  readonly strategy: SplitConfig["strategy"];
  readonly task: Task | null;
  readonly target: string | null;
}

const noInput: InputConfig = { kind: "columns" };

function Strategy({ summary, strategy, task, target }: StrategyProps) {
  const { t } = useTranslation("data");
  const edit = useProject((state) => state.edit);
  const input = useProject((state) => state.project?.data.input) ?? noInput;
  const isOpen = (choice: SplitConfig["strategy"]): boolean => {
    if (choice === "stratified") return task !== "regression";
    if (choice === "random" || choice === "kFold") return true;
    if (choice === "chronological" && input.kind === "sequence") return true;
    return splitColumns(choice, summary, target).length > 0;
  };
  const own = { stratified: true, random: true, chronological: true } as Partial<Record<typeof strategy, true>>;
  return (
    <SelectField
      label={t("split.strategy")}
      value={strategy}
      options={offered(input).map((choice) => ({
        value: choice,
        label: t(own[choice] ? `split.${choice}` : `split:${choice}`),
        disabled: !isOpen(choice) && choice !== strategy,
      }))}
      help={isOpen("chronological") ? undefined : t("split.noOrder")}
      onChange={(chosen) => edit("setSplit", choose(chosen, summary, target, input))}
    />
  );
}
