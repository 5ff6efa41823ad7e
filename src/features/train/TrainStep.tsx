/**
 * @file The Train step: buttons and settings at the left, the shown run's figures and curves, and all runs below. The
 * buttons stay where they are while the settings are scrolled: Stop must be at hand.
 */
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Fault } from "../../core/fault.ts";
import type { TrainJob } from "../../core/training/types.ts";
import { useColumnWidths } from "../../state/columnWidths.ts";
import { useDataset } from "../../state/dataset.ts";
import { useShownRun } from "../../state/derived.ts";
import { useRemovals } from "../../state/removals.ts";
import { useRun } from "../../state/run.ts";
import { useOldBasis } from "../../state/runBasis.ts";
import { Columns } from "../../ui/Columns.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { useFormat } from "../../ui/format.ts";
import { SeverityIcon } from "../../ui/IssueList.tsx";
import { useIssueText } from "../../ui/issueText.ts";
import { KeyValue } from "../../ui/KeyValue.tsx";
import { NextStep } from "../../ui/NextStep.tsx";
import { Section } from "../../ui/Section.tsx";
import { useKeptFocus } from "../../ui/useKeptFocus.ts";
import { CrossValidation } from "./CrossValidation.tsx";
import { Preflight } from "./Preflight.tsx";
import { RecoveryNotes } from "./RecoveryNotes.tsx";
import { RunComparison } from "./RunComparison.tsx";
import { DeletedRuns, RunsTable } from "./RunsTable.tsx";
import { StepCharts } from "./StepCharts.tsx";
import { useShownRuns } from "./shownRun.ts";
import { TrainCards } from "./TrainCards.tsx";
import { TrainCharts } from "./TrainCharts.tsx";
import { TrainControls } from "./TrainControls.tsx";
import { EndedBar, TrainingBar } from "./TrainingBar.tsx";
import { TrainSettings } from "./TrainSettings.tsx";
import styles from "./TrainStep.module.css";
import { useHeldHeight } from "./useHeldHeight.ts";

export function TrainStep() {
  const busy = useRun(({ active, queue }) => active.kind === "active" || queue !== null);
  const widths = useColumnWidths("train");
  const { part, column, minHeight, release } = useHeldHeight(busy);
  // Another device starts without the prepared data: the look ahead that led there is gone for a moment.
  const kept = useKeptFocus<HTMLDivElement>();
  const settings = (
    <div ref={column} className={styles.left} onPointerLeave={release}>
      <div ref={part} className={styles.pinned} style={{ minHeight }}>
        <TrainControls />
      </div>
      <div {...kept} className={styles.settings}>
        <TrainSettings locked={busy} />
        <RowCounts />
        {busy ? null : <Preflight />}
      </div>
      {busy ? null : <ToEvaluation />}
    </div>
  );
  return (
    <Columns {...widths} left={{ content: settings, width: 288 }} stackUpTo={760}>
      <TrainResults />
    </Columns>
  );
}

/** The way on, once there is a report to read. */
function ToEvaluation() {
  const { t } = useTranslation("train");
  const hasReport = useShownRun()?.report != null;
  if (!hasReport) return null;
  return <NextStep label={t("next.button")} reason={t("next.ready")} ready to="evaluate" />;
}

function RowCounts() {
  const { t } = useTranslation("train");
  const format = useFormat();
  const preparation = useDataset((state) => state.preparation);
  if (preparation.kind !== "ready") return null;
  const { counts } = preparation.info;
  const parts = ["train", "validation", "test"] as const;
  return (
    <Section title={t("thisData.title")}>
      <KeyValue
        rows={parts.map((part) => ({ key: part, label: t(`thisData.${part}`), value: format.number(counts[part]) }))}
      />
    </Section>
  );
}

const nothingCompared: readonly string[] = [];

function TrainResults() {
  const { t } = useTranslation("train");
  const [compared, setCompared] = useState(nothingCompared);
  const all = useRun((state) => state.runs);
  const pending = useRemovals((state) => state.pending);
  const { drawn, live } = useShownRuns(compared, pending);
  const onCompare = useCallback(
    (id: string, on: boolean) =>
      // A third tick lets go of the first.
      setCompared((now) =>
        on ? [...now.filter((other) => other !== id), id].slice(-2) : now.filter((other) => other !== id),
      ),
    [],
  );
  const runs = pending.length === 0 ? all : all.filter((run) => !pending.includes(run));
  const [first, second] = drawn;
  const [newer, older] = runs.filter(({ id }) => compared.includes(id));
  return (
    <div className={styles.results}>
      <DeletedRuns />
      {live === null ? null : <TrainingBar shown={live} />}
      {live === null && first !== undefined ? (
        <EndedBar run={runs.find(({ id }) => id === first.id) ?? null} beside={second?.name ?? null} />
      ) : null}
      {first === undefined ? <EmptyState title={t("empty.title")} text={t("empty.text")} /> : null}
      {first === undefined || first.failure === null ? null : <Failure fault={first.failure} name={first.name} />}
      {first === undefined ? null : <RecoveryNotes job={first.job} />}
      {first === undefined ? null : <OldBasisNote job={first.job} name={first.name} />}
      {first === undefined ? null : <TrainCards shown={first} named={second !== undefined} />}
      {first === undefined ? null : <TrainCharts first={first} second={second ?? null} />}
      {first === undefined ? null : <StepCharts shown={first} named={second !== undefined} />}
      {first?.job.fold === undefined ? null : <CrossValidation runs={runs} fold={first.job.fold} />}
      {runs.length === 0 && live === null ? null : (
        <RunsTable
          runs={runs}
          live={live}
          shownIds={drawn.map(({ id }) => id)}
          compared={compared}
          onCompare={onCompare}
        />
      )}
      {newer === undefined || older === undefined ? null : <RunComparison newer={newer} older={older} />}
    </div>
  );
}

/** The figures below are of a table or a target that the document has left behind. */
function OldBasisNote({ job, name }: { readonly job: TrainJob; readonly name: string }) {
  const { t } = useTranslation();
  const basis = useOldBasis(job);
  if (basis === null) return null;
  return (
    <p role="note" className={styles.oldBasis}>
      <SeverityIcon severity="warning" />
      {t(`oldBasis.${basis}`, { run: name, column: job.data.target })}
    </p>
  );
}

function Failure({ fault, name }: { readonly fault: Fault; readonly name: string }) {
  const { t } = useTranslation("train");
  const { faultText } = useIssueText();
  return (
    <p className={styles.failure}>
      <strong>{t("failed", { run: t("runs.run", { name }) })}</strong> {faultText(fault)}
    </p>
  );
}
