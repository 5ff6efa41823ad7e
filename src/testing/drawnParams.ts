/**
 * @file For tests only: parameters drawn at random from the fields a layer declares. What holds for every layer is tried
 * on these; each test says how far its numbers reach, since some of them allocate what they draw.
 */

import type { AutoIntField, Field, Fields, FloatField, IntField } from "../core/params/fields.ts";
import { fc } from "./property.ts";

export interface Reach {
  /** The largest whole number of a field. */
  readonly whole: (field: IntField | AutoIntField) => number;
  /** The largest item of a list of whole numbers. */
  readonly item: number;
  readonly float: (field: FloatField) => fc.Arbitrary<number>;
}

/** Up to 24, and items up to 6: tfjs allocates what it builds. */
export const smallWhole = ({ max }: IntField | AutoIntField): number => Math.min(max, 24);
export const smallItem = 6;

function drawnValue(field: Field, reach: Reach): fc.Arbitrary<unknown> {
  switch (field.type) {
    case "int":
      return fc.integer({ min: field.min, max: reach.whole(field) });
    case "autoInt":
      return fc.option(fc.integer({ min: field.min, max: reach.whole(field) }), { nil: null });
    case "float":
      return reach.float(field);
    case "flag":
      return fc.boolean();
    case "choice":
      return fc.constantFrom(...field.options);
    case "text":
      return fc.string({ maxLength: 20 });
    case "ints": {
      const { min, max } = typeof field.length === "number" ? { min: field.length, max: field.length } : field.length;
      const item = fc.integer({ min: field.min, max: Math.min(field.max, reach.item) });
      return fc.array(item, { minLength: min, maxLength: Math.min(max, 4) });
    }
    case "layer":
      return fc.oneof(
        ...Object.entries(field.options).map(([kind, fields]) =>
          fc.record({ kind: fc.constant(kind), params: drawnParams(fields, reach) }),
        ),
      );
  }
}

/** A value for each field, each within its own range. */
export const drawnParams = (fields: Fields, reach: Reach): fc.Arbitrary<Record<string, unknown>> =>
  fc.record(Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, drawnValue(field, reach)])));
