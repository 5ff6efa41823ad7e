/** @file The Evaluate step: how well a run does on rows it never saw, and a place to try it. */
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import type { Report } from "../../core/evaluation/types.ts";
import type { Run } from "../../core/training/types.ts";
import { useColumnWidths } from "../../state/columnWidths.ts";
import { useRemovals } from "../../state/removals.ts";
import { isInterrupted, useRun } from "../../state/run.ts";
import { useOldBasis } from "../../state/runBasis.ts";
import { useSession } from "../../state/session.ts";
import { Columns } from "../../ui/Columns.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { type Format, useFormat } from "../../ui/format.ts";
import { SeverityIcon } from "../../ui/IssueList.tsx";
import { useIssueText } from "../../ui/issueText.ts";
import { SelectField } from "../../ui/SelectField.tsx";
import { ConfusionMatrix } from "./ConfusionMatrix.tsx";
import styles from "./EvaluateStep.module.css";
import { PerClassTable } from "./PerClassTable.tsx";
import { Residuals } from "./Residuals.tsx";
import { ScoresTable } from "./ScoresTable.tsx";
import { TargetScores } from "./TargetScores.tsx";
import { TryIt } from "./TryIt.tsx";

/** Classes up to which the matrix fits beside the scores. */
const wideMatrix = 8;

export function EvaluateStep() {
  const { t } = useTranslation("evaluate");
  const widths = useColumnWidths("evaluate");
  const all = useRun((state) => state.runs);
  const liveId = useRun(({ active }) => (active.kind === "active" ? active.job.runId : null));
  const deleted = useRemovals((state) => state.pending);
  const selected = useSession((state) => state.selectedRun);
  // A resumed run's earlier record would show numbers that are being replaced.
  const runs = all.filter((run) => run.id !== liveId && !deleted.includes(run));
  const run = runs.find(({ id }) => id === selected) ?? runs[0] ?? null;
  if (run === null) {
    return (
      <EmptyState
        title={t("empty.title")}
        text={liveId === null ? t("empty.text") : t("live")}
        action={
          <a className={`button ${styles.link}`} href="#/train">
            {t("empty.action")}
          </a>
        }
      />
    );
  }
  const trusted = run.status !== "failed" && run.failure === undefined;
  // Another run is another form: what was typed belongs to its columns.
  const tryIt = <TryIt key={run.id} run={run} usable={trusted && run.status !== "running"} />;
  return (
    <Columns {...widths} right={{ content: tryIt, width: 336 }} stackUpTo={900}>
      <div className={styles.main}>
        <RunHead run={run} runs={runs} />
        <OldBasisNote run={run} />
        {trusted && run.report !== null ? <ReportView report={run.report} /> : <NoReport run={run} />}
      </div>
    </Columns>
  );
}

function RunHead({ run, runs }: { readonly run: Run; readonly runs: readonly Run[] }) {
  const { t } = useTranslation("evaluate");
  const format = useFormat();
  const selectRun = useSession((state) => state.selectRun);
  const rows = run.report?.rows ?? null;
  const shown = run.status !== "failed" && run.failure === undefined && rows !== null;
  return (
    <div className={styles.head}>
      <SelectField
        label={t("run")}
        className={styles.picker}
        value={run.id}
        options={runs.map((option) => ({ value: option.id, label: optionText(option, format, t) }))}
        onChange={selectRun}
      />
      {shown ? <p className={styles.onRows}>{t("onRows", { rows: format.number(rows) })}</p> : null}
    </div>
  );
}

/** The figures below are of a table or a target that the document has left behind. */
function OldBasisNote({ run }: { readonly run: Run }) {
  const { t } = useTranslation();
  const basis = useOldBasis(run.job);
  if (basis === null) return null;
  const column = run.recipe.target.column;
  return (
    <p role="note" className={styles.oldBasis}>
      <SeverityIcon severity="warning" />
      {t(`oldBasis.${basis}`, { run: run.name, column })}
    </p>
  );
}

function optionText(run: Run, format: Format, t: TFunction<"evaluate">): string {
  const { name, report, status } = run;
  if (report === null || status === "failed") return t("runOptionPlain", { name, status: t(`runStatus.${status}`) });
  const score =
    report.kind === "classification"
      ? `${t("scores.names.accuracy")} ${format.percent(report.model.accuracy)}`
      : `${t("scores.names.mae")} ${format.significant(report.model.mae)}`;
  return t("runOption", { name, score });
}

function ReportView({ report }: { readonly report: Report }) {
  if (report.kind === "regression") {
    return (
      <div className={styles.cards}>
        <ScoresTable report={report} />
        {report.outputs === undefined ? null : <TargetScores outputs={report.outputs} rows={report.rows} />}
        <Residuals report={report} />
      </div>
    );
  }
  const { model, classes, rows } = report;
  const matrix = <ConfusionMatrix confusion={model.confusion} classes={classes} rows={rows} />;
  const perClass = <PerClassTable scores={model.perClass} classes={classes} rows={rows} />;
  // A large matrix takes the whole width, below the tables.
  const wide = classes.length > wideMatrix;
  return (
    <div className={styles.cards}>
      <ScoresTable report={report} />
      {wide ? perClass : null}
      <div className={wide ? styles.wide : styles.stack}>
        {matrix}
        {wide ? null : perClass}
      </div>
    </div>
  );
}

function NoReport({ run }: { readonly run: Run }) {
  const { t } = useTranslation("evaluate");
  const { faultText } = useIssueText();
  const failed = run.status === "failed" || run.failure !== undefined;
  const reason = run.failure === undefined ? "" : faultText(run.failure);
  const text = failed
    ? t("noReport.failed", { reason })
    : isInterrupted(run, { kind: "idle" })
      ? t("noReport.interrupted")
      : t(run.counts.test === 0 ? "noReport.noTest" : "noReport.notMeasured");
  return (
    <EmptyState
      title={t("noReport.title")}
      text={text}
      action={
        <a className={`button ${styles.link}`} href="#/train">
          {t("empty.action")}
        </a>
      }
    />
  );
}
