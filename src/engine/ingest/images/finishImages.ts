/**
 * @file Image files that were read, as a dataset: which classes their folders tell, whether a table beside them tells
 * others, and what the user should know of them.
 */
import { countSizes, type ImageSize } from "../../../core/data/images/column.ts";
import type { ImagesColumn } from "../../../core/data/types.ts";
import { assertNever } from "../../../core/fault.ts";
import type { Issue } from "../../../core/issue.ts";
import { imageDataset, type TableBeside } from "../../images/imageTable.ts";
import type { DataOutcome } from "../readData.ts";
import type { Gathered } from "./gather.ts";
import { Listing, listed } from "./listing.ts";
import type { Member } from "./members.ts";
import { labelsFromPaths, segmentsOf } from "./paths.ts";

export interface ImageFacts {
  readonly name: string;
  readonly bytes: number;
  readonly issues: Issue[];
  readonly candidates: readonly Member[];
}

/** The table of what was gathered: classes out of folders where they tell any, the table beside, what is to be told. */
export function finishImages({ rows, paths }: Gathered, beside: TableBeside | null, facts: ImageFacts): DataOutcome {
  const found = labelsFromPaths(paths);
  const classes = new Set(found.labels ?? []);
  // Beside a table that names images, the one folder they lie in is no class.
  const usesFolders = beside === null || classes.size > 1;
  const labels = usesFolders ? (found.labels ?? (beside === null ? paths.map(() => "") : null)) : null;
  const issues = [...facts.issues, ...(usesFolders ? found.issues : [])];
  if (usesFolders && found.labels !== null) issues.push(...emptyFolders(facts.candidates, paths));
  issues.push(...listed("duplicateFileNames", "notice", duplicates(paths)));
  const images = rows.column();
  issues.push(...mixedSizes(images));
  const { name, bytes } = facts;
  const id = `${rows.id()}${beside === null ? "" : `-${besideTag(beside)}`}`;
  return imageDataset({ id, name, bytes, images, labels, files: paths, parts: found.parts, beside, issues });
}

/** The same images with another table are another dataset. */
function besideTag({ names, columns }: TableBeside): string {
  let hash = 0x811c9dc5;
  const mix = (value: number): void => {
    hash = Math.imul(hash ^ (value | 0), 0x01000193);
  };
  const mixText = (text: string): void => {
    for (let i = 0; i < text.length; i++) mix(text.charCodeAt(i));
    mix(-1);
  };
  names.forEach(mixText);
  for (const column of columns) {
    switch (column.kind) {
      case "dictionary":
        column.values.forEach(mixText);
        column.codes.forEach(mix);
        break;
      case "numbers":
        new Uint32Array(column.values.slice().buffer).forEach(mix);
        break;
      case "text":
      case "images":
        column.bytes.forEach(mix);
        break;
      default:
        assertNever(column);
    }
  }
  return (hash >>> 0).toString(16).padStart(8, "0");
}

const folderOf = (path: string): string => segmentsOf(path).slice(0, -1).join("/");

function emptyFolders(candidates: readonly Member[], paths: readonly string[]): readonly Issue[] {
  const used = new Set(paths.map(folderOf));
  const empty = new Listing();
  for (const folder of new Set(candidates.map(({ path }) => folderOf(path)))) {
    if (folder !== "" && !used.has(folder)) empty.add(folder);
  }
  return listed("emptyFolders", "warning", empty);
}

function duplicates(paths: readonly string[]): Listing {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const path of paths) (seen.has(path) ? twice : seen).add(path);
  const listing = new Listing();
  for (const path of twice) listing.add(path);
  return listing;
}

function mixedSizes(images: ImagesColumn): readonly Issue[] {
  const { sizes } = countSizes(images);
  if (sizes.length < 2) return [];
  const byArea = [...sizes].sort((a, b) => a.width * a.height - b.width * b.height);
  const spell = (size: ImageSize | undefined): string => `${size?.width} × ${size?.height}`;
  const context = { smallest: spell(byArea[0]), largest: spell(byArea.at(-1)), sizes: sizes.length };
  return [{ code: "imageSizesMixed", severity: "notice", at: {}, context }];
}
