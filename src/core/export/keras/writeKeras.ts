/**
 * @file A compiled model as Keras 3 source, one statement a layer, to read, to train elsewhere and to read back. It is
 * written from the same calls the model is built from. Arguments are keywords; what equals Keras's default is left out,
 * but for the few that other frameworks understand differently.
 */
import type { KerasLayer, KerasModel } from "../../graph/compile.ts";
import type { NodeId } from "../../graph/types.ts";
import type { KerasCall, KerasValue, ModelContext } from "../../layers/define.ts";
import { specOf } from "../../layers/index.ts";
import { type CustomClass, customClasses } from "./customClasses.ts";
import {
  callArguments,
  demandedInputs,
  moduleOf,
  reservedWords,
  snakeCase,
  spreadInputs,
  statedAlways,
} from "./names.ts";
import { pythonCall, pythonComment, pythonDocument, pythonName, pythonNumber, pythonText } from "./python.ts";
import { type KerasArgument, signatures } from "./signatures.ts";

export interface KerasSourceOptions {
  /** First lines of the file, each a sentence. */
  readonly title?: readonly string[];
  /** The user's names of layers; each stands as a comment above its layer. */
  readonly labels?: Readonly<Record<NodeId, string | undefined>>;
}

export interface KerasSource {
  readonly source: string;
  /** Where each layer's statement begins, counted from 1. */
  readonly lines: Readonly<Record<NodeId, number>>;
}

export function writeKeras(model: KerasModel, { title = [], labels = {} }: KerasSourceOptions = {}): KerasSource {
  const names = variablesOf(model);
  const statements: { readonly id: NodeId; readonly text: string }[] = [
    { id: model.input, text: inputStatement(model, names) },
    ...model.layers.map((layer) => ({ id: layer.name, text: layerStatement(layer, model.context, names) })),
  ];
  const end = pythonCall("model = keras.Model", [
    `inputs=${names.get(model.input)}`,
    `outputs=${names.get(model.output)}`,
  ]);
  const written = new Written();
  if (title.length > 0) written.add(pythonDocument(title), "");
  written.add(...importsOf(model, statements.map(({ text }) => text).join("\n")), "");
  for (const definition of definitionsOf(model)) written.add("", definition, "");
  const lines: Record<NodeId, number> = {};
  for (const { id, text } of statements) {
    const label = labels[id];
    if (label !== undefined && label.trim() !== "") written.add(pythonComment(label));
    lines[id] = written.next;
    written.add(text);
  }
  written.add("", end, "");
  return { source: written.text, lines };
}

/** Lines of a file, counted. */
class Written {
  #text = "";
  /** The number of the line that comes next. */
  next = 1;

  add(...parts: readonly string[]): void {
    for (const part of parts) {
      this.#text += `${part}\n`;
      this.next += part.split("\n").length;
    }
  }

  get text(): string {
    return this.#text.replace(/\n+$/, "\n");
  }
}

/** Every layer the model holds, those inside others counted. */
function* callsOf(value: KerasValue): Generator<KerasCall> {
  if (Array.isArray(value)) {
    for (const item of value as readonly KerasValue[]) yield* callsOf(item);
  } else if (typeof value === "object" && value !== null) {
    const call = value as KerasCall;
    yield call;
    for (const inner of Object.values(call.args)) yield* callsOf(inner);
  }
}

/** Sources of the classes that Keras lacks, once each. */
function definitionsOf({ layers }: KerasModel): readonly string[] {
  const used = new Set(layers.flatMap(({ call }) => [...callsOf(call)].map(({ className }) => className)));
  return [...used].flatMap((name) =>
    Object.hasOwn(customClasses, name) ? [(customClasses[name] as CustomClass).source] : [],
  );
}

function importsOf(model: KerasModel, statements: string): readonly string[] {
  const text = [statements, ...definitionsOf(model)].join("\n");
  const used = ["constraints", "initializers", "layers", "ops", "regularizers"].filter((module) =>
    new RegExp(`(?<![\\w."])${module}\\.`).test(text),
  );
  const numpy = text.includes("np.") ? ["import numpy as np"] : [];
  return ["import keras", ...numpy, ...(used.length === 0 ? [] : [`from keras import ${used.join(", ")}`])];
}

/** A Python variable for each node, its id wherever that is a name. */
function variablesOf({ input, layers }: KerasModel): ReadonlyMap<NodeId, string> {
  const taken = new Set([...reservedWords, ...Object.keys(customClasses)]);
  const names = new Map<NodeId, string>();
  for (const id of [input, ...layers.map(({ name }) => name)]) {
    const name = pythonName(id, taken);
    taken.add(name);
    names.set(id, name);
  }
  return names;
}

/** The layer's own name is stated where the variable cannot be it. Keras refuses a slash in it. */
const nameArgument = (id: NodeId, variable: string): readonly string[] =>
  id === variable ? [] : [`name=${pythonText(id.replaceAll("/", "_"))}`];

function inputStatement({ input, inputShape }: KerasModel, names: ReadonlyMap<NodeId, string>): string {
  const variable = names.get(input) as string;
  const args = [`shape=${valueText(inputShape, "shape")}`, ...nameArgument(input, variable)];
  return pythonCall(`${variable} = keras.Input`, args);
}

function layerStatement(layer: KerasLayer, context: ModelContext, names: ReadonlyMap<NodeId, string>): string {
  const { name, call, inputs } = layer;
  const variable = names.get(name) as string;
  const tensors = inputs.map((id) => names.get(id) as string);
  const more = [...(keepsWeights(layer, context) ? ["trainable=False"] : []), ...nameArgument(name, variable)];
  const applied = appliedTo(call, tensors);
  const statement = `${variable} = `;
  return `${statement}${callText(call, "layers", more, statement.length + applied.length)}${applied}`;
}

/** Frozen, and with weights to keep: some layers without any do not take the argument. */
function keepsWeights({ frozen, kind, params, inputShapes }: KerasLayer, context: ModelContext): boolean {
  if (!frozen) return false;
  const { trainable = 0, fixed = 0 } =
    specOf(kind)?.parameters({ params: params as never, inputs: inputShapes, context }) ?? {};
  return trainable + fixed > 0;
}

function appliedTo({ className, args }: KerasCall, tensors: readonly string[]): string {
  if (spreadInputs.has(className)) {
    // Attention of a sequence to itself is a call with the same tensor twice.
    const missing = Math.max(0, demandedInputs(className) - tensors.length);
    const given = [...tensors, ...Array<string>(missing).fill(tensors.at(-1) as string)];
    return `(${[...given, ...keywords(withTheInputs(className), args)].join(", ")})`;
  }
  return tensors.length === 1 ? `(${tensors[0]})` : `([${tensors.join(", ")}])`;
}

const withTheInputs = (className: string): readonly string[] =>
  Object.hasOwn(callArguments, className) ? (callArguments[className] as readonly string[]) : [];

const keywords = (names: readonly string[], args: KerasCall["args"]): readonly string[] =>
  names
    .filter((name) => args[name] !== undefined && args[name] !== false)
    .map((name) => `${snakeCase(name)}=${valueText(args[name] as KerasValue, name)}`);

/** A constructor call; `more` follows its arguments. */
function callText({ className, args }: KerasCall, module: string, more: readonly string[] = [], room = 0): string {
  const signature = signatureOf(className);
  const elsewhere = withTheInputs(className);
  const shown = Object.entries(args).filter(
    ([name, value]) => !elsewhere.includes(name) && !isDefault(signature, name, value),
  );
  const order = signature.map(([name]) => name);
  const rank = (name: string): number => (order.includes(name) ? order.indexOf(name) : order.length);
  shown.sort(([a], [b]) => rank(a) - rank(b));
  const written = shown.map(([name, value]) =>
    // A wrapped layer comes first, without a word, as one would say it.
    name === "layer" ? valueText(value, name) : `${snakeCase(name)}=${valueText(value, name)}`,
  );
  const callee = Object.hasOwn(customClasses, className) ? className : `${module}.${className}`;
  return pythonCall(callee, [...written, ...more], room);
}

function signatureOf(className: string): readonly KerasArgument[] {
  if (Object.hasOwn(customClasses, className)) return (customClasses[className] as CustomClass).signature;
  return Object.hasOwn(signatures, className) ? (signatures[className] as readonly KerasArgument[]) : [];
}

function isDefault(signature: readonly KerasArgument[], name: string, value: KerasValue): boolean {
  const known = signature.find(([own]) => own === name);
  if (known === undefined || known.length === 1 || statedAlways.has(name)) return false;
  const [, byDefault] = known;
  if (name === "activation" && value === "linear") return byDefault === null;
  return JSON.stringify(value) === JSON.stringify(byDefault);
}

function valueText(value: KerasValue, argument: string): string {
  switch (typeof value) {
    case "number":
      return pythonNumber(value);
    case "boolean":
      return value ? "True" : "False";
    case "string":
      return pythonText(snakeCase(value));
    default: {
      if (value === null) return "None";
      if ("className" in value) return callText(value, moduleOf(argument));
      const items = value.map((item) => valueText(item, argument)).join(", ");
      return argument === "axis" ? `[${items}]` : `(${items}${value.length === 1 ? "," : ""})`;
    }
  }
}
