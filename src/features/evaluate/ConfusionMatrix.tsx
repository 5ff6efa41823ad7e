/**
 * @file What was taken for what. A table of coloured numbers while it can be read; for more classes a picture of all and a
 * table of the most frequent mistakes.
 */
import { type CSSProperties, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { HeatMap } from "../../ui/charts/HeatMap.tsx";
import { useFormat } from "../../ui/format.ts";
import { Section } from "../../ui/Section.tsx";
import styles from "./ConfusionMatrix.module.css";
import { topConfusions } from "./scoreRows.ts";
import tables from "./tables.module.css";

/** Beyond this many classes a table of numbers has too many cells to be read or drawn. */
const tableClasses = 50;
const shownMistakes = 30;
/** Up to here all columns are as wide as each other; beyond, as wide as their numbers. */
const evenClasses = 12;

interface ConfusionMatrixProps {
  /** [true class][predicted class] */
  readonly confusion: readonly (readonly number[])[];
  readonly classes: readonly string[];
  readonly rows: number;
}

export function ConfusionMatrix(props: ConfusionMatrixProps) {
  const { t } = useTranslation("evaluate");
  const format = useFormat();
  return (
    <Section
      title={t("confusion.title")}
      frame="card"
      aside={<span className={tables.aside}>{t("rows", { rows: format.number(props.rows) })}</span>}
    >
      {props.classes.length > tableClasses ? <ManyClasses {...props} /> : <Matrix {...props} />}
    </Section>
  );
}

const sumOf = (row: readonly number[]): number => row.reduce((sum, count) => sum + count, 0);

/** Less than half of the colour, so that the number stays readable in both themes (4.5:1 and more). */
function cellStyle(count: number, total: number, right: boolean): CSSProperties | undefined {
  if (count === 0 || total === 0) return undefined;
  const strength = 8 + 37 * (count / total);
  return {
    backgroundColor: `color-mix(in srgb, var(${right ? "--ok" : "--bad"}) ${strength.toFixed(1)}%, var(--panel))`,
  };
}

function Matrix({ confusion, classes }: ConfusionMatrixProps) {
  const { t } = useTranslation("evaluate");
  const format = useFormat();
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box must be reachable by keyboard */}
      <div className={styles.scroll} tabIndex={0}>
        <table
          className={`${styles.matrix} ${classes.length <= evenClasses ? styles.even : ""}`}
          aria-label={t("confusion.title")}
        >
          <thead>
            <tr>
              <td className={styles.corner}>{t("confusion.corner")}</td>
              {classes.map((name) => (
                <th key={name} scope="col" title={name}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {confusion.map((row, actual) => {
              const total = sumOf(row);
              return (
                <tr key={classes[actual]}>
                  <th scope="row" title={classes[actual]}>
                    {classes[actual]}
                  </th>
                  {row.map((count, said) => (
                    <td
                      key={classes[said]}
                      style={cellStyle(count, total, actual === said)}
                      title={t("confusion.cell", {
                        count: format.number(count),
                        actual: classes[actual],
                        said: classes[said],
                      })}
                    >
                      {format.number(count)}
                    </td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <p className={tables.note}>{t("confusion.explain")}</p>
    </>
  );
}

function ManyClasses({ confusion, classes }: ConfusionMatrixProps) {
  const { t } = useTranslation("evaluate");
  const format = useFormat();
  const shares = useMemo(
    () =>
      confusion.map((row) => {
        const total = sumOf(row);
        return row.map((count) => (total === 0 ? 0 : count / total));
      }),
    [confusion],
  );
  const mistakes = useMemo(() => topConfusions(confusion, shownMistakes), [confusion]);
  return (
    <>
      <p className={tables.note}>{t("confusion.many", { classes: format.number(classes.length) })}</p>
      <div className={styles.many}>
        <div>
          <div role="img" aria-label={t("confusion.picture")} className={styles.picture}>
            <HeatMap shares={shares} size={360} />
          </div>
          <p className={tables.note}>{t("confusion.explain")}</p>
        </div>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box must be reachable by keyboard */}
        <div className={tables.scroll} tabIndex={0}>
          {mistakes.length === 0 ? (
            <p>{t("confusion.none")}</p>
          ) : (
            <table className={tables.table} aria-label={t("confusion.title")}>
              <thead>
                <tr>
                  {["actual", "said", "count", "share"].map((column) => (
                    <th key={column} scope="col" className={column === "said" ? tables.words : undefined}>
                      {t(`confusion.${column}`)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {mistakes.map(({ actual, said, count, share }) => (
                  <tr key={`${actual}-${said}`}>
                    <th scope="row">{classes[actual]}</th>
                    <td className={tables.words}>{classes[said]}</td>
                    <td>{format.number(count)}</td>
                    <td>{format.percent(share)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </div>
      </div>
    </>
  );
}
