/**
 * @file Models of other programs, read into a graph with their weights. The graph is made for the data at hand; the
 * weights are matched for the model as it was made, layer by layer, and stored under the layers' names, so that training
 * finds them whatever becomes of the graph's ends.
 */
import type { Topology } from "../../core/code/topology.ts";
import { compile } from "../../core/graph/compile.ts";
import { type FromKeras, fromKeras } from "../../core/graph/fromKeras.ts";
import type { NodeId, Shape } from "../../core/graph/types.ts";
import type { Issue } from "../../core/issue.ts";
import type { ModelContext } from "../../core/layers/define.ts";
import { specOf } from "../../core/layers/index.ts";
import { checkField } from "../../core/params/fields.ts";
import type { Progress } from "../../core/progress.ts";
import type { StartWeights } from "../../core/project/types.ts";
import type { NamedTensor } from "../../core/training/checkpoint.ts";
import { ContentHash } from "../ingest/contentHash.ts";
import { ArchiveRefusal } from "../project/zipReader.ts";
import type { EngineApi, ImportedModel, Stream } from "../protocol.ts";
import { expectedWeights } from "./expectedWeights.ts";
import { matchWeights } from "./matchWeights.ts";
import { type OpenedModel, openModelFiles } from "./modelFiles.ts";
import { ModelRefusal, modelIssue } from "./refusal.ts";
import {
  byLayerName,
  kerasWeights,
  maxWeightBytes,
  type StoredWeight,
  tfjsWeights,
  tooLarge,
} from "./weightSources.ts";

type Query = Parameters<EngineApi["importModel"]>[0];
type Save = (id: string, weights: readonly NamedTensor[]) => Promise<void>;

const noData: ModelContext = { inputShape: null, task: null, classes: 0, vocabulary: null };

export async function* importModel(query: Query, save: Save, signal: AbortSignal): Stream<Progress, ImportedModel> {
  try {
    yield { done: 0, total: null };
    const opened = await openModelFiles(query.files, signal);
    const read = fromKeras(opened.topology, query.context ?? noData);
    if (read.graph === null) return { ok: false, issues: read.issues };
    const layers = yield* weightsOf(opened, query.context ?? noData, signal);
    const startWeights = layers.weights.length === 0 ? null : await store(opened.fileName, layers.weights, save);
    const issues: readonly Issue[] = [...opened.issues, ...read.issues, ...layers.issues];
    return { ok: true, graph: read.graph, startWeights, inputShape: read.inputShape, issues };
  } catch (error) {
    if (error instanceof ModelRefusal || error instanceof ArchiveRefusal) return { ok: false, issues: [error.issue] };
    throw error;
  }
}

/** A layer as the file has it: its id in the graph, what it is called there, and the weights it is to have. */
interface Wanted {
  readonly id: NodeId;
  readonly weights: ReturnType<typeof expectedWeights>;
  readonly found: readonly StoredWeight[];
}

async function* weightsOf(
  { topology, weights, fileName }: OpenedModel,
  data: ModelContext,
  signal: AbortSignal,
): AsyncGenerator<Progress, { readonly weights: readonly NamedTensor[]; readonly issues: readonly Issue[] }, void> {
  if (weights.kind === "none") return { weights: [], issues: [] };
  const byKey = await found(topology, weights, fileName);
  const wanted = wantedOf(topology, byKey, data);
  const tensors: NamedTensor[] = [];
  let matched = 0;
  let bytes = 0;
  for (const [i, layer] of wanted.entries()) {
    signal.throwIfAborted();
    const own = matchWeights(layer.weights, layer.found);
    if (own === null) continue;
    matched += 1;
    for (const [w, { part, shape }] of layer.weights.entries()) {
      const values = await (own[w] as StoredWeight).read();
      if (!values.every(Number.isFinite)) {
        throw new ModelRefusal(modelIssue("weightsNotFinite", { name: `${layer.id}/${part}` }));
      }
      bytes += values.byteLength;
      // Arrays of a file may lie over one another: its own size does not bound what is read from it.
      if (bytes > maxWeightBytes) throw new ModelRefusal(tooLarge(fileName, bytes));
      tensors.push({ name: `${layer.id}/${part}`, shape, values });
    }
    yield { done: i + 1, total: wanted.length };
  }
  const total = Math.max(wanted.length, [...byKey.values()].filter((list) => list.length > 0).length);
  const issues = matched === total ? [] : [modelIssue("weightsPartly", { matched, total }, "warning")];
  return { weights: tensors, issues };
}

/** The file's weights by the key of their layer. */
async function found(
  topology: Topology,
  weights: Exclude<OpenedModel["weights"], { kind: "none" }>,
  fileName: string,
): Promise<ReadonlyMap<string, readonly StoredWeight[]>> {
  if (weights.kind === "keras") {
    const byFolder = kerasWeights(await weights.hdf5.arrayBuffer(), fileName, new Set(topology.paths.values()));
    return new Map([...topology.paths].map(([key, folder]) => [key, byFolder.get(folder) ?? []]));
  }
  const names = new Set(topology.layers.flatMap(({ name }) => name ?? []));
  const all = tfjsWeights(weights.manifest, weights.shards, weights.fileNames);
  const byName = byLayerName(all, names);
  return new Map(topology.layers.map(({ key, name }) => [key, byName.get(name ?? "") ?? []]));
}

/** The layers that have weights, as the model was made: its own input, and nothing that follows the data. */
function wantedOf(
  topology: Topology,
  byKey: ReadonlyMap<string, readonly StoredWeight[]>,
  data: ModelContext,
): readonly Wanted[] {
  const { context, read } = asMade(topology, data);
  if (read.graph === null) return [];
  const compiled = compile(read.graph, context);
  // Where an activation went into the Output, the Dense before it is the one with weights.
  const keyOf = new Map([...read.ids].toReversed().map(([key, id]) => [id, key]));
  return read.graph.nodes.flatMap((node): Wanted[] => {
    const spec = specOf(node.kind);
    const { inputShapes: shapes = [], issues = [] } = compiled.nodes.get(node.id) ?? {};
    // What the editor refuses cannot be built either; it says so at the layer.
    if (issues.some(({ severity }) => severity === "error")) return [];
    const known = shapes.filter((shape): shape is Shape => shape !== null);
    const key = keyOf.get(node.id);
    if (spec?.keras == null || key === undefined || known.length < shapes.length) return [];
    const params: Readonly<Record<string, unknown>> = node.params;
    if (Object.entries(spec.fields).some(([name, field]) => checkField(field, params[name]) !== null)) return [];
    const call = spec.keras({ params: node.params as never, inputs: known, context });
    const weights = expectedWeights(call, known);
    return weights.length === 0 ? [] : [{ id: node.id, weights, found: byKey.get(key) ?? [] }];
  });
}

/** The graph for the data the model was made for. Word numbers are taken for granted where a layer looks them up. */
function asMade(topology: Topology, data: ModelContext): { readonly context: ModelContext; readonly read: FromKeras } {
  const inputShape = fromKeras(topology, noData).inputShape ?? data.inputShape;
  const context: ModelContext = { inputShape, task: null, classes: 0, vocabulary: 1 };
  return { context, read: fromKeras(topology, context) };
}

/** The same weights are stored once, however often they are opened. */
async function store(source: string, weights: readonly NamedTensor[], save: Save): Promise<StartWeights> {
  const hash = new ContentHash();
  const text = new TextEncoder();
  for (const { name, shape, values } of weights) {
    hash.update(text.encode(JSON.stringify([name, shape])));
    hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }
  const id = `model-${hash.digest()}`;
  await save(id, weights);
  return { id, source };
}
