/**
 * @file Image files, read and looked at one after the other: each is checked and decoded once, so that what cannot be
 * used is known before anyone trains with it. What cannot is listed by its reason; the rest goes on.
 */
import type { ImageHeader } from "../../../core/data/images/header.ts";
import { fileLimit, pixelLimit } from "../../../core/data/images/limits.ts";
import { AppError, assertNever } from "../../../core/fault.ts";
import type { Issue } from "../../../core/issue.ts";
import { inParallel } from "../../images/decode.ts";
import type { Decode } from "../../images/decoder.ts";
import { ImageRows } from "../../images/imageRows.ts";
import { checkImage, type ImageFault } from "../../images/soundness.ts";
import { UnpackError } from "../zip.ts";
import { Listing, listed } from "./listing.ts";

/** What an image is read from. */
export interface ImageFile {
  readonly path: string;
  readonly size: number;
  readonly read: () => Promise<Uint8Array>;
}

type Fault = ImageFault | "encrypted";

interface Candidate {
  readonly bytes: Uint8Array;
  readonly header: ImageHeader;
  /** As the browser shows it; null until it was decoded. */
  size: { readonly width: number; readonly height: number } | null;
}

/** Rows of images that can be used, and what was found in the others. */
export class Gathered {
  readonly rows: ImageRows;
  readonly paths: string[] = [];
  readonly #faults = new Map<Fault, Listing>();
  readonly #reduced = new Listing();
  readonly #animated = new Listing();
  #turned = 0;
  readonly #decode: Decode;

  constructor(decode: Decode, capacity: number) {
    this.#decode = decode;
    this.rows = new ImageRows(null, capacity);
  }

  /**
   * Takes files in their order. `elsewhere` may claim bytes that are no image (then they are not listed). Throws an
   * UnpackError where an archive holds more than it may.
   */
  async add(
    files: readonly ImageFile[],
    signal: AbortSignal,
    elsewhere: (path: string, bytes: Uint8Array) => boolean = () => false,
  ): Promise<void> {
    const found = await Promise.all(files.map((file) => this.#open(file, elsewhere)));
    const open = found.filter((candidate) => candidate !== null && typeof candidate === "object");
    const work = async (i: number): Promise<void> => {
      const candidate = open[i] as Candidate;
      try {
        const image = await this.#decode(candidate.bytes);
        candidate.size = { width: image.width, height: image.height };
        image.close();
      } catch {
        // Whatever the decoder says: these bytes give no pixels, which is listed below.
        candidate.size = null;
      }
    };
    await inParallel(open.length, (i) => pixelsOf((open[i] as Candidate).header), work, signal);
    found.forEach((candidate, i) => {
      const { path } = files[i] as ImageFile;
      if (candidate === null) return;
      if (typeof candidate === "string") this.#list(candidate, path);
      else if (candidate.size === null) this.#list("undecodable", path);
      else this.#take(path, candidate, candidate.size);
    });
  }

  async #open(
    { path, size, read }: ImageFile,
    elsewhere: (path: string, bytes: Uint8Array) => boolean,
  ): Promise<Candidate | Fault | null> {
    if (size > fileLimit) return "tooManyPixels";
    let bytes: Uint8Array;
    try {
      bytes = await read();
    } catch (error) {
      if (error instanceof UnpackError && error.failure === "encrypted") return "encrypted";
      if (error instanceof UnpackError && error.failure !== "tooLarge") return "damaged";
      // A file that went away, or that nobody may read, is one of many.
      if (error instanceof AppError && error.code === "fileUnreadable") return "damaged";
      throw error;
    }
    const checked = checkImage(bytes);
    if (checked.ok) return { bytes, header: checked.header, size: null };
    return checked.fault === "notImage" && elsewhere(path, bytes) ? null : checked.fault;
  }

  #list(fault: Fault, path: string): void {
    const listing = this.#faults.get(fault) ?? new Listing();
    this.#faults.set(fault, listing);
    listing.add(path);
  }

  #take(path: string, { bytes, header }: Candidate, size: { readonly width: number; readonly height: number }): void {
    this.rows.add(bytes, size);
    this.rows.note(path);
    this.paths.push(path);
    if (header.reduced) this.#reduced.add(path);
    if (header.animated) this.#animated.add(path);
    if (header.turned) this.#turned++;
  }

  issues(): Issue[] {
    const issues = [...this.#faults].flatMap(([fault, listing]) => faultIssues(fault, listing));
    issues.push(...listed("imagesReduced", "notice", this.#reduced));
    issues.push(...listed("imagesAnimated", "notice", this.#animated));
    if (this.#turned > 0) {
      issues.push({ code: "imagesTurned", severity: "notice", at: {}, context: { count: this.#turned } });
    }
    return issues;
  }
}

const pixelsOf = ({ width, height }: ImageHeader): number => width * height;

function faultIssues(fault: Fault, listing: Listing): Issue[] {
  switch (fault) {
    case "empty":
      return listed("imagesEmpty", "warning", listing);
    case "notImage":
      return listed("imagesNotImages", "warning", listing);
    case "svg":
      return listed("imagesSvg", "warning", listing);
    case "otherFormat":
      return listed("imagesOtherFormat", "warning", listing);
    case "truncated":
      return listed("imagesTruncated", "warning", listing);
    case "damaged":
      return listed("imagesDamaged", "warning", listing);
    case "undecodable":
      return listed("imagesUndecodable", "warning", listing);
    case "encrypted":
      return listed("entriesEncrypted", "warning", listing);
    case "tooManyPixels": {
      const context = { ...listing.context, limit: pixelLimit / 1e6 };
      return [{ code: "imagesTooManyPixels", severity: "warning", at: {}, context }];
    }
    default:
      return assertNever(fault);
  }
}
