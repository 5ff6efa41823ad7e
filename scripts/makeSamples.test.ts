/** @file The samples are what their generators make, byte for byte, and what the studio says of them. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { inflateRawSync, inflateSync } from "node:zlib";
import Papa from "papaparse";
import { describe, expect, it } from "vitest";
import { type Sample, samples } from "../src/core/data/samples.ts";
import { generated } from "./makeSamples.mjs";
import { greyPng } from "./samples/archive.mjs";

const folder = new URL("../public/samples/", import.meta.url);
const all: readonly Sample[] = samples;
const nameOf = ({ file }: Sample) => file.replace("samples/", "");
const tables = all.filter(({ kind }) => kind !== "images");
const archives = all.filter(({ kind }) => kind === "images");

describe("the files of the samples", () => {
  it.each(Object.entries(generated))("%s is made again, byte for byte", (name, make) => {
    expect(make().equals(readFileSync(new URL(name, folder)))).toBe(true);
  });

  it("are those the gallery offers, and weigh no more than a megabyte", () => {
    const files = readdirSync(folder);
    expect(files.toSorted()).toEqual(all.map(nameOf).toSorted());
    const bytes = files.reduce((sum, name) => sum + statSync(new URL(name, folder)).size, 0);
    expect(bytes).toBeLessThan(2 ** 20);
  });

  it.each(tables)("$id has the rows and columns that are said", (sample) => {
    const { rows, columns, target, data } = sample;
    const text = readFileSync(new URL(nameOf(sample), folder), "utf8");
    const table = Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true });
    expect(table.errors).toEqual([]);
    const names = table.meta.fields ?? [];
    expect([table.data.length, names.length]).toEqual([rows, columns]);
    const input = data?.input;
    const named: (string | null)[] = [target, ...Object.keys(data?.columns ?? {})];
    if (input?.kind === "sequence") named.push(input.time, input.group);
    if (input?.kind === "text") named.push(input.column);
    expect(named.filter((name) => name !== null && !names.includes(name))).toEqual([]);
  });
});

/** The members of a zip by its central directory, as PKWARE's note describes it. */
function membersOf(bytes: Buffer): ReadonlyMap<string, Buffer> {
  const end = bytes.lastIndexOf("PK\x05\x06", undefined, "latin1");
  const members = new Map<string, Buffer>();
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    const method = bytes.readUInt16LE(at + 10);
    const size = bytes.readUInt32LE(at + 20);
    const path = bytes.readUInt16LE(at + 28);
    const start = bytes.readUInt32LE(at + 42);
    const data = bytes.subarray(start + 30 + bytes.readUInt16LE(start + 26));
    const content = data.subarray(0, size);
    members.set(bytes.toString("utf8", at + 46, at + 46 + path), method === 0 ? content : inflateRawSync(content));
    at += 46 + path;
  }
  return members;
}

/** The shades of a PNG of 4 bits without filters, 0 to 15. */
function shadesOf(png: Buffer): readonly number[] {
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  const data = png.subarray(41, 41 + png.readUInt32BE(33));
  const raw = inflateSync(data);
  const stride = Math.ceil(width / 2) + 1;
  return Array.from({ length: width * height }, (_, i) => {
    const byte = raw[Math.floor(i / width) * stride + 1 + ((i % width) >> 1)] as number;
    return (i % width) % 2 === 0 ? byte >> 4 : byte & 15;
  });
}

describe("the archives of images", () => {
  it.each(archives)("$id has the images and class folders that are said", (sample) => {
    const members = membersOf(readFileSync(new URL(nameOf(sample), folder)));
    const perClass = new Map<string, number>();
    for (const path of members.keys()) {
      const name = path.split("/")[0] as string;
      perClass.set(name, (perClass.get(name) ?? 0) + 1);
    }
    expect([members.size, perClass.size]).toEqual([sample.rows, sample.columns]);
    expect(new Set(perClass.values()).size).toBe(1);
    const different = new Set([...members.values()].map((png) => png.toString("base64")));
    expect(different.size).toBe(members.size);
    for (const png of members.values()) expect(shadesOf(png)).toHaveLength(28 * 28);
  });

  it("zlib finds in a PNG what went into it", () => {
    const shades = Array.from({ length: 33 * 21 }, (_, i) => (i % 11 < 4 ? (i * i) % 16 : i % 16));
    const png = greyPng(
      shades.map((shade) => shade / 15),
      33,
      21,
    );
    expect(shadesOf(png)).toEqual(shades);
  });
});
