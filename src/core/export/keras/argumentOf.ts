/**
 * @file Which argument of Keras a field of a layer is, for people who know Keras. Apart from the other names, so that a
 * form need not load the tables of the source reader.
 */

import { penalties } from "../../layers/regularizers.ts";

/** "returnSequences" → "return_sequences". */
export const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Fields that are a part of an argument, or put it otherwise. */
const partOf: Readonly<Record<string, string>> = {
  keepRatio: "width_factor",
  valueMin: "value_range",
  valueMax: "value_range",
};

/** The argument that a field stands for; null for penalties, whose arguments are called after a layer's weights. */
export function kerasArgument(field: string): string | null {
  if (Object.hasOwn(penalties, field)) return null;
  return partOf[field] ?? snakeCase(field);
}
