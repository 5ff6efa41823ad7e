/** @file Files that are made to hold the reader up. What Keras writes is read in `importModel.test.ts`. */
import { describe, expect, it } from "vitest";
import { readHdf5 } from "./hdf5.ts";

const tree = 4000;
const entries = 65_535;
const heap = tree + 8 + entries * 40;
const names = heap + 64;

/** A root group that names one node of `entries` members `times` over. `name`: of each member. */
function group(times: number, name: string): ArrayBuffer {
  const bytes = new Uint8Array(names + name.length + 1);
  const view = new DataView(bytes.buffer);
  const address = (at: number, value: number) => view.setBigUint64(at, BigInt(value), true);
  bytes.set([0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a, 2, 8, 8]);
  const root = 48;
  address(36, root);
  bytes[root] = 1;
  view.setUint32(root + 8, times * 24, true);
  for (let i = 0; i < times; i++) {
    const message = root + 16 + i * 24;
    view.setUint16(message, 0x11, true);
    view.setUint16(message + 2, 16, true);
    address(message + 8, tree);
    address(message + 16, heap);
  }
  view.setUint32(tree, 0x444f4e53, true);
  view.setUint16(tree + 6, entries, true);
  // Links that lead nowhere: the members themselves take no time.
  for (let i = 0; i < entries; i++) view.setUint32(tree + 8 + i * 40 + 16, 2, true);
  view.setUint32(heap, 0x50414548, true);
  address(heap + 24, names);
  bytes.set(new TextEncoder().encode(name), names);
  return bytes.buffer;
}

describe("an HDF5 file", () => {
  it("may have a group of many members", () => {
    expect(readHdf5(group(1, "a")).size).toBe(0);
  });

  it("is refused where it names the same members over and over", () => {
    expect(() => readHdf5(group(100, "a"))).toThrow("steps");
  });

  it("is refused where names are so long that reading each takes a while", () => {
    expect(() => readHdf5(group(1, "a".repeat(5000)))).toThrow("name");
  });
});
