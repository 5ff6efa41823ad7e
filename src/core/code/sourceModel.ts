/**
 * @file Statements become a list of Keras calls: names are bound to layers, tensors, models and constants, and a layer
 * that is called joins the list. Nothing is run: what is no model (data, training, printing) is passed over, as long as no
 * layer depends on it.
 */

import { callArguments, camelCase, snakeCase } from "../export/keras/names.ts";
import { isInputClass, type LayerCall, maxLayers } from "../graph/fromKeras.ts";
import { isHarmless, isLayerClass, nearClass, positionalArguments, unknownClass } from "../graph/readCall.ts";
import type { KerasCall, KerasValue } from "../layers/define.ts";
import { arithmetic } from "./arithmetic.ts";
import type { CallIssueContexts, SourceIssueContexts } from "./issues.ts";
import type { Argument, At, Expression, Statement } from "./pythonTree.ts";

type Contexts = SourceIssueContexts & CallIssueContexts;
export type ModelProblem = {
  [C in keyof Contexts]: {
    readonly code: C;
    readonly context: Contexts[C];
    readonly line: number;
    readonly character: number;
  };
}[keyof Contexts];

/** How many values stand in one, and how deep: a variable that is used twice stands in both places. */
interface Extent {
  readonly size: number;
  readonly depth: number;
}

/** A layer that was made, and may be called. */
interface Made extends At {
  readonly type: "made";
  call: KerasCall;
  extent: Extent;
  /** Its own name, else the variable's that alone stands for it or for what comes out of it. */
  name: string | null;
  readonly named: boolean;
  readonly endLine: number;
  frozen: boolean | null;
  /** The tensor that came out of it. */
  tensor: string | null;
  /** The model it stands in. */
  inModel: boolean;
}
interface Model extends At {
  readonly type: "model";
  readonly name: string | null;
  /** Of Sequential, in order; of a functional model the layers are found from its outputs. */
  readonly chain: Made[] | null;
  readonly outputs: readonly string[];
  readonly inputs: readonly string[];
  used: boolean;
}
type Value =
  | { readonly type: "constant"; readonly value: KerasValue }
  | {
      readonly type: "list";
      readonly items: readonly Value[];
      readonly extent: Extent;
      /** Known once: a list of thousands may be handed to thousands of calls. */
      readonly holdsTensors: boolean;
    }
  | { readonly type: "tensor"; readonly key: string }
  /** Something of a library, by its full name. */
  | { readonly type: "path"; readonly path: string; readonly bound: boolean }
  /** `called`: the function that gave it. */
  | { readonly type: "other"; readonly called?: string }
  /** What a statement with a slip would have given: whatever needs it is passed over in silence. */
  | { readonly type: "failed" }
  | Made
  | Model;

export interface SourceModel {
  readonly layers: readonly (LayerCall & { readonly line: number; readonly endLine: number })[];
  readonly outputs: readonly string[];
  readonly problems: readonly ModelProblem[];
}

/** Functions of Keras that make a merging layer and call it. */
const mergers: Readonly<Record<string, string>> = {
  add: "Add",
  subtract: "Subtract",
  multiply: "Multiply",
  average: "Average",
  maximum: "Maximum",
  minimum: "Minimum",
  concatenate: "Concatenate",
  dot: "Dot",
};

/** Functions that make a regularizer or constraint, with the names of their arguments. */
const functions: Readonly<Record<string, readonly string[]>> = {
  l1: ["l1"],
  l2: ["l2"],
  l1_l2: ["l1", "l2"],
  max_norm: ["maxValue", "axis"],
};

const other: Value = { type: "other" };
const failed: Value = { type: "failed" };
const maxProblems = 20;
/** Of one value: more than the arguments of all layers of a model, and deeper than any model is written. */
const most: Extent = { size: 50_000, depth: 60 };

/** Characters of a name with all that stands before it; `x = x.y` makes it longer with each line. */
const longestPath = 2000;

const single: Extent = { size: 1, depth: 0 };

/** The extent of what holds these values; null where it is more than a model needs. */
function extentOf(values: readonly Value[], own: Extent = single): Extent | null {
  let { size, depth } = own;
  for (const value of values) {
    const inner = "extent" in value ? value.extent : single;
    size += inner.size;
    depth = Math.max(depth, inner.depth + 1);
  }
  return size > most.size || depth > most.depth ? null : { size, depth };
}

/** Ends the reading of one statement; the next is read all the same. */
class Stop extends Error {}

export function modelOfSource(statements: readonly Statement[]): SourceModel {
  return new Interpreter().run(statements);
}

class Interpreter {
  readonly #names = new Map<string, Value>();
  readonly #models: Model[] = [];
  readonly #applied: { made: Made; key: string; inputs: readonly string[] }[] = [];
  readonly #problems: ModelProblem[] = [];

  run(statements: readonly Statement[]): SourceModel {
    for (const statement of statements) this.#countTargets(statement);
    for (const statement of statements) {
      if (!this.#tried(() => this.#statement(statement))) this.#fail(statement);
    }
    return this.#result(statements.at(-1));
  }

  /** A slip ends what is tried, and nothing else: what follows is read all the same. */
  #tried(read: () => void): boolean {
    try {
      read();
      return true;
    } catch (error) {
      if (!(error instanceof Stop)) throw error;
      return false;
    }
  }

  #fail(statement: Statement): void {
    if (statement.type !== "assign") return;
    for (const target of statement.targets) if (target.type === "name") this.#names.set(target.name, failed);
  }

  #refuse<C extends keyof Contexts>(code: C, context: Contexts[C], at: At): never {
    if (this.#problems.length < maxProblems) {
      // Code and context agree by the signature, which a spread cannot express.
      this.#problems.push({ code, context, line: at.line, character: at.character } as ModelProblem);
    }
    throw new Stop();
  }

  #statement(statement: Statement): void {
    switch (statement.type) {
      case "import":
        for (const { local, path } of statement.names) this.#names.set(local, { type: "path", path, bound: true });
        return;
      case "definition":
        this.#names.set(statement.name, { type: "path", path: statement.name, bound: true });
        return;
      case "expression":
        this.#evaluate(statement.value);
        return;
      case "assign": {
        const value = this.#evaluate(statement.value);
        for (const target of statement.targets) this.#assign(target, value, statement.value);
        return;
      }
    }
  }

  /** How often each variable is bound: one that is bound again stands for no layer alone. */
  readonly #bound = new Map<string, number>();

  #countTargets(statement: Statement): void {
    if (statement.type !== "assign") return;
    for (const target of statement.targets) {
      if (target.type === "name") this.#bound.set(target.name, (this.#bound.get(target.name) ?? 0) + 1);
    }
  }

  #nameAfter(variable: string, value: Value): void {
    if (this.#bound.get(variable) !== 1) return;
    const made = value.type === "made" ? value : this.#madeOf.get(value.type === "tensor" ? value.key : "");
    if (made !== undefined && !made.named) made.name = variable;
  }
  readonly #madeOf = new Map<string, Made>();

  #assign(target: Expression, value: Value, from: Expression): void {
    if (target.type === "name") {
      this.#nameAfter(target.name, value);
      this.#names.set(target.name, value);
    } else if (target.type === "attribute" && target.name === "trainable") {
      this.#freeze(this.#evaluate(target.of), value);
    } else if (target.type === "list") {
      const items = value.type === "list" && value.items.length === target.items.length ? value.items : null;
      for (const [i, part] of target.items.entries()) this.#assign(part, items?.[i] ?? other, from);
    }
  }

  #freeze(what: Value, value: Value): void {
    if (value.type !== "constant" || typeof value.value !== "boolean") return;
    const layers = what.type === "made" ? [what] : what.type === "model" ? this.#layersOf(what) : [];
    for (const layer of layers) layer.frozen = !value.value;
  }

  #layersOf(model: Model): readonly Made[] {
    if (model.chain !== null) return model.chain;
    const reached = this.#reached(model.outputs);
    return this.#applied.filter(({ key }) => reached.has(key)).map(({ made }) => made);
  }

  /** A call is carried out once, however often its value is asked for. */
  #evaluate(expression: Expression): Value {
    if (expression.type !== "call") return this.#evaluateAnew(expression);
    const value = this.#called.get(expression) ?? this.#evaluateAnew(expression);
    this.#called.set(expression, value);
    return value;
  }
  readonly #called = new Map<Expression, Value>();

  #evaluateAnew(expression: Expression): Value {
    switch (expression.type) {
      case "constant":
        return { type: "constant", value: expression.value };
      case "name": {
        const value = this.#names.get(expression.name) ?? { type: "path", path: expression.name, bound: false };
        if (value.type === "failed") throw new Stop();
        return value;
      }
      case "list": {
        const items = expression.items.map((item) => this.#evaluate(item));
        const extent = extentOf(items);
        return extent === null ? other : { type: "list", items, extent, holdsTensors: items.some(isTensorPart) };
      }
      case "attribute":
        return this.#attribute(expression);
      case "unary":
        return this.#unary(expression);
      case "binary":
        return this.#binary(expression);
      case "call":
        return this.#call(expression);
      case "other":
        for (const part of expression.parts) this.#evaluate(part);
        return other;
    }
  }

  #attribute({ of, name }: Extract<Expression, { type: "attribute" }>): Value {
    const value = this.#evaluate(of);
    if (value.type === "path" && value.path.length > longestPath) return other;
    if (value.type === "path") return { type: "path", path: `${value.path}.${name}`, bound: value.bound };
    if (value.type === "made" && name === "output" && value.tensor !== null)
      return { type: "tensor", key: value.tensor };
    if (value.type === "model" && name === "output") return this.#ends(value.outputs);
    if (value.type === "model" && name === "input") return this.#ends(value.inputs);
    return other;
  }

  #ends(keys: readonly string[]): Value {
    const [only, ...more] = keys;
    return only === undefined || more.length > 0 ? other : { type: "tensor", key: only };
  }

  #unary({ operator, of }: Extract<Expression, { type: "unary" }>): Value {
    const value = this.#evaluate(of);
    if (value.type !== "constant" || typeof value.value !== "number") return other;
    if (operator === "-") return { type: "constant", value: -value.value };
    return operator === "+" ? value : other;
  }

  #binary(expression: Extract<Expression, { type: "binary" }>): Value {
    const { operator } = expression;
    const [left, right] = [this.#evaluate(expression.left), this.#evaluate(expression.right)];
    if (isModelPart(left) || isModelPart(right)) this.#refuse("tensorOperator", { operator }, expression);
    if (left.type !== "constant" || right.type !== "constant") return other;
    const value = arithmetic(operator, left.value, right.value);
    return value === null ? other : { type: "constant", value };
  }

  #call(expression: Extract<Expression, { type: "call" }>): Value {
    const { callee, args } = expression;
    if (callee.type === "attribute") {
      const of = this.#evaluate(callee.of);
      if (of.type === "model") return this.#method(of, callee.name, expression);
      // What a layer or a tensor is asked beside being called is no part of the model.
      if (of.type === "made" || of.type === "tensor") return other;
    }
    const value = this.#evaluate(callee);
    if (value.type === "made") return this.#applyTo(value, expression);
    if (value.type === "model") return this.#applyModel(value, this.#tensorsOf(args, null, expression), expression);
    if (value.type === "path") return this.#make(value.path, expression);
    const holdsTensors = args.map(({ value: arg }) => this.#evaluate(arg)).some(isTensorPart);
    const called = value.type === "other" ? value.called : undefined;
    if (called !== undefined && holdsTensors && nearClass(called) !== null) this.#unknownClass(called, expression);
    return other;
  }

  /** A function or a class of a library is called. */
  #make(path: string, expression: Extract<Expression, { type: "call" }>): Value {
    const name = path.split(".").at(-1) as string;
    if (name === "Sequential") return this.#sequential(expression);
    if (name === "Model" || name === "Functional") return this.#functional(expression);
    const merger = Object.hasOwn(mergers, name) ? mergers[name] : undefined;
    if (merger !== undefined && this.#holdsTensors(expression.args)) return this.#merge(merger, expression);
    const order = Object.hasOwn(functions, name) ? functions[name] : undefined;
    const known = order ?? (isInputClass(name) ? ["shape", "batchSize", "dtype"] : positionalArguments(name));
    const isClass = /^[A-Z]/.test(name);
    if (known == null && !isClass) return this.#unknownFunction(path, expression);
    const call: KerasCall = { className: name, args: this.#arguments(name, known ?? null, expression) };
    const extent = extentOf(expression.args.map(({ value }) => this.#evaluate(value)));
    if (extent === null) return other;
    const given = call.args.name;
    const { trainable } = call.args;
    const named = typeof given === "string" && given !== "";
    const made: Made = {
      type: "made",
      call,
      extent,
      name: named ? given : null,
      named,
      line: expression.line,
      character: expression.character,
      endLine: expression.endLine,
      frozen: typeof trainable === "boolean" ? !trainable : null,
      tensor: null,
      inModel: false,
    };
    // Input(…) is a tensor at once; InputLayer(…) stands in a Sequential.
    return name === "Input" ? this.#apply(made, [], expression) : made;
  }

  /** A function that is not known may do what it likes, unless it is handed a part of the model. */
  #unknownFunction(path: string, { args, line, character }: Extract<Expression, { type: "call" }>): Value {
    const parts = args.map(({ value }) => this.#evaluate(value));
    const at = { line, character };
    // `layers.dense(…)` can be nothing but a layer whose name is misspelt.
    const ofLayers = path.split(".").at(-2) === "layers" || (!path.includes(".") && parts.some(isTensorPart));
    if (ofLayers && nearClass(path.split(".").at(-1) ?? "") !== null) this.#unknownClass(path, at);
    if (parts.some(isTensorPart)) this.#refuse("callRefused", { name: path.slice(0, 100) }, at);
    return { type: "other", called: path };
  }

  #arguments(
    className: string,
    order: readonly string[] | null,
    { args, line, character }: Extract<Expression, { type: "call" }>,
  ): KerasCall["args"] {
    const result: Record<string, KerasValue> = {};
    let place = 0;
    for (const { name, value } of args) {
      const argument = name ?? order?.[place];
      if (name === null) place += 1;
      if (argument === undefined) {
        // Of a class that is not known, the order is not either; the class itself is refused where it is used.
        if (order === null) continue;
        this.#refuse("tooManyArguments", { layer: className, max: order.length }, value);
      }
      if (Object.hasOwn(result, argument)) {
        this.#refuse("argumentTwice", { layer: className, argument: snakeCase(argument) }, value);
      }
      const read = this.#kerasValue(value, this.#evaluate(value));
      const optional = order === null || isHarmless(argument) || isInputClass(className);
      if (read !== undefined) result[argument] = read;
      else if (!optional) {
        this.#refuse("valueUnknown", { layer: className, argument: snakeCase(argument) }, value ?? { line, character });
      }
    }
    return result;
  }

  /** One list for all calls that are handed the same. */
  readonly #kerasLists = new WeakMap<Value, KerasValue>();

  /** A value as a Keras argument; undefined where it is not worked out. */
  #kerasValue(at: Expression, value: Value): KerasValue | undefined {
    switch (value.type) {
      case "constant":
        return value.value;
      case "list": {
        const known = this.#kerasLists.get(value);
        if (known !== undefined) return known;
        const items = value.items.map((item) => this.#kerasValue(at, item));
        if (!items.every((item) => item !== undefined)) return undefined;
        this.#kerasLists.set(value, items);
        return items;
      }
      case "made":
        return value.call;
      case "path":
        // `keras.activations.relu` means "relu"; a name that nobody bound means nothing.
        if (!value.bound && !value.path.includes("."))
          this.#refuse("nameUnknown", { name: value.path.slice(0, 100) }, at);
        return value.path.split(".").at(-1);
      default:
        return undefined;
    }
  }

  #holdsTensors(args: readonly Argument[]): boolean {
    const [first] = args.filter(({ name }) => name === null || name === "inputs");
    return first !== undefined && isTensorPart(this.#evaluate(first.value));
  }

  #merge(className: string, expression: Extract<Expression, { type: "call" }>): Value {
    const isTensors = (argument: Argument, i: number) =>
      argument.name === "inputs" || (argument.name === null && i === 0);
    const rest = expression.args.filter((argument, i) => !isTensors(argument, i));
    const made = this.#make(className, { ...expression, args: rest });
    const inputs = expression.args.filter(isTensors);
    if (made.type !== "made") return other;
    return this.#apply(made, this.#tensorsOf(inputs, made), expression);
  }

  /** The tensors a layer is called with: one, several, or a list of them. */
  #tensorsOf(
    args: readonly Argument[],
    made: Made | null,
    at: At = made ?? { line: 1, character: 1 },
  ): readonly string[] {
    const keys: string[] = [];
    const take = (value: Value, place: Expression): void => {
      if (keys.length > maxLayers) {
        this.#refuse("tooManyModelLayers", { count: keys.length, max: maxLayers }, place);
      } else if (value.type === "tensor") keys.push(value.key);
      else if (value.type === "list") for (const item of value.items) take(item, place);
      else if (value.type === "path" && !value.bound && !value.path.includes(".")) {
        this.#refuse("nameUnknown", { name: value.path.slice(0, 100) }, place);
      } else this.#refuse("tensorExpected", { layer: made?.call.className ?? "Sequential" }, place);
    };
    for (const { name, value } of args) {
      const evaluated = this.#evaluate(value);
      // `training=False`, `mask=None`: how it is called, not with what.
      const isTensor = name === null || isTensorPart(evaluated);
      if (isTensor) take(evaluated, value);
    }
    if (keys.length === 0) this.#refuse("tensorExpected", { layer: made?.call.className ?? "Sequential" }, at);
    return keys;
  }

  /** Arguments that stand beside the inputs, and that Keras has no place for in the constructor, are the layer's. */
  #applyTo(made: Made, { args, line, character }: Extract<Expression, { type: "call" }>): Value {
    const { className } = made.call;
    this.#checkClass(made);
    const beside = Object.hasOwn(callArguments, className) ? (callArguments[className] as readonly string[]) : [];
    const more = args.flatMap(({ name, value }): [string, KerasValue][] => {
      const argument = camelCase(name ?? "");
      const read = beside.includes(argument) ? this.#evaluate(value) : other;
      return read.type === "constant" ? [[argument, read.value]] : [];
    });
    const keys = this.#tensorsOf(args, made);
    made.call = { className, args: { ...made.call.args, ...Object.fromEntries(more) } };
    return this.#apply(made, keys, { line, character });
  }

  /** Before its inputs are looked at: a slip in them must not hide this one. */
  #checkClass(made: Made): void {
    const { className } = made.call;
    if (isLayerClass(className) || isInputClass(className)) return;
    this.#unknownClass(className, made);
  }

  #unknownClass(name: string, at: At): never {
    const { code, context } = unknownClass(name);
    return this.#refuse<keyof Contexts>(code, context, at);
  }

  #apply(made: Made, inputs: readonly string[], at: At): Value {
    if (made.tensor !== null) this.#refuse("layerCalledTwice", { layer: made.call.className }, at);
    if (this.#applied.length > maxLayers) {
      this.#refuse("tooManyModelLayers", { count: this.#applied.length, max: maxLayers }, at);
    }
    const key = `t${this.#applied.length}`;
    made.tensor = key;
    this.#madeOf.set(key, made);
    this.#applied.push({ made, key, inputs });
    return { type: "tensor", key };
  }

  /** A Sequential that is called adds its layers where it is called. */
  #applyModel(model: Model, inputs: readonly string[], at: At): Value {
    if (model.chain === null || model.used) this.#refuse("callRefused", { name: model.name ?? "Model" }, at);
    model.used = true;
    let keys = inputs;
    for (const made of model.chain) {
      if (isInputClass(made.call.className)) continue;
      const value = this.#apply(made, keys, made);
      if (value.type === "tensor") keys = [value.key];
    }
    return this.#ends(keys);
  }

  #sequential(expression: Extract<Expression, { type: "call" }>): Value {
    const chain: Made[] = [];
    const model: Model = {
      type: "model",
      name: null,
      chain,
      outputs: [],
      inputs: [],
      used: false,
      ...placeOf(expression),
    };
    for (const [i, { name, value }] of expression.args.entries()) {
      if (name === "layers" || (name === null && i === 0)) {
        const items = value.type === "list" ? value.items : [];
        // Item by item, so that each slip stands at its own line.
        if (value.type === "list") {
          for (const item of items) this.#tried(() => this.#add(model, this.#evaluate(item), item));
        } else this.#addAll(model, this.#evaluate(value), value);
      }
    }
    this.#models.push(model);
    return model;
  }

  #addAll(model: Model, value: Value, at: Expression): void {
    if (value.type === "constant" && value.value === null) return;
    if (value.type !== "list") this.#refuse("layerExpected", { found: wordFor(value) }, at);
    for (const item of value.items) this.#add(model, item, at);
  }

  #add(model: Model, value: Value, at: Expression): void {
    const { chain } = model;
    if (chain === null) return;
    if (value.type === "model" && value.chain !== null && !value.used) {
      value.used = true;
      for (const made of value.chain)
        if (chain.length === 0 || !isInputClass(made.call.className)) this.#add(model, made, at);
      return;
    }
    // keras.Input(…) at the head of a Sequential is a tensor already.
    const input = value.type === "tensor" ? this.#madeOf.get(value.key) : undefined;
    const made = value.type === "made" ? value : input;
    if (made === undefined) {
      if (value.type === "path" && !value.bound) this.#refuse("nameUnknown", { name: value.path.slice(0, 100) }, at);
      const called = value.type === "other" ? value.called : undefined;
      if (called !== undefined && nearClass(called.split(".").at(-1) ?? "") !== null) this.#unknownClass(called, at);
      this.#refuse("layerExpected", { found: called?.slice(0, 100) ?? wordFor(value) }, at);
    }
    this.#checkClass(made);
    if (made.inModel && !isInputClass(made.call.className)) {
      this.#refuse("layerCalledTwice", { layer: made.call.className }, at);
    }
    if (chain.length > maxLayers) this.#refuse("tooManyModelLayers", { count: chain.length, max: maxLayers }, at);
    made.inModel = true;
    chain.push(made);
  }

  #functional(expression: Extract<Expression, { type: "call" }>): Value {
    const ends = { inputs: [] as readonly string[], outputs: [] as readonly string[] };
    for (const [i, argument] of expression.args.entries()) {
      const name = argument.name ?? ["inputs", "outputs", "name"][i];
      if (name !== "inputs" && name !== "outputs") continue;
      ends[name] = this.#tensorsOf([{ name: null, value: argument.value }], null, argument.value);
    }
    const model: Model = { type: "model", name: null, chain: null, ...ends, used: false, ...placeOf(expression) };
    this.#models.push(model);
    return model;
  }

  #method(model: Model, name: string, { args, line, character }: Extract<Expression, { type: "call" }>): Value {
    const [first] = args;
    if (name === "add" && first !== undefined) {
      if (model.chain === null) this.#refuse("callRefused", { name: "add" }, { line, character });
      this.#add(model, this.#evaluate(first.value), first.value);
    } else if (name === "pop") {
      const last = model.chain?.pop();
      if (last !== undefined) last.inModel = false;
    }
    // compile, fit, summary, save …: what is done with a model is chosen elsewhere in the studio.
    return other;
  }

  /** Everything these tensors depend on. */
  #reached(outputs: readonly string[]): ReadonlySet<string> {
    const inputsOf = new Map(this.#applied.map(({ key, inputs }) => [key, inputs]));
    const seen = new Set(outputs);
    for (const key of seen) for (const input of inputsOf.get(key) ?? []) seen.add(input);
    return seen;
  }

  #result(last: Statement | undefined): SourceModel {
    const named = this.#names.get("model");
    const whole = (model: Model) => !model.used && (model.chain?.length ?? model.outputs.length) > 0;
    const chosen = named?.type === "model" && whole(named) ? named : this.#models.findLast(whole);
    if (chosen === undefined) {
      if (this.#problems.length === 0) {
        const at = last ?? { line: 1, character: 1 };
        this.#problems.push({ code: "noModelInSource", context: {}, line: at.line, character: at.character });
      }
      return { layers: [], outputs: [], problems: this.#problems };
    }
    const model = chosen.chain === null ? this.#functionalModel(chosen) : sequentialModel(chosen.chain);
    return { ...model, problems: this.#problems };
  }

  /** What the outputs depend on; where it is the only model, also what hangs loose from its input. */
  #functionalModel(model: Model): Pick<SourceModel, "layers" | "outputs"> {
    const reached = new Set(this.#reached(model.outputs));
    const only = this.#models.filter((other) => other.chain === null).length === 1;
    if (only) {
      for (const { key, inputs } of this.#applied) {
        if (inputs.length > 0 && inputs.every((input) => reached.has(input))) reached.add(key);
      }
    }
    const layers = this.#applied
      .filter(({ key }) => reached.has(key))
      .map(({ made, key, inputs }) => layerOf(made, key, inputs));
    return { layers, outputs: model.outputs };
  }
}

const placeOf = ({ line, character }: At): At => ({ line, character });

const layerOf = (made: Made, key: string, inputs: readonly string[]) => ({
  key,
  call: made.call,
  name: made.name,
  inputs,
  frozen: made.frozen,
  line: made.line,
  endLine: made.endLine,
});

function sequentialModel(chain: readonly Made[]): Pick<SourceModel, "layers" | "outputs"> {
  const layers = chain.map((made, i) => layerOf(made, `s${i}`, i === 0 ? [] : [`s${i - 1}`]));
  return { layers, outputs: chain.length === 0 ? [] : [`s${chain.length - 1}`] };
}

const isTensorPart = (value: Value): boolean =>
  value.type === "tensor" || (value.type === "list" && value.holdsTensors);
const isModelPart = (value: Value): boolean => isTensorPart(value) || value.type === "made" || value.type === "model";

/** What a value is called in a message. */
function wordFor(value: Value): string {
  switch (value.type) {
    case "constant":
      return String(value.value).slice(0, 40);
    case "path":
      return value.path.slice(0, 100);
    case "tensor":
      return "tensor";
    case "made":
      return value.call.className;
    case "model":
      return "model";
    case "list":
      return "list";
    case "other":
    case "failed":
      return "…";
  }
}
