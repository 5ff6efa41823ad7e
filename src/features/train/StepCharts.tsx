/**
 * @file What the steps of the shown run tell of themselves, as four small charts: learning rate, gradient norm, speed and
 * memory. Closed until somebody asks for it; while it is closed nothing of it is computed.
 */
import { useCallback, useId, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { csvTable } from "../../core/export/csv.ts";
import type { EpochRecord, StepPath } from "../../core/training/types.ts";
import { download, fileNameOf } from "../../state/download.ts";
import { useSession } from "../../state/session.ts";
import { axisFor, epochAxisEnd } from "../../ui/charts/axis.ts";
import { ChartPanel } from "../../ui/charts/ChartPanel.tsx";
import { LazyLineChart } from "../../ui/charts/LazyLineChart.tsx";
import type { CurveRow } from "../../ui/charts/sampler.ts";
import { type Format, useFormat } from "../../ui/format.ts";
import { Lid } from "../../ui/Lid.tsx";
import { withoutRepeats } from "./curveFeed.ts";
import styles from "./StepCharts.module.css";
import type { ShownRun } from "./shownRun.ts";
import { StepFeed, type StepFigure, stepFigures } from "./stepFeed.ts";

const height = 120;
/** Rows of the table behind a chart; the CSV has all. */
const tableRows = 200;

interface StepChartsProps {
  readonly shown: ShownRun;
  /** Say whose figures these are: another run is drawn beside it, though not here. */
  readonly named: boolean;
}

export function StepCharts({ shown, named }: StepChartsProps) {
  const { t } = useTranslation("train");
  const open = useSession((state) => state.stepsOpen);
  const show = useSession((state) => state.showSteps);
  const id = useId();
  return (
    <section className={styles.steps} aria-label={t("steps.title")}>
      <Lid of={id} open={open} onToggle={() => show(!open)}>
        {t("steps.title")}
      </Lid>
      {shown.path === null || (shown.path.kind === "recorded" && !open) ? null : <PathNote path={shown.path} />}
      <div id={id} hidden={!open} className={styles.charts}>
        {open ? <Charts key={shown.id} shown={shown} named={named} /> : null}
      </div>
    </section>
  );
}

/** Whether the steps are recorded and replayed, for those who look closely; why they are not, for all. */
function PathNote({ path }: { readonly path: StepPath }) {
  const { t } = useTranslation("train");
  const detail = path.kind === "eager" ? path.detail : undefined;
  return (
    <p className={styles.path} title={detail}>
      {path.kind === "recorded" ? t("steps.recorded") : t("steps.eager", { reason: t(`steps.reasons.${path.reason}`) })}
    </p>
  );
}

function Charts({ shown, named }: StepChartsProps) {
  const [feed] = useState(() => new StepFeed());
  const { history, live, job } = shown;
  const progress = live?.progress ?? null;
  const curves = useMemo(() => feed.take(history, progress), [feed, history, progress]);
  const done = history.at(-1)?.epoch ?? 0;
  const xEnd = live === null ? done : epochAxisEnd(done + 1, job.config.epochs);
  return stepFigures.map((figure) => (
    <FigureChart key={figure} figure={figure} rows={curves[figure]} xEnd={xEnd} shown={shown} named={named} />
  ));
}

function textOf(figure: StepFigure, value: number | null, format: Format): string {
  if (value === null) return "–";
  switch (figure) {
    case "memoryBytes":
      return format.bytes(value);
    case "stepsPerSecond":
      return format.number(value, value < 10 ? 1 : 0);
    case "learningRate":
    case "gradientNorm":
      return format.significant(value, 3);
  }
}

const colours = {
  learningRate: "var(--accent)",
  gradientNorm: "var(--merge)",
  stepsPerSecond: "var(--conv)",
  memoryBytes: "var(--core)",
} as const;

interface FigureChartProps {
  readonly figure: StepFigure;
  readonly rows: readonly CurveRow[];
  readonly xEnd: number;
  readonly shown: ShownRun;
  readonly named: boolean;
}

function FigureChart({ figure, rows, xEnd, shown, named }: FigureChartProps) {
  const { t } = useTranslation("train");
  const format = useFormat();
  const label = t(`steps.figures.${figure}`);
  const title = named ? t("cards.ofRun", { run: t("runs.run", { name: shown.name }), label }) : label;
  const values = rows.flatMap(({ raw }) => raw[0] ?? []);
  const last = values.at(-1) ?? null;
  const axis = useMemo(
    () =>
      axisFor(
        rows.map(({ raw }) => raw[0] ?? null),
        { scale: "linear", count: 2, include: [0] },
      ),
    [rows],
  );
  const formatX = useCallback((value: number) => format.number(value, 2), [format]);
  const formatY = useCallback((value: number) => textOf(figure, value, format), [figure, format]);
  const run = t("runs.run", { name: shown.name });
  const change = shown.rateChanges.at(-1);
  const mark =
    change === undefined
      ? null
      : {
          x: change.update / updatesIn(shown),
          label: t("liveRate.changed", { rate: format.significant(change.rate, 2) }),
        };
  return (
    <ChartPanel
      title={last === null ? title : `${title} · ${formatY(last)}`}
      name={title}
      summary={last === null ? t("steps.none", { title }) : t("steps.summary", { title, last: formatY(last) })}
      legend={[]}
      table={() => ({
        columns: [t("chart.epoch"), label],
        rows: shown.history
          .slice(-tableRows)
          .toReversed()
          .map((record) => ({
            key: record.epoch,
            cells: [String(record.epoch), textOf(figure, record[figure] ?? null, format)],
          })),
        note: shown.history.length > tableRows ? t("chart.lastRows", { count: tableRows }) : null,
      })}
      csv={() => csvOf(shown.history)}
      save={(file, extension) => download(file, `${fileNameOf(`${run} ${label}`)}.${extension}`)}
    >
      {last === null ? (
        <p className={styles.none} style={{ height }}>
          {t("steps.none", { title })}
        </p>
      ) : (
        <LazyLineChart
          groups={[
            {
              key: shown.id,
              label: null,
              colour: colours[figure],
              series: [{ label, dashed: false }],
              rows,
              best: figure === "learningRate" ? mark : null,
            },
          ]}
          xStart={0}
          xEnd={xEnd}
          axis={axis}
          smoothed={false}
          height={height}
          formatX={formatX}
          formatY={formatY}
          xTitle={t("chart.epoch")}
        />
      )}
    </ChartPanel>
  );
}

const updatesIn = ({ stepsPerEpoch, job }: ShownRun): number =>
  Math.max(1, Math.ceil(stepsPerEpoch / job.config.accumulate));

const csvOf = (history: readonly EpochRecord[]): string =>
  csvTable(
    ["epoch", "learning_rate", "gradient_norm", "steps_per_second", "memory_bytes"],
    withoutRepeats(history).map((record) => [record.epoch, ...stepFigures.map((figure) => record[figure] ?? null)]),
  );
