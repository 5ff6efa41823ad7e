/** @file The curves of the shown runs: loss and metric side by side, smoothed over faint raw lines. */
import type { TFunction } from "i18next";
import { useCallback, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { type CsvCell, csvTable } from "../../core/export/csv.ts";
import type { EpochRecord } from "../../core/training/types.ts";
import { download, fileNameOf } from "../../state/download.ts";
import { useProject } from "../../state/project.ts";
import { useSession } from "../../state/session.ts";
import { axisFor, epochAxisEnd, tickDecimals } from "../../ui/charts/axis.ts";
import { ChartPanel, type ChartTable } from "../../ui/charts/ChartPanel.tsx";
import { LazyLineChart } from "../../ui/charts/LazyLineChart.tsx";
import type { CurveGroup } from "../../ui/charts/LineChart.tsx";
import { LineSample } from "../../ui/charts/LineSample.tsx";
import { maxSmoothing, smoothingFor } from "../../ui/charts/smoothing.ts";
import { useFormat } from "../../ui/format.ts";
import { withoutRepeats } from "./curveFeed.ts";
import { colourOf } from "./runColours.ts";
import { metricText } from "./runFigures.ts";
import type { ShownRun } from "./shownRun.ts";
import styles from "./TrainCharts.module.css";
import { useCurves } from "./useCurves.ts";

/** Rows of the table behind a chart; the CSV has all. */
const tableRows = 200;
const chartHeight = 210;
const noHistory: readonly EpochRecord[] = [];

type Kind = "loss" | "metric";

/** `second` is the run compared with, or null. */
export function TrainCharts({ first, second }: { readonly first: ShownRun; readonly second: ShownRun | null }) {
  const { t } = useTranslation("train");
  const chosen = useSession((state) => state.smoothing);
  const smooth = useSession((state) => state.smooth);
  const longest = Math.max(...[first, second].map((run) => (run === null ? 0 : epochsOf(run))));
  const smoothing = chosen ?? smoothingFor(longest);
  const firstCurves = useCurves(first.id, first.history, smoothing);
  const secondCurves = useCurves(second?.id ?? null, second?.history ?? noHistory, smoothing);
  const curves = second === null ? [firstCurves] : [firstCurves, secondCurves];
  const runs = second === null ? [first] : [first, second];
  // An accuracy and an error have no axis in common.
  const likeFirst = runs.filter(({ metric }) => metric === first.metric);
  const slider = (
    <label className={`${styles.tool} ${styles.shared}`}>
      {t("chart.smoothing")}
      <input
        type="range"
        min={0}
        max={maxSmoothing}
        step={0.01}
        value={smoothing}
        aria-valuetext={smoothing.toFixed(2)}
        onChange={(event) => smooth(event.currentTarget.valueAsNumber)}
      />
      <span className={styles.figure}>{smoothing.toFixed(2)}</span>
    </label>
  );
  return (
    <div className={styles.charts}>
      {slider}
      <Curves
        kind="loss"
        runs={runs}
        rows={curves.map(({ loss }) => loss)}
        smoothed={smoothing > 0}
        named={second !== null}
      />
      <Curves
        kind="metric"
        runs={likeFirst}
        rows={curves.slice(0, likeFirst.length).map(({ metric }) => metric)}
        smoothed={smoothing > 0}
        named={second !== null}
      />
    </div>
  );
}

interface CurvesProps {
  readonly kind: Kind;
  readonly runs: readonly ShownRun[];
  readonly rows: readonly CurveGroup["rows"][];
  readonly smoothed: boolean;
  /** Curves carry their run's name and colour, because two are ticked. */
  readonly named: boolean;
}

function Curves({ kind, runs, rows, smoothed, named }: CurvesProps) {
  const { t } = useTranslation("train");
  const format = useFormat();
  const projectName = useProject((state) => state.project?.name) ?? "";
  const [log, setLog] = useState(false);
  const first = runs[0];
  const metric = first?.metric ?? "accuracy";
  const share = kind === "metric" && metric === "accuracy";
  const title = t(kind === "loss" ? "chart.loss" : `chart.metrics.${metric}`);
  const groups = useGroups(kind, runs, rows, named);
  const axis = useMemo(
    () => axisFor(valuesOf(rows, smoothed), { scale: log ? "log" : "linear", limits: share ? [0, 1] : undefined }),
    [rows, smoothed, log, share],
  );
  const formatY = useCallback(
    (value: number) => (share ? format.percent(value) : format.significant(value, 3)),
    [format, share],
  );
  const decimals = tickDecimals(axis.ticks.map((tick) => (share ? tick * 100 : tick)));
  const plain = axis.scale === "linear" && Math.max(...axis.ticks.map(Math.abs)) < 1e6 && decimals <= 5;
  const formatTick = useCallback(
    (value: number) =>
      share ? format.percent(value, decimals) : plain ? format.score(value, decimals) : formatY(value),
    [share, plain, decimals, format, formatY],
  );
  const formatX = useCallback((value: number) => format.number(value, 0), [format]);
  const xEnd = Math.max(...runs.map(endOfAxis), 1);
  const name = t("runs.run", { name: runs.map((run) => run.name).join(" + ") });
  const fileName = fileNameOf(t("chart.fileName", { project: projectName, run: name, title }));
  return (
    <ChartPanel
      title={title}
      name={t(kind === "loss" ? "chart.loss" : "chart.metricsName")}
      summary={summaryOf(title, first, kind, t, (value) => valueText(kind, first, value, format))}
      legend={groups.flatMap(({ label, colour, series }) =>
        series.map(({ label: part, dashed }) => ({
          label: label === null ? part : `${label} · ${part}`,
          colour,
          dashed,
          sample: <LineSample colour={colour} dashed={dashed} />,
        })),
      )}
      table={() => tableOf(runs, kind, t, (run, value) => valueText(kind, run, value, format))}
      csv={() => csvOfRuns(runs, t)}
      save={(file, extension) => download(file, `${fileName}.${extension}`)}
      tools={
        <label className={styles.tool}>
          <input type="checkbox" checked={log} onChange={(event) => setLog(event.currentTarget.checked)} />
          {t("chart.logScale")}
        </label>
      }
    >
      <LazyLineChart
        groups={groups}
        xEnd={xEnd}
        axis={axis}
        smoothed={smoothed}
        height={chartHeight}
        formatX={formatX}
        formatY={formatY}
        formatTick={formatTick}
        xTitle={t("chart.epoch")}
      />
    </ChartPanel>
  );
}

type Translate = TFunction<"train">;

function useGroups(
  kind: Kind,
  runs: readonly ShownRun[],
  rows: readonly CurveGroup["rows"][],
  named: boolean,
): readonly CurveGroup[] {
  const { t } = useTranslation("train");
  return runs.map((run, i) => {
    const curves = rows[i] ?? [];
    const series = [{ label: t("chart.training"), dashed: false }];
    if (run.counts?.validation !== 0) series.push({ label: t("chart.validation"), dashed: true });
    const alone = kind === "loss" ? "var(--accent)" : "var(--ok)";
    return {
      key: run.id,
      label: named ? t("runs.run", { name: run.name }) : null,
      colour: named ? colourOf(run) : alone,
      series,
      rows: curves,
      best: run.bestEpoch === null ? null : { x: run.bestEpoch, label: t("chart.best", { epoch: run.bestEpoch }) },
    };
  });
}

/** A run under way is taken for as long as it was planned: smoothing does not begin in its midst. */
const epochsOf = ({ history, live, job }: ShownRun): number =>
  live === null ? history.length : Math.max(history.length, job.config.epochs);

/** A live run leaves room for the epochs to come; a kept one ends where it ended. */
const endOfAxis = ({ history, live, job }: ShownRun): number => {
  const done = history.at(-1)?.epoch ?? 0;
  return live === null ? done : epochAxisEnd(done, job.config.epochs);
};

function* valuesOf(rows: readonly CurveGroup["rows"][], smoothed: boolean): Generator<number | null> {
  for (const group of rows) {
    for (const row of group) {
      yield* row.raw;
      if (smoothed) yield* row.smooth;
    }
  }
}

const valueText = (
  kind: Kind,
  run: ShownRun | undefined,
  value: number | null,
  format: ReturnType<typeof useFormat>,
): string => {
  if (value === null || run === undefined) return "–";
  return kind === "loss" ? format.significant(value) : metricText(run.metric, value, format);
};

const pairOf = (kind: Kind, record: EpochRecord) =>
  kind === "loss" ? ([record.loss, record.valLoss] as const) : ([record.metric, record.valMetric] as const);

function summaryOf(
  title: string,
  run: ShownRun | undefined,
  kind: Kind,
  t: Translate,
  text: (value: number | null) => string,
): string {
  const last = run?.history.at(-1);
  if (last === undefined) return t("chart.summaryNone", { title });
  const [train, validation] = pairOf(kind, last);
  return t("chart.summary", { title, epochs: last.epoch, train: text(train), validation: text(validation) });
}

function tableOf(
  runs: readonly ShownRun[],
  kind: Kind,
  t: Translate,
  text: (run: ShownRun, value: number | null) => string,
): ChartTable {
  const several = runs.length > 1;
  const columns = [t("chart.columns.epoch")];
  const cells = new Map<number, string[]>();
  let total = 0;
  for (const run of runs) {
    const prefix = several ? `${t("runs.run", { name: run.name })} · ` : "";
    columns.push(`${prefix}${t("chart.training")}`, `${prefix}${t("chart.validation")}`);
    total = Math.max(total, run.history.length);
    for (const record of run.history.slice(-tableRows)) {
      const row = cells.get(record.epoch) ?? [];
      while (row.length < columns.length - 3) row.push("–");
      cells.set(record.epoch, [...row, ...pairOf(kind, record).map((value) => text(run, value))]);
    }
  }
  const rows = [...cells]
    .sort(([a], [b]) => b - a)
    .slice(0, tableRows)
    .map(([epoch, row]) => ({
      key: epoch,
      cells: [String(epoch), ...row, ...Array<string>(columns.length - 1 - row.length).fill("–")],
    }));
  return { columns, rows, note: total > tableRows ? t("chart.lastRows", { count: tableRows }) : null };
}

/** Every epoch of the shown runs, losses and metrics, numbers as they are. */
function csvOfRuns(runs: readonly ShownRun[], t: Translate): string {
  const header = [
    "run",
    "epoch",
    "loss",
    "val_loss",
    runs[0]?.metric ?? "metric",
    `val_${runs[0]?.metric ?? "metric"}`,
    "seconds",
  ];
  const rows: CsvCell[][] = [];
  for (const run of runs) {
    const name = t("runs.run", { name: run.name });
    for (const { epoch, loss, valLoss, metric, valMetric, seconds } of withoutRepeats(run.history)) {
      rows.push([name, epoch, loss, valLoss, metric, valMetric, seconds]);
    }
  }
  return csvTable(header, rows);
}
