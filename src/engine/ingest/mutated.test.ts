/**
 * @file Small files of each kind with bytes flipped, cut out, repeated and exchanged: whatever stands in a file that was
 * damaged on its way, reading it ends, in rows or in the reasons against them. Never in a fault.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync, strToU8, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { fc } from "../../testing/property.ts";
import { decodeBitmap, flat } from "../images/imagesForTest.ts";
import { readImageFiles } from "./images/readImages.ts";
import { readData } from "./readData.ts";

const tables = join(import.meta.dirname, "../../../e2e/fixtures/tables");
const csv = strToU8(`a,b,"c ""d"""\n${'1,2020-01-01,"x, y"\n'.repeat(20)}`);
const json = strToU8(`[${'{"a":1,"b":{"c":[1,2]},"d":"é"},'.repeat(20)}{}]`);
const npy = (shape: string, bytes: number) => {
  const header = `{'descr': '<f4', 'fortran_order': True, 'shape': (${shape})}`.padEnd(117);
  return Uint8Array.from([...strToU8(`\x93NUMPY\x01\0v\0${header}\n`, true), ...new Uint8Array(bytes)]);
};
const idx = Uint8Array.from([0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 4, 0, 0, 0, 4, ...new Uint8Array(32).fill(9)]);
const image = flat([255, 0, 0]);

const files: Readonly<Record<string, Uint8Array>> = {
  "table.csv": csv,
  "utf16.csv": Uint8Array.from([0xff, 0xfe, ...[...csv].flatMap((byte) => [byte, 0])]),
  "rows.json": json,
  "rows.jsonl": strToU8('{"a":12345678901234567890,"b":"\\"x"}\n'.repeat(10)),
  "table.csv.gz": gzipSync(csv),
  "tables.zip": zipSync({ "a.csv": csv, "b.csv": csv }),
  "images.zip": zipSync({ "cats/1.bmp": image, "dogs/2.bmp": image, "labels.csv": strToU8("file,n\n1.bmp,3\n") }),
  "image.bmp": image,
  "images.npy": npy("2, 3, 4", 96),
  "images-idx3-ubyte": idx,
  "images.npz": zipSync({ "x.npy": npy("2, 3, 4", 96), "y.npy": npy("2,", 8) }),
  ...Object.fromEntries(
    readdirSync(tables)
      .filter((name) => /\.(xlsx|parquet)$/.test(name))
      .map((name) => [name, Uint8Array.from(readFileSync(join(tables, name)))])
      .filter(([, bytes]) => (bytes?.length ?? 0) < 40_000),
  ),
};

const place = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
/** Places lie near the ends as often as anywhere: that is where headers and directories are. */
const anywhere = fc.oneof(
  place,
  place.map((x) => x / 20),
  place.map((x) => 1 - (1 - x) / 20),
);
const length = fc.nat(40);
const change = fc.oneof(
  fc.record({
    kind: fc.constant("flip" as const),
    at: anywhere,
    value: fc.constantFrom(0, 1, 127, 128, 254, 255, 34, 60),
  }),
  fc.record({ kind: fc.constant("fill" as const), at: anywhere, length: fc.nat(8), value: fc.constantFrom(0, 255) }),
  fc.record({ kind: fc.constant("cut" as const), at: anywhere, length }),
  fc.record({ kind: fc.constant("repeat" as const), at: anywhere, length, times: fc.nat(20) }),
  fc.record({ kind: fc.constant("swap" as const), at: anywhere, to: anywhere, length }),
  fc.record({ kind: fc.constant("end" as const), at: anywhere }),
);
type Change = typeof change extends fc.Arbitrary<infer C> ? C : never;

function changed(bytes: Uint8Array, one: Change): Uint8Array {
  if (bytes.length === 0) return bytes;
  const within = (share: number): number => Math.min(bytes.length - 1, Math.floor(share * bytes.length));
  const at = within(one.at);
  const joined = (...parts: readonly Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]));
  switch (one.kind) {
    case "flip":
      return bytes.with(at, one.value);
    case "fill":
      return bytes.slice().fill(one.value, at, at + one.length);
    case "cut":
      return joined(bytes.subarray(0, at), bytes.subarray(at + one.length));
    case "repeat": {
      const part = bytes.subarray(at, at + one.length);
      return joined(bytes.subarray(0, at), ...new Array<Uint8Array>(one.times).fill(part), bytes.subarray(at));
    }
    case "swap": {
      const to = within(one.to);
      const result = bytes.slice();
      result.set(bytes.subarray(at, Math.min(at + one.length, at + bytes.length - to)), to);
      return result;
    }
    case "end":
      return bytes.slice(0, at);
  }
}

/** Reads to the end, which must come: a reader that tells progress for ever would be cut off. */
async function outcomeOf(path: string, bytes: Uint8Array) {
  const list = [{ path, file: new Blob([bytes as Uint8Array<ArrayBuffer>]) }];
  const signal = new AbortController().signal;
  const isImages = /image/.test(path);
  const stream = isImages ? readImageFiles(list, {}, signal, decodeBitmap) : readData(list, {}, signal);
  for (let turns = 0; turns < 10_000; turns++) {
    const { done, value } = await stream.next();
    if (done) return value;
  }
  throw new Error("no end");
}

describe("a damaged file is read or refused", () => {
  it.each(Object.keys(files))("%s", async (path) => {
    const whole = files[path] as Uint8Array;
    expect((await outcomeOf(path, whole)).ok, "undamaged").toBe(true);
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
        const outcome = await outcomeOf(path, changes.reduce(changed, whole));
        expect(outcome.ok ? outcome.dataset.rows > 0 : outcome.issues.length > 0).toBe(true);
      }),
      { numRuns: 80 },
    );
  });
});
