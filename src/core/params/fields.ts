/**
 * @file Parameters as data. A field states its type, default and range once; from it come the TypeScript type, the
 * validation, the form and the help. Layers, optimizers and recipes declare their parameters with it.
 */

interface Common {
  /** Shown under "More" in forms. */
  readonly advanced?: boolean;
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

export type Field = IntField | AutoIntField | FloatField | FlagField | ChoiceField;
export type Fields = Readonly<Record<string, Field>>;

export type FieldValue<F extends Field> = F extends IntField | FloatField
  ? number
  : F extends AutoIntField
    ? number | null
    : F extends FlagField
      ? boolean
      : F extends ChoiceField<infer O>
        ? O
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

export function defaultsOf<F extends Fields>(fields: F): ParamsOf<F> {
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.default])) as ParamsOf<F>;
}

/** Why `value` is no value of `field`, or null. */
export function checkField(
  field: Field,
  value: unknown,
): "notANumber" | "notAnInteger" | "outOfRange" | "notAChoice" | null {
  switch (field.type) {
    case "flag":
      return typeof value === "boolean" ? null : "notAChoice";
    case "choice":
      return typeof value === "string" && field.options.includes(value) ? null : "notAChoice";
    case "autoInt":
      if (value === null) return null;
      return checkNumber(field, value, true);
    case "int":
      return checkNumber(field, value, true);
    case "float":
      return checkNumber(field, value, false);
  }
}

function checkNumber(field: IntField | AutoIntField | FloatField, value: unknown, whole: boolean) {
  if (typeof value !== "number" || !Number.isFinite(value)) return "notANumber";
  if (whole && !Number.isInteger(value)) return "notAnInteger";
  if (value < field.min || value > field.max) return "outOfRange";
  if (field.type === "float" && field.exclusiveMin && value === field.min) return "outOfRange";
  if (field.type === "float" && field.exclusiveMax && value === field.max) return "outOfRange";
  return null;
}
