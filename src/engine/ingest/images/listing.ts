/** @file Counts things of a kind and keeps the names of the first few, for the issues that tell of them. */
import type { Issue } from "../../../core/issue.ts";

const shown = 5;
const shownLength = 80;

export class Listing {
  readonly #names: string[] = [];
  count = 0;

  add(name: string): void {
    this.count++;
    if (this.#names.length < shown) this.#names.push(name.length > shownLength ? `…${name.slice(-shownLength)}` : name);
  }

  get examples(): string {
    return this.count > this.#names.length ? `${this.#names.join(", ")}, …` : this.#names.join(", ");
  }

  get context(): { readonly count: number; readonly examples: string } {
    return { count: this.count, examples: this.examples };
  }
}

type Listed =
  | "imagesEmpty"
  | "imagesNotImages"
  | "imagesTruncated"
  | "imagesDamaged"
  | "imagesUndecodable"
  | "imagesSvg"
  | "imagesOtherFormat"
  | "entriesEncrypted"
  | "otherFilesIgnored"
  | "duplicateFileNames"
  | "imagesReduced"
  | "imagesAnimated"
  | "imagesWithoutFolder"
  | "emptyFolders";

/** An issue that names the first few; none where there are none. */
export const listed = (code: Listed, severity: "warning" | "notice", listing: Listing | undefined): Issue[] =>
  listing === undefined || listing.count === 0 ? [] : [{ code, severity, at: {}, context: listing.context }];
