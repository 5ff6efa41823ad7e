/** @file What the project file holds, line by line, with what can be compared after opening it elsewhere. */
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import type { DatasetSummary } from "../../core/data/types.ts";
import { modelTargets } from "../../core/export/targets.ts";
import type { Run } from "../../core/training/types.ts";
import { useExports } from "../../state/exports.ts";
import { useProject } from "../../state/project.ts";
import { type Format, useFormat } from "../../ui/format.ts";
import { Section } from "../../ui/Section.tsx";
import styles from "./DeployStep.module.css";

interface VerificationProps {
  readonly summary: DatasetSummary | null;
  readonly runs: readonly Run[];
}

export function Verification({ summary, runs }: VerificationProps) {
  const { t } = useTranslation("deploy");
  const format = useFormat();
  const project = useProject((state) => state.project);
  if (project === null) return null;
  return (
    <Section title={t("verification.title")} frame="card">
      <p className={styles.note}>{t("verification.intro")}</p>
      <div className={styles.scroll}>
        <table className={styles.table} aria-label={t("verification.title")}>
          <thead>
            <tr>
              {["part", "what", "check"].map((column) => (
                <th key={column} scope="col">
                  {t(`verification.columns.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">{t("verification.document")}</th>
              <td>{project.name}</td>
              <td>{t("verification.version", { version: project.version })}</td>
            </tr>
            {summary === null ? null : (
              <tr>
                <th scope="row">{t("verification.table")}</th>
                <td>{t("verification.tableWhat", { file: summary.fileName, rows: format.number(summary.rows) })}</td>
                <td className={styles.mono} title={summary.id}>
                  {t("verification.fingerprint", { id: summary.id.slice(0, 16) })}
                </td>
              </tr>
            )}
            {runs.map((run) => (
              <tr key={run.id}>
                <th scope="row">{t("verification.run", { name: run.name })}</th>
                <td>
                  {runWhat(run, format, t)}
                  {summary === null || run.dataset.id === summary.id ? null : (
                    <div className={styles.note}>{t("verification.otherTable", { file: run.dataset.fileName })}</div>
                  )}
                </td>
                <td>{scoreText(run, format, t)}</td>
              </tr>
            ))}
            <WrittenFiles runs={runs} />
          </tbody>
        </table>
      </div>
    </Section>
  );
}

/** The model files written in this visit, to compare with those that arrive elsewhere. */
function WrittenFiles({ runs }: { readonly runs: readonly Run[] }) {
  const { t } = useTranslation("deploy");
  const format = useFormat();
  const states = useExports((state) => state.states);
  return modelTargets.map((target) => {
    const state = states[target];
    const run = state?.kind === "written" ? runs.find(({ id }) => id === state.runId) : undefined;
    if (state?.kind !== "written" || run === undefined) return null;
    const { fileName, bytes, fingerprint } = state;
    return (
      <tr key={target}>
        <th scope="row">{t("verification.file")}</th>
        <td>{t("verification.fileWhat", { file: fileName, run: run.name, size: format.bytes(bytes) })}</td>
        <td className={styles.mono} title={fingerprint}>
          {t("verification.sha256", { fingerprint: fingerprint.slice(0, 16) })}
        </td>
      </tr>
    );
  });
}

const runWhat = (run: Run, format: Format, t: TFunction<"deploy">): string =>
  t("verification.runWhat", {
    epochs: format.number(run.history.at(-1)?.epoch ?? 0),
    parameters: format.number(run.parameters),
    status: t(`verification.status.${run.status}`),
  });

function scoreText({ report, status, failure }: Run, format: Format, t: TFunction<"deploy">): string {
  if (status === "failed" || failure !== undefined) return t("verification.failed");
  if (report === null) return t("verification.noScore");
  const rows = format.number(report.rows);
  if (report.kind === "classification") {
    const { model, baseline } = report;
    const score = format.percent(model.accuracy);
    const metric = t("verification.metric.accuracy");
    return t("verification.score", { metric, score, rows, baseline: format.percent(baseline.accuracy) });
  }
  const score = format.significant(report.model.mae);
  const baseline = format.significant(report.baseline.mae);
  return t("verification.score", { metric: t("verification.metric.mae"), score, rows, baseline });
}
