/**
 * @file Parameters as data. A field states its type, default and range once; from it come the TypeScript type, the
 * validation, the form and the help. Layers, optimizers and recipes declare their parameters with it.
 */

interface Common {
  /** Shown under "More" in forms. */
  readonly advanced?: boolean;
  /** 0 stands for what this other field says; forms tell so. */
  readonly zeroMeans?: string;
  /** What Keras takes where its call leaves the argument out, if that is not `default`. Source that is read needs it. */
  readonly kerasDefault?: ParamValue;
  /** The field counts only where another one has one of these values; forms leave it out elsewhere. */
  readonly onlyIf?: { readonly field: string; readonly among: readonly ParamValue[] };
}

export interface IntField extends Common {
  readonly type: "int";
  readonly default: number;
  readonly min: number;
  readonly max: number;
}
/** An integer, or null: "follow the task". */
export interface AutoIntField extends Common {
  readonly type: "autoInt";
  readonly default: number | null;
  readonly min: number;
  readonly max: number;
}
export interface FloatField extends Common {
  readonly type: "float";
  readonly default: number;
  readonly min: number;
  readonly max: number;
  /** The range leaves out its ends where set. */
  readonly exclusiveMin?: boolean;
  readonly exclusiveMax?: boolean;
}
export interface FlagField extends Common {
  readonly type: "flag";
  readonly default: boolean;
}
export interface ChoiceField<O extends string = string> extends Common {
  readonly type: "choice";
  readonly default: O;
  readonly options: readonly O[];
}

/** Any words: a category, a value to compare with. */
export interface TextField extends Common {
  readonly type: "text";
  readonly default: string;
}

/** A short list of whole numbers: a kernel's height and width, a shape, an order of axes. */
export interface IntsField extends Common {
  readonly type: "ints";
  readonly default: readonly number[];
  /** How many there are: a number, or a range for a list whose length is free. */
  readonly length: number | { readonly min: number; readonly max: number };
  /** Of each number. */
  readonly min: number;
  readonly max: number;
}
/** A layer inside a layer (Bidirectional, TimeDistributed): which, and its own parameters. */
export interface LayerField extends Common {
  readonly type: "layer";
  readonly default: NestedLayer;
  /** The fields of each kind that may be chosen. */
  readonly options: Readonly<Record<string, Fields>>;
}
export interface NestedLayer {
  readonly kind: string;
  readonly params: Readonly<Record<string, ParamValue>>;
}

/** What a parameter of a document can be. */
export type ParamValue = number | string | boolean | null | readonly number[] | NestedLayer;

export type Field = IntField | AutoIntField | FloatField | FlagField | ChoiceField | TextField | IntsField | LayerField;
export type Fields = Readonly<Record<string, Field>>;

export type FieldValue<F extends Field> = F extends IntField | FloatField
  ? number
  : F extends AutoIntField
    ? number | null
    : F extends FlagField
      ? boolean
      : F extends ChoiceField<infer O>
        ? O
        : F extends TextField
          ? string
          : F extends IntsField
            ? readonly number[]
            : F extends LayerField
              ? NestedLayer
              : never;

export type ParamsOf<F extends Fields> = { readonly [K in keyof F]: FieldValue<F[K]> };

export const int = (f: Omit<IntField, "type">): IntField => ({ type: "int", ...f });
export const autoInt = (f: Omit<AutoIntField, "type">): AutoIntField => ({ type: "autoInt", ...f });
export const float = (f: Omit<FloatField, "type">): FloatField => ({ type: "float", ...f });
export const flag = (f: Omit<FlagField, "type">): FlagField => ({ type: "flag", ...f });
export const choice = <const O extends string>(
  options: readonly O[],
  f: Omit<ChoiceField<NoInfer<O>>, "type" | "options">,
): ChoiceField<O> => ({ type: "choice", options, ...f });

export const text = (f: Omit<TextField, "type">): TextField => ({ type: "text", ...f });
export const ints = (f: Omit<IntsField, "type">): IntsField => ({ type: "ints", ...f });
/** A height and a width. */
export const pair = (f: Omit<IntsField, "type" | "length" | "default"> & { readonly default: number }): IntsField =>
  ints({ ...f, length: 2, default: [f.default, f.default] });
export const nested = (f: Omit<LayerField, "type">): LayerField => ({ type: "layer", ...f });

export function defaultsOf<F extends Fields>(fields: F): ParamsOf<F> {
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.default])) as ParamsOf<F>;
}

export type FieldFault = "notANumber" | "notAnInteger" | "outOfRange" | "notAChoice" | "wrongLength";

/** The parameters with each field's default where they leave it out: a document may be older than a field. */
export const completed = <P extends object>(fields: Fields, params: P): P => ({ ...defaultsOf(fields), ...params });

/** The first field whose parameter is none of its values, or null. */
export const wrongField = (fields: Fields, params: Readonly<Record<string, unknown>>): string | null =>
  Object.entries(fields).find(([name, field]) => checkField(field, params[name]) !== null)?.[0] ?? null;

/** Whether the field counts beside these parameters: another one may rule it out, or be ruled out itself. */
export function applies(fields: Fields, name: string, params: Readonly<Record<string, unknown>>): boolean {
  const condition = fields[name]?.onlyIf;
  if (condition === undefined) return true;
  const value = Object.hasOwn(params, condition.field) ? params[condition.field] : fields[condition.field]?.default;
  return condition.among.includes(value as ParamValue) && applies(fields, condition.field, params);
}

const longestText = 10_000;

/** Why `value` is no value of `field`, or null. */
export function checkField(field: Field, value: unknown): FieldFault | null {
  switch (field.type) {
    case "flag":
      return typeof value === "boolean" ? null : "notAChoice";
    case "choice":
      return typeof value === "string" && field.options.includes(value) ? null : "notAChoice";
    case "text":
      return typeof value === "string" && value.length <= longestText ? null : "wrongLength";
    case "autoInt":
      if (value === null) return null;
      return checkNumber(field, value, true);
    case "int":
      return checkNumber(field, value, true);
    case "float":
      return checkNumber(field, value, false);
    case "ints":
      return checkInts(field, value);
    case "layer":
      return checkNested(field, value);
  }
}

function checkInts(field: IntsField, value: unknown): FieldFault | null {
  if (!Array.isArray(value)) return "notANumber";
  const { min, max } = typeof field.length === "number" ? { min: field.length, max: field.length } : field.length;
  if (value.length < min || value.length > max) return "wrongLength";
  for (const item of value as readonly unknown[]) {
    const fault = checkNumber(field, item, true);
    if (fault !== null) return fault;
  }
  return null;
}

function checkNested(field: LayerField, value: unknown): FieldFault | null {
  if (typeof value !== "object" || value === null) return "notAChoice";
  const { kind, params } = value as { readonly kind?: unknown; readonly params?: unknown };
  if (typeof kind !== "string" || !Object.hasOwn(field.options, kind)) return "notAChoice";
  if (typeof params !== "object" || params === null) return "notAChoice";
  for (const [name, inner] of Object.entries(field.options[kind] ?? {})) {
    const fault = checkField(
      inner,
      Object.hasOwn(params, name) ? (params as Record<string, unknown>)[name] : undefined,
    );
    if (fault !== null) return fault;
  }
  return null;
}

function checkNumber(
  field: IntField | AutoIntField | FloatField | IntsField,
  value: unknown,
  whole: boolean,
): FieldFault | null {
  if (typeof value !== "number" || !Number.isFinite(value)) return "notANumber";
  if (whole && !Number.isInteger(value)) return "notAnInteger";
  if (value < field.min || value > field.max) return "outOfRange";
  if (field.type === "float" && field.exclusiveMin && value === field.min) return "outOfRange";
  if (field.type === "float" && field.exclusiveMax && value === field.max) return "outOfRange";
  return null;
}
