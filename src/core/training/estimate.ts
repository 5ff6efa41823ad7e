/**
 * @file What training takes on the device, before anything is built: bytes by what they are for, the largest single buffer,
 * and what is said where a device cannot hold them. Pure arithmetic on the counts of a compiled graph, so that no size
 * that a person types can stop the page.
 */
import type { Issue } from "../issue.ts";
import { type LayerMemory, shareNumbers } from "./layerMemory.ts";

const bytesPerNumber = 4;
/** Weights lie in one buffer, each at a multiple of this many numbers. */
const alignment = 64;

/** The norm of the gradients is summed of chunks of the first size, each of which takes the second. */
const normChunk = 1024;
const normNumbers = 64;
/** Encoded samples up to this size are kept in memory; more are trained on from a file. */
export const residentBytes = 256 * 2 ** 20;
/** They are read in chunks of this size, one on the device and the next one read ahead. */
export const chunkBytes = 32 * 2 ** 20;

/** A layer by its figures. */
export interface SizedLayer {
  readonly id: string;
  readonly trainable: number;
  readonly fixed: number;
  /** Numbers that one row leaves in its output. */
  readonly output: number;
  /** Of one row in a training step. */
  readonly memory: LayerMemory;
}

export interface TrainingSize {
  readonly batchSize: number;
  /** Numbers of state that the optimizer keeps a weight. */
  readonly slots: number;
  /** Samples of all parts that lie on the device, and numbers of one; 0: not known, or not counted. */
  readonly samples: number;
  readonly width: number;
}

/** Bytes on the device. */
export interface MemoryEstimate {
  /** All weights, and the best ones so far beside them. */
  readonly parameters: number;
  /** One a trained weight as they are computed, and one as they are collected. */
  readonly gradients: number;
  readonly slots: number;
  /** What a batch leaves in the layers, forward and back. */
  readonly activations: number;
  readonly data: number;
  readonly total: number;
  /** The largest single buffer, and the layer that asks for it; null: all weights together, or the data do. */
  readonly largest: { readonly bytes: number; readonly layer: string | null };
}

export function estimateTraining(layers: Iterable<SizedLayer>, size: TrainingSize): MemoryEstimate {
  const { batchSize, slots, samples, width } = size;
  let [trained, weights, numbers] = [0, 0, 0];
  const work: number[][] = [];
  let largest: { readonly bytes: number; readonly layer: string | null } = { bytes: 0, layer: null };
  for (const { id, trainable, fixed, output, memory } of layers) {
    trained += Math.ceil(trainable / alignment) * alignment;
    weights += trainable + fixed;
    numbers += memory.kept + memory.gradients;
    work.push([memory.work * batchSize, ...memory.sums.map((sum) => shareNumbers(sum, batchSize))]);
    const bytes = bytesPerNumber * Math.max(trainable + fixed, batchSize * output, batchSize * memory.widest);
    if (bytes > largest.bytes) largest = { bytes, layer: id };
  }
  const inputs = bytesPerNumber * samples * width;
  // A label and a place in the epoch's order for each sample.
  const data = (inputs > residentBytes ? chunkBytes : inputs) + 2 * bytesPerNumber * samples;
  const arena = bytesPerNumber * trained;
  if (arena > largest.bytes) largest = { bytes: arena, layer: null };
  const parameters = 2 * bytesPerNumber * weights;
  const activations = bytesPerNumber * (batchSize * numbers + sharedNumbers(work.toReversed()));
  const [gradients, state] = [2 * arena + bytesPerNumber * normNumbers * Math.ceil(trained / normChunk), slots * arena];
  const total = parameters + gradients + state + activations + data;
  return { parameters, gradients, slots: state, activations, data, total, largest };
}

/** A buffer serves what needs at least this share of it: as the recorder hands them out. */
const leastShare = 0.25;

/** Numbers in all buffers, where each layer takes some at once and gives them back before the next. */
function sharedNumbers(layers: readonly (readonly number[])[]): number {
  const free: number[] = [];
  for (const needs of layers) {
    const taken = needs
      .filter((need) => need > 0)
      .map((need) => {
        const at = free.findIndex((buffer) => buffer >= need && need >= buffer * leastShare);
        return at === -1 ? need : (free.splice(at, 1)[0] as number);
      });
    free.push(...taken);
    free.sort((a, b) => a - b);
  }
  return free.reduce((sum, buffer) => sum + buffer, 0);
}

/** What the layers put out for one batch, forward. */
export function outputBytes(layers: Iterable<SizedLayer>, batchSize: number): number {
  let numbers = 0;
  for (const { output } of layers) numbers += output;
  return bytesPerNumber * numbers * batchSize;
}

/** What the model's weights take in a file. */
export const modelBytes = ({ trainable, fixed }: { readonly trainable: number; readonly fixed: number }): number =>
  bytesPerNumber * (trainable + fixed);

/** Beyond this no browser can be expected to go on: it is refused before anything is built. */
export const maxParameters = 50_000_000;
export const maxTrainingBytes = 4_000_000_000;
/** From here on small GPUs may have to give up; a browser does not say how much memory there is. */
export const largeTrainingBytes = 1_000_000_000;

/** The batch and optimizer that a graph is judged by before training is set up: the studio's defaults. */
export const assumedSize: TrainingSize = { batchSize: 32, slots: 2, samples: 0, width: 0 };

/** The largest power of two below `batchSize` for which `fits`, or null: not even a single row does. */
function smallerBatch(batchSize: number, fits: (batchSize: number) => boolean): number | null {
  for (let rows = 2 ** Math.floor(Math.log2(Math.max(1, batchSize - 1))); rows >= 1; rows /= 2) {
    if (fits(rows)) return rows;
  }
  return null;
}

/**
 * What stands in the way of training with this batch on this device; empty: nothing does. `maxTensorBytes`: the largest
 * buffer the device takes; undefined: not known, or no limit.
 */
export function memoryIssues(
  layers: readonly SizedLayer[],
  size: TrainingSize,
  maxTensorBytes: number | undefined,
): readonly Issue[] {
  const estimate = estimateTraining(layers, size);
  const with_ = (batchSize: number) => estimateTraining(layers, { ...size, batchSize });
  const fix = (fits: (other: MemoryEstimate) => boolean) => {
    const batchSize = smallerBatch(size.batchSize, (rows) => fits(with_(rows)));
    return batchSize === null
      ? []
      : [{ label: "preflight:useBatch", edit: "setTraining", args: { batchSize } } as const];
  };
  const { largest, total } = estimate;
  const megabytes = (bytes: number) => Math.ceil(bytes / 1e6);
  if (maxTensorBytes !== undefined && largest.bytes > maxTensorBytes) {
    const context = { megabytes: megabytes(largest.bytes), max: Math.floor(maxTensorBytes / 1e6) };
    const fixes = fix((other) => other.largest.bytes <= maxTensorBytes);
    const at = largest.layer === null ? {} : { node: largest.layer };
    const code = largest.layer === null ? "bufferTooLarge" : "layerTooLargeForDevice";
    return [{ code, severity: "error", at, context, fixes }];
  }
  if (total <= largeTrainingBytes) return [];
  const refused = total > maxTrainingBytes;
  const limit = refused ? maxTrainingBytes : largeTrainingBytes;
  const context = { megabytes: megabytes(total), max: megabytes(limit) };
  const fixes = fix((other) => other.total <= limit);
  const at = { field: "batchSize" };
  return refused
    ? [{ code: "trainingTooLarge", severity: "error", at, context, fixes }]
    : [{ code: "trainingLarge", severity: "warning", at, context, fixes }];
}
