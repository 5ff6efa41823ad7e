/**
 * @file Which array of labels belongs to which array of images: by what is left of their names without the words for
 * images and labels ("train-images", "train-labels"), else by their numbers, where that leaves no doubt.
 */
import type { Issue } from "../../../core/issue.ts";
import { partOf, segmentsOf } from "../images/paths.ts";
import type { NamedArray } from "./namedArray.ts";

export interface Pair {
  readonly images: NamedArray;
  readonly labels: NamedArray | null;
  /** train, test or validation; null where the name tells none. */
  readonly part: string | null;
}

export type PairOutcome =
  | { readonly ok: true; readonly pairs: readonly Pair[]; readonly unused: readonly NamedArray[] }
  | { readonly ok: false; readonly issue: Issue };

/** MNIST calls its test set after the 10,000 images it holds. */
const words = /^(images?|imgs?|x|data|pixels|features|labels?|lbls?|y|targets?|classes|class|idx\d|ubyte|npy|gz|arr)$/;

const tokensOf = (name: string): readonly string[] =>
  (segmentsOf(name).at(-1) ?? name)
    .toLowerCase()
    .replace(/\.(npy|gz|bin)$/g, "")
    .split(/[^\p{L}\p{N}]+/u)
    .filter((token) => token !== "" && !words.test(token));

export function partOfName(name: string): string | null {
  const tokens = tokensOf(name);
  return tokens.map((token) => (token === "t10k" ? "test" : partOf(token))).find((part) => part !== null) ?? null;
}

const keyOf = (array: NamedArray): string => tokensOf(array.name).join(" ");
const rowsOf = (array: NamedArray): number => array.shape[0] ?? 0;

function grouped<K>(arrays: readonly NamedArray[], keyOfOne: (array: NamedArray) => K): Map<K, Set<NamedArray>> {
  const groups = new Map<K, Set<NamedArray>>();
  for (const array of arrays) {
    const key = keyOfOne(array);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, new Set([array]));
    else group.add(array);
  }
  return groups;
}

export function pairArrays(images: readonly NamedArray[], labels: readonly NamedArray[]): PairOutcome {
  const free = new Set(labels);
  const found = new Map<NamedArray, NamedArray>();
  const take = (image: NamedArray, candidates: Iterable<NamedArray>): void => {
    const [only, ...more] = candidates;
    if (only === undefined || more.length > 0) return;
    found.set(image, only);
    free.delete(only);
  };
  // Each array is asked once for what it may be paired by: a folder may hold thousands.
  const byKey = grouped(labels, keyOf);
  for (const image of images) {
    const candidates = byKey.get(keyOf(image)) ?? new Set();
    take(image, candidates);
    const taken = found.get(image);
    if (taken !== undefined) candidates.delete(taken);
  }
  const unpaired = images.filter((image) => !found.has(image));
  const byRows = grouped([...free], rowsOf);
  for (const [rows, rivals] of grouped(unpaired, rowsOf)) {
    const [only, ...more] = rivals;
    if (only !== undefined && more.length === 0) take(only, byRows.get(rows) ?? []);
  }
  const left = images.filter((image) => !found.has(image));
  // One of each that do not agree were meant to: say so instead of leaving the labels out.
  if (left.length === 1 && free.size === 1) take(left[0] as NamedArray, [...free]);
  for (const [image, label] of found) {
    if (rowsOf(image) !== rowsOf(label)) return { ok: false, issue: mismatch(image, label) };
  }
  const pairs = images.map((image) => ({
    images: image,
    labels: found.get(image) ?? null,
    part: partOfName(image.name),
  }));
  return { ok: true, pairs, unused: [...free] };
}

function mismatch(images: NamedArray, labels: NamedArray): Issue {
  const context = {
    imagesFile: images.name,
    images: rowsOf(images),
    labelsFile: labels.name,
    labels: rowsOf(labels),
  };
  return { code: "labelsMismatch", severity: "error", at: {}, context };
}
