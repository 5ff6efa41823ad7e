/**
 * @file One Keras call becomes a layer of the studio: the inverse of a layer's `keras`. An argument is the parameter of
 * the same name unless the layer reads itself; what the studio does not know is refused by name, unless it changes
 * nothing: a default, how weights are drawn, or what the layer would write itself.
 */
import type { CallIssueContexts, ExpectedValue } from "../code/issues.ts";
import { nearName } from "../code/nearName.ts";
import { activationAliases, camelCase, className as canonicalName, snakeCase } from "../export/keras/names.ts";
import { type KerasArgument, signatures } from "../export/keras/signatures.ts";
import { activations } from "../layers/activations.ts";
import type { KerasCall, KerasValue, LayerSpec, ModelContext } from "../layers/define.ts";
import { type LayerKind, layerKinds, specOf } from "../layers/index.ts";
import { checkField, defaultsOf, type Field, type NestedLayer, type ParamValue } from "../params/fields.ts";
import { readPenalties } from "./readPenalties.ts";
import type { Shape } from "./types.ts";

/** Something wrong with a call; where it stands is known to the caller. */
export type CallProblem = {
  [C in keyof CallIssueContexts]: { readonly code: C; readonly context: CallIssueContexts[C] };
}[keyof CallIssueContexts];

type Params = Readonly<Record<string, ParamValue>>;

export type ReadLayer =
  | { readonly ok: true; readonly kind: LayerKind; readonly params: Params; readonly notices: readonly CallProblem[] }
  | { readonly ok: false; readonly problems: readonly CallProblem[] };

/** What is known around the call: shapes decide what an axis means. null: not known. */
export interface CallPlace {
  readonly inputs: readonly (Shape | null)[];
  readonly context: ModelContext;
  /** The program that wrote the call computes some functions differently. */
  readonly dialect: "keras3" | "older";
}

type Args = Readonly<Record<string, KerasValue>>;

export const isCall = (value: KerasValue | undefined): value is KerasCall =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isList = (value: KerasValue | undefined): value is readonly KerasValue[] => Array.isArray(value);

/** A value in a message: short, as Python writes it. */
export function shown(value: KerasValue): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "string") return JSON.stringify(value.slice(0, 40));
  if (typeof value === "number") return String(value);
  if (isCall(value)) return `${value.className.slice(0, 40)}(…)`;
  return `[${value.slice(0, 4).map(shown).join(", ")}${value.length > 4 ? ", …" : ""}]`;
}

/** Each class by its name. The output is written as a Dense layer, and never read as one here. */
const kindsByClass: ReadonlyMap<string, LayerKind> = new Map(
  layerKinds.filter((kind) => specOf(kind)?.role === "hidden").map((kind) => [specOf(kind)?.title ?? kind, kind]),
);

/** Classes that are another one with fixed arguments; null where the arguments say something else. */
const rewritten: Readonly<Record<string, (args: Args) => KerasCall | null>> = {
  ReLU: ({ maxValue = null, negativeSlope = 0, threshold = 0 }) => {
    if (threshold !== 0) return null;
    if (negativeSlope !== 0) return maxValue === null ? { className: "LeakyReLU", args: { negativeSlope } } : null;
    if (maxValue === null) return activationCall("relu");
    return maxValue === 6 ? activationCall("relu6") : null;
  },
  ELU: ({ alpha = 1 }) => (alpha === 1 ? activationCall("elu") : null),
  Softmax: ({ axis = -1 }) => (axis === -1 ? activationCall("softmax") : null),
};
const activationCall = (activation: string): KerasCall => ({ className: "Activation", args: { activation } });

/** Older or shorter names of arguments. */
const otherNames: Readonly<Record<string, string>> = {
  alpha: "negativeSlope",
  inputLength: "steps",
  dilation: "dilationRate",
  stride: "strides",
};

/** Of every layer, and of no effect on what is computed: how weights are drawn, where and how numbers are held. */
const harmless: ReadonlySet<string> = new Set([
  "name",
  "trainable",
  "dtype",
  "autocast",
  "batchInputShape",
  "batchShape",
  "inputShape",
  "inputDim",
  "inputLength",
  "inputDtype",
  "batchSize",
  "seed",
  "seedGenerator",
  "rngType",
  "unroll",
  "useCudnn",
  "implementation",
  "unitForgetBias",
  "synchronized",
  "fused",
  "weights",
  "buildConfig",
  "sparse",
  "ragged",
  "registeredName",
  "module",
  "supportsMasking",
  "numElements",
]);
/** Whether an argument changes nothing that a layer computes. */
export const isHarmless = (argument: string): boolean => harmless.has(argument) || /initializer$/i.test(argument);

/** Arguments of older and newer programs that mean nothing as long as they keep one of these values. */
const formerDefaults: Readonly<Record<string, readonly KerasValue[]>> = {
  timeMajor: [false],
  zeroOutputForMask: [false],
  virtualBatchSize: [null],
  rmsScaling: [false],
  useGate: [false],
  // What Keras writes once the layer has seen a sequence: its only axis.
  attentionAxes: [null, [1]],
  renorm: [false],
  renormClipping: [null],
  renormMomentum: [0.99],
  stateful: [false],
  returnState: [false],
  goBackwards: [false],
  dataFormat: [null, "channelsLast", "channels_last"],
  groups: [1],
  outputPadding: [null],
  padding: ["valid"],
  keepdims: [false],
  mergeMode: ["concat"],
  maskZero: [false],
  resetAfter: [true],
  adjoint: [false],
};

const sameValue = (a: KerasValue | undefined, b: KerasValue | undefined): boolean => {
  if (isList(a) || isList(b)) {
    const [x, y] = [flat(a), flat(b)];
    return x.length === y.length && x.every((item, i) => sameValue(item, y[i]));
  }
  if (isCall(a) || isCall(b)) return JSON.stringify(a) === JSON.stringify(b);
  if (typeof a === "string" && typeof b === "string") return camelCase(a) === camelCase(b);
  return a === b;
};
const flat = (value: KerasValue | undefined): readonly KerasValue[] =>
  isList(value) ? value.flatMap((item) => flat(item)) : value === undefined ? [] : [value];

export const signatureOf = (className: string): readonly KerasArgument[] | null =>
  Object.hasOwn(signatures, className) ? (signatures[className] ?? null) : null;

/** The class's own name. */
const canonical = (className: string): string => (kindsByClass.has(className) ? className : canonicalName(className));

/** The order in which a class takes arguments without names; null where the class is not known. */
export function positionalArguments(className: string): readonly string[] | null {
  const name = canonical(className);
  const declared = signatureOf(name);
  if (declared !== null) return declared.map(([argument]) => argument);
  const kind = kindsByClass.get(name);
  return kind === undefined ? null : Object.keys(specOf(kind)?.fields ?? {});
}

/** Whether a call of this class makes a layer that the studio knows, or one that it can name as unknown. */
export const isLayerClass = (className: string): boolean =>
  kindsByClass.has(canonical(className)) || Object.hasOwn(rewritten, className);

/** The class that a misspelt name most likely means. */
export const nearClass = (name: string): string | null => nearName(name, [...kindsByClass.keys(), ...otherClasses]);
const otherClasses = ["Input", ...Object.keys(rewritten)];

/** What is said of a name that no layer has. */
export function unknownClass(name: string) {
  const layer = name.slice(0, 100);
  const near = nearClass(name.split(".").at(-1) ?? name);
  return near === null
    ? ({ code: "unknownClass", context: { layer } } as const)
    : ({ code: "layerMisspelt", context: { layer, near } } as const);
}

/** Argument names in camel case, also of the calls inside. */
const inCamel = ({ className, args }: KerasCall): KerasCall => ({
  className,
  args: Object.fromEntries(Object.entries(args).map(([name, value]) => [camelCase(name), valueInCamel(value)])),
});
const valueInCamel = (value: KerasValue): KerasValue =>
  isList(value) ? value.map(valueInCamel) : isCall(value) ? inCamel(value) : value;

/** Reads one call. */
export function readCall(call: KerasCall, place: CallPlace): ReadLayer {
  const { args } = inCamel(call);
  const layer = call.className;
  const other = Object.hasOwn(rewritten, layer) && !kindsByClass.has(layer) ? rewritten[layer] : undefined;
  if (other !== undefined) {
    const plain = other(args);
    if (plain !== null) return readCall(plain, place);
    const [argument = "", value = null] = Object.entries(args).find(([name]) => !isHarmless(name)) ?? [];
    const context = { layer, argument: snakeCase(argument), value: shown(value) };
    return { ok: false, problems: [{ code: "argumentUnsupported", context }] };
  }
  if (args.backwardLayer !== undefined && mirrors(args.layer, args.backwardLayer)) {
    const { backwardLayer: _same, ...rest } = args;
    return readCall({ className: layer, args: rest }, place);
  }
  const className = canonical(layer);
  const kind = kindsByClass.get(className);
  const spec = kind === undefined ? null : specOf(kind);
  if (kind === undefined || spec === null) {
    return { ok: false, problems: [unknownClass(layer)] };
  }
  return new CallReader(spec, className, args, place).read(kind);
}

/** Whether a backward layer is the forward one, turned round: Keras 3 writes it out though nobody asked for it. */
function mirrors(forward: KerasValue | undefined, backward: KerasValue): boolean {
  if (backward === null) return true;
  if (!isCall(forward) || !isCall(backward) || forward.className !== backward.className) return false;
  const plain = ({ args }: KerasCall) => {
    const { name: _name, goBackwards = false, ...rest } = args;
    return { goBackwards, rest: JSON.stringify(Object.entries(rest).toSorted(([a], [b]) => (a < b ? -1 : 1))) };
  };
  const [there, back] = [plain(forward), plain(backward)];
  return there.rest === back.rest && there.goBackwards !== back.goBackwards;
}

const expectedOf = (field: Field): ExpectedValue => {
  switch (field.type) {
    case "int":
    case "autoInt":
      return "wholeNumber";
    case "float":
      return "number";
    case "flag":
      return "flag";
    case "choice":
    case "text":
      return "text";
    case "ints":
      return "numbers";
    case "layer":
      return "layer";
  }
};

class CallReader {
  readonly #problems: CallProblem[] = [];
  readonly #notices: CallProblem[] = [];

  constructor(
    readonly spec: LayerSpec,
    readonly className: string,
    readonly args: Args,
    readonly place: CallPlace,
  ) {}

  read(kind: LayerKind): ReadLayer {
    const { spec, args } = this;
    const named: Record<string, KerasValue> = {};
    for (const [name, value] of Object.entries(args)) named[this.#fieldName(name)] = value;
    const own = this.#readItself(named);
    const penalties = readPenalties(spec, named);
    for (const { argument, value } of penalties.refused) this.#refuse(argument, value);
    const params: Record<string, ParamValue> = { ...this.#defaults(), ...penalties.params };
    for (const [name, field] of Object.entries(spec.fields)) {
      const value = named[name];
      if (own !== null && Object.hasOwn(own, name)) params[name] = own[name] as ParamValue;
      else if (value !== undefined) this.#take(params, name, field, value);
    }
    this.#checkRequired(named);
    if (this.#problems.length === 0) this.#checkRest(named, params);
    if (this.#problems.length > 0) return { ok: false, problems: this.#problems };
    if (this.place.dialect === "older" && Object.values(params).includes("hardSigmoid")) {
      this.#notices.push({ code: "hardSigmoidDiffers", context: { layer: this.className } });
    }
    return { ok: true, kind, params, notices: this.#notices };
  }

  /** The field that an argument means. */
  #fieldName(argument: string): string {
    const { fields } = this.spec;
    if (Object.hasOwn(fields, argument)) return argument;
    const other = Object.hasOwn(otherNames, argument) ? otherNames[argument] : undefined;
    return other !== undefined && Object.hasOwn(fields, other) ? other : argument;
  }

  /** What a call means that leaves everything out. */
  #defaults(): Params {
    return Object.fromEntries(
      Object.entries(this.spec.fields).map(([name, field]) => [name, field.kerasDefault ?? field.default]),
    );
  }

  #readItself(named: Args): Params | null {
    const { read } = this.spec;
    if (read === undefined) return null;
    const own = read(named);
    if (own !== null) return own;
    const others = Object.entries(named).filter(([name]) => !isHarmless(name));
    const atFault = others.find(([name]) => {
      const { [name]: _left, ...without } = named;
      return read(without) !== null;
    });
    const [argument = "", value = null] = atFault ?? others[0] ?? [];
    this.#refuse(argument, value);
    return null;
  }

  #refuse(argument: string, value: KerasValue): void {
    const context = { layer: this.className, argument: snakeCase(argument), value: shown(value) };
    if (argument === "dataFormat") this.#problems.push({ code: "channelsFirst", context: { layer: this.className } });
    else this.#problems.push({ code: "argumentUnsupported", context });
  }

  #take(params: Record<string, ParamValue>, name: string, field: Field, value: KerasValue): void {
    const fallback = params[name];
    const read = this.#valueOf(field, value);
    if (read === undefined && value === null && fallback !== undefined) return;
    // Ranges are judged where the graph is compiled, which offers mends; here only the kind of value.
    const fault = read === undefined ? "notANumber" : checkField(field, read);
    if (read === undefined || (fault !== null && fault !== "outOfRange")) {
      const context = {
        layer: this.className,
        argument: snakeCase(name),
        value: shown(value),
        expected: expectedOf(field),
      };
      const near = field.type === "choice" && typeof value === "string" ? nearName(value, field.options) : null;
      if (near !== null && near !== value) {
        const misspelt = { layer: context.layer, argument: context.argument, value: context.value, near };
        this.#problems.push({ code: "valueMisspelt", context: misspelt });
      } else if (field.type === "choice" && typeof value === "string") this.#refuse(name, value);
      else if (field.type === "layer" && isCall(value)) this.#nestedProblem(value);
      else this.#problems.push({ code: "argumentInvalid", context });
      return;
    }
    params[name] = read;
  }

  /** The value of a field that an argument's value means; undefined where it is none. */
  #valueOf(field: Field, value: KerasValue): ParamValue | undefined {
    switch (field.type) {
      case "int":
      case "autoInt":
      case "float": {
        if (value === null && field.type === "autoInt") return null;
        // One axis: Keras writes its lists of one number.
        const only = isList(value) && value.length === 1 ? value[0] : value;
        return typeof only === "number" ? only : undefined;
      }
      case "flag":
        return typeof value === "boolean" ? value : undefined;
      case "choice":
        return choiceOf(field.options, value);
      case "ints":
        return intsOf(field.length, value);
      case "layer":
        return isCall(value) ? this.#nestedOf(field.options, value) : undefined;
    }
  }

  #nestedOf(options: Readonly<Record<string, unknown>>, call: KerasCall): NestedLayer | undefined {
    // Bidirectional sets this of its layers, and does what it says.
    const { zeroOutputForMask: _set, ...args } = call.args;
    const inner = readCall({ ...call, args }, { ...this.place, inputs: [] });
    if (!inner.ok || !Object.hasOwn(options, inner.kind)) return undefined;
    this.#notices.push(...inner.notices);
    const fields = options[inner.kind] as Readonly<Record<string, Field>>;
    // An inner layer has the fields that its wrapper names; the others must be as they are left out.
    const params = Object.fromEntries(Object.keys(fields).map((name) => [name, inner.params[name] ?? null]));
    const plain = defaultsOf(specOf(inner.kind)?.fields ?? {}) as Params;
    const lost = Object.entries(inner.params).some(
      ([name, value]) => !Object.hasOwn(fields, name) && JSON.stringify(value) !== JSON.stringify(plain[name]),
    );
    return lost ? undefined : { kind: inner.kind, params };
  }

  #nestedProblem(call: KerasCall): void {
    const inner = readCall(call, { ...this.place, inputs: [] });
    if (!inner.ok) this.#problems.push(...inner.problems);
    else this.#refuse("layer", call);
  }

  #checkRequired(named: Args): void {
    const declared = signatureOf(this.className) ?? [];
    for (const argument of declared) {
      const [name] = argument;
      if (argument.length === 2 || Object.hasOwn(named, name) || Object.hasOwn(this.args, name)) continue;
      if (!Object.hasOwn(this.spec.fields, name)) continue;
      this.#problems.push({ code: "argumentMissing", context: { layer: this.className, argument: snakeCase(name) } });
    }
  }

  /** What is no parameter must change nothing. */
  #checkRest(named: Args, params: Params): void {
    const { spec } = this;
    const declared = new Map((signatureOf(this.className) ?? []).map((argument) => [argument[0], argument]));
    const written = this.#written(params);
    for (const [name, value] of Object.entries(named)) {
      if (Object.hasOwn(spec.fields, name) || isHarmless(name)) continue;
      if (/(Regularizer|Constraint)$/.test(name) && this.#penaltyWritten(name, value, written)) continue;
      if (name === "axis" && this.#isLastAxis(value)) continue;
      if (written !== null && Object.hasOwn(written, name) && sameValue(value, written[name])) continue;
      const known = declared.get(name);
      if (known !== undefined && known.length === 2 && sameValue(value, known[1])) continue;
      if (Object.hasOwn(formerDefaults, name) && formerDefaults[name]?.some((one) => sameValue(one, value))) continue;
      if (this.#reads(named, name)) continue;
      if (known !== undefined || name === "dataFormat" || Object.hasOwn(formerDefaults, name))
        this.#refuse(name, value);
      else {
        const context = { layer: this.className, argument: snakeCase(name) };
        const near = nearName(context.argument, (positionalArguments(this.className) ?? []).map(snakeCase));
        if (near === null) this.#problems.push({ code: "argumentUnknown", context });
        else this.#problems.push({ code: "argumentMisspelt", context: { ...context, near } });
      }
    }
  }

  /** Whether the layer reads the argument itself: without it, it would read something else. */
  #reads(named: Args, name: string): boolean {
    const { read } = this.spec;
    if (read === undefined) return false;
    const { [name]: _left, ...without } = named;
    return JSON.stringify(read(named)) !== JSON.stringify(read(without));
  }

  /** The arguments that the layer would write itself. */
  #written(params: Params): Args | null {
    const { inputs, context } = this.place;
    const shapes = inputs.filter((shape) => shape !== null);
    if (this.spec.keras === null) return null;
    const args = { params: params as never, inputs: shapes, context };
    // Parameters out of their range may have no call; the graph's own checks speak of them.
    for (const [name, field] of Object.entries(this.spec.fields)) {
      if (checkField(field, params[name]) !== null) return null;
    }
    return this.spec.keras(args).args;
  }

  #penaltyWritten(name: string, value: KerasValue, written: Args | null): boolean {
    if (value === null) return true;
    const own = written?.[name];
    if (!isCall(own)) return own === undefined && name.endsWith("Regularizer") && isNoPenalty(value);
    if (!name.endsWith("Constraint")) return true;
    // Over which axes a length is taken is fixed by the layer; Keras's own default is the first.
    const axis = isCall(value) ? (value.args.axis ?? 0) : 0;
    return sameValue(flat(axis), flat(own.args.axis));
  }

  /** The channels, counted from the end or, with the batch, from the front. */
  #isLastAxis(value: KerasValue): boolean {
    const [axis, ...more] = flat(value);
    if (more.length > 0 || typeof axis !== "number") return false;
    const shape = this.place.inputs[0];
    return axis === -1 || (shape != null && axis === shape.length);
  }
}

const isNoPenalty = (value: KerasValue): boolean =>
  isCall(value) && Object.values(value.args).every((strength) => strength === 0);

function choiceOf(options: readonly string[], value: KerasValue): string | undefined {
  if (value === null) return options.includes("linear") ? "linear" : undefined;
  const text = isCall(value) && Object.keys(value.args).length === 0 ? value.className : value;
  if (typeof text !== "string") return undefined;
  const wanted = plainly(text);
  const named = Object.hasOwn(activationAliases, wanted) ? activationAliases[wanted] : wanted;
  return options.find((option) => plainly(option) === named) ?? options.find((option) => plainly(option) === wanted);
}
/** "HardSigmoid", "hard_sigmoid" and "hardSigmoid" are one: spelling differs between programs. */
const plainly = (name: string): string => name.replaceAll("_", "").toLowerCase();

type Length = number | { readonly min: number; readonly max: number };

/** A list of whole numbers: one number stands for all; two, for height and width, stand for both ends of each. */
function intsOf(length: Length, value: KerasValue): readonly number[] | undefined {
  const list = flat(value);
  if (!list.every((n) => typeof n === "number")) return undefined;
  if (typeof length !== "number") return list;
  if (list.length === length) return list;
  const [first, second] = list;
  if (first === undefined) return undefined;
  if (list.length === 1 && !isList(value)) return Array.from({ length }, () => first);
  if (list.length === 2 && length === 4 && second !== undefined) return [first, first, second, second];
  return list;
}

/** Activation names, for those who read texts. */
export const isActivation = (name: string): boolean => choiceOf(activations, name) !== undefined;
