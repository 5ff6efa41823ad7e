/**
 * @file The frame every chart shares: title, legend, the picture under its accessible name, the same data as a table on
 * demand, and both to take away (CSV, PNG).
 */
import { type ReactNode, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import styles from "./ChartPanel.module.css";
import { chartPng, type PngLegend } from "./png.ts";

export interface ChartTable {
  readonly columns: readonly string[];
  readonly rows: readonly { readonly key: string | number; readonly cells: readonly string[] }[];
  /** Said above the table, e.g. that it shows the last 200 epochs. */
  readonly note: string | null;
}

interface ChartPanelProps {
  readonly title: string;
  /** The picture's accessible name, which stays the same whatever the title says. */
  readonly name: string;
  /** What the picture says, in a sentence. */
  readonly summary: string;
  readonly legend: readonly (PngLegend & { readonly sample: ReactNode })[];
  /** Made while the table is open only. */
  readonly table: () => ChartTable;
  readonly csv: () => string;
  /** Hands a file to the user; the name is the caller's. */
  readonly save: (file: Blob, extension: "csv" | "png") => void;
  /** Further switches, e.g. of the scale. */
  readonly tools?: ReactNode;
  readonly children: ReactNode;
}

export function ChartPanel({ title, name, summary, legend, table, csv, save, tools, children }: ChartPanelProps) {
  const { t } = useTranslation("charts");
  const [tableOpen, setTableOpen] = useState(false);
  const picture = useRef<HTMLDivElement>(null);
  const id = useId();
  const savePng = async () => {
    const drawing = picture.current?.querySelector<SVGSVGElement | HTMLCanvasElement>("svg.recharts-surface, canvas");
    if (!drawing) return;
    const blob = await chartPng(drawing, title, legend);
    if (blob !== null) save(blob, "png");
  };
  return (
    <section className={styles.panel} aria-labelledby={`${id}-title`}>
      <div className={styles.head}>
        <h2 id={`${id}-title`} className={styles.title}>
          {title}
        </h2>
        {legend.length === 0 ? null : (
          <ul className={styles.legend} aria-label={t("legend", { title })}>
            {legend.map(({ label, sample }) => (
              <li key={label} className={styles.legendItem}>
                {sample}
                {label}
              </li>
            ))}
          </ul>
        )}
      </div>
      <div ref={picture} role="img" aria-label={name} aria-describedby={`${id}-summary`}>
        {children}
      </div>
      <p id={`${id}-summary`} className={styles.hidden}>
        {summary}
      </p>
      <div className={styles.tools}>
        {tools}
        <span className={styles.gap} />
        <button
          type="button"
          className={styles.tool}
          aria-expanded={tableOpen}
          onClick={() => setTableOpen(!tableOpen)}
        >
          {tableOpen ? t("hideTable") : t("showTable")}
        </button>
        <button
          type="button"
          className={styles.tool}
          aria-label={t("csvOf", { title })}
          onClick={() => save(new Blob([csv()], { type: "text/csv;charset=utf-8" }), "csv")}
        >
          CSV
        </button>
        <button type="button" className={styles.tool} aria-label={t("pngOf", { title })} onClick={() => void savePng()}>
          PNG
        </button>
      </div>
      {tableOpen ? <DataTable label={t("dataOf", { title })} table={table()} /> : null}
    </section>
  );
}

function DataTable({ label, table }: { readonly label: string; readonly table: ChartTable }) {
  return (
    <>
      {table.note === null ? null : <p className={styles.note}>{table.note}</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box must be reachable by keyboard */}
      <div className={styles.scroll} tabIndex={0}>
        <table className={styles.table} aria-label={label}>
          <thead>
            <tr>
              {table.columns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.rows.map(({ key, cells }) => (
              <tr key={key}>
                {cells.map((cell, i) => (
                  <td key={table.columns[i]}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
