/**
 * @file All runs of the project: what each changed, how well it did, and what can be done with it. Rows of kept runs are
 * drawn once; only the row of the run under way follows the training.
 */
import { GitFork, Trash2 } from "lucide-react";
import { memo, type ReactNode, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { EpochRecord, MetricName, Run, TrainJob } from "../../core/training/types.ts";
import { useRemovals } from "../../state/removals.ts";
import { isInterrupted, isResumable, useRun } from "../../state/run.ts";
import { useSession } from "../../state/session.ts";
import { useFormat } from "../../ui/format.ts";
import { useIssueText } from "../../ui/issueText.ts";
import { ForkDialog } from "./ForkDialog.tsx";
import styles from "./RunsTable.module.css";
import { colourOf } from "./runColours.ts";
import { diffJobs } from "./runDiff.ts";
import { useDiffText } from "./runDiffText.ts";
import { keptRecord, metricText, testScore } from "./runFigures.ts";
import type { ShownRun } from "./shownRun.ts";

interface RunsTableProps {
  readonly runs: readonly Run[];
  readonly live: ShownRun | null;
  readonly shownIds: readonly string[];
  readonly compared: readonly string[];
  readonly onCompare: (id: string, on: boolean) => void;
}

export function RunsTable({ runs, live, shownIds, compared, onCompare }: RunsTableProps) {
  const { t } = useTranslation("train");
  const metric: MetricName = live?.metric ?? runs[0]?.metric ?? "accuracy";
  const kept = runs.filter(({ id }) => id !== live?.id);
  // Runs of another task stand in the same column: its name may not be that of one score.
  const score = kept.every((run) => run.metric === metric) ? metric : "mixed";
  const before = useMemo(
    () => new Map(runs.map((run, i) => [run.id, comparedWith(run.job, runs, runs[i + 1]?.job ?? null)])),
    [runs],
  );
  const columns = [
    "compare",
    "run",
    "changed",
    `valScore.${score}`,
    "valLoss",
    "test",
    "epochs",
    "time",
    "status",
    "actions",
  ];
  return (
    <section className={styles.panel} aria-labelledby="runs-title">
      <div className={styles.head}>
        <h2 id="runs-title" className={styles.title}>
          {t("runs.title")}
        </h2>
        <span className={styles.hint}>{runs.length > 1 ? t("runs.compareHint") : null}</span>
      </div>
      <div className={styles.scroll}>
        <table className={styles.table} aria-label={t("runs.title")}>
          <thead>
            <tr>
              {columns.map((column) => (
                <th
                  key={column}
                  scope="col"
                  className={column === "compare" || column === "actions" ? styles.narrow : undefined}
                >
                  <span className={column === "compare" || column === "actions" ? styles.hidden : undefined}>
                    {t(`runs.columns.${column}`)}
                  </span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {live === null ? null : (
              <LiveRow
                live={live}
                before={comparedWith(live.job, runs, liveBefore(runs, live.id))}
                shown={shownIds.includes(live.id)}
              />
            )}
            {kept.map((run) => (
              <KeptRow
                key={run.id}
                run={run}
                before={before.get(run.id) ?? null}
                shown={shownIds.includes(run.id)}
                compared={compared.includes(run.id)}
                busy={live !== null}
                onCompare={onCompare}
              />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

interface Before {
  readonly job: TrainJob;
  /** Said before the changes: where a fork begins. */
  readonly fork: { readonly name: string; readonly epoch: number } | null;
}

/** A fork is told apart from the run it came from, another run from the one before it. */
function comparedWith({ fork }: TrainJob, runs: readonly Run[], previous: TrainJob | null): Before | null {
  const parent = fork === undefined ? undefined : runs.find(({ id }) => id === fork.runId);
  if (fork !== undefined && parent !== undefined) {
    return { job: parent.job, fork: { name: parent.name, epoch: fork.epoch } };
  }
  return previous === null ? null : { job: previous, fork: null };
}

/** The newest run that is not the one under way itself (a resumed run is in the list too). */
const liveBefore = (runs: readonly Run[], liveId: string): TrainJob | null => {
  const own = runs.findIndex(({ id }) => id === liveId);
  return runs[own + 1]?.job ?? null;
};

/** What was deleted a moment ago, and the way to have it back. */
export function DeletedRuns() {
  const { t } = useTranslation("train");
  const pending = useRemovals((state) => state.pending);
  const undo = useRemovals((state) => state.undo);
  return (
    <div role="status" className={styles.undo}>
      {pending.map((run) => (
        <p key={run.id}>
          {t("runs.deleted", { run: t("runs.run", { name: run.name }) })}{" "}
          <button type="button" onClick={() => undo(run)}>
            {t("runs.undo")}
          </button>
        </p>
      ))}
    </div>
  );
}

function LiveRow({
  live,
  before,
  shown,
}: {
  readonly live: ShownRun;
  readonly before: Before | null;
  readonly shown: boolean;
}) {
  const { t } = useTranslation("train");
  const format = useFormat();
  const last = live.history.at(-1) ?? null;
  return (
    <tr className={shown ? styles.shown : undefined}>
      <td />
      <NameCell id={live.id} name={live.name} shown={shown} />
      <ChangedCell job={live.job} before={before} />
      <FigureCells record={last} metric={live.metric} />
      <td>–</td>
      <td>
        {format.number(last?.epoch ?? 0)}/{format.number(live.job.config.epochs)}
      </td>
      <td>–</td>
      <td className={`${styles.words} ${styles.phase}`}>{t(`phase.${live.live?.phase ?? "training"}`)}</td>
      <td />
    </tr>
  );
}

interface KeptRowProps {
  readonly run: Run;
  readonly before: Before | null;
  readonly shown: boolean;
  readonly compared: boolean;
  readonly busy: boolean;
  readonly onCompare: (id: string, on: boolean) => void;
}

const KeptRow = memo(function KeptRow({ run, before, shown, compared, busy, onCompare }: KeptRowProps) {
  const { t } = useTranslation("train");
  const format = useFormat();
  const name = t("runs.run", { name: run.name });
  const failed = run.status === "failed" || run.failure !== undefined;
  return (
    <tr className={shown ? styles.shown : undefined}>
      <td className={styles.narrow}>
        <input
          type="checkbox"
          className={styles.tick}
          aria-label={t("runs.compare", { run: name })}
          checked={compared}
          onChange={(event) => onCompare(run.id, event.currentTarget.checked)}
        />
      </td>
      <NameCell id={run.id} name={run.name} shown={shown} />
      <ChangedCell job={run.job} before={before} />
      <FigureCells record={failed ? null : keptRecord(run)} metric={run.metric} />
      <td>{metricText(run.metric, testScore(run), format)}</td>
      <td>
        {format.number(run.history.at(-1)?.epoch ?? 0)}/{format.number(run.job.config.epochs)}
      </td>
      <td>{format.duration(run.seconds)}</td>
      <td className={styles.words}>
        <Status run={run} name={name} busy={busy} />
      </td>
      <td className={styles.narrow}>
        <Fork run={run} name={name} />
        <Delete run={run} label={t("runs.delete", { run: name })} />
      </td>
    </tr>
  );
});

function NameCell({ id, name, shown }: { readonly id: string; readonly name: string; readonly shown: boolean }) {
  const { t } = useTranslation("train");
  const selectRun = useSession((state) => state.selectRun);
  const title = t("runs.run", { name });
  const colour = colourOf({ id, name });
  return (
    <th scope="row" className={styles.name}>
      <button type="button" aria-pressed={shown} title={t("runs.show", { run: title })} onClick={() => selectRun(id)}>
        <span
          aria-hidden="true"
          className={styles.dot}
          style={{ borderColor: colour, backgroundColor: shown ? colour : "transparent" }}
        />
        {title}
      </button>
    </th>
  );
}

function ChangedCell({ job, before }: { readonly job: TrainJob; readonly before: Before | null }) {
  const { t } = useTranslation("train");
  const { changeText, listText } = useDiffText();
  const changes = useMemo(() => (before === null ? null : diffJobs(before.job, job)), [job, before]);
  const source = job.startWeights?.source ?? null;
  const first =
    source === null
      ? t("runs.first")
      : [t("runs.first"), changeText({ kind: "startWeights", source })].join(t("diff.separator"));
  const forked =
    before?.fork == null
      ? null
      : t("fork.forked", { run: t("runs.run", { name: before.fork.name }), epoch: before.fork.epoch });
  const listed = changes === null ? first : listText(changes);
  const text = forked === null ? listed : [forked, listed].join(t("diff.separator"));
  return (
    <td className={`${styles.words} ${styles.changed}`}>
      <span title={changes === null ? first : changes.map(changeText).join("\n")}>{text}</span>
    </td>
  );
}

function FigureCells({
  record,
  metric,
}: {
  readonly record: EpochRecord | null;
  readonly metric: MetricName;
}): ReactNode {
  const format = useFormat();
  return (
    <>
      <td>{metricText(metric, record?.valMetric ?? null, format)}</td>
      <td>{record?.valLoss == null ? "–" : format.significant(record.valLoss)}</td>
    </>
  );
}

function Status({ run, name, busy }: { readonly run: Run; readonly name: string; readonly busy: boolean }) {
  const { t } = useTranslation("train");
  const { faultText } = useIssueText();
  const resumeRun = useRun((state) => state.resumeRun);
  const interrupted = isInterrupted(run, { kind: "idle" });
  const status = interrupted ? "interrupted" : run.status;
  const resumable = isResumable(run, { kind: "idle" });
  const reason = run.failure === undefined ? null : faultText(run.failure);
  return (
    <div className={styles.status}>
      <span className={styles[status]}>{t(`runs.status.${status}`)}</span>
      {reason === null ? null : <span className={styles.reason}>{reason}</span>}
      {resumable && !busy ? (
        <button
          type="button"
          className="button small"
          aria-label={t("runs.resumeRun", { run: name })}
          onClick={() => void resumeRun(run)}
        >
          {t("runs.resume")}
        </button>
      ) : null}
    </div>
  );
}

/** Where there is something to fork from is only looked for when somebody asks. */
function Fork({ run, name }: { readonly run: Run; readonly name: string }) {
  const { t } = useTranslation("train");
  const [open, setOpen] = useState(false);
  const label = t("fork.open", { run: name });
  if (run.history.length === 0 || run.failure?.code === "gpuError") return null;
  return (
    <>
      <button type="button" className={styles.delete} aria-label={label} title={label} onClick={() => setOpen(true)}>
        <GitFork size={14} aria-hidden />
      </button>
      {open ? <ForkDialog run={run} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function Delete({ run, label }: { readonly run: Run; readonly label: string }) {
  const remove = useRemovals((state) => state.remove);
  return (
    <button type="button" className={styles.delete} aria-label={label} title={label} onClick={() => remove(run)}>
      <Trash2 size={14} aria-hidden />
    </button>
  );
}
