/** @file Folders, archives and arrays made to hold a reader up: each is answered in a moment. */
import { deflateRawSync } from "node:zlib";
import { expect, it } from "vitest";
import { flat, readImages, refusalOf, zipOf } from "../../images/imagesForTest.ts";
import type { NamedArray } from "../arrays/namedArray.ts";
import { readNpy } from "../arrays/npy.ts";
import { pairArrays } from "../arrays/pairing.ts";
import { readOk } from "../readForTest.ts";
import { joinTable } from "./beside.ts";
import { labelsFromPaths } from "./paths.ts";

const red = flat([255, 0, 0]);

/** The smallest archive: one member whose packed bytes are `data`, named as often in the directory as `names` are many. */
function archive(data: Uint8Array, size: number, names: readonly string[]): Uint8Array<ArrayBuffer> {
  const [first = ""] = names;
  const entries = names.map((name) => Buffer.concat([Buffer.alloc(46), Buffer.from(name)]));
  for (const [i, entry] of entries.entries()) {
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(data.length, 20);
    entry.writeUInt32LE(size, 24);
    entry.writeUInt16LE((names[i] as string).length, 28);
  }
  const local = Buffer.concat([Buffer.alloc(30), Buffer.from(first)]);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(first.length, 26);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(names.length, 10);
  end.writeUInt32LE(
    entries.reduce((sum, { length }) => sum + length, 0),
    12,
  );
  end.writeUInt32LE(local.length + data.length, 16);
  return new Uint8Array(Buffer.concat([local, data, ...entries, end]));
}

it("a member that grows a thousandfold is left at the size the directory says", async () => {
  const zeros = deflateRawSync(new Uint8Array(64 << 20), { level: 9 });
  const [head, middle] = [zeros.subarray(0, 100), zeros.subarray(100, 60_000)];
  // The middle of packed zeros repeats itself: a hundred megabytes of it are a hundred gigabytes.
  const packed = Buffer.concat([head, ...new Array<Buffer>(800).fill(middle)]);
  expect(await refusalOf({ "x.zip": archive(packed, packed.length, ["bomb.bmp"]) })).toContain("noImages");
});

it("members that lie over one another are no archive", async () => {
  const names = Array.from({ length: 1000 }, (_, i) => `${i}.bmp`);
  const zip = archive(deflateRawSync(new Uint8Array(9_000_000)), 9_000_000, names);
  expect(await refusalOf({ "x.zip": zip })).toEqual(["fileDamaged"]);
  expect((await readImages({ "x.zip": zipOf({ "a.bmp": red, "b.bmp": red }) })).dataset.rows).toBe(2);
});

it("a table beside images whose cells are megabytes of slashes", async () => {
  const table = await readOk(`name,text\n1.bmp,${"a/".repeat(480_000)}\nx/y/1.bmp,b\n`);
  expect(joinTable(table, ["1.bmp"])?.rowsLeft.count).toBe(1);
  const deep = `${"folder/".repeat(2000)}1.bmp`;
  const named = await readOk(`name,n\n${deep},3\n`);
  expect(joinTable(named, [deep, "2.bmp"])?.imagesLeft.count).toBe(1);
});

it("folders in folders without an end", () => {
  const around = "f/".repeat(30_000);
  const paths = Array.from({ length: 200 }, (_, i) => `${around}${i % 2 === 0 ? "cats" : "dogs"}/${i}.bmp`);
  expect(new Set(labelsFromPaths(paths).labels)).toEqual(new Set(["cats", "dogs"]));
});

it("an array of half a million dimensions", () => {
  const header = `{'descr': '|u1', 'fortran_order': True, 'shape': (${"1,".repeat(450_000)})}`;
  const start = Buffer.from(`\x93NUMPY\x02\0\0\0\0\0`, "latin1");
  start.writeUInt32LE(header.length, 8);
  const bytes = Uint8Array.from(Buffer.concat([start, Buffer.from(`${header}\x07`)]));
  expect(readNpy(bytes, "x.npy")).toMatchObject({ ok: false, issue: { code: "arrayDamaged" } });
});

it("thousands of arrays of images and of labels are paired by name, then by number", () => {
  const array = (name: string, rows: number): NamedArray => ({
    name,
    shape: [rows],
    type: { kind: "u", size: 1, littleEndian: true },
    data: new Uint8Array(rows),
  });
  const images = Array.from({ length: 10_000 }, (_, i) => array(`images-${i}.npy`, 2));
  const labels = Array.from({ length: 10_000 }, (_, i) => array(`labels-${i}.npy`, 2)).reverse();
  const outcome = pairArrays([...images, array("odd", 3)], [...labels, array("other", 3)]);
  if (!outcome.ok) throw new Error("refused");
  expect(
    outcome.pairs.every(
      ({ images: { name }, labels: own }) => own?.name === name.replace("images", "labels").replace("odd", "other"),
    ),
  ).toBe(true);
  expect(outcome.unused).toEqual([]);
});
