/** @file The correlation matrix as a picture: one hue for together, one for against, strong where r is near 1 or −1. */
import { type PointerEvent, useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Correlations as Matrix } from "../../../core/data/analysis.ts";
import { csvTable } from "../../../core/export/csv.ts";
import { download, fileNameOf } from "../../../state/download.ts";
import { ChartPanel } from "../../../ui/charts/ChartPanel.tsx";
import { type Drawing, useCanvas } from "../../../ui/charts/canvas.ts";
import { useFormat } from "../../../ui/format.ts";
import { Section } from "../../../ui/Section.tsx";
import controls from "../controls.module.css";
import { shorten } from "../shorten.ts";
import styles from "./Correlations.module.css";
import { drawMatrix, layoutOf, strongestPair } from "./matrixDrawing.ts";

interface CorrelationsProps {
  readonly correlations: Matrix;
  readonly rows: number;
  readonly fileName: string;
}

export function Correlations({ correlations, rows, fileName }: CorrelationsProps) {
  const { t } = useTranslation("understand");
  const { number, score } = useFormat();
  const { columns, r } = correlations;
  const size = columns.length;
  if (size < 2) {
    return (
      <Section title={t("correlations.title")} frame="card">
        <p className={controls.note}>{t("correlations.few")}</p>
      </Section>
    );
  }
  const value = (row: number, column: number) => r[row * size + column] ?? Number.NaN;
  const notes = [
    ...(correlations.rows < rows
      ? [t("correlations.sampled", { n: number(correlations.rows), all: number(rows) })]
      : []),
    ...(correlations.left > 0 ? [t("correlations.left", { n: number(correlations.left), shown: number(size) })] : []),
  ];
  const strongest = strongestPair(columns, r);
  const summary =
    strongest === null
      ? t("correlations.none")
      : t("correlations.summary", { a: strongest.a, b: strongest.b, r: score(strongest.r, 2) });
  const table = () => ({
    columns: [t("figures.name"), ...columns],
    rows: columns.map((name, i) => ({ key: name, cells: [name, ...columns.map((_, j) => score(value(i, j), 2))] })),
    note: notes.length === 0 ? null : notes.join(" "),
  });
  const csv = () =>
    csvTable(
      ["", ...columns],
      columns.map((name, i) => [name, ...columns.map((_, j) => (Number.isNaN(value(i, j)) ? null : value(i, j)))]),
    );
  return (
    <ChartPanel
      title={t("correlations.title")}
      name={t("correlations.title")}
      summary={summary}
      legend={["positive", "negative"].map((side) => ({
        label: t(`correlations.${side as "positive" | "negative"}`),
        colour: side === "positive" ? "var(--accent)" : "var(--bad)",
        dashed: false,
        sample: <span aria-hidden="true" className={side === "positive" ? styles.positive : styles.negative} />,
      }))}
      table={table}
      csv={csv}
      save={(file, extension) => download(file, `${fileNameOf(`${fileName} ${t("correlations.title")}`)}.${extension}`)}
    >
      <Picture columns={columns} r={r} />
      {notes.map((note) => (
        <p key={note} className={controls.note}>
          {note}
        </p>
      ))}
    </ChartPanel>
  );
}

function Picture({ columns, r }: Pick<Matrix, "columns" | "r">) {
  const { t } = useTranslation("understand");
  const { score } = useFormat();
  const [pointed, setPointed] = useState<{ readonly row: number; readonly column: number } | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(480);
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const size = new ResizeObserver(() => setWidth(Math.floor(element.clientWidth)));
    size.observe(element);
    return () => size.disconnect();
  }, []);
  const { height } = layoutOf(columns, width);
  const draw = useCallback(
    (drawing: Drawing) => drawMatrix(drawing, columns, r, (value) => score(value, 2)),
    [columns, r, score],
  );
  const canvas = useCanvas(height, draw);
  const point = (event: PointerEvent<HTMLCanvasElement>) => {
    const place = event.currentTarget.getBoundingClientRect();
    const { left, cellWidth, cellHeight } = layoutOf(columns, place.width);
    const [column, row] = [
      Math.floor((event.clientX - place.left - left) / cellWidth),
      Math.floor((event.clientY - place.top) / cellHeight),
    ];
    const inside = row >= 0 && column >= 0 && row < columns.length && column < columns.length;
    setPointed(inside ? { row, column } : null);
  };
  const named = (index: number) => shorten(columns[index] ?? "", 40);
  return (
    <div ref={box}>
      <canvas
        ref={canvas}
        style={{ display: "block", width: "100%", height }}
        onPointerMove={point}
        onPointerLeave={() => setPointed(null)}
      />
      <p className={styles.pointed}>
        {pointed === null
          ? t("correlations.hint")
          : `${named(pointed.row)} × ${named(pointed.column)}: ${score(r[pointed.row * columns.length + pointed.column] ?? null, 3)}`}
      </p>
    </div>
  );
}
