/**
 * @file What the folders of image files tell: the class (the innermost folder) and the part (a folder called train, test
 * or validation). Paths are labels only, whatever stands in them; a folder above all others tells nothing.
 */
import type { Issue } from "../../../core/issue.ts";
import { Listing, listed } from "./listing.ts";

/** Left by operating systems and programs in folders; nobody put them there as data. */
const junk =
  /^(\._.*|\.ds_store|thumbs\.db|ehthumbs\.db|desktop\.ini|\.directory|icon\r|\.gitkeep|\.gitignore|\.keep)$/i;
const junkFolder = /^(__macosx|\.git|\.svn|\.ipynb_checkpoints|@eadir|\.trashes|\.spotlight-v100|\$recycle\.bin)$/i;

/** The folders and the name; what only moves about in a file system ("..", "C:") is left out. */
export const segmentsOf = (path: string): readonly string[] =>
  path
    .split(/[/\\]+/)
    .filter((part, i) => part !== "" && part !== "." && part !== ".." && !(i === 0 && /^[a-z]:$/i.test(part)));

export const fileNameOf = (path: string): string => segmentsOf(path).at(-1) ?? path;

export function isJunk(path: string): boolean {
  const segments = segmentsOf(path);
  return junk.test(segments.at(-1) ?? "") || segments.slice(0, -1).some((folder) => junkFolder.test(folder));
}

const partNames: readonly (readonly [RegExp, string])[] = [
  [/^train(ing)?(_?(set|images|data))?$|^训练集?$/i, "train"],
  [/^test(ing)?(_?(set|images|data))?$|^测试集?$/i, "test"],
  [/^(val|valid|validation|dev)(_?(set|images|data))?$|^验证集?$/i, "validation"],
];

/** The part that a folder or a file is named after; null where it is not. */
export const partOf = (name: string): string | null => partNames.find(([test]) => test.test(name))?.[1] ?? null;

export interface PathLabels {
  /** Of each path; "" where it has none. Null where no path has one. */
  readonly labels: readonly string[] | null;
  readonly parts: readonly string[] | null;
  readonly issues: readonly Issue[];
}

export function labelsFromPaths(paths: readonly string[]): PathLabels {
  const folders = withoutCommon(paths.map((path) => segmentsOf(path).slice(0, -1)));
  const parts = folders.map(
    (list) =>
      list
        .slice(0, -1)
        .map(partOf)
        .find((part) => part !== null) ?? "",
  );
  // train/1.png: the only folder names a part and no class.
  const onlyParts = folders.every(
    (list) => list.length <= 1 && (list.length === 0 || partOf(list[0] as string) !== null),
  );
  if (folders.every((list) => list.length === 0)) return { labels: null, parts: null, issues: [] };
  if (onlyParts && new Set(folders.map((list) => list[0])).size > 1) {
    return { labels: null, parts: folders.map((list) => partOf(list[0] ?? "") ?? ""), issues: [] };
  }
  const labels = folders.map((list) => list.at(-1) ?? "");
  return { labels, parts: parts.some((part) => part !== "") ? parts : null, issues: findings(paths, folders, labels) };
}

/** Folders that stand around everything are taken away, but never the last that tells something apart. */
function withoutCommon(all: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const [first] = all;
  if (first === undefined) return all;
  const longest = all.reduce((most, list) => Math.max(most, list.length), 0);
  let common = 0;
  while (common < longest - 1 && common < first.length && all.every((list) => list[common] === first[common])) common++;
  return common === 0 ? all : all.map((list) => list.slice(common));
}

function findings(
  paths: readonly string[],
  folders: readonly (readonly string[])[],
  labels: readonly string[],
): readonly Issue[] {
  const issues: Issue[] = [];
  const outside = new Listing();
  labels.forEach((label, i) => {
    if (label === "") outside.add(paths[i] as string);
  });
  issues.push(...listed("imagesWithoutFolder", "warning", outside));
  const nested = folders.find((list) => list.slice(0, -1).some((folder) => partOf(folder) === null));
  if (nested !== undefined) {
    issues.push({
      code: "foldersNested",
      severity: "notice",
      at: {},
      context: { example: nested.join("/").slice(0, 80) },
    });
  }
  const [only, ...others] = new Set(labels.filter((label) => label !== ""));
  if (only !== undefined && others.length === 0) {
    issues.push({ code: "oneClassFolder", severity: "warning", at: {}, context: { folder: only.slice(0, 80) } });
  }
  return issues;
}
