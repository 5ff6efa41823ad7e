import { describe, expect, it } from "vitest";
import { writeSafetensors } from "./safetensors.ts";

const tensors = [
  { name: "dense_1.weight", shape: [2, 3], values: Float32Array.of(1, -2, 3.5, 4, 5, 1e-38) },
  // A part of a larger array: what lies around it is not the tensor's.
  { name: 'ü"\n', shape: [], values: Float32Array.of(9, 7, 9).subarray(1, 2) },
  { name: "empty", shape: [0], values: new Float32Array(0) },
];

/** A reader by the format's description alone. */
function read(bytes: Uint8Array) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = Number(view.getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(8, 8 + length))) as Record<
    string,
    { dtype: string; shape: number[]; data_offsets: [number, number] }
  >;
  const numbers = (start: number, end: number) =>
    Array.from({ length: (end - start) / 4 }, (_, i) => view.getFloat32(8 + length + start + 4 * i, true));
  return { length, header, numbers };
}

describe("a safetensors file", () => {
  it("holds every tensor where its header says, without gaps and without a rest", () => {
    const bytes = writeSafetensors(tensors, { format: "pt" });
    const { length, header, numbers } = read(bytes);
    expect(length % 8).toBe(0);
    expect(header.__metadata__).toEqual({ format: "pt" });
    let end = 0;
    for (const { name, shape, values } of tensors) {
      const entry = header[name];
      expect(entry).toMatchObject({ dtype: "F32", shape });
      expect(entry?.data_offsets[0]).toBe(end);
      end = entry?.data_offsets[1] ?? Number.NaN;
      expect(numbers(...(entry?.data_offsets ?? [0, 0]))).toEqual([...values]);
    }
    expect(bytes.length).toBe(8 + length + end);
  });

  it("leaves out metadata that says nothing", () => {
    expect(Object.keys(read(writeSafetensors(tensors)).header)).toEqual(tensors.map(({ name }) => name));
  });
});
