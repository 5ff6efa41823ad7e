/** @file The Deploy step: the trained model in other programs' forms, the project as one file, and what there is to compare. */
import type { Run } from "../../core/training/types.ts";
import { summaryOf, useDataset } from "../../state/dataset.ts";
import { useRemovals } from "../../state/removals.ts";
import { useRun } from "../../state/run.ts";
import { useSession } from "../../state/session.ts";
import styles from "./DeployStep.module.css";
import { ExportProject } from "./ExportProject.tsx";
import { TrainedModel } from "./TrainedModel.tsx";
import { Verification } from "./Verification.tsx";

export function DeployStep() {
  const all = useRun((state) => state.runs);
  const liveId = useRun(({ active }) => (active.kind === "active" ? active.job.runId : null));
  const deleted = useRemovals((state) => state.pending);
  const selected = useSession((state) => state.selectedRun);
  const table = useDataset((state) => state.table);
  const summary = summaryOf(table);
  const kept = exported(all);
  const finished = kept.filter((run) => isFinished(run) && run.id !== liveId && !deleted.includes(run));
  const run = finished.find(({ id }) => id === selected) ?? finished[0] ?? null;
  return (
    <div className={styles.step}>
      <div className={styles.page}>
        <TrainedModel runs={finished} run={run} running={liveId !== null} />
        <ExportProject summary={summary} runs={kept} running={liveId !== null} />
        <Verification summary={summary} runs={kept} />
      </div>
    </div>
  );
}

/** The runs that the project file takes: a run without an end has no weights of its own yet. */
const exported = (runs: readonly Run[]): readonly Run[] => runs.filter(({ status }) => status !== "running");

/** Its weights can be trusted: nothing went wrong on the way. */
const isFinished = ({ status, failure }: Run): boolean =>
  (status === "done" || status === "stopped") && failure === undefined;
