/** @file One form for a live run and a kept one, so that cards and charts need not know which they show. */
import { useMemo } from "react";
import type { Fault } from "../../core/fault.ts";
import type {
  EpochRecord,
  MetricName,
  PartCounts,
  RateChange,
  Run,
  StepPath,
  TrainJob,
  TrainProgress,
} from "../../core/training/types.ts";
import { type ActiveRun, type Phase, type RunState, useRun } from "../../state/run.ts";
import { useSession } from "../../state/session.ts";
import { meanRowsPerSecond } from "./runFigures.ts";
import { useRunTick } from "./useCurves.ts";

export interface ShownRun {
  readonly id: string;
  readonly name: string;
  readonly job: TrainJob;
  readonly metric: MetricName;
  readonly baseline: number | null;
  readonly counts: PartCounts | null;
  readonly stepsPerEpoch: number;
  readonly history: readonly EpochRecord[];
  readonly bestEpoch: number | null;
  /** null: the run is not under way. */
  readonly live: {
    readonly phase: Phase;
    /** Of the phase, where it can be told. */
    readonly share: number | null;
    readonly progress: TrainProgress | null;
  } | null;
  readonly rowsPerSecond: number | null;
  readonly seconds: number | null;
  readonly rateChanges: readonly RateChange[];
  /** null: not known, or not yet. */
  readonly path: StepPath | null;
  /** Why the run failed; its figures are no result. */
  readonly failure: Fault | null;
}

const noHistory: readonly EpochRecord[] = [];

const stepsOf = (counts: PartCounts | null, batchSize: number): number =>
  counts === null ? 0 : Math.ceil(counts.train / batchSize);

/** A kept run as the charts take it. */
export const shownOf = (run: Run): ShownRun => ({
  id: run.id,
  name: run.name,
  job: run.job,
  metric: run.metric,
  baseline: run.baseline,
  counts: run.counts,
  stepsPerEpoch: stepsOf(run.counts, run.job.config.batchSize),
  // A GPU that reported errors computed the curves as well.
  history: run.failure?.code === "gpuError" ? noHistory : run.history,
  bestEpoch: run.bestEpoch,
  live: null,
  rowsPerSecond: meanRowsPerSecond(run),
  seconds: run.seconds,
  rateChanges: run.rateChanges ?? [],
  path: run.path ?? null,
  failure: run.failure ?? null,
});

/** The run under way; `earlier` is its record from before it was resumed. */
function shownOfActive(active: ActiveRun, earlier: Run | null): ShownRun {
  const counts = active.plan?.counts ?? earlier?.counts ?? null;
  return {
    id: active.job.runId,
    name: active.job.name,
    job: active.job,
    metric: active.plan?.metric ?? earlier?.metric ?? (active.job.task === "regression" ? "mae" : "accuracy"),
    baseline: active.plan?.baseline ?? earlier?.baseline ?? null,
    counts,
    stepsPerEpoch: active.plan?.stepsPerEpoch ?? stepsOf(counts, active.job.config.batchSize),
    history: active.history,
    bestEpoch: active.bestEpoch ?? earlier?.bestEpoch ?? null,
    live: { phase: active.phase, share: active.share, progress: active.progress },
    rowsPerSecond: active.progress?.rowsPerSecond ?? null,
    seconds: null,
    rateChanges: active.rateChanges,
    path: active.progress?.path ?? null,
    failure: null,
  };
}

interface Source {
  readonly active: RunState;
  readonly runs: readonly Run[];
}

/** The run of this id; null where there is none (any more). */
function find({ active, runs }: Source, id: string): ShownRun | null {
  const kept = runs.find((run) => run.id === id) ?? null;
  if (active.kind === "active" && active.job.runId === id) return shownOfActive(active, kept);
  return kept === null ? null : shownOf(kept);
}

/** What the charts show: the two ticked runs, else the selected one, else the one under way, else the newest. */
function choose(source: Source, compared: readonly string[], selected: string | null): readonly ShownRun[] {
  const pair = compared.flatMap((id) => find(source, id) ?? []);
  if (pair.length === 2) return pair;
  const { active, runs } = source;
  const ids = [selected, active.kind === "active" ? active.job.runId : null, runs[0]?.id ?? null];
  for (const id of ids) {
    const shown = id === null ? null : find(source, id);
    if (shown !== null) return [shown];
  }
  return [];
}

export interface ShownRuns {
  /** One run, or the two compared; empty before the first. */
  readonly drawn: readonly ShownRun[];
  readonly live: ShownRun | null;
}

/** The runs to draw, as they are now; looks again a few times a second while one is under way. */
export function useShownRuns(compared: readonly string[], hidden: readonly Run[]): ShownRuns {
  const tick = useRunTick();
  const selected = useSession((state) => state.selectedRun);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the tick stands for the store, which changes far more often
  return useMemo(() => {
    const { active, runs } = useRun.getState();
    const source = { active, runs: hidden.length === 0 ? runs : runs.filter((run) => !hidden.includes(run)) };
    const live = active.kind === "active" ? find(source, active.job.runId) : null;
    return { drawn: choose(source, compared, selected), live };
  }, [tick, compared, hidden, selected]);
}
