/** @file Pages and packed blocks made to hold a reader up, written by hand to the formats' descriptions. */
import { gzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { fc } from "../../testing/property.ts";
import { compressors } from "./parquetCodecs.ts";
import { checkPages, type PageLayout } from "./parquetPages.ts";
import { unpackLz4, unpackLz4Raw, unpackSnappy } from "./parquetUnpack.ts";

const varint = (value: number): number[] =>
  value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
const field = (value: number): number[] => [0x15, ...varint(value * 2)];
/** A page's header in Thrift's compact protocol, and its body. */
const page = (type: number, step: number, own: readonly number[], body: readonly number[]): ArrayBuffer =>
  Uint8Array.from([
    ...[...field(type), ...field(body.length), ...field(body.length), step * 16 + 12, ...own, 0, 0],
    ...body,
  ]).buffer;
const firstPage = (values: number, encoding: number, body: readonly number[]) =>
  page(0, 2, [...field(values), ...field(encoding), ...field(3), ...field(3)], body);
const secondPage = (values: number, body: readonly number[]) =>
  page(3, 5, [...[values, 0, values, 8, 0, 0].flatMap(field), 0x12], body);
const flat: PageLayout = { codec: "UNCOMPRESSED", isBoolean: false, definition: 0, repetition: 0 };
const counted = (runs: readonly number[]) => [runs.length, 0, 0, 0, ...runs];

describe("runs", () => {
  it("of as many values as there are pass, in one, several, or groups of eight", () => {
    const levels = { ...flat, definition: 1 };
    for (const runs of [
      [6, 1],
      [2, 1, 4, 0],
      [3, 7],
      [2, 1, 3, 7],
    ]) {
      expect(checkPages(firstPage(3, 0, counted(runs)), 3, levels)).toEqual([]);
      expect(checkPages(firstPage(3, 0, counted(runs)), null, { ...levels, codec: "SNAPPY" })).toHaveLength(1);
    }
    expect(checkPages(secondPage(3, [2, 3, 0, 0]), 3, flat)).toEqual([]);
  });
  it.each([
    ["a group of numbers without bits, below zero times", secondPage(3, [0, ...varint(0x20000001)]), flat],
    ["a value a thousand million times", secondPage(3, [1, ...varint(2 ** 31), 1]), flat],
    ["levels a thousand million times", firstPage(3, 0, counted([...varint(2 ** 31), 1])), { ...flat, definition: 1 }],
    ["levels that go on behind their end", firstPage(3, 0, counted([2, 1])), { ...flat, definition: 1 }],
    ["levels of lists that are none", firstPage(3, 0, counted([0x81])), { ...flat, repetition: 1 }],
    [
      "truths a thousand million times",
      firstPage(3, 3, counted([...varint(2 ** 31), 1])),
      { ...flat, isBoolean: true },
    ],
    ["levels longer than the page", firstPage(3, 0, [200, 0, 0, 0, 6, 1]), { ...flat, definition: 1 }],
  ])("%s: refused", (_, chunk, layout) => {
    expect(() => checkPages(chunk, 3, layout)).toThrow(/run|levels|ends early/);
  });
  it("are looked at when a packed page is unpacked", () => {
    const packed = firstPage(3, 8, [9, 9]);
    const [first] = checkPages(packed, 3, { ...flat, codec: "SNAPPY" });
    expect(() => first?.check(Uint8Array.from([1, ...varint(2 ** 31), 1]))).toThrow("a run of more values");
  });
});

describe("packed blocks", () => {
  const bytes = (...values: number[]) => Uint8Array.from(values);
  it("unpack what their descriptions give as examples", () => {
    // A text, itself again, then one sign many times: tags of a text, of near and of far copies.
    expect([...unpackSnappy(bytes(13, 0x08, 97, 98, 99, 0x01 + (2 << 2), 3, 0x02 + (3 << 2), 3, 0), 13)]).toEqual(
      [..."abcabcabcabca"].map((sign) => sign.charCodeAt(0)),
    );
    expect([...unpackSnappy(bytes(5, 0xf0, 4, 1, 2, 3, 4, 5), 5)]).toEqual([1, 2, 3, 4, 5]);
    expect([...unpackLz4Raw(bytes(0x31, 1, 2, 3, 3, 0, 0x10, 9), 9)]).toEqual([1, 2, 3, 1, 2, 3, 1, 2, 9]);
    expect([...unpackLz4(bytes(0, 0, 0, 1, 0, 0, 0, 2, 0x10, 7, 0, 0, 0, 1, 0, 0, 0, 2, 0x10, 8), 2)]).toEqual([7, 8]);
  });
  it.each([
    ["a text of fewer bytes than none", () => unpackSnappy(bytes(1, 0xfc, 0xf8, 0xff, 0xff, 0xff, 0, 0, 0, 0), 1)],
    ["a copy from before the beginning", () => unpackSnappy(bytes(4, 1, 9), 4)],
    ["a block of fewer bytes than none", () => unpackLz4(bytes(0, 0, 0, 0, 0xff, 0xff, 0xff, 0xf8, 0, 0), 1)],
    ["a length that does not end", () => unpackLz4Raw(bytes(0xf0, 255, 255, 255), 4)],
  ])("%s: refused", (_, unpack) => {
    expect(unpack).toThrow("no packed page");
  });
  it("any bytes are answered, by bytes of the length that was told or by a refusal", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat(300), (input, length) => {
        for (const unpack of Object.values(compressors)) {
          try {
            expect(unpack(input, length).length).toBeLessThanOrEqual(Math.max(length, 1 << 24));
          } catch (error) {
            expect(error).toBeInstanceOf(Error);
          }
        }
      }),
      { numRuns: 500 },
    );
  });
  it("a large gzip page is unpacked whole, and one that grows beyond its length is refused", () => {
    const content = Uint8Array.from({ length: 300_000 }, (_, i) => ((i * i) % 251) ^ (i >> 7));
    const packed = gzipSync(content, { level: 1 });
    expect(packed.length).toBeGreaterThan(70_000);
    expect(compressors.GZIP?.(packed, content.length)).toEqual(content);
    expect(() => compressors.GZIP?.(packed, 1000)).toThrow();
  });
});
