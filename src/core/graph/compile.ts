/**
 * @file A drawn graph becomes a model that can be built: order, shapes, parameter counts, a Keras call a layer — and
 * every reason why it cannot. Linear in the size of the graph, and remembered by the graph's identity, so that the page
 * may ask as often as it likes.
 */
import { hasErrors, type Issue } from "../issue.ts";
import type { KerasCall, ModelContext } from "../layers/define.ts";
import { type LayerKind, specOf } from "../layers/index.ts";
import type { ParamValue } from "../params/fields.ts";
import {
  assumedSize,
  estimateTraining,
  maxParameters,
  maxTrainingBytes,
  type SizedLayer,
} from "../training/estimate.ts";
import { type LayerMemory, noMemory } from "../training/layerMemory.ts";
import { Draft } from "./draft.ts";
import { reset, unfreeze } from "./mends.ts";
import type { Graph, NodeId, Shape } from "./types.ts";

export interface CompiledNode {
  /** null where a shape cannot be known: no data yet, or an error further up. */
  readonly inputShapes: readonly (Shape | null)[];
  readonly outputShape: Shape | null;
  readonly trainable: number;
  readonly fixed: number;
  /** Multiply-adds of one row's forward pass. */
  readonly multiplyAdds: number;
  /** Numbers it leaves on the device for one row of a training step. */
  readonly memory: LayerMemory;
  /** One line for the node's card, e.g. "64 relu". */
  readonly badge: string;
  readonly issues: readonly Issue[];
  /** Whether the output depends on this node; others are drawn, and not trained. */
  readonly active: boolean;
}

export interface KerasLayer {
  readonly name: NodeId;
  readonly call: KerasCall;
  readonly inputs: readonly NodeId[];
  /** What the emitters of other frameworks are told. */
  readonly kind: LayerKind;
  readonly params: Readonly<Record<string, ParamValue>>;
  readonly inputShapes: readonly Shape[];
  readonly outputShape: Shape;
  readonly frozen: boolean;
}

/** Everything that is needed to build the model. `layers` leaves out the input, and each stands after its inputs. */
export interface KerasModel {
  readonly inputShape: Shape;
  readonly layers: readonly KerasLayer[];
  readonly input: NodeId;
  readonly output: NodeId;
  readonly context: ModelContext;
}

export interface Totals {
  /** Layers that compute, without Input. */
  readonly layers: number;
  readonly trainable: number;
  readonly fixed: number;
  /** Multiply-adds of one row's forward pass. */
  readonly multiplyAdds: number;
}

export interface Compiled {
  /** Inputs before consumers; loose parts, and what a circle keeps from being ordered, come last. */
  readonly order: readonly NodeId[];
  readonly nodes: ReadonlyMap<NodeId, CompiledNode>;
  /** All issues: of the whole first, then node by node in `order`. */
  readonly issues: readonly Issue[];
  readonly outputShape: Shape | null;
  readonly totals: Totals;
  /** null while there are errors, or while the data do not yet fix the shapes. */
  readonly model: KerasModel | null;
}

const remembered = new WeakMap<Graph, Map<string, Compiled>>();

/** Compiles a graph for the data at hand; the same graph and context give the same object. */
export function compile(graph: Graph, context: ModelContext): Compiled {
  const key = JSON.stringify([
    context.inputShape,
    context.task,
    context.classes,
    context.outputs,
    context.vocabulary,
    context.text,
  ]);
  const known = remembered.get(graph) ?? new Map<string, Compiled>();
  remembered.set(graph, known);
  const earlier = known.get(key);
  if (earlier !== undefined) return earlier;
  const compiled = compileAnew(graph, context);
  known.set(key, compiled);
  return compiled;
}

function compileAnew(graph: Graph, context: ModelContext): Compiled {
  const draft = new Draft(graph, context);
  const totals = totalsOf(draft);
  checkSize(draft, totals);
  checkFrozen(draft, totals);
  const nodes = new Map<NodeId, CompiledNode>();
  for (const id of draft.order) {
    const node = draft.node(id);
    nodes.set(id, {
      inputShapes: node.inputs.map((input) => draft.shapes.get(input) ?? null),
      outputShape: draft.shapes.get(id) ?? null,
      ...(draft.counts.get(id) ?? nothing),
      badge: draft.badges.get(id) ?? "",
      issues: draft.issuesAt(id),
      active: draft.active.has(id),
    });
  }
  const issues = [...draft.ofTheWhole, ...draft.order.flatMap((id) => draft.issuesAt(id))];
  const outputShape = draft.output === null ? null : (draft.shapes.get(draft.output) ?? null);
  return { order: draft.order, nodes, issues, outputShape, totals, model: modelOf(draft, issues) };
}

const nothing = { trainable: 0, fixed: 0, multiplyAdds: 0, memory: noMemory };

const elements = (shape: Shape): number => shape.reduce((product, n) => product * n, 1);

/** The layers that are trained, as far as their shapes are known, by what they take. */
export function sizedLayers({ order, nodes }: Pick<Compiled, "order" | "nodes">): readonly SizedLayer[] {
  return order.flatMap((id) => {
    const node = nodes.get(id);
    if (node === undefined || !node.active || node.outputShape === null) return [];
    return [{ ...node, id, output: elements(node.outputShape) }];
  });
}

function totalsOf(draft: Draft): Totals {
  let [layers, trainable, fixed, multiplyAdds] = [0, 0, 0, 0];
  for (const id of draft.active) {
    if (specOf(draft.node(id).kind)?.keras != null) layers += 1;
    trainable += draft.counts.get(id)?.trainable ?? 0;
    fixed += draft.counts.get(id)?.fixed ?? 0;
    multiplyAdds += draft.counts.get(id)?.multiplyAdds ?? 0;
  }
  return { layers, trainable, fixed, multiplyAdds };
}

/** Refuses what no device could hold, before anything is allocated. The largest layer is where it can be mended. */
function checkSize(draft: Draft, totals: Totals): void {
  const count = totals.trainable + totals.fixed;
  const sized = [...draft.active].flatMap((id): SizedLayer[] => {
    const [counts, shape] = [draft.counts.get(id), draft.shapes.get(id)];
    return counts === undefined || shape == null ? [] : [{ ...counts, id, output: elements(shape) }];
  });
  const bytes = estimateTraining(sized, assumedSize).total;
  if (count <= maxParameters && bytes <= maxTrainingBytes) return;
  const size = (id: NodeId) => (draft.counts.get(id)?.trainable ?? 0) + (draft.counts.get(id)?.fixed ?? 0);
  const largest = [...draft.active].reduce((most, id) => (size(id) > size(most) ? id : most));
  // The layer that feeds the largest one makes it large just as often: its width is the other side of the kernel.
  const fixes = [largest, ...draft.node(largest).inputs]
    .filter(
      (id) =>
        specOf(draft.node(id).kind)?.role === "hidden" &&
        Object.hasOwn(specOf(draft.node(id).kind)?.fields ?? {}, "units"),
    )
    .slice(0, 1)
    .map((id) => reset(draft.graph, id));
  if (count > maxParameters) {
    draft.report({
      code: "tooManyParameters",
      severity: "error",
      at: { node: largest },
      context: { count, max: maxParameters },
      fixes,
    });
  } else {
    const context = { megabytes: Math.round(bytes / 1e6), max: Math.round(maxTrainingBytes / 1e6) };
    draft.report({ code: "tooMuchMemory", severity: "error", at: { node: largest }, context, fixes });
  }
}

/** With every weight frozen there is no gradient to follow. */
function checkFrozen(draft: Draft, totals: Totals): void {
  const { graph, output } = draft;
  if (output === null || draft.shapes.get(output) == null || totals.trainable > 0) return;
  if (!graph.nodes.some(({ id, frozen }) => frozen === true && draft.active.has(id))) return;
  draft.report({
    code: "nothingToTrain",
    severity: "error",
    at: { node: output },
    context: {},
    fixes: [unfreeze(graph, output)],
  });
}

function modelOf(draft: Draft, issues: readonly Issue[]): KerasModel | null {
  const { input, output, context } = draft;
  if (hasErrors(issues) || input === null || output === null || context.inputShape === null) return null;
  const layers: KerasLayer[] = [];
  for (const id of draft.order.filter((id) => draft.active.has(id) && id !== input)) {
    const node = draft.node(id);
    const shapes = node.inputs.map((from) => draft.shapes.get(from) ?? null);
    const outputShape = draft.shapes.get(id) ?? null;
    const keras = specOf(node.kind)?.keras ?? null;
    if (keras === null || outputShape === null || !shapes.every((shape) => shape !== null)) return null;
    layers.push({
      name: id,
      call: keras({ params: draft.params(node), inputs: shapes, context }),
      inputs: node.inputs,
      kind: node.kind,
      params: draft.params(node),
      inputShapes: shapes,
      outputShape,
      frozen: node.frozen === true,
    });
  }
  return { inputShape: context.inputShape, layers, input, output, context };
}
