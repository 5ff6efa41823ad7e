/**
 * @file The first rows as the file has them. Wide tables draw only the cells in sight. What counts as missing is said,
 * not shown as nothing: an empty cell and the word "NA" look the same to the model.
 */
import { useVirtualizer } from "@tanstack/react-virtual";
import { type Ref, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { ColumnSetting, ColumnSummary, DatasetSummary } from "../../core/data/types.ts";
import { useFormat } from "../../ui/format.ts";
import { Section } from "../../ui/Section.tsx";
import { isDropped } from "./columnSettings.ts";
import controls from "./controls.module.css";
import { ForeignText } from "./ForeignText.tsx";
import styles from "./PreviewTable.module.css";

/** More columns than this are drawn only where they are in sight. */
const virtualFrom = 60;
const columnWidth = 132;

interface PreviewTableProps {
  readonly summary: DatasetSummary;
  readonly settings: Readonly<Record<string, ColumnSetting>>;
  readonly target: string | null;
}

export function PreviewTable(props: PreviewTableProps) {
  const { t } = useTranslation("data");
  const { number } = useFormat();
  const { summary } = props;
  const shown = t("preview.first", { rows: number(summary.preview.length), all: number(summary.rows) });
  return (
    <Section
      title={t("preview.title")}
      frame="card"
      className={styles.card}
      aside={<span className={controls.note}>{shown}</span>}
    >
      {summary.columns.length > virtualFrom ? (
        <WidePreview {...props} />
      ) : (
        <Preview {...props} columns={[...summary.columns.keys()]} />
      )}
    </Section>
  );
}

/** Columns in sight, with the width of those left and right of them. */
interface Window {
  readonly columns: readonly number[];
  readonly before?: number;
  readonly after?: number;
}

function WidePreview(props: PreviewTableProps) {
  const scroll = useRef<HTMLElement>(null);
  const across = useVirtualizer({
    horizontal: true,
    count: props.summary.columns.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => columnWidth,
    overscan: 4,
  });
  const items = across.getVirtualItems();
  const before = items[0]?.start ?? 0;
  const after = across.getTotalSize() - (items.at(-1)?.end ?? 0);
  return <Preview {...props} scroll={scroll} columns={items.map(({ index }) => index)} before={before} after={after} />;
}

interface PreviewProps extends PreviewTableProps, Window {
  readonly scroll?: Ref<HTMLElement>;
}

function Preview({ summary, settings, target, columns, before, after, scroll }: PreviewProps) {
  const { t } = useTranslation("data");
  const { number } = useFormat();
  const wide = before !== undefined;
  const classOf = ({ name, type }: ColumnSummary) =>
    [
      name === target ? styles.target : isDropped(settings, name) ? styles.out : null,
      type === "number" || type === "integer" ? styles.figure : null,
    ]
      .filter(Boolean)
      .join(" ");
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section ref={scroll} className={styles.scroll} aria-label={t("preview.scroll")} tabIndex={0}>
      <table
        className={`${styles.table} ${wide ? styles.wide : ""}`}
        aria-label={t("preview.title")}
        aria-colcount={wide ? summary.columns.length + 1 : undefined}
      >
        <thead>
          <tr>
            <th scope="col" className={styles.row}>
              {t("preview.row")}
            </th>
            <Spacer width={before} />
            {columns.map((index) => {
              const column = summary.columns[index];
              return column === undefined ? null : (
                <th key={index} scope="col" aria-colindex={wide ? index + 2 : undefined} className={classOf(column)}>
                  <ForeignText text={column.name} />
                </th>
              );
            })}
            <Spacer width={after} />
            {wide ? null : <td aria-hidden="true" className={styles.filler} />}
          </tr>
        </thead>
        <tbody>
          {summary.preview.map((cells, row) => (
            // Rows have no identity but their place.
            <tr key={`row-${String(row)}`}>
              <th scope="row" className={styles.row}>
                {number(row + 1)}
              </th>
              <Spacer width={before} />
              {columns.map((index) => {
                const column = summary.columns[index];
                return column === undefined ? null : (
                  <td key={index} aria-colindex={wide ? index + 2 : undefined} className={classOf(column)}>
                    <Cell text={cells[index] ?? null} />
                  </td>
                );
              })}
              <Spacer width={after} />
              {wide ? null : <td aria-hidden="true" className={styles.filler} />}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Cell({ text }: { readonly text: string | null }) {
  const { t } = useTranslation("data");
  return text === null ? <span className={styles.missing}>{t("preview.missing")}</span> : <ForeignText text={text} />;
}

function Spacer({ width }: { readonly width: number | undefined }) {
  return width === undefined || width <= 0 ? null : (
    <td aria-hidden="true" className={styles.spacer} style={{ minWidth: width, width }} />
  );
}
