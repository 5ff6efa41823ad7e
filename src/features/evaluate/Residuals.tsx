/** @file A regression's errors, row by row: where the model says too much or too little. */
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import type { Report } from "../../core/evaluation/types.ts";
import { csvTable } from "../../core/export/csv.ts";
import { download, fileNameOf } from "../../state/download.ts";
import { useProject } from "../../state/project.ts";
import { ChartPanel } from "../../ui/charts/ChartPanel.tsx";
import { Scatter } from "../../ui/charts/Scatter.tsx";
import { useFormat } from "../../ui/format.ts";
import styles from "./tables.module.css";

const tableRows = 200;

export function Residuals({ report }: { readonly report: Report & { readonly kind: "regression" } }) {
  const { t } = useTranslation("evaluate");
  const format = useFormat();
  const projectName = useProject((state) => state.project?.name) ?? "";
  const { residuals, rows, target } = report;
  // All digits of a tick where there is room for them: rounded to four, a narrow range far from zero repeats one number.
  const tick = useCallback(
    (value: number, decimals: number) =>
      decimals > 4 || Math.abs(value) >= 1e6 ? format.significant(value, 4) : format.score(value, decimals),
    [format],
  );
  const title = t("residuals.title");
  const columns = [t("residuals.predicted", { target }), t("residuals.residual")] as const;
  const errors = residuals.map(([, residual]) => residual);
  const summary =
    errors.length === 0
      ? title
      : t("residuals.summary", {
          count: residuals.length,
          low: format.significant(Math.min(...errors)),
          high: format.significant(Math.max(...errors)),
        });
  return (
    <ChartPanel
      title={title}
      name={title}
      summary={summary}
      legend={[]}
      table={() => ({
        columns,
        rows: residuals.slice(0, tableRows).map(([predicted, residual], i) => ({
          key: i,
          cells: [format.significant(predicted, 6), format.significant(residual, 6)],
        })),
        note: residuals.length > tableRows ? t("residuals.lastRows", { count: tableRows }) : null,
      })}
      csv={() => csvTable(columns, residuals)}
      save={(file, extension) => download(file, `${fileNameOf(`${projectName} ${title}`)}.${extension}`)}
      tools={<span className={styles.aside}>{t("rows", { rows: format.number(rows) })}</span>}
    >
      <Scatter points={residuals} height={280} xTitle={columns[0]} yTitle={columns[1]} format={tick} />
      <p className={styles.note}>
        {t("residuals.explain")}
        {residuals.length < rows
          ? ` ${t("residuals.sampled", { shown: format.number(residuals.length), rows: format.number(rows) })}`
          : null}
      </p>
    </ChartPanel>
  );
}
