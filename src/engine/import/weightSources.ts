/**
 * @file The weights in a model's files, by layer, read when they are wanted: TensorFlow.js's manifest over its shards
 * (plain or quantized), and the HDF5 of a `.keras` file.
 */
import * as z from "zod";
import "../../core/project/jitless.ts";
import type { Issue } from "../../core/issue.ts";
import { Hdf5Refusal, halfFloat, readHdf5 } from "./hdf5.ts";
import type { FoundWeight } from "./matchWeights.ts";
import { ModelRefusal, modelIssue } from "./refusal.ts";

export interface StoredWeight extends FoundWeight {
  /** As the file names it, for messages. */
  readonly name: string;
  read(): Promise<Float32Array>;
}

/** Weights by what stands before their own name. */
export type WeightsByLayer = ReadonlyMap<string, readonly StoredWeight[]>;

/** More than the browser stores safely in one piece. */
export const maxWeightBytes = 700_000_000;

export const tooLarge = (fileName: string, bytes: number, max = maxWeightBytes): Issue =>
  modelIssue("modelFileTooLarge", { fileName, megabytes: Math.round(bytes / 1e6), max: Math.round(max / 1e6) });

const quantization = z.object({
  dtype: z.enum(["uint8", "uint16", "float16"]),
  scale: z.number().optional(),
  min: z.number().optional(),
});
const entry = z.object({
  name: z.string().min(1).max(1000),
  shape: z.array(z.int().min(0).max(1e9)).max(16),
  dtype: z.string().max(40),
  quantization: quantization.optional(),
});
const manifest = z
  .array(z.object({ paths: z.array(z.string().max(1000)).max(10_000), weights: z.array(entry).max(50_000) }))
  .max(1000);
export type WeightsManifest = z.output<typeof manifest>;

/** The manifest of a `model.json`, or null where it has none or one of another form. */
export function manifestOf(document: Readonly<Record<string, unknown>>): WeightsManifest | null {
  const parsed = manifest.safeParse(document.weightsManifest);
  return parsed.success ? parsed.data : null;
}

type Entry = z.output<typeof entry>;

const widths: ReadonlyMap<string, number> = new Map([
  ["float32", 4],
  ["int32", 4],
  ["bool", 1],
  ["uint8", 1],
  ["uint16", 2],
  ["float16", 2],
  ["complex64", 8],
]);

/** Bytes of each number as it is stored. */
function widthOf({ name, dtype, quantization: quantized }: Entry): number {
  const width = widths.get(quantized?.dtype ?? dtype);
  if (width === undefined)
    throw new ModelRefusal(modelIssue("weightsFormat", { name: name.slice(0, 200), format: dtype }));
  return width;
}

const countOf = (shape: readonly number[]): number => shape.reduce((product, n) => product * n, 1);

/** `shards`: of each group, its files one after the other. Throws ModelRefusal where sizes do not agree. */
export function tfjsWeights(
  groups: WeightsManifest,
  shards: readonly Blob[],
  fileNames: readonly string[],
): readonly StoredWeight[] {
  const weights: StoredWeight[] = [];
  for (const [g, group] of groups.entries()) {
    const bytes = shards[g] as Blob;
    let at = 0;
    for (const one of group.weights) {
      const start = at;
      at += countOf(one.shape) * widthOf(one);
      const slice = bytes.slice(start, at);
      const name = one.name.replace(/:\d+$/, "");
      const read = async () => decoded(one, await slice.arrayBuffer());
      weights.push({ name, path: name.split("/"), shape: one.shape, read });
    }
    if (at !== bytes.size) {
      const context = { fileName: fileNames[g] ?? "", bytes: bytes.size, expected: at };
      throw new ModelRefusal(modelIssue("weightsFileSize", context));
    }
  }
  return weights;
}

function decoded({ name, dtype, quantization: quantized }: Entry, bytes: ArrayBuffer): Float32Array {
  const { scale = 1, min = 0 } = quantized ?? {};
  const format = quantized?.dtype ?? dtype;
  const view = new DataView(bytes);
  switch (format) {
    case "float32":
      return Float32Array.from({ length: bytes.byteLength / 4 }, (_, i) => view.getFloat32(i * 4, true));
    case "uint8":
      return Float32Array.from(new Uint8Array(bytes), (v) => v * scale + min);
    case "uint16":
      return Float32Array.from({ length: bytes.byteLength / 2 }, (_, i) => view.getUint16(i * 2, true) * scale + min);
    case "float16":
      return Float32Array.from({ length: bytes.byteLength / 2 }, (_, i) => halfFloat(view.getUint16(i * 2, true)));
    default:
      throw new ModelRefusal(modelIssue("weightsFormat", { name: name.slice(0, 200), format }));
  }
}

/** Models inside one another and scopes make names of a few parts; of more, all ways to cut them would be tried. */
const maxNameParts = 40;

/** Weights of TensorFlow.js by layer: the first part of the name that is one. */
export function byLayerName(weights: readonly StoredWeight[], names: ReadonlySet<string>): WeightsByLayer {
  const byLayer = new Map<string, StoredWeight[]>();
  // Names of as many parts as no layer has are not tried.
  const lengths = [...new Set([...names].map((name) => name.split("/").length))].sort((a, b) => b - a);
  for (const weight of weights) {
    // A layer's own name may hold slashes, and a model around it may stand before it.
    const { path } = weight;
    if (path.length > maxNameParts) continue;
    let found: { layer: string; rest: readonly string[] } | null = null;
    for (let from = 0; from < path.length - 1 && found === null; from++) {
      for (const parts of lengths) {
        const to = from + parts;
        if (to >= path.length) continue;
        const layer = path.slice(from, to).join("/");
        if (names.has(layer)) found = { layer, rest: path.slice(to) };
        if (found !== null) break;
      }
    }
    if (found === null) continue;
    const list = byLayer.get(found.layer) ?? [];
    list.push({ ...weight, path: found.rest });
    byLayer.set(found.layer, list);
  }
  return byLayer;
}

/** How many steps of a path, but not all, are a layer's folder: as many as can be. */
function folderLength(steps: readonly string[], folders: ReadonlySet<string>, longest: number): number {
  let [folder, found] = ["", 0];
  for (let i = 1; i < steps.length && folder.length <= longest; i++) {
    folder = i === 1 ? (steps[0] as string) : `${folder}/${steps[i - 1]}`;
    if (folders.has(folder)) found = i;
  }
  return found;
}

/** Weights of a `.keras` file by the folder of each layer in it. */
export function kerasWeights(bytes: ArrayBuffer, fileName: string, folders: ReadonlySet<string>): WeightsByLayer {
  const refused = (reason: string): Issue =>
    modelIssue("weightsUnreadable", { fileName, reason: reason.slice(0, 100) });
  const tried = <T>(read: () => T): T => {
    try {
      return read();
    } catch (error) {
      if (error instanceof Hdf5Refusal) throw new ModelRefusal(refused(error.message));
      throw error;
    }
  };
  const byLayer = new Map<string, StoredWeight[]>();
  const longest = [...folders].reduce((most, { length }) => Math.max(most, length), 0);
  for (const [path, array] of tried(() => readHdf5(bytes))) {
    // Files of Keras 2 keep the same folders under another name.
    const steps = path.replace(/^_layer_checkpoint_dependencies\//, "layers/").split("/");
    const to = folderLength(steps, folders, longest);
    if (to === 0) continue;
    const folder = steps.slice(0, to).join("/");
    const list = byLayer.get(folder) ?? [];
    const read = async () => tried(() => array.values());
    list.push({ name: path, path: steps.slice(to), shape: tried(() => array.shape()), read });
    byLayer.set(folder, list);
  }
  return byLayer;
}
