/**
 * @file The working state of one compilation: walks the graph in order, checks parameters before any rule of a layer
 * sees them, and collects issues at the nodes that cause them. `compile.ts` turns it into a value.
 */
import type { Fix, Issue } from "../issue.ts";
import type { LayerSpec, ModelContext, ResolvedArgs, ShapeRefusal } from "../layers/define.ts";
import { type LayerNode, specOf } from "../layers/index.ts";
import { checkField, completed, type Field } from "../params/fields.ts";
import { type LayerMemory, layerMemory } from "../training/layerMemory.ts";
import { withPenalties } from "./badge.ts";
import { whyNotConnect } from "./edit.ts";
import * as mends from "./mends.ts";
import { ancestors, orderOf } from "./order.ts";
import { forRefusal, givesLastStepOnly } from "./refusalMends.ts";
import type { Graph, NodeId, Shape } from "./types.ts";

/** A mend holds a whole graph; a document with thousands of faults must not become thousands of documents. */
const maxIssuesWithFixes = 100;

interface Counts {
  readonly trainable: number;
  readonly fixed: number;
  readonly multiplyAdds: number;
  readonly memory: LayerMemory;
}

/** A frozen layer's weights do not learn. */
function countsOf(spec: LayerSpec, args: ResolvedArgs<LayerNode["params"]>, frozen: boolean): Counts {
  const { trainable, fixed } = spec.parameters(args);
  const { params, inputs, output } = args;
  const memory = layerMemory({ kind: spec.kind, params, inputs, output });
  const sides = { multiplyAdds: spec.multiplyAdds(args), memory };
  return frozen ? { trainable: 0, fixed: trainable + fixed, ...sides } : { trainable, fixed, ...sides };
}

export class Draft {
  readonly order: readonly NodeId[];
  readonly input: NodeId | null;
  readonly output: NodeId | null;
  /** What the output depends on; in a graph without output, everything. */
  readonly active: ReadonlySet<NodeId>;
  readonly shapes = new Map<NodeId, Shape | null>();
  readonly counts = new Map<NodeId, Counts>();
  readonly badges = new Map<NodeId, string>();
  readonly ofTheWhole: Issue[] = [];
  readonly #nodes = new Map<NodeId, LayerNode>();
  readonly #issues = new Map<NodeId, Issue[]>();
  readonly #unordered: ReadonlySet<NodeId>;
  #fixed = 0;

  constructor(
    readonly graph: Graph,
    readonly context: ModelContext,
  ) {
    const duplicates: LayerNode[] = [];
    for (const node of graph.nodes) {
      if (this.#nodes.has(node.id)) duplicates.push(node);
      else this.#nodes.set(node.id, node);
    }
    const nodes = [...this.#nodes.values()];
    const inputs = nodes.filter((node) => specOf(node.kind)?.role === "input");
    const outputs = nodes.filter((node) => specOf(node.kind)?.role === "output");
    this.input = inputs[0]?.id ?? null;
    this.output = outputs[0]?.id ?? null;
    const { order, unordered, backEdges } = orderOf(nodes, (id) => id === this.input);
    this.order = order;
    this.#unordered = unordered;
    this.active = this.output === null ? new Set(order) : ancestors(nodes, this.output);

    for (const node of duplicates) {
      const context = { name: nameOf(node), id: node.id };
      this.#at(node, { code: "duplicateLayer", severity: "error", context }, () => [mends.removeDuplicates(graph)]);
    }
    for (const { from, to } of backEdges) {
      const [node, source] = [this.node(to), this.node(from)];
      const context = { name: nameOf(node), from: nameOf(source) };
      this.#at(node, { code: "layerCycle", severity: "error", context }, () => [mends.cut(graph, from, to)]);
    }
    for (const id of order) this.#visit(this.node(id));
    this.#checkEnds(inputs, outputs);
  }

  node(id: NodeId): LayerNode {
    return this.#nodes.get(id) as LayerNode;
  }

  /** The node's parameters, complete. */
  params(node: LayerNode): LayerNode["params"] {
    const known = this.#params.get(node);
    if (known !== undefined) return known;
    const params = completed(specOf(node.kind)?.fields ?? {}, isRecord(node.params) ? node.params : {});
    this.#params.set(node, params);
    return params;
  }
  readonly #params = new Map<LayerNode, LayerNode["params"]>();

  issuesAt(id: NodeId): readonly Issue[] {
    return this.#issues.get(id) ?? [];
  }

  report(issue: Issue): void {
    const id = issue.at.node;
    if (id === undefined) {
      this.ofTheWhole.push(issue);
      return;
    }
    const list = this.#issues.get(id);
    if (list === undefined) this.#issues.set(id, [issue]);
    else list.push(issue);
  }

  /** Reports at a node, or at one of its fields. `fixes` is called only while mends are still affordable. */
  #at(
    node: LayerNode,
    issue: DistributiveOmit<Issue, "at" | "fixes">,
    fixes: () => readonly Fix[],
    field?: string,
  ): void {
    const mendable = this.#fixed < maxIssuesWithFixes;
    if (mendable) this.#fixed += 1;
    const at = field === undefined ? { node: node.id } : { node: node.id, field };
    // A layer that is not trained cannot stop training.
    const severity = this.active.has(node.id) || issue.code === "duplicateLayer" ? issue.severity : "notice";
    this.report({ ...issue, severity, at, ...(mendable ? { fixes: fixes() } : {}) } as Issue);
  }

  #checkEnds(inputs: readonly LayerNode[], outputs: readonly LayerNode[]): void {
    const { graph } = this;
    if (inputs.length === 0) {
      this.report({ code: "noInputLayer", severity: "error", at: {}, context: {}, fixes: [mends.addInput(graph)] });
    }
    if (outputs.length === 0) {
      const fixes = [mends.addOutput(graph, this.#lastConnected(null))];
      this.report({ code: "noOutputLayer", severity: "error", at: {}, context: {}, fixes });
    }
    for (const extra of inputs.slice(1)) {
      this.#extra(extra, "severalInputLayers");
    }
    for (const extra of outputs.slice(1)) {
      this.#extra(extra, "severalOutputLayers");
    }
    if (this.input !== null && this.context.inputShape?.includes(0)) {
      this.report({ code: "noInputColumns", severity: "error", at: { node: this.input }, context: {} });
    }
  }

  /** A second end is an error even where nothing depends on it: which of the two is meant? */
  #extra(node: LayerNode, code: "severalInputLayers" | "severalOutputLayers"): void {
    const fixes = [mends.remove(this.graph, node.id)];
    this.report({ code, severity: "error", at: { node: node.id }, context: { name: nameOf(node) }, fixes });
  }

  #visit(node: LayerNode): void {
    const { graph, context } = this;
    const name = nameOf(node);
    const spec = specOf(node.kind);
    if (spec === null) {
      const unknown = { name, kind: String(node.kind) };
      this.#at(node, { code: "unknownLayer", severity: "error", context: unknown }, () => [
        mends.remove(graph, node.id),
      ]);
      return;
    }
    if (!this.active.has(node.id) && spec.role !== "output") {
      this.#at(node, { code: "layerIgnored", severity: "notice", context: { name } }, () => [
        ...mends.connectAgain(graph, node, this.shapes, this.active, context),
        mends.remove(graph, node.id),
      ]);
    }
    const wired = this.#checkInputs(node, spec);
    if (!this.#checkFields(node, spec)) return;
    this.badges.set(node.id, withPenalties(spec.badge(this.params(node), context), this.params(node)));
    this.#checkHead(node, spec);
    if (!wired || this.#unordered.has(node.id)) return;
    const inputs = node.inputs.map((id) => this.shapes.get(id) ?? null);
    if (!inputs.every((shape) => shape !== null)) return;
    const args = { params: this.params(node), inputs, context };
    const result = spec.shape(args);
    if (result.ok) {
      this.shapes.set(node.id, result.shape);
      this.counts.set(node.id, countsOf(spec, { ...args, output: result.shape }, node.frozen === true));
    } else this.#refuse(node, result.refusal);
  }

  #refuse(node: LayerNode, refusal: ShapeRefusal): void {
    if (refusal.code === "noInputShape") return;
    const fixes = () => forRefusal(this.graph, node, refusal, this.shapes, this.context);
    const [source] = node.inputs.map((id) => this.node(id));
    if (refusal.code === "rankMismatch" && refusal.context.needs === "sequence" && source !== undefined) {
      if (givesLastStepOnly(source)) {
        const context = { name: nameOf(node), from: nameOf(source) };
        this.#at(node, { code: "lastStepOnly", severity: "error", context }, fixes);
        return;
      }
    }
    // Code and context agree because the refusal is one member of a union, which a spread cannot express.
    const issue = { code: refusal.code, severity: "error", context: { name: nameOf(node), ...refusal.context } };
    this.#at(node, issue as DistributiveOmit<Issue, "at" | "fixes">, fixes, refusal.field);
  }

  /** Whether the node has the inputs its kind takes. */
  #checkInputs(node: LayerNode, spec: LayerSpec): boolean {
    const { graph } = this;
    const name = nameOf(node);
    const inputs = node.inputs.filter((id) => this.#nodes.has(id));
    if (inputs.length < node.inputs.length) {
      const fixes = () => [mends.keepInputs(graph, node.id, inputs)];
      this.#at(node, { code: "layerInputMissing", severity: "error", context: { name } }, fixes);
      return false;
    }
    const count = inputs.length;
    const { min, max } = spec.inputs;
    if (max === 0) return true;
    if (count === 0) {
      const fixes = () => {
        const previous = this.#lastConnected(node.id);
        return previous === null ? [] : [mends.connectPrevious(graph, previous, node.id)];
      };
      this.#at(node, { code: "layerWithoutInput", severity: "error", context: { name } }, fixes);
      return false;
    }
    if (count > max) {
      const fixes = () => mends.joinInputs(graph, node, max);
      this.#at(node, { code: "layerTooManyInputs", severity: "error", context: { name, count, max } }, fixes);
      return false;
    }
    if (count < min) {
      const fixes = () => mends.secondInput(graph, node, this.shapes, this.context);
      this.#at(node, { code: "layerTooFewInputs", severity: "error", context: { name, count } }, fixes);
      return false;
    }
    return true;
  }

  /** The last layer, in order, that the data reach and that could feed `id`. */
  #lastConnected(id: NodeId | null): NodeId | null {
    if (this.#reached === null) {
      this.#reached = [];
      const seen = new Set<NodeId>();
      for (const at of this.order) {
        const node = this.node(at);
        if (at !== this.input && !node.inputs.some((input) => seen.has(input))) continue;
        seen.add(at);
        const role = specOf(node.kind)?.role;
        if (role === "input" || role === "hidden") this.#reached.push(at);
      }
    }
    return this.#reached.findLast((at) => id === null || whyNotConnect(this.graph, at, id) === null) ?? null;
  }
  #reached: NodeId[] | null = null;

  #checkFields(node: LayerNode, spec: LayerSpec): boolean {
    const params: Readonly<Record<string, unknown>> = this.params(node);
    let valid = true;
    for (const [name, field] of Object.entries(spec.fields)) {
      const value = Object.hasOwn(params, name) ? params[name] : undefined;
      const fault = checkField(field, value);
      if (fault === null) continue;
      valid = false;
      const fixes = () => [mends.setToAllowed(this.graph, node.id, name, field, value)];
      this.#at(node, fieldIssue(nameOf(node), name, field, value, fault), fixes, name);
    }
    return valid;
  }

  #checkHead(node: LayerNode, spec: LayerSpec): void {
    for (const { severity, field, ...problem } of (spec.check?.(this.params(node), this.context) ?? []).map(
      withSeverity,
    )) {
      const declared = spec.fields[field];
      const fixes = () => (declared === undefined ? [] : [mends.followTask(this.graph, node.id, field, declared)]);
      const name = nameOf(node);
      if (problem.code === "outputUnits") {
        const context = { name, units: problem.units, expected: problem.expected, task: problem.task };
        this.#at(node, { code: problem.code, severity, context }, fixes, field);
      } else {
        const context = { name, activation: problem.activation, expected: problem.expected };
        this.#at(node, { code: problem.code, severity, context }, fixes, field);
      }
    }
  }
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

const withSeverity = <P extends object>(problem: P) => ({ severity: "error" as const, ...problem });

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** What the canvas calls a node. */
export const nameOf = (node: LayerNode): string => node.label ?? specOf(node.kind)?.title ?? String(node.kind);

function fieldIssue(
  name: string,
  field: string,
  spec: Field,
  value: unknown,
  fault: NonNullable<ReturnType<typeof checkField>>,
): DistributiveOmit<Issue, "at" | "fixes"> {
  const severity = "error";
  if (fault === "wrongLength" && spec.type === "ints") {
    const { min, max } = typeof spec.length === "number" ? { min: spec.length, max: spec.length } : spec.length;
    const count = Array.isArray(value) ? value.length : 0;
    return { code: "fieldWrongLength", severity, context: { name, field, count, min, max } };
  }
  if (fault === "notAChoice") {
    const options = spec.type === "choice" ? spec.options.join(", ") : "true, false";
    return { code: "fieldNotAChoice", severity, context: { name, field, options } };
  }
  const number = faultyNumber(spec, value);
  if (number === null || fault === "notANumber" || !("min" in spec)) {
    return { code: "fieldNotANumber", severity, context: { name, field } };
  }
  if (fault === "notAnInteger") return { code: "fieldNotAnInteger", severity, context: { name, field, value: number } };
  const range = { name, field, value: number, min: spec.min, max: spec.max };
  const openMin = spec.type === "float" && spec.exclusiveMin === true;
  const openMax = spec.type === "float" && spec.exclusiveMax === true;
  if (!openMin && !openMax) return { code: "fieldOutOfRange", severity, context: range };
  const open = openMin && openMax ? "both" : openMin ? "min" : "max";
  return { code: "fieldOutOfOpenRange", severity, context: { ...range, open } };
}

/** The number a message about a range speaks of: the value, or the first of a list that is out of its range. */
function faultyNumber(spec: Field, value: unknown): number | null {
  if (typeof value === "number") return value;
  if (spec.type !== "ints" || !Array.isArray(value)) return null;
  const items = value as readonly unknown[];
  const wrong = items.find((n) => typeof n === "number" && (!Number.isInteger(n) || n < spec.min || n > spec.max));
  return typeof wrong === "number" ? wrong : null;
}
