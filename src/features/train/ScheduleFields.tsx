/** @file Which schedule the learning rate follows, its parameters, and the curve it draws over the run. */
import { useCallback, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { ParamValue } from "../../core/params/fields.ts";
import { type ScheduleKind, schedules } from "../../core/training/schedules.ts";
import type { TrainingConfig } from "../../core/training/types.ts";
import { axisFor } from "../../ui/charts/axis.ts";
import { LazyLineChart } from "../../ui/charts/LazyLineChart.tsx";
import { useFormat } from "../../ui/format.ts";
import { ParamForm } from "../../ui/ParamForm.tsx";
import { SelectField } from "../../ui/SelectField.tsx";
import { useFieldHelp } from "../../ui/useFieldHelp.tsx";
import { rateCurve } from "./rateCurve.ts";
import styles from "./ScheduleFields.module.css";
import { scheduleFields, settingValues, warmupFields } from "./settingsFields.ts";

const kinds = Object.keys(schedules) as readonly ScheduleKind[];

interface ScheduleFieldsProps {
  readonly config: TrainingConfig;
  readonly updatesPerEpoch: number | null;
  readonly errors: Readonly<Record<string, string>>;
  readonly disabled: boolean;
  readonly onKind: (kind: ScheduleKind) => void;
  readonly onParam: (name: string, value: ParamValue) => void;
}

export function ScheduleFields(props: ScheduleFieldsProps) {
  const { config, updatesPerEpoch, errors, disabled, onKind, onParam } = props;
  const { t } = useTranslation("train");
  const { kind, warmup } = config.schedule;
  const help = useFieldHelp(t("fields.schedule"), t(`scheduleHelp.${kind}`));
  const form = {
    values: settingValues(config),
    label: (name: string) => t(`fields.${name.replace(".", "_")}`),
    help: (name: string) => t(`fieldHelp.${name.replace(".", "_")}`),
    errors,
    disabled,
    moreLabel: t("more"),
    onChange: onParam,
  };
  return (
    <>
      <div className={styles.row}>
        <SelectField
          label={t("fields.schedule")}
          {...help}
          value={kind}
          disabled={disabled}
          options={kinds.map((value) => ({ value, label: t(`schedules.${value}`) }))}
          onChange={onKind}
        />
        <ParamForm {...form} fields={warmupFields} />
      </div>
      <ParamForm {...form} fields={scheduleFields(config)} />
      {kind === "constant" && warmup === 0 ? null : (
        <RatePreview config={config} updatesPerEpoch={updatesPerEpoch ?? placeholderUpdates} />
      )}
    </>
  );
}

/** Before the data is prepared the curve has the same form, if not the same steps. */
const placeholderUpdates = 10;
const height = 96;
const colour = "var(--accent)";

function RatePreview({
  config,
  updatesPerEpoch,
}: {
  readonly config: TrainingConfig;
  readonly updatesPerEpoch: number;
}) {
  const { t } = useTranslation("train");
  const format = useFormat();
  const { rows, first, highest, last } = useMemo(() => rateCurve(config, updatesPerEpoch), [config, updatesPerEpoch]);
  const axis = useMemo(
    () =>
      axisFor(
        rows.map(({ raw }) => raw[0] ?? null),
        { scale: "linear", count: 2, include: [0] },
      ),
    [rows],
  );
  // A long number at the end of the axis would be cut off.
  const formatX = useCallback(
    (value: number) => (value < 1000 ? format.number(value, 1) : format.compact(value)),
    [format],
  );
  const formatY = useCallback((value: number) => format.significant(value, 2), [format]);
  // What is a millionth of the highest rate is none.
  const text = (rate: number) => format.significant(rate < highest * 1e-6 ? 0 : rate, 2);
  const groups = [
    {
      key: "rate",
      label: null,
      colour,
      series: [{ label: t("fields.learningRate"), dashed: false }],
      rows,
      best: null,
    },
  ];
  const summary = t("preview.summary", { first: text(first), highest: text(highest), last: text(last) });
  return (
    <figure className={styles.preview}>
      <div role="img" aria-label={t("preview.name")} aria-description={summary}>
        <LazyLineChart
          groups={groups}
          xStart={0}
          xEnd={config.epochs}
          axis={axis}
          smoothed={false}
          height={height}
          formatX={formatX}
          formatY={formatY}
          xTitle={t("chart.epoch")}
        />
      </div>
      <figcaption className={styles.caption}>
        {config.schedule.kind === "plateau" ? t("preview.plateau") : summary}
      </figcaption>
    </figure>
  );
}
