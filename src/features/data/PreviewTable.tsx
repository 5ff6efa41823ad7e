/**
 * @file The first rows as the file has them. Wide tables draw only the cells in sight. What counts as missing is said,
 * not shown as nothing: an empty cell and the word "NA" look the same to the model.
 */
import { useVirtualizer } from "@tanstack/react-virtual";
import { type CSSProperties, memo, type Ref, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { isDropped } from "../../core/data/columnRoles.ts";
import type { ColumnSetting, ColumnSummary, DatasetSummary } from "../../core/data/types.ts";
import { useFormat } from "../../ui/format.ts";
import { Section } from "../../ui/Section.tsx";
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

/** Columns drawn, and the width of those left and right of them where some are not. */
interface Window {
  readonly columns: readonly number[];
  readonly before?: number;
  readonly after?: number;
}

/** Drawn in groups, so that scrolling draws anew once a group and not once a column. */
const groupSize = 8;

function WidePreview(props: PreviewTableProps) {
  const scroll = useRef<HTMLElement>(null);
  const count = props.summary.columns.length;
  const across = useVirtualizer({
    horizontal: true,
    count,
    getScrollElement: () => scroll.current,
    estimateSize: () => columnWidth,
    overscan: 4,
  });
  const items = across.getVirtualItems();
  const first = Math.floor((items[0]?.index ?? 0) / groupSize) * groupSize;
  const end = Math.min(count, Math.ceil(((items.at(-1)?.index ?? -1) + 1) / groupSize) * groupSize);
  const columns = useMemo(() => Array.from({ length: Math.max(0, end - first) }, (_, i) => first + i), [first, end]);
  return (
    <Preview
      {...props}
      scroll={scroll}
      columns={columns}
      before={first * columnWidth}
      after={(count - end) * columnWidth}
    />
  );
}

interface PreviewProps extends PreviewTableProps, Window {
  readonly scroll?: Ref<HTMLElement>;
}

const Preview = memo(function Preview(props: PreviewProps) {
  const { summary, settings, target, columns, before, after, scroll } = props;
  const { t } = useTranslation("data");
  const wide = before !== undefined;
  const shown = columns.flatMap((index) => {
    const column = summary.columns[index];
    return column === undefined ? [] : [{ index, name: column.name, className: cellClass(column, settings, target) }];
  });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section ref={scroll} className={styles.scroll} aria-label={t("preview.scroll")} tabIndex={0}>
      <table
        className={`${styles.table} ${wide ? styles.wide : ""}`}
        aria-label={t("preview.title")}
        aria-colcount={wide ? summary.columns.length + 1 : undefined}
        style={{ "--columns": shown.length } as CSSProperties}
      >
        <thead>
          <tr>
            <th scope="col" className={styles.row}>
              {t("preview.row")}
            </th>
            <Spacer width={before} />
            {shown.map(({ index, name, className }) => (
              <th key={index} scope="col" aria-colindex={wide ? index + 2 : undefined} className={className}>
                <ForeignText text={name} />
              </th>
            ))}
            <Spacer width={after} />
            {wide ? null : <td aria-hidden="true" className={styles.filler} />}
          </tr>
        </thead>
        <tbody>
          {summary.preview.map((cells, row) => (
            <Row
              // Rows have no identity but their place.
              key={`row-${String(row)}`}
              row={row}
              cells={cells}
              shown={shown}
              before={before}
              after={after}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
});

function cellClass({ name, type }: ColumnSummary, settings: PreviewTableProps["settings"], target: string | null) {
  const state = name === target ? styles.target : isDropped(settings, name) ? styles.out : null;
  return [state, type === "number" || type === "integer" ? styles.figure : null].filter(Boolean).join(" ");
}

interface RowProps extends Omit<Window, "columns"> {
  readonly row: number;
  readonly cells: readonly (string | null)[];
  readonly shown: readonly { readonly index: number; readonly className: string }[];
}

function Row({ row, cells, shown, before, after }: RowProps) {
  const { number } = useFormat();
  const wide = before !== undefined;
  return (
    <tr>
      <th scope="row" className={styles.row}>
        {number(row + 1)}
      </th>
      <Spacer width={before} />
      {shown.map(({ index, className }) => (
        <td key={index} aria-colindex={wide ? index + 2 : undefined} className={className}>
          <Cell text={cells[index] ?? null} />
        </td>
      ))}
      <Spacer width={after} />
      {wide ? null : <td aria-hidden="true" className={styles.filler} />}
    </tr>
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
