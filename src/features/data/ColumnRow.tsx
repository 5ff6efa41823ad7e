/** @file One column's line. A type is changed and a column left out right here; nothing of a row is computed on the page. */
import { TriangleAlert } from "lucide-react";
import { memo, useCallback, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { ColumnRole } from "../../core/data/columnRoles.ts";
import { type ColumnSummary, type ColumnType, columnTypes } from "../../core/data/types.ts";
import { useProject } from "../../state/project.ts";
import { useSession } from "../../state/session.ts";
import { useFormat } from "../../ui/format.ts";
import styles from "./ColumnsTable.module.css";
import { ForeignText } from "./ForeignText.tsx";
import { columnFigure, dateFigure } from "./figures.ts";
import { MiniChart } from "./MiniChart.tsx";
import { shorten } from "./shorten.ts";

interface ColumnRowProps {
  readonly column: ColumnSummary;
  /** Of the whole table. */
  readonly rows: number;
  readonly role: ColumnRole;
  /** Only one column enters, of images or texts: the others cannot. */
  readonly alone: boolean;
  readonly dropped: boolean;
  readonly disabled: boolean;
  /** It was asked for elsewhere: it comes into sight and takes the focus. */
  readonly wanted: boolean;
  /** Place in a long table. */
  readonly index?: number;
  readonly ref?: (line: HTMLTableRowElement | null) => void;
}

export const ColumnRow = memo(function ColumnRow(props: ColumnRowProps) {
  const { column, rows, role, wanted, index, ref } = props;
  const line = useShown(wanted, ref);
  const { number } = useFormat();
  const { t } = useTranslation("data");
  const out = role === "unused";
  const unique = number(column.unique);
  return (
    <tr
      ref={line}
      tabIndex={-1}
      data-index={index}
      aria-rowindex={index === undefined ? undefined : index + 2}
      className={[role === "target" ? styles.target : null, out ? styles.out : null].filter(Boolean).join(" ")}
    >
      <td className={styles.use}>
        <Use {...props} />
      </td>
      <th scope="row" className={styles.name}>
        <ForeignText text={column.name} />
        {column.invalid.count === 0 ? null : <Invalid column={column} />}
      </th>
      <td className={styles.type}>
        <TypeSelect column={column} disabled={props.disabled} />
      </td>
      <td className={styles.missing}>
        <Missing count={column.missing} rows={rows} />
      </td>
      <td className={styles.unique}>{column.uniqueCapped ? t("columns.atLeast", { n: unique }) : unique}</td>
      <td className={styles.chart}>
        <MiniChart column={column} />
      </td>
      <Extremes column={column} rows={rows} />
    </tr>
  );
});

/** Brings the line into the middle of what scrolls and focuses it, which marks it. */
function useShown(wanted: boolean, ref: ((line: HTMLTableRowElement | null) => void) | undefined) {
  const line = useRef<HTMLTableRowElement>(null);
  const want = useSession((state) => state.want);
  useEffect(() => {
    if (!wanted || line.current === null) return;
    line.current.scrollIntoView({ block: "center" });
    line.current.focus({ preventScroll: true });
    want(null);
  }, [wanted, want]);
  return useCallback(
    (element: HTMLTableRowElement | null) => {
      line.current = element;
      ref?.(element);
    },
    [ref],
  );
}

function Use({ column, role, alone, dropped, disabled }: ColumnRowProps) {
  const { t } = useTranslation("data");
  const edit = useProject((state) => state.edit);
  const label = shorten(column.name, 200);
  if (role !== "feature" && role !== "unused") {
    return <span className={styles.badge}>{t(`columns.roles.${role}`)}</span>;
  }
  const { type } = column;
  const unfit = type === "text" || type === "id" || type === "constant" || type === "image" ? type : null;
  const reason = alone ? t("columns.unused.alone") : unfit === null ? undefined : t(`columns.unused.${unfit}`);
  return (
    <input
      type="checkbox"
      aria-label={t("columns.useColumn", { column: label })}
      title={reason}
      checked={reason === undefined && !dropped}
      disabled={disabled || reason !== undefined}
      onChange={(event) =>
        edit("setColumn", { column: column.name, setting: { dropped: event.currentTarget.checked ? undefined : true } })
      }
    />
  );
}

function TypeSelect({ column, disabled }: { readonly column: ColumnSummary; readonly disabled: boolean }) {
  const { t } = useTranslation("data");
  const edit = useProject((state) => state.edit);
  // "Constant" and "image" are findings, not choices.
  const offered = columnTypes.filter((type) => (type !== "constant" && type !== "image") || column.inferred === type);
  const choose = (type: ColumnType) =>
    edit("setColumn", { column: column.name, setting: { type: type === column.inferred ? undefined : type } });
  return (
    <select
      className={styles.select}
      aria-label={t("columns.typeOf", { column: shorten(column.name, 200) })}
      value={column.type}
      disabled={disabled || column.inferred === "image"}
      onChange={(event) => {
        const chosen = offered.find((type) => type === event.currentTarget.value);
        if (chosen !== undefined) choose(chosen);
      }}
    >
      {offered.map((type) => (
        <option key={type} value={type}>
          {t(`types.${type}`)}
        </option>
      ))}
    </select>
  );
}

function Missing({ count, rows }: { readonly count: number; readonly rows: number }) {
  const { number, percent } = useFormat();
  if (count === 0) return <span className={styles.dim}>0</span>;
  return (
    <>
      {number(count)} <span className={styles.share}>{percent(rows === 0 ? 0 : count / rows)}</span>
    </>
  );
}

/** Cells the type cannot read, with the first of their rows; they count as missing. */
function Invalid({ column }: { readonly column: ColumnSummary }) {
  const { t } = useTranslation("data");
  const { number, list } = useFormat();
  const { count, examples } = column.invalid;
  const rows = examples.slice(0, 3).map(({ row }) => number(row));
  const listed = list(rows) + (count > rows.length ? " …" : "");
  const texts = examples.map(({ row, text }) => t("columns.invalidRow", { row: number(row), text: shorten(text, 60) }));
  const title = t("columns.invalidTitle", { type: t(`types.${column.type}`), examples: texts.join(" ") });
  return (
    <span className={styles.invalid} title={title}>
      <TriangleAlert size={12} aria-hidden="true" />
      <span>{t("columns.invalid", { count, n: number(count), rows: listed })}</span>
    </span>
  );
}

/** Least, greatest and mean of numbers and dates; the commonest values of everything else. */
function Extremes({ column, rows }: { readonly column: ColumnSummary; readonly rows: number }) {
  const format = useFormat();
  const { stats, chart, type } = column;
  const numeric = type === "number" || type === "integer" || type === "date";
  if (numeric && stats !== undefined) {
    // Over more than a few days the time of day tells nothing and takes the room.
    const daysOnly = type === "date" && stats.max - stats.min > 3 * 86_400_000;
    const short = (value: number) => (daysOnly ? dateFigure(value).split(" ")[0] : columnFigure(value, type, format));
    return [stats.min, stats.max, stats.mean].map((value, index) => (
      <td key={["min", "max", "mean"][index]} className={styles.figure} title={columnFigure(value, type, format)}>
        {short(value)}
      </td>
    ));
  }
  const top = chart.kind === "values" ? chart.top.slice(0, 4) : [];
  return (
    <td colSpan={3} className={styles.top}>
      <span className={styles.values}>
        {top.map(({ value, count }) => (
          <span key={value}>
            <bdi>{shorten(value, 30)}</bdi>{" "}
            <span className={styles.dim}>{format.percent(rows === 0 ? 0 : count / rows, 0)}</span>
          </span>
        ))}
      </span>
    </td>
  );
}
