/**
 * @file What changed between two runs, as values: settings, layers, data, and where the weights start. The words are made
 * in `runDiffText.ts`. Layers are matched by their id, then in order by their kind, so that a template applied anew is
 * compared and not listed whole. A run read from the disk shares no object with another: all is compared by content.
 */
import type { DataSettings } from "../../core/data/types.ts";
import type { LayerNode } from "../../core/layers/index.ts";
import { specOf } from "../../core/layers/index.ts";
import { completed, type NestedLayer, type ParamValue } from "../../core/params/fields.ts";
import { type OptimizerName, optimizers } from "../../core/training/optimizers.ts";
import { scheduleParam, schedules } from "../../core/training/schedules.ts";
import type { TrainingConfig, TrainJob } from "../../core/training/types.ts";

export type Plain = string | number | boolean | null;
/** A layer's parameter; a layer inside a layer is told by its class, and its own parameters one by one. */
export type LayerValue = Plain | readonly number[];

export type DataPart = "dataset" | "target" | "task" | "columns" | "split" | "recipe";

export type Change =
  | {
      readonly kind: "setting";
      readonly name: SettingName;
      readonly from: Plain;
      readonly to: Plain;
    }
  | { readonly kind: "optimizerParam"; readonly name: string; readonly from: Plain; readonly to: Plain }
  | { readonly kind: "scheduleParam"; readonly name: string; readonly from: Plain; readonly to: Plain }
  | { readonly kind: "layersAdded"; readonly title: string; readonly count: number }
  | { readonly kind: "layersRemoved"; readonly title: string; readonly count: number }
  | {
      readonly kind: "layerParam";
      readonly title: string;
      readonly field: string;
      readonly from: LayerValue;
      readonly to: LayerValue;
    }
  /** `count` layers of this class learn no more, or learn again. */
  | { readonly kind: "frozen"; readonly title: string; readonly count: number; readonly frozen: boolean }
  /** Whose weights training starts from; null: drawn by chance. */
  | { readonly kind: "startWeights"; readonly source: string | null }
  | { readonly kind: "wiring" }
  | { readonly kind: "data"; readonly part: DataPart };

/** What is compared of the settings beside the parameters of optimizer and schedule, in the order of weight. */
const plainSettings = {
  learningRate: (config) => config.learningRate,
  schedule: (config) => config.schedule.kind,
  optimizer: (config) => config.optimizer,
  batchSize: (config) => config.batchSize,
  epochs: (config) => config.epochs,
  loss: (config) => config.loss,
  warmup: (config) => config.schedule.warmup,
  clip: (config) => config.clip.kind,
  // A limit of what is not clipped is none.
  clipLimit: ({ clip }) => (clip.kind === "none" ? null : clip.limit),
  labelSmoothing: (config) => config.labelSmoothing,
  accumulate: (config) => config.accumulate,
  patience: (config) => config.patience,
  checkpointEvery: (config) => config.checkpointEvery,
  seed: (config) => config.seed,
} as const satisfies Record<string, (config: TrainingConfig) => Plain>;

export type SettingName = keyof typeof plainSettings;
const settingNames = Object.keys(plainSettings) as readonly SettingName[];

const same = (a: unknown, b: unknown): boolean => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));

/** Keys in one order, so that how an object came about makes no difference. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  return Object.entries(value)
    .filter(([, part]) => part !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, part]) => [name, sorted(part)]);
}

/** The optimizer's own parameters in force: what was set, else the default. */
export function paramsInForce(
  optimizer: OptimizerName,
  set: Readonly<Record<string, number | boolean>>,
): Record<string, Plain> {
  return Object.fromEntries(
    Object.entries(optimizers[optimizer].fields).map(([name, field]) => [
      name,
      Object.hasOwn(set, name) ? (set[name] ?? null) : field.default,
    ]),
  );
}

function dataChanges(before: DataSettings, after: DataSettings): DataPart[] {
  const parts = ["target", "task", "split", "recipe"] as const;
  const changed: DataPart[] = parts.filter((part) => !same(before[part], after[part]));
  return same(before.columns, after.columns) ? changed : [...changed, "columns"];
}

interface Matching {
  readonly pairs: readonly (readonly [LayerNode, LayerNode])[];
  readonly removed: readonly LayerNode[];
  readonly added: readonly LayerNode[];
}

function match(before: readonly LayerNode[], after: readonly LayerNode[]): Matching {
  const pairs: (readonly [LayerNode, LayerNode])[] = [];
  const old = new Map(before.map((node) => [node.id, node]));
  const added: LayerNode[] = [];
  for (const node of after) {
    const twin = old.get(node.id);
    if (twin !== undefined && twin.kind === node.kind) {
      pairs.push([twin, node]);
      old.delete(node.id);
    } else added.push(node);
  }
  const left = [...old.values()];
  const unmatched = added.filter((node) => {
    const index = left.findIndex(({ kind }) => kind === node.kind);
    const twin = left[index];
    if (twin === undefined) return true;
    pairs.push([twin, node]);
    left.splice(index, 1);
    return false;
  });
  return { pairs, removed: left, added: unmatched };
}

const titleOf = (node: LayerNode): string => specOf(node.kind)?.title ?? node.kind;

function counted(nodes: readonly LayerNode[]): (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const node of nodes) counts.set(titleOf(node), (counts.get(titleOf(node)) ?? 0) + 1);
  return [...counts];
}

const isNested = (value: ParamValue): value is NestedLayer =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const classOf = (kind: string): string => specOf(kind)?.title ?? kind;

/** `field` is the field's name alone: that of an inner layer's parameter stands under the inner layer's title. */
function paramChanges(
  title: string,
  before: Readonly<Record<string, ParamValue>>,
  after: Readonly<Record<string, ParamValue>>,
): Change[] {
  const changes: Change[] = [];
  for (const field of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [from, to] = [before[field] ?? null, after[field] ?? null];
    if (same(from, to)) continue;
    if (isNested(from) && isNested(to) && from.kind === to.kind) {
      changes.push(...paramChanges(`${title} (${classOf(to.kind)})`, from.params, to.params));
      continue;
    }
    const shown = (value: ParamValue): LayerValue => (isNested(value) ? classOf(value.kind) : value);
    changes.push({ kind: "layerParam", title, field, from: shown(from), to: shown(to) });
  }
  return changes;
}

/** The parameters in force: a run may be older than a field. */
const paramsOf = (node: LayerNode): Readonly<Record<string, ParamValue>> =>
  completed(specOf(node.kind)?.fields ?? {}, node.params as Readonly<Record<string, ParamValue>>);

function graphChanges(before: TrainJob["graph"], after: TrainJob["graph"]): Change[] {
  const { pairs, removed, added } = match(before.nodes, after.nodes);
  const renamed = new Map(pairs.map(([old, now]) => [old.id, now.id]));
  const changes: Change[] = [
    ...counted(added).map(([title, count]): Change => ({ kind: "layersAdded", title, count })),
    ...counted(removed).map(([title, count]): Change => ({ kind: "layersRemoved", title, count })),
  ];
  let rewired = false;
  for (const [old, now] of pairs) {
    changes.push(...paramChanges(titleOf(now), paramsOf(old), paramsOf(now)));
    rewired ||= !same(
      old.inputs.map((id) => renamed.get(id) ?? id),
      now.inputs,
    );
  }
  for (const frozen of [true, false]) {
    const turned = pairs.filter(([old, now]) => (now.frozen === true) === frozen && (old.frozen === true) !== frozen);
    const news = frozen ? added.filter((node) => node.frozen === true) : [];
    for (const [title, count] of counted([...turned.map(([, now]) => now), ...news])) {
      changes.push({ kind: "frozen", title, count, frozen });
    }
  }
  // A layer that came or went rewires its neighbours; that needs no second word.
  return rewired && added.length === 0 && removed.length === 0 ? [...changes, { kind: "wiring" }] : changes;
}

/** All that differs, in the order in which it usually matters; empty where the same was trained again. */
export function diffJobs(before: TrainJob, after: TrainJob): readonly Change[] {
  const changes: Change[] = [];
  if (before.datasetId !== after.datasetId) changes.push({ kind: "data", part: "dataset" });
  for (const part of dataChanges(before.data, after.data)) changes.push({ kind: "data", part });
  if (before.task !== after.task && !changes.some((change) => change.kind === "data" && change.part === "task")) {
    changes.push({ kind: "data", part: "task" });
  }
  changes.push(...graphChanges(before.graph, after.graph));
  const [began, begins] = [before.startWeights ?? null, after.startWeights ?? null];
  if (began?.id !== begins?.id) changes.push({ kind: "startWeights", source: begins?.source ?? null });
  for (const name of settingNames) {
    const [from, to] = [plainSettings[name](before.config), plainSettings[name](after.config)];
    // Clipping turned on or off says enough by itself.
    if (name === "clipLimit" && (from === null || to === null)) continue;
    if (from !== to) changes.push({ kind: "setting", name, from, to });
  }
  const [earlier, later] = [before.config.schedule, after.config.schedule];
  if (earlier.kind === later.kind) {
    for (const name of Object.keys(schedules[later.kind].fields)) {
      const [from, to] = [scheduleParam(earlier, name), scheduleParam(later, name)];
      if (from !== to) changes.push({ kind: "scheduleParam", name, from, to });
    }
  }
  if (before.config.optimizer === after.config.optimizer) {
    const from = paramsInForce(before.config.optimizer, before.config.optimizerParams);
    const to = paramsInForce(after.config.optimizer, after.config.optimizerParams);
    for (const name of Object.keys(to)) {
      if (from[name] !== to[name])
        changes.push({ kind: "optimizerParam", name, from: from[name] ?? null, to: to[name] ?? null });
    }
  }
  return changes;
}
