/**
 * @file A list of Keras calls becomes a graph: of Python source, or of a model's topology. The inverse of `compile`'s
 * list of layers: the last Dense becomes the Output, which follows the task where it fits it; the Input is the data's,
 * with a Reshape behind it where the model was made for rows of another form.
 */
import { camelCase, spreadInputs } from "../export/keras/names.ts";
import type { Issue, Place } from "../issue.ts";
import type { KerasCall, KerasValue, ModelContext } from "../layers/define.ts";
import { type LayerKind, type LayerNode, specOf } from "../layers/index.ts";
import { checkField } from "../params/fields.ts";
import { outputActivationFor, outputUnitsFor } from "../training/losses.ts";
import { makeNode } from "./edit.ts";
import { orderOf } from "./order.ts";
import { type CallPlace, type CallProblem, readCall } from "./readCall.ts";
import { type Graph, type NodeId, type Shape, shapeText } from "./types.ts";

/** A layer of a model as its program describes it. */
export interface LayerCall {
  /** By which others name it as their input; unique. */
  readonly key: string;
  readonly call: KerasCall;
  /** As the user or the program named it. */
  readonly name: string | null;
  readonly inputs: readonly string[];
  /** Whether it is said to keep its weights; null: nothing is said. */
  readonly frozen: boolean | null;
  /** Where it stands in source, from 1. */
  readonly line?: number;
}

export interface CallModel {
  readonly layers: readonly LayerCall[];
  readonly outputs: readonly string[];
  readonly dialect: CallPlace["dialect"];
}

export interface FromKeras {
  /** null where there are errors. */
  readonly graph: Graph | null;
  readonly issues: readonly Issue[];
  /** The input's shape as the model names it; null where it leaves it open. */
  readonly inputShape: Shape | null;
  /** The node of each layer's key. */
  readonly ids: ReadonlyMap<string, NodeId>;
  /** Nodes of which is said whether they keep their weights. */
  readonly spoken: ReadonlySet<NodeId>;
}

/** More layers than a page can show or a device train. */
export const maxLayers = 2000;

const inputClasses: ReadonlySet<string> = new Set(["Input", "InputLayer"]);
export const isInputClass = (className: string): boolean => inputClasses.has(className);

export function fromKeras(model: CallModel, context: ModelContext): FromKeras {
  return new GraphReader(model, context).read();
}

class GraphReader {
  readonly #issues: Issue[] = [];
  readonly #ids = new Map<string, NodeId>();
  readonly #taken = new Set<NodeId>();
  readonly #nodes = new Map<NodeId, LayerNode>();
  readonly #shapes = new Map<NodeId, Shape | null>();
  readonly #lines = new Map<NodeId, number>();
  #inputShape: Shape | null = null;

  constructor(
    readonly model: CallModel,
    readonly context: ModelContext,
  ) {}

  read(): FromKeras {
    const { layers, outputs } = this.model;
    const inputs = layers.filter(({ call }) => isInputClass(call.className));
    const [output, ...more] = outputs;
    if (layers.length - inputs.length === 0) this.#whole("noModelLayers", {});
    else if (layers.length > maxLayers) this.#whole("tooManyModelLayers", { count: layers.length, max: maxLayers });
    else if (inputs.length > 1) this.#whole("severalModelInputs", { count: inputs.length }, inputs[1]);
    else if (more.length > 0) this.#whole("severalModelOutputs", { count: outputs.length });
    else if (output === undefined) this.#whole("noModelOutput", {});
    else return this.#graph(inputs[0] ?? null, output);
    return this.#result(null);
  }

  #result(graph: Graph | null): FromKeras {
    const failed = this.#issues.some(({ severity }) => severity === "error");
    const spoken = this.model.layers
      .filter(({ frozen }) => frozen !== null)
      .flatMap(({ key }) => this.#ids.get(key) ?? []);
    return {
      graph: failed ? null : graph,
      issues: this.#issues,
      inputShape: this.#inputShape,
      ids: this.#ids,
      spoken: new Set(spoken),
    };
  }

  #graph(inputCall: LayerCall | null, output: string): FromKeras {
    this.#nameAll(inputCall);
    const input = this.#readInput(inputCall);
    const hidden = this.model.layers.filter((layer) => layer !== inputCall);
    const known = new Set(this.model.layers.map(({ key }) => key));
    const wired = hidden.map(({ key, inputs }) => ({ id: key, inputs: inputs.filter((one) => known.has(one)) }));
    const byKey = new Map(hidden.map((layer) => [layer.key, layer]));
    // Feeding order, so that shapes are known where an axis must be understood.
    for (const key of orderOf(wired, () => true).order) {
      const layer = byKey.get(key);
      if (layer !== undefined) this.#readLayer(layer, input);
    }
    const last = this.#ids.get(output);
    if (last === undefined || !this.#nodes.has(last)) {
      if (this.#issues.length === 0) this.#whole("noModelOutput", {});
      return this.#result(null);
    }
    const inOrder = [...this.#nodes.keys()];
    const headed = this.#withHead(last, inOrder);
    return this.#result({ nodes: headed });
  }

  /** Given names first, so that the others keep clear of them. */
  #nameAll(inputCall: LayerCall | null): void {
    for (const { key, name, line } of this.model.layers) {
      if (name === null) continue;
      const id = validId(name);
      if (this.#taken.has(id)) {
        this.#report({ code: "layerNameTwice", context: { name: name.slice(0, 100) } }, line);
        continue;
      }
      this.#taken.add(id);
      this.#ids.set(key, id);
    }
    for (const { key, call } of this.model.layers) {
      if (!this.#ids.has(key)) this.#ids.set(key, this.#freeId(key === inputCall?.key ? "Input" : call.className));
    }
  }

  #freeId(className: string): NodeId {
    const base = validId(className.replace(/([a-z])([A-Z])/g, "$1_$2").toLowerCase());
    let number = 1;
    while (this.#taken.has(`${base}_${number}`)) number++;
    this.#taken.add(`${base}_${number}`);
    return `${base}_${number}`;
  }

  /** The Input node, with a Reshape behind it where rows must get another form; the id of what layers then read. */
  #readInput(call: LayerCall | null): NodeId {
    const first = call ?? this.model.layers.find(({ inputs }) => inputs.length === 0) ?? null;
    this.#inputShape = first === null ? null : shapeIn(first.call);
    const id = call === null ? this.#freeId("Input") : (this.#ids.get(call.key) ?? this.#freeId("Input"));
    this.#nodes.set(id, makeNode("input", id, []));
    if (call?.line !== undefined) this.#lines.set(id, call.line);
    const [made, data] = [this.#inputShape, this.context.inputShape];
    this.#shapes.set(id, data ?? made);
    if (made === null || (data !== null && sameShape(made, data))) return id;
    const reshape = specOf("reshape");
    if (made.length > 1 && reshape !== null) {
      if (data !== null && count(made) !== count(data)) this.#differs(id, made, data);
      const between = this.#freeId("Reshape");
      const [field = "targetShape"] = Object.keys(reshape.fields);
      this.#nodes.set(between, makeNode("reshape" as LayerKind, between, [id], { [field]: made }));
      this.#shapes.set(between, made);
      if (call !== null) this.#ids.set(call.key, id);
      return between;
    }
    if (data !== null) this.#differs(id, made, data);
    return id;
  }

  #differs(id: NodeId, made: Shape, data: Shape): void {
    const context = { made: shapeText(made), data: shapeText(data) };
    const at = this.#lines.get(id);
    this.#issues.push({
      code: "inputDiffers",
      severity: "warning",
      at: at === undefined ? { node: id } : { line: at },
      context,
    });
  }

  #readLayer(layer: LayerCall, entry: NodeId): void {
    const { key, call, line } = layer;
    const id = this.#ids.get(key) as NodeId;
    const inputs = layer.inputs.flatMap((from) => this.#source(layer, from, entry));
    if (layer.inputs.length === 0) inputs.push(entry);
    const shapes = inputs.map((from) => this.#shapes.get(from) ?? null);
    const place = { inputs: shapes, context: this.context, dialect: this.model.dialect };
    const read = readCall(call, place);
    if (!read.ok) {
      for (const problem of read.problems) this.#report(problem, line, layer);
      return;
    }
    // They say what the model will compute otherwise than where it was made.
    for (const notice of read.notices) this.#report(notice, line, layer, "warning");
    const spec = specOf(read.kind);
    // Attention of a sequence to itself is called with the same tensor in each role.
    const alike = spec?.inputs.max === 1 || (spreadInputs.has(call.className) && new Set(inputs).size === 1);
    const distinct = alike ? [...new Set(inputs)] : inputs;
    const node = makeNode(read.kind, id, distinct, read.params);
    this.#nodes.set(id, layer.frozen === true ? { ...node, frozen: true } : node);
    if (line !== undefined) this.#lines.set(id, line);
    this.#shapes.set(id, this.#shapeOf(node, shapes));
  }

  #source(layer: LayerCall, from: string, entry: NodeId): readonly NodeId[] {
    const id = this.#ids.get(from);
    if (id === undefined) {
      const context = { layer: layer.call.className, name: from.slice(0, 100) };
      this.#report({ code: "inputUnknown", context }, layer.line, layer);
      return [];
    }
    return [this.#nodes.get(id)?.kind === "input" ? entry : id];
  }

  #shapeOf(node: LayerNode, inputs: readonly (Shape | null)[]): Shape | null {
    const spec = specOf(node.kind);
    const known = inputs.filter((shape) => shape !== null);
    if (spec === null || known.length < inputs.length || known.length === 0) return null;
    const params: Readonly<Record<string, unknown>> = node.params;
    if (Object.entries(spec.fields).some(([name, field]) => checkField(field, params[name]) !== null)) return null;
    const result = spec.shape({ params: node.params, inputs: known, context: this.context });
    return result.ok ? result.shape : null;
  }

  /** The layers with an Output at their end. */
  #withHead(last: NodeId, order: readonly NodeId[]): readonly LayerNode[] {
    const nodes = order.map((id) => this.#nodes.get(id) as LayerNode);
    const end = this.#nodes.get(last) as LayerNode;
    const [before] = end.inputs;
    const dense = end.kind === "activation" ? (this.#nodes.get(before ?? "") ?? end) : end;
    const isFed = nodes.some((node) => node.inputs.includes(end.id));
    const feedsOne = nodes.filter((node) => node.inputs.includes(dense.id)).length === (dense === end ? 0 : 1);
    const inputRank = this.#shapes.get(dense.inputs[0] ?? "")?.length ?? 1;
    if (dense.kind !== "dense" || isFed || !feedsOne || inputRank !== 1 || !isPlainHead(dense, end)) {
      const at = this.#lines.get(last);
      const layer = specOf(end.kind)?.title ?? end.kind;
      this.#issues.push({
        code: "headAdded",
        severity: "notice",
        at: at === undefined ? {} : { line: at },
        context: { layer },
      });
      return [...nodes, makeNode("output", this.#freeId("Output"), [last])];
    }
    const activation = end.kind === "activation" ? end.params.activation : dense.params.activation;
    const head = makeNode(
      "output",
      dense.id,
      dense.inputs,
      followingTask(dense.params.units, activation, this.context),
    );
    // What ends the model comes last, as in every document.
    const rest = nodes.filter((node) => node !== dense && node !== end);
    for (const [key, id] of this.#ids) if (id === end.id) this.#ids.set(key, dense.id);
    return [...rest, dense.frozen === true ? { ...head, frozen: true } : head];
  }

  #whole<C extends CallProblem["code"]>(
    code: C,
    context: Extract<CallProblem, { code: C }>["context"],
    layer?: LayerCall,
  ): void {
    this.#report({ code, context } as CallProblem, layer?.line, layer);
  }

  #report(
    problem: CallProblem,
    line: number | undefined,
    layer?: LayerCall,
    severity: Issue["severity"] = "error",
  ): void {
    const id = layer === undefined ? undefined : this.#ids.get(layer.key);
    const at: Place = line !== undefined ? { line } : id === undefined ? {} : { node: id };
    // Source shows the line; without it the layer's name says which one is meant.
    const named = line === undefined && layer?.name != null && "layer" in problem.context;
    const context = named
      ? { ...problem.context, layer: `${layer.call.className} “${layer.name?.slice(0, 100)}”` }
      : problem.context;
    // Code and context agree because the problem is one member of a union, which a spread cannot express.
    this.#issues.push({ code: problem.code, severity, at, context } as Issue);
  }
}

const count = (shape: Shape): number => shape.reduce((product, n) => product * n, 1);
const sameShape = (a: Shape, b: Shape): boolean => a.length === b.length && a.every((n, i) => n === b[i]);

/** Ids are parts of the names of weights, and of files. */
export function validId(name: string): NodeId {
  const plain = name.replace(/[^\w-]/g, "_").slice(0, 80);
  return plain === "" ? "layer" : plain;
}

/** The shape that an input's arguments name, without the batch; null where a part of it is open. */
function shapeIn({ className, args }: KerasCall): Shape | null {
  const named = Object.fromEntries(Object.entries(args).map(([name, value]) => [camelCase(name), value]));
  const { batchInputShape, batchShape, shape, inputShape, inputDim, inputLength } = named;
  const withBatch = batchInputShape ?? batchShape;
  const list = Array.isArray(withBatch) ? (withBatch as readonly KerasValue[]).slice(1) : (shape ?? inputShape);
  // Of an Embedding it is how many words there are.
  const width = className === "Embedding" ? inputLength : inputDim;
  const whole = list ?? (typeof width === "number" ? [width] : null);
  const numbers = typeof whole === "number" ? [whole] : whole;
  if (!Array.isArray(numbers) || numbers.length === 0 || numbers.length > 8) return null;
  const sizes = numbers as readonly KerasValue[];
  const valid = sizes.every((n): n is number => typeof n === "number" && Number.isInteger(n) && n > 0 && n <= 1e9);
  return valid ? sizes : null;
}

/** Whether a Dense layer is no more than an Output is. */
function isPlainHead(dense: LayerNode & { kind: "dense" }, end: LayerNode): boolean {
  const { units: _units, activation, useBias, ...rest } = dense.params;
  const folded = end === dense || activation === "linear";
  return useBias && folded && Object.values(rest).every((strength) => strength === 0);
}

/** What fits the task follows it from now on. */
function followingTask(units: number, activation: string, { task, classes, outputs }: ModelContext) {
  const fitsUnits = task !== null && outputUnitsFor(task, classes, outputs) === units;
  const fitsActivation = task !== null && outputActivationFor(task) === activation;
  return { units: fitsUnits ? null : units, activation: fitsActivation ? "auto" : activation };
}
