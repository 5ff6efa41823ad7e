/**
 * @file Finding a learning rate: a short training at rising rates, its losses as they come, and the rate where they fall
 * fastest, to be taken over with a click.
 */
import { Activity } from "lucide-react";
import { useCallback, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { csvTable } from "../../core/export/csv.ts";
import {
  defaultRange,
  rangeFields,
  rangeRate,
  rateTicks,
  roundedRate,
  smoothLosses,
  suggestRate,
} from "../../core/training/rangeTest.ts";
import type { RangePoint, RateRange } from "../../core/training/types.ts";
import { download, fileNameOf } from "../../state/download.ts";
import { useProject } from "../../state/project.ts";
import { useRangeTest } from "../../state/rangeTest.ts";
import { axisFor } from "../../ui/charts/axis.ts";
import { ChartPanel } from "../../ui/charts/ChartPanel.tsx";
import { LazyLineChart } from "../../ui/charts/LazyLineChart.tsx";
import type { CurveRow } from "../../ui/charts/sampler.ts";
import { Dialog } from "../../ui/Dialog.tsx";
import { useFormat } from "../../ui/format.ts";
import { useIssueText } from "../../ui/issueText.ts";
import { NumberField } from "../../ui/NumberField.tsx";
import styles from "./RateFinder.module.css";
import { useStartBlock } from "./startBlock.ts";

/** The button; the dialog is there as long as it is open. */
export function RateFinder({ locked }: { readonly locked: boolean }) {
  const { t } = useTranslation("train");
  const [open, setOpen] = useState(false);
  const block = useStartBlock();
  return (
    <>
      <button
        type="button"
        className={`button small ${styles.find}`}
        disabled={locked || block !== null}
        title={block?.reason ?? t("finder.help")}
        onClick={() => setOpen(true)}
      >
        <Activity size={14} aria-hidden />
        {t("finder.find")}
      </button>
      {open ? <FinderDialog onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function FinderDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation("train");
  const format = useFormat();
  const { faultText } = useIssueText();
  const test = useRangeTest((state) => state.test);
  const start = useRangeTest((state) => state.start);
  const forget = useRangeTest((state) => state.forget);
  const edit = useProject((state) => state.edit);
  const [range, setRange] = useState<RateRange>(defaultRange);
  const close = () => {
    forget();
    onClose();
  };
  const points = test.kind === "testing" || test.kind === "done" ? test.points : [];
  const found = useMemo(() => (test.kind === "done" ? suggestRate(test.points) : null), [test]);
  const rate = found === null ? null : roundedRate(found.rate);
  const isRange = range.from < range.to;
  return (
    <Dialog
      title={t("finder.title")}
      size="wide"
      onClose={close}
      actions={
        <>
          {test.kind === "testing" ? (
            <button type="button" className="button" onClick={forget}>
              {t("finder.cancel")}
            </button>
          ) : (
            <button
              type="button"
              className={rate === null ? "button primary" : "button"}
              disabled={!isRange}
              onClick={() => void start(range)}
            >
              {t(test.kind === "idle" ? "finder.start" : "finder.again")}
            </button>
          )}
          {rate === null ? null : (
            <button
              type="button"
              className="button primary"
              onClick={() => {
                edit("setTraining", { learningRate: rate });
                close();
              }}
            >
              {t("finder.use", { rate: format.significant(rate, 2) })}
            </button>
          )}
        </>
      }
    >
      <p className={styles.text}>{t("finder.text")}</p>
      <RangeForm range={range} disabled={test.kind === "testing"} wrong={!isRange} onChange={setRange} />
      {/* There from the start, without a curve: what comes must not push the buttons down. */}
      <RangeChart points={points} range={rangeOf(test) ?? range} found={found?.index ?? null} />
      <p role="status" className={styles.status}>
        {statusText()}
      </p>
    </Dialog>
  );

  function statusText(): string {
    switch (test.kind) {
      case "idle":
        return "";
      case "testing":
        return t("finder.testing", {
          done: format.number(test.points.length),
          total: format.number(test.range.batches),
        });
      case "failed":
        return faultText(test.fault);
      case "done":
        return rate === null ? t("finder.nothing") : t("finder.found", { rate: format.significant(rate, 2) });
    }
  }
}

const rangeOf = (test: ReturnType<typeof useRangeTest.getState>["test"]): RateRange | null =>
  test.kind === "testing" || test.kind === "done" ? test.range : null;

interface RangeFormProps {
  readonly range: RateRange;
  readonly disabled: boolean;
  readonly wrong: boolean;
  readonly onChange: (range: RateRange) => void;
}

function RangeForm({ range, disabled, wrong, onChange }: RangeFormProps) {
  const { t } = useTranslation("train");
  const names = ["from", "to", "batches"] as const;
  return (
    <div className={styles.range}>
      {names.map((name) => (
        <NumberField
          key={name}
          {...rangeFields[name]}
          label={t(`finder.${name}`)}
          value={range[name]}
          integer={rangeFields[name].type === "int"}
          disabled={disabled}
          error={wrong && name === "to" ? t("finder.wrongRange") : undefined}
          onChange={(value) => value !== null && onChange({ ...range, [name]: value })}
        />
      ))}
    </div>
  );
}

const height = 220;
const colour = "var(--accent)";

interface RangeChartProps {
  readonly points: readonly RangePoint[];
  readonly range: RateRange;
  /** The place of the suggestion. */
  readonly found: number | null;
}

/** Rates rise by one factor, so that an axis of batches is a logarithmic one of rates. */
function RangeChart({ points, range, found }: RangeChartProps) {
  const { t } = useTranslation("train");
  const format = useFormat();
  const rate = useCallback((value: number) => format.significant(value, 2), [format]);
  const rows = useMemo((): readonly CurveRow[] => {
    const smooth = smoothLosses(points);
    return points.map(({ loss }, i) => ({
      x: i + 1,
      raw: [Number.isFinite(loss) ? loss : null],
      smooth: [smooth[i] ?? null],
    }));
  }, [points]);
  // What has blown up would press all that matters onto the axis.
  const axis = useMemo(() => {
    const smooth = rows.flatMap((row) => row.smooth).filter((value) => value !== null);
    const top = Math.max(...smooth.slice(0, Math.ceil(smooth.length / 2)), 0) * 1.5;
    return axisFor(
      rows.map(({ raw }) => (raw[0] == null ? null : Math.min(raw[0], top))),
      { scale: "linear" },
    );
  }, [rows]);
  // A power of ten that is off by its last digit would be written another way.
  const formatX = useCallback(
    (batch: number) => rate(Number(rangeRate(range, batch - 1).toPrecision(9))),
    [range, rate],
  );
  const xTicks = useMemo(() => rateTicks(range).map((batch) => batch + 1), [range]);
  const formatY = useCallback((value: number) => format.significant(value, 3), [format]);
  const point = found === null ? null : points[found];
  const groups = [
    {
      key: "range",
      label: null,
      colour,
      series: [{ label: t("chart.loss"), dashed: false }],
      rows,
      best: found === null || point == null ? null : { x: found + 1, label: rate(roundedRate(point.rate)) },
    },
  ];
  const columns = [t("fields.learningRate"), t("chart.loss")];
  return (
    <ChartPanel
      title={t("finder.chart")}
      name={t("finder.chart")}
      summary={point == null ? "" : t("finder.found", { rate: rate(roundedRate(point.rate)) })}
      legend={[]}
      table={() => ({
        columns,
        rows: points.map(({ rate: at, loss }, key) => ({ key, cells: [rate(at), formatY(loss)] })),
        note: null,
      })}
      csv={() =>
        csvTable(
          ["learning_rate", "loss"],
          points.map(({ rate: at, loss }) => [at, loss]),
        )
      }
      save={(file, extension) => download(file, `${fileNameOf(t("finder.chart"))}.${extension}`)}
    >
      <LazyLineChart
        groups={groups}
        xEnd={range.batches}
        xTicks={xTicks}
        axis={axis}
        smoothed
        height={height}
        formatX={formatX}
        formatY={formatY}
        xTitle={t("fields.learningRate")}
      />
    </ChartPanel>
  );
}
