/**
 * @file All columns, a line each: what it is, whether it is used, what is missing, how its values lie. Past a number of
 * columns only the lines in sight are drawn, between two spacers, so that it stays one table for screen readers.
 */
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { type ColumnRole, columnRole, isDropped } from "../../core/data/columnRoles.ts";
import type { DataSettings, DatasetSummary } from "../../core/data/types.ts";
import { useSession } from "../../state/session.ts";
import { useFormat } from "../../ui/format.ts";
import { Section } from "../../ui/Section.tsx";
import { ColumnRow } from "./ColumnRow.tsx";
import styles from "./ColumnsTable.module.css";
import controls from "./controls.module.css";

/** More lines than this are drawn only where they are in sight. */
const virtualFrom = 60;
const lineHeight = 41;

interface ColumnsTableProps {
  readonly summary: DatasetSummary;
  readonly data: DataSettings;
  readonly disabled: boolean;
}

const entering: ReadonlySet<ColumnRole> = new Set<ColumnRole>(["feature", "input"]);

export function ColumnsTable(props: ColumnsTableProps) {
  const { summary, data } = props;
  const { t } = useTranslation("data");
  const { number } = useFormat();
  const used = summary.columns.filter((column) => entering.has(columnRole(column, data))).length;
  const count = t("columns.count", { used: number(used), all: number(summary.columns.length) });
  return (
    <Section title={t("columns.title")} frame="card" aside={<span className={controls.note}>{count}</span>}>
      {summary.columns.length > virtualFrom ? <LongTable {...props} /> : <ShortTable {...props} />}
    </Section>
  );
}

/** The place of the column that was asked for elsewhere; -1 where none was. Its line takes the question off. */
const useWantedIndex = (columns: DatasetSummary["columns"]): number => {
  const wanted = useSession((state) => state.wanted?.column ?? null);
  return wanted === null ? -1 : columns.findIndex(({ name }) => name === wanted);
};

function Head() {
  const { t } = useTranslation("data");
  return (
    <thead>
      <tr>
        <th scope="col" className={styles.use}>
          {t("columns.use")}
        </th>
        <th scope="col" className={styles.name}>
          {t("columns.name")}
        </th>
        <th scope="col" className={styles.type}>
          {t("columns.type")}
        </th>
        <th scope="col" className={styles.missing}>
          {t("columns.missing")}
        </th>
        <th scope="col" className={styles.unique}>
          {t("columns.unique")}
        </th>
        <th scope="col" className={styles.chart}>
          {t("columns.distribution")}
        </th>
        <th scope="col" className={styles.figure}>
          {t("columns.min")}
        </th>
        <th scope="col" className={styles.figure}>
          {t("columns.max")}
        </th>
        <th scope="col" className={styles.figure}>
          {t("columns.mean")}
        </th>
      </tr>
    </thead>
  );
}

function ShortTable({ summary, data, disabled }: ColumnsTableProps) {
  const { t } = useTranslation("data");
  const wanted = useWantedIndex(summary.columns);
  return (
    // A region that scrolls must be reachable by keyboard.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
    <section className={styles.scroll} aria-label={t("columns.scroll")} tabIndex={0}>
      <table className={styles.table} aria-label={t("columns.title")}>
        <Head />
        <tbody>
          {summary.columns.map((column, index) => (
            <ColumnRow
              key={column.name}
              wanted={index === wanted}
              column={column}
              rows={summary.rows}
              role={columnRole(column, data)}
              dropped={isDropped(data.columns, column.name)}
              alone={data.input.kind === "image" || data.input.kind === "text"}
              disabled={disabled}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function LongTable({ summary, data, disabled }: ColumnsTableProps) {
  const { t } = useTranslation("data");
  const scroll = useRef<HTMLElement>(null);
  const { columns, rows } = summary;
  const lines = useVirtualizer({
    count: columns.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => lineHeight,
    getItemKey: (index) => columns[index]?.name ?? index,
    overscan: 8,
  });
  const wanted = useWantedIndex(columns);
  useEffect(() => {
    // The line is not there before it is in sight; it then takes the focus itself.
    if (wanted >= 0) lines.scrollToIndex(wanted, { align: "center" });
  }, [wanted, lines]);
  const items = lines.getVirtualItems();
  const before = items[0]?.start ?? 0;
  const after = lines.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section ref={scroll} className={`${styles.scroll} ${styles.long}`} aria-label={t("columns.scroll")} tabIndex={0}>
      <table className={styles.table} aria-label={t("columns.title")} aria-rowcount={columns.length + 1}>
        <Head />
        <Spacer height={before} />
        <tbody>
          {items.map(({ index, key }) => {
            const column = columns[index];
            if (column === undefined) return null;
            return (
              <ColumnRow
                key={key}
                ref={lines.measureElement}
                index={index}
                wanted={index === wanted}
                column={column}
                rows={rows}
                role={columnRole(column, data)}
                dropped={isDropped(data.columns, column.name)}
                alone={data.input.kind === "image" || data.input.kind === "text"}
                disabled={disabled}
              />
            );
          })}
        </tbody>
        <Spacer height={after} />
      </table>
    </section>
  );
}

/** A body of its own, out of the table that is read out. One cell: more would make columns that narrow windows leave out. */
function Spacer({ height }: { readonly height: number }) {
  if (height <= 0) return null;
  return (
    <tbody aria-hidden="true">
      <tr>
        <td className={styles.spacer} style={{ height }} />
      </tr>
    </tbody>
  );
}
