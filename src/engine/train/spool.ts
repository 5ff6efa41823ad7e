/**
 * @file Samples that are too many for memory go to a file of the private file system once, and are read from there at
 * every epoch: encoding them anew each time would take longer than training on them.
 */
import { AppError } from "../../core/fault.ts";
import { openScratch } from "../../storage/scratch.ts";
import { toItsEnd } from "../pause.ts";
import { breathe } from "./pace.ts";
import { bytesOf, type SampleRows } from "./samples.ts";

/** Encoded and written at a time, at most. */
const pieceBytes = 4 * 2 ** 20;
/** What a piece should take: messages of the page wait as long, and a stop is one of them. */
const pieceMs = 20;
/** The page hears of progress this often at most. */
const reportMs = 100;

export interface Spooled {
  readonly samples: SampleRows;
  remove(): Promise<void>;
}

/** What writing stands on, for tests and measurements. */
interface Means {
  readonly open?: typeof openScratch;
  /** Milliseconds. */
  readonly now?: () => number;
}

/** `spooling` of which nobody asks how far it is. */
export const spooled = (...asked: Parameters<typeof spooling>): Promise<Spooled> => toItsEnd(spooling(...asked));

/**
 * The samples, in a file where they are not in memory; yields the share written. `signal` stops the writing. Throws
 * AppError("outOfMemory") where there is neither memory nor a file for them, the storage's own errors where it is full.
 */
export async function* spooling(
  samples: SampleRows,
  name: string,
  signal: AbortSignal,
  { open = openScratch, now = () => performance.now() }: Means = {},
): AsyncGenerator<number, Spooled, void> {
  if (samples.resident !== null) return { samples, remove: () => Promise.resolve() };
  const file = await open(name);
  if (file === null) throw new AppError("outOfMemory", { what: `${bytesOf(samples)} bytes` });
  const { rows, width } = samples;
  const rowBytes = width * Float32Array.BYTES_PER_ELEMENT;
  const most = Math.max(1, Math.floor(pieceBytes / rowBytes));
  // A sample may be dear to encode, an image or a wide row: how many go together is found on the way.
  let piece = Math.max(1, most >> 4);
  let whole = false;
  let told = now();
  try {
    for (let from = 0; from < rows; ) {
      signal.throwIfAborted();
      const began = now();
      const count = Math.min(piece, rows - from);
      file.write(bytesIn(samples.read(from, count)), from * rowBytes);
      from += count;
      piece = nextPiece(count, now() - began, most);
      await breathe();
      if (now() - told < reportMs) continue;
      told = now();
      yield from / rows;
    }
    whole = true;
  } finally {
    // A part of it is of no use, whoever gave it up.
    if (!whole) await file.remove();
  }
  let buffer = new Float32Array(0);
  const read = (from: number, count: number): Float32Array => {
    if (buffer.length < count * width) buffer = new Float32Array(count * width);
    const part = buffer.subarray(0, count * width);
    file.read(bytesIn(part), from * rowBytes);
    return part;
  };
  return { samples: { rows, width, resident: null, read }, remove: () => file.remove() };
}

/** Grows slowly, since the next samples may be dearer; one that took too long is cut at once. */
function nextPiece(count: number, ms: number, most: number): number {
  const wanted = ms <= 0 ? most : Math.floor((count * pieceMs) / ms);
  return Math.max(1, Math.min(wanted, 2 * count, most));
}

const bytesIn = (numbers: Float32Array): Uint8Array =>
  new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
