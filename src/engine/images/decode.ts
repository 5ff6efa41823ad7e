/**
 * @file From stored images to the bytes a model's input is made of: decoded, resized as the input says. Several at once,
 * since decoding happens in threads of the browser, but never more pixels than one image may have.
 */
import { imageBytes } from "../../core/data/images/column.ts";
import { pixelLimit } from "../../core/data/images/limits.ts";
import { type FittedSize, Fitter, fitImage } from "../../core/data/images/resize.ts";
import type { ImagesColumn } from "../../core/data/types.ts";
import { AppError } from "../../core/fault.ts";
import type { Issue } from "../../core/issue.ts";
import { browserDecode, type Decode, type DecodedImage } from "./decoder.ts";
import { checkImage, type ImageFault } from "./soundness.ts";

/** Images being decoded at a time. */
const parallel = 8;
/** Pixels taken from a decoded image at a time. */
const bandPixels = 2 ** 21;
/** Images between two looks at whether the user has cancelled, where nothing else is waited for. */
const yieldEvery = 512;

/** Hands each of `count` tasks to `work`, several at once, never many pixels together. */
export async function inParallel(
  count: number,
  pixelsOf: (i: number) => number,
  work: (i: number) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const running = new Set<Promise<void>>();
  let pixels = 0;
  for (let i = 0; i < count; i++) {
    if (signal.aborted) break;
    const cost = pixelsOf(i);
    while (running.size > 0 && (running.size >= parallel || pixels + cost > pixelLimit)) await Promise.race(running);
    pixels += cost;
    const task: Promise<void> = work(i).finally(() => {
      pixels -= cost;
      running.delete(task);
    });
    running.add(task);
    // A failure is thrown by the race or by `all`; until then it must not count as unhandled.
    task.catch(() => undefined);
  }
  await Promise.all(running);
  if (signal.aborted) throw new AppError("cancelled", {});
}

/** Takes a decoded image in bands, so that its pixels are never whole in memory twice. */
export function fitDecoded(image: DecodedImage, as: FittedSize): Uint8Array {
  const { width, height } = image;
  const fitter = new Fitter(width, height, as);
  const band = Math.max(1, Math.floor(bandPixels / width));
  for (let row = 0; row < height; row += band) {
    const count = Math.min(band, height - row);
    fitter.push(image.rows(row, count), row, count, 4);
  }
  return fitter.finish();
}

/** exact: as models are given it. looks: photographs are made small by the browser, in a third of the time. */
export type Fidelity = "exact" | "looks";

/** From this size on the browser makes images small where looks are enough. */
const quickPixels = 512 * 512;

/** As the browser draws it small: red, green and blue, stretched. */
function fitLooks(image: DecodedImage, { width, height }: FittedSize): Uint8Array {
  const rgba = image.scaled({ left: 0, top: 0, width: image.width, height: image.height }, width, height);
  return fitImage(rgba, { width, height }, 4, { width, height, channels: 3, policy: "stretch" });
}

/** One file that was checked, in the input's size. Throws where it cannot be decoded. */
export async function decodeBytes(
  bytes: Uint8Array,
  as: FittedSize,
  decode: Decode,
  fidelity: Fidelity = "exact",
): Promise<Uint8Array> {
  const image = await decode(bytes);
  try {
    const isLarge = image.width * image.height >= quickPixels && as.channels === 3 && as.policy === "stretch";
    return fidelity === "looks" && isLarge ? fitLooks(image, as) : fitDecoded(image, as);
  } finally {
    image.close();
  }
}

const sameShape = ({ raw }: ImagesColumn, { height, width, channels }: FittedSize): boolean =>
  raw !== null && raw.height === height && raw.width === width && raw.channels === channels;

/**
 * Hands each row's pixels (height · width · channels bytes) to `take`, in any order: black for a row without an image
 * or one that cannot be decoded, which reading has left out. Throws AppError("cancelled").
 */
export async function eachImage(
  column: ImagesColumn,
  rows: Uint32Array,
  as: FittedSize,
  take: (i: number, pixels: Uint8Array) => void,
  signal: AbortSignal,
  decode: Decode = browserDecode,
  fidelity: Fidelity = "exact",
): Promise<void> {
  const { raw, sizes } = column;
  const empty = new Uint8Array(as.height * as.width * as.channels);
  if (raw !== null) {
    for (let i = 0; i < rows.length; i++) {
      const bytes = imageBytes(column, rows[i] as number);
      if (bytes.length === 0) take(i, empty);
      else take(i, sameShape(column, as) ? bytes : fitImage(bytes, raw, raw.channels, as));
      if (i % yieldEvery === 0) await pause(signal);
    }
    return;
  }
  const pixelsOf = (i: number): number => {
    const row = rows[i] as number;
    return (sizes[2 * row] as number) * (sizes[2 * row + 1] as number);
  };
  const work = async (i: number): Promise<void> => {
    const bytes = imageBytes(column, rows[i] as number);
    const pixels = bytes.length === 0 ? empty : await decodeBytes(bytes, as, decode, fidelity).catch(() => empty);
    take(i, pixels);
  };
  await inParallel(rows.length, pixelsOf, work, signal);
}

/** Lets a message of cancelling in. */
async function pause(signal: AbortSignal): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 0));
  if (signal.aborted) throw new AppError("cancelled", {});
}

/** rows.length × height × width × channels bytes, rows first, channels last. */
export async function decodeImages(
  column: ImagesColumn,
  rows: Uint32Array,
  as: FittedSize,
  signal: AbortSignal,
  decode: Decode = browserDecode,
): Promise<Uint8Array> {
  const length = as.height * as.width * as.channels;
  const all = new Uint8Array(rows.length * length);
  await eachImage(column, rows, as, (i, pixels) => all.set(pixels, i * length), signal, decode);
  return all;
}

/** The issue of one file that was given by itself. */
export function faultIssue(fault: ImageFault, fileName: string): Issue {
  const error = { severity: "error", at: {} } as const;
  return fault === "tooManyPixels"
    ? { ...error, code: "imageTooManyPixels", context: { fileName, limit: pixelLimit / 1e6 } }
    : { ...error, code: "imageUnreadable", context: { fileName } };
}

/** An image given for a prediction, in the input's size; or why it cannot be used. */
export async function decodeFile(
  file: Blob,
  as: FittedSize,
  decode: Decode = browserDecode,
): Promise<Uint8Array | Issue> {
  const fileName = file instanceof File ? file.name : "";
  const bytes = new Uint8Array(await file.arrayBuffer());
  const checked = checkImage(bytes);
  if (!checked.ok) return faultIssue(checked.fault, fileName);
  try {
    return await decodeBytes(bytes, as, decode);
  } catch {
    // Whatever the decoder says: these bytes give no pixels.
    return faultIssue("undecodable", fileName);
  }
}
