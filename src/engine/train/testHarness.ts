/** @file For tests only: a small learnable table, a store in memory, and a run followed to its end. */
import { columnFromTexts } from "../../core/data/columns.ts";
import type { Parts } from "../../core/data/split.ts";
import { commonFormat, type Dataset, defaultDataSettings } from "../../core/data/types.ts";
import { noContext, type TemplateName, templates } from "../../core/graph/templates.ts";
import { random } from "../../core/random.ts";
import type { Checkpoint, Weights } from "../../core/training/checkpoint.ts";
import { defaultTraining, type Run, type TrainEvent, type TrainJob } from "../../core/training/types.ts";
import type { Device } from "../device/device.ts";
import { prepare } from "../prepare/prepare.ts";
import { RunControl } from "./control.ts";
import { train } from "./train.ts";
import type { RunStore } from "./trainInput.ts";

const format = commonFormat;

/** Three blobs in the plane, one class each, overlapping above a `spread` of 4; `value` is a linear function of the place. */
export function blobs(rows: number, spread = 2): Dataset {
  const source = random(7);
  const centers = [
    [0, 0],
    [4, 0],
    [0, 4],
  ] as const;
  const cells = Array.from({ length: rows }, (_, row) => {
    const [cx, cy] = centers[row % 3] as (typeof centers)[number];
    const [x, y] = [cx + (source.next() - 0.5) * spread, cy + (source.next() - 0.5) * spread];
    return [x.toFixed(3), y.toFixed(3), "abc"[row % 3] as string, (3 * x - 2 * y + 10).toFixed(3)];
  });
  return {
    id: "blobs",
    fileName: "blobs.csv",
    bytes: 0,
    rows,
    format,
    names: ["x", "y", "class", "value"],
    columns: [0, 1, 2, 3].map((column) =>
      columnFromTexts(
        cells.map((row) => row[column] as string),
        format,
      ),
    ),
    issues: [],
  };
}

export class MemoryStore implements RunStore {
  readonly runs = new Map<string, Run>();
  readonly weights = new Map<string, Weights>();
  readonly parts = new Map<string, Parts>();
  readonly checkpoints = new Map<string, Checkpoint>();
  saveRun = async (run: Run) => void this.runs.set(run.id, run);
  loadRun = async (id: string) => this.runs.get(id) ?? null;
  saveWeights = async (id: string, weights: Weights) => void this.weights.set(id, weights);
  loadWeights = async (id: string) => this.weights.get(id) ?? null;
  saveParts = async (id: string, parts: Parts) => void this.parts.set(id, parts);
  saveCheckpoint = async (checkpoint: Checkpoint) => void this.checkpoints.set(checkpoint.runId, checkpoint);
  loadCheckpoint = async (id: string) => this.checkpoints.get(id) ?? null;
  readonly kept = new Map<string, Checkpoint>();
  saveKept = async (checkpoint: Checkpoint) =>
    void this.kept.set(`${checkpoint.runId} ${checkpoint.epoch}`, checkpoint);
  loadKept = async (id: string, epoch: number) => this.kept.get(`${id} ${epoch}`) ?? null;
  deleteCheckpoint = async (id: string) => void this.checkpoints.delete(id);
}

export const jobFor = (
  task: "multiclass" | "regression",
  change: Partial<TrainJob["config"]> = {},
  template: TemplateName = "mlp",
): TrainJob => ({
  runId: "run",
  projectId: "project",
  name: "1",
  datasetId: "blobs",
  data: {
    ...defaultDataSettings,
    target: task === "regression" ? "value" : "class",
    columns: { [task === "regression" ? "class" : "value"]: { dropped: true } },
  },
  task,
  graph: templates[template](noContext).graph,
  config: { ...defaultTraining, epochs: 4, batchSize: 16, ...change },
});

/** Runs a job to its end; `onEvent` may talk to the control, and let milliseconds pass. */
export async function follow(
  device: Device,
  job: TrainJob,
  dataset: Dataset,
  store: RunStore = new MemoryStore(),
  onEvent: (event: TrainEvent, control: RunControl, pass: (ms: number) => void) => void = () => undefined,
): Promise<{ readonly run: Run; readonly events: readonly TrainEvent[] }> {
  let clock = 0;
  const control = new RunControl(job.startPaused === true ? "step" : "run", new AbortController().signal);
  const types = ["number", "number", "category", "number"] as const;
  const stream = train({
    job,
    dataset: { id: dataset.id, fileName: dataset.fileName, rows: dataset.rows },
    prepare: async function* () {
      const prepared = yield* prepare({ dataset, types, data: job.data, task: job.task });
      if (!prepared.ok) throw new Error(JSON.stringify(prepared.issues));
      return prepared.value;
    },
    device,
    control,
    store,
    // A second passes at each look: every epoch is reported by itself, whatever the machine's speed.
    now: () => (clock += 1000),
    today: () => 0,
  });
  const events: TrainEvent[] = [];
  for (;;) {
    const { done, value } = await stream.next();
    if (done) return { run: value, events };
    events.push(value);
    onEvent(value, control, (ms) => {
      clock += ms;
    });
  }
}
