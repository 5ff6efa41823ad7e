/**
 * @file Which weight of a file is which of a layer's. TensorFlow.js names them ("lstm/lstm_cell/kernel"), `.keras` files
 * count them ("lstm/cell/vars/0"); both say which part of a layer with parts is meant. A layer takes all its weights
 * or none.
 */
import type { ExpectedWeight } from "./expectedWeights.ts";

export interface FoundWeight {
  /** What follows the layer's name. */
  readonly path: readonly string[];
  readonly shape: readonly number[];
}

/** Parts of layers that hold several sets of weights, by the words that files have for them. */
const roles: readonly (readonly [role: string, word: RegExp])[] = [
  ["forward", /^forward/],
  ["backward", /^backward/],
  ["query", /^query(_dense)?$/],
  ["key", /^key(_dense)?$/],
  ["value", /^value(_dense)?$/],
  ["attention_output", /^(attention_output|output_dense)$/],
];

/** The words of a path that name neither a role nor a weight. */
const roleIn = (path: readonly string[]): string =>
  roles.find(([, word]) => path.slice(0, -1).some((step) => word.test(step)))?.[0] ?? "";

const roleOfPart = (part: string): string => roles.find(([role]) => part.startsWith(`${role}_`))?.[0] ?? "";
const leafOfPart = (part: string): string => {
  const role = roleOfPart(part);
  return role === "" ? part : part.slice(role.length + 1);
};

const sameShape = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((n, i) => n === b[i]);

const isCounted = ({ path }: FoundWeight): boolean => /^\d+$/.test(path.at(-1) ?? "");

/** For each expected weight the one of the file, in order; null where not all are there with their shapes. */
export function matchWeights<W extends FoundWeight>(
  expected: readonly ExpectedWeight[],
  found: readonly W[],
): readonly W[] | null {
  const matched = expected.map((weight) => {
    const role = roleOfPart(weight.part);
    const sameRole = found.filter(({ path }) => roleIn(path) === role);
    const named = sameRole.filter((one) => !isCounted(one) && one.path.at(-1) === leafOfPart(weight.part));
    const counted = sameRole.filter(isCounted).toSorted((a, b) => Number(a.path.at(-1)) - Number(b.path.at(-1)));
    const place = expected.filter(({ part }) => roleOfPart(part) === role).indexOf(weight);
    // Names differ between versions ("kernel", "depthwise_kernel"); where as many are there as expected, the order tells.
    const inOrder = counted.length > 0 ? counted : sameRole;
    const wanted = expected.filter(({ part }) => roleOfPart(part) === role).length;
    const one = named[0] ?? (inOrder.length === wanted ? inOrder[place] : undefined);
    return one !== undefined && sameShape(one.shape, weight.shape) ? one : undefined;
  });
  return matched.every((one) => one !== undefined) ? matched : null;
}
