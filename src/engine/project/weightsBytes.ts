/**
 * @file A run's weights as a file and its index: 32-bit floats, little endian, one tensor after the other. Foreign bytes
 * become weights only where every length agrees and every number is finite.
 */
import type { WeightsIndex } from "../../core/project/runSchema.ts";
import type { NamedTensor, Weights } from "../../core/training/checkpoint.ts";

const bytesOf = (shape: readonly number[]): number => shape.reduce((size, length) => size * length, 1) * 4;

export function encodeWeights(runId: string, weights: Weights): { readonly index: WeightsIndex; readonly bytes: Blob } {
  let offset = 0;
  const tensors = weights.map(({ name, shape, values }) => {
    const at = offset;
    offset += values.length * 4;
    return { name, shape: [...shape], offset: at };
  });
  const bytes = new Blob(weights.map(({ values }) => littleEndian(values)));
  return { index: { runId, bytes: offset, tensors }, bytes };
}

function littleEndian(values: Float32Array): ArrayBuffer {
  const buffer = new ArrayBuffer(values.length * 4);
  const view = new DataView(buffer);
  for (let i = 0; i < values.length; i++) view.setFloat32(i * 4, values[i] ?? 0, true);
  return buffer;
}

/** The weights, or null where index and bytes do not agree or a number is none. */
export function decodeWeights(index: WeightsIndex, bytes: ArrayBuffer): Weights | null {
  if (index.bytes !== bytes.byteLength) return null;
  const names = new Set(index.tensors.map(({ name }) => name));
  if (names.size !== index.tensors.length) return null;
  const view = new DataView(bytes);
  const weights: NamedTensor[] = [];
  let expected = 0;
  for (const { name, shape, offset } of index.tensors) {
    const size = bytesOf(shape);
    if (offset !== expected || offset + size > bytes.byteLength) return null;
    expected += size;
    const values = new Float32Array(size / 4);
    for (let i = 0; i < values.length; i++) {
      const value = view.getFloat32(offset + i * 4, true);
      if (!Number.isFinite(value)) return null;
      values[i] = value;
    }
    weights.push({ name, shape, values });
  }
  return expected === bytes.byteLength ? weights : null;
}

/** How many numbers there are. */
export const countValues = (weights: Weights): number => weights.reduce((sum, { values }) => sum + values.length, 0);
