/**
 * @file Samples that are too many for memory go to a file of the private file system once, and are read from there at
 * every epoch: encoding them anew each time would take longer than training on them.
 */
import { AppError } from "../../core/fault.ts";
import { openScratch } from "../../storage/scratch.ts";
import { breathe } from "./pace.ts";
import { bytesOf, type SampleRows } from "./samples.ts";

/** Encoded and written at a time. */
const pieceBytes = 4 * 2 ** 20;

export interface Spooled {
  readonly samples: SampleRows;
  remove(): Promise<void>;
}

/**
 * The samples, in a file where they are not in memory. `signal` stops the writing. Throws AppError("outOfMemory") where
 * there is neither memory nor a file for them, the storage's own errors where it is full.
 */
export async function spooled(samples: SampleRows, name: string, signal: AbortSignal): Promise<Spooled> {
  if (samples.resident !== null) return { samples, remove: () => Promise.resolve() };
  const file = await openScratch(name);
  if (file === null) throw new AppError("outOfMemory", { what: `${bytesOf(samples)} bytes` });
  const { rows, width } = samples;
  const rowBytes = width * Float32Array.BYTES_PER_ELEMENT;
  const atOnce = Math.max(1, Math.floor(pieceBytes / rowBytes));
  try {
    for (let from = 0; from < rows; from += atOnce) {
      signal.throwIfAborted();
      file.write(bytesIn(samples.read(from, Math.min(atOnce, rows - from))), from * rowBytes);
      await breathe();
    }
  } catch (error) {
    await file.remove();
    throw error;
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

const bytesIn = (numbers: Float32Array): Uint8Array =>
  new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
