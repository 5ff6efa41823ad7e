/**
 * @file What changed between two runs, as values: settings, layers, data. The words are made in `runDiffText.ts`. Layers
 * are matched by their id, then in order by their kind, so that a template applied anew is compared and not listed whole.
 */
import type { DataSettings } from "../../core/data/types.ts";
import type { LayerNode } from "../../core/layers/index.ts";
import { specOf } from "../../core/layers/index.ts";
import { type OptimizerName, optimizers } from "../../core/training/optimizers.ts";
import type { TrainJob } from "../../core/training/types.ts";

export type Plain = string | number | boolean | null;

export type DataPart = "dataset" | "target" | "task" | "columns" | "split" | "recipe";

export type Change =
  | {
      readonly kind: "setting";
      readonly name: "epochs" | "batchSize" | "learningRate" | "optimizer" | "loss" | "seed" | "patience";
      readonly from: Plain;
      readonly to: Plain;
    }
  | { readonly kind: "optimizerParam"; readonly name: string; readonly from: Plain; readonly to: Plain }
  | { readonly kind: "layersAdded"; readonly title: string; readonly count: number }
  | { readonly kind: "layersRemoved"; readonly title: string; readonly count: number }
  | {
      readonly kind: "layerParam";
      readonly title: string;
      readonly field: string;
      readonly from: Plain;
      readonly to: Plain;
    }
  | { readonly kind: "wiring" }
  | { readonly kind: "data"; readonly part: DataPart };

const settings = ["learningRate", "optimizer", "batchSize", "epochs", "loss", "patience", "seed"] as const;

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

function graphChanges(before: TrainJob["graph"], after: TrainJob["graph"]): Change[] {
  const { pairs, removed, added } = match(before.nodes, after.nodes);
  const renamed = new Map(pairs.map(([old, now]) => [old.id, now.id]));
  const changes: Change[] = [
    ...counted(added).map(([title, count]): Change => ({ kind: "layersAdded", title, count })),
    ...counted(removed).map(([title, count]): Change => ({ kind: "layersRemoved", title, count })),
  ];
  let rewired = false;
  for (const [old, now] of pairs) {
    const from = old.params as Readonly<Record<string, Plain>>;
    const to = now.params as Readonly<Record<string, Plain>>;
    for (const field of new Set([...Object.keys(from), ...Object.keys(to)])) {
      const change = { from: from[field] ?? null, to: to[field] ?? null };
      if (change.from !== change.to) changes.push({ kind: "layerParam", title: titleOf(now), field, ...change });
    }
    rewired ||= !same(
      old.inputs.map((id) => renamed.get(id) ?? id),
      now.inputs,
    );
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
  for (const name of settings) {
    const [from, to] = [before.config[name], after.config[name]];
    if (from !== to) changes.push({ kind: "setting", name, from, to });
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
