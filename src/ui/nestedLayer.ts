/** @file Values of a form's fields compared and carried over: what is a default, and what another inner layer keeps. */
import {
  checkField,
  defaultsOf,
  type Field,
  type LayerField,
  type NestedLayer,
  type ParamValue,
} from "../core/params/fields.ts";

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function equal(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, i) => equal(item, b[i]));
  if (!isRecord(a) || !isRecord(b)) return false;
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].every((name) => Object.hasOwn(a, name) && Object.hasOwn(b, name) && equal(a[name], b[name]));
}

/** A value that the document leaves out is the default. */
export const isDefault = (field: Field, value: unknown): boolean => value === undefined || equal(value, field.default);

/** The inner layer as the document holds it; null where it holds none of the field's kinds. */
export function nestedValue(field: LayerField, value: unknown): NestedLayer | null {
  if (!isRecord(value)) return null;
  const { kind, params } = value;
  if (typeof kind !== "string" || !Object.hasOwn(field.options, kind)) return null;
  return { kind, params: isRecord(params) ? (params as NestedLayer["params"]) : {} };
}

/** Another inner kind: what both kinds call by the same name, and what the new one allows, is kept. */
export function withInnerKind(field: LayerField, current: NestedLayer | null, kind: string): NestedLayer {
  const fields = field.options[kind] ?? {};
  const params: Record<string, ParamValue> = { ...defaultsOf(fields) };
  for (const [name, inner] of Object.entries(fields)) {
    const before = current !== null && Object.hasOwn(current.params, name) ? current.params[name] : undefined;
    if (before !== undefined && checkField(inner, before) === null) params[name] = before;
  }
  return { kind, params };
}
