/** @file Headers of image files, hand-written to the formats' specifications, and bytes at random. */

import { describe, expect, it } from "vitest";
import { fc } from "../../../testing/property.ts";
import { imageFormat, readHeader } from "./header.ts";

const bytesOf = (...parts: readonly (string | readonly number[])[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === "string" ? [...part].map((c) => c.charCodeAt(0)) : part)));
const be32 = (n: number): number[] => [(n >>> 24) & 255, (n >>> 16) & 255, (n >>> 8) & 255, n & 255];
const le32 = (n: number): number[] => be32(n).reverse();
const be16 = (n: number): number[] => [n >> 8, n & 255];

const png = (width: number, height: number, depth: number, colour: number, more: readonly number[] = []): Uint8Array =>
  bytesOf("\x89PNG\r\n\x1a\n", be32(13), "IHDR", be32(width), be32(height), [depth, colour, 0, 0, 0], be32(0), more);

/** A TIFF directory of one entry: orientation. */
const exif = (orientation: number): number[] => [
  ...[..."Exif\0\0MM\0*"].map((c) => c.charCodeAt(0)),
  ...[...be32(8), ...be16(1), ...be16(0x112), ...be16(3), ...be32(1), ...be16(orientation), 0, 0],
];

const jpeg = (width: number, height: number, parts: number, app1: readonly number[] = []): Uint8Array =>
  bytesOf(
    [0xff, 0xd8],
    app1.length === 0 ? [] : [0xff, 0xe1, ...be16(app1.length + 2), ...app1],
    [0xff, 0xc0, ...be16(8 + 3 * parts), 8, ...be16(height), ...be16(width), parts, ...Array(3 * parts).fill(0)],
    [0xff, 0xda],
  );

const header = (bytes: Uint8Array) => {
  const reading = readHeader(bytes);
  return reading.ok ? reading.header : reading.fault;
};
const plain = { turned: false, grey: false, reduced: false, animated: false };

it("text that begins with comments is told in a moment, drawing or not", () => {
  const comments = "<!---->\n".repeat(60);
  expect(header(bytesOf(`${comments}<p>`))).toBe("notImage");
  expect(header(bytesOf(`<?xml version="1.0"?>\n${comments}<!DOCTYPE svg>\n<svg width="1">`))).toBe("svg");
  expect(header(bytesOf("<!-- <svg> "))).toBe("notImage");
});

describe("what a file says of itself", () => {
  it("47: PNG of each colour type", () => {
    expect(header(png(7, 5, 8, 2))).toEqual({ format: "png", width: 7, height: 5, ...plain });
    expect(header(png(7, 5, 8, 0))).toMatchObject({ grey: true, reduced: false });
    expect(header(png(7, 5, 8, 3))).toMatchObject({ grey: false, reduced: false });
    expect(header(png(7, 5, 16, 0))).toMatchObject({ grey: true, reduced: true });
    expect(header(png(7, 5, 8, 4))).toMatchObject({ grey: true, reduced: true });
    expect(header(png(7, 5, 8, 6))).toMatchObject({ grey: false, reduced: true });
    expect(header(png(7, 5, 8, 3, [...bytesOf(be32(1), "tRNS", [0], be32(0))]))).toMatchObject({ reduced: true });
    expect(header(png(7, 5, 8, 2, [...bytesOf(be32(8), "acTL", be32(3), be32(0), be32(0))]))).toMatchObject({
      animated: true,
    });
  });

  it("46: a photograph's size is the one it is shown in", () => {
    expect(header(jpeg(40, 30, 3))).toEqual({ format: "jpeg", width: 40, height: 30, ...plain });
    expect(header(jpeg(40, 30, 3, exif(1)))).toMatchObject({ width: 40, height: 30, turned: false });
    expect(header(jpeg(40, 30, 3, exif(3)))).toMatchObject({ width: 40, height: 30, turned: true });
    for (const orientation of [5, 6, 7, 8]) {
      expect(header(jpeg(40, 30, 3, exif(orientation)))).toMatchObject({ width: 30, height: 40, turned: true });
    }
    expect(header(jpeg(40, 30, 3, exif(99)))).toMatchObject({ width: 40, height: 30, turned: false });
  });

  it("47: grey and CMYK JPEG", () => {
    expect(header(jpeg(4, 3, 1))).toMatchObject({ grey: true, reduced: false });
    expect(header(jpeg(4, 3, 4))).toMatchObject({ grey: false, reduced: true });
  });

  it("48: a GIF of one and of several frames", () => {
    const frame = [0x2c, 0, 0, 0, 0, 2, 0, 2, 0, 0, 2, 1, 0, 0];
    const gif = (frames: number) => bytesOf("GIF89a", [2, 0, 3, 0, 0, 0, 0], Array(frames).fill(frame).flat(), [0x3b]);
    expect(header(gif(1))).toEqual({ format: "gif", width: 2, height: 3, ...plain });
    expect(header(gif(2))).toMatchObject({ animated: true });
  });

  it("WebP of the three kinds, BMP of both", () => {
    const webp = (...rest: readonly (string | readonly number[])[]) =>
      bytesOf("RIFF", le32(100), "WEBP", ...rest, Array(20).fill(0));
    expect(header(webp("VP8 ", le32(10), [0, 0, 0], "\x9d\x01\x2a", [20, 0, 10, 0]))).toMatchObject({
      width: 20,
      height: 10,
    });
    // 14 bits of width − 1, 14 of height − 1, 1 of transparency.
    expect(header(webp("VP8L", le32(10), [0x2f], le32(19 | (9 << 14) | (1 << 28))))).toMatchObject({
      width: 20,
      height: 10,
      reduced: true,
    });
    expect(header(webp("VP8X", le32(10), [0x12, 0, 0, 0], [19, 0, 0], [9, 0, 0]))).toMatchObject({
      width: 20,
      height: 10,
      reduced: true,
      animated: true,
    });
    const bmp = bytesOf(
      "BM",
      le32(0),
      le32(0),
      le32(54),
      le32(40),
      le32(20),
      le32(-10),
      [1, 0, 24, 0],
      Array(24).fill(0),
    );
    expect(header(bmp)).toMatchObject({ format: "bmp", width: 20, height: 10 });
  });

  it("49, 50, 60: what it is when it is nothing that is read", () => {
    expect(header(new Uint8Array())).toBe("empty");
    expect(header(bytesOf("hello"))).toBe("notImage");
    expect(header(bytesOf("\n<!-- a --><svg xmlns='x'>"))).toBe("svg");
    expect(header(bytesOf("MM\0*xxxxxxx"))).toBe("otherFormat");
    expect(header(bytesOf("\0\0\0\x20ftypmif1xxxxx"))).toBe("otherFormat");
    expect(header(bytesOf("Rar!\x1a\x07\0"))).toBe("notImage");
    expect(header(png(0, 5, 8, 2))).toBe("damaged");
    expect(header(jpeg(40, 30, 3).subarray(0, 11))).toBe("damaged");
  });

  it("takes any bytes behind any beginning", () => {
    const starts = [
      "\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
      "\xff\xd8\xff\xe1",
      "GIF89a",
      "RIFF\0\0\0\0WEBPVP8X",
      "BM",
      "RIFF\0\0\0\0WEBPVP8L",
    ];
    fc.assert(
      fc.property(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 200 }), (start, rest) => {
        const bytes = bytesOf(start, [...rest]);
        const reading = readHeader(bytes);
        if (!reading.ok) return;
        expect(reading.header.width).toBeGreaterThan(0);
        expect(reading.header.height).toBeGreaterThan(0);
        expect(reading.header.format).toBe(imageFormat(bytes));
      }),
      { numRuns: 2000 },
    );
  });
});
