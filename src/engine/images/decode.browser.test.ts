/** @file What Chromium decodes, against the pixels that Pillow finds in the same files; and what it must not be given. */
import { describe, expect, it } from "vitest";
import { imageBytes } from "../../core/data/images/column.ts";
import type { ImagesColumn } from "../../core/data/types.ts";
import { readImageFiles } from "../ingest/images/readImages.ts";
import { decodeFile, decodeImages } from "./decode.ts";
import { imageFigures } from "./figures.ts";
import fixtures from "./fixtures/images.json";
import { outcomeOf, readingOf, zipOf } from "./imagesForTest.ts";
import { pictures } from "./pictures.ts";

const signal = new AbortController().signal;

type Name = keyof typeof fixtures;
const names = Object.keys(fixtures) as Name[];

const fileOf = (name: Name): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(fixtures[name].file), (letter) => letter.charCodeAt(0));

const rgbOf = (name: Name): Uint8Array =>
  Uint8Array.from(fixtures[name].rgb.match(/../g) ?? [], (digits) => Number.parseInt(digits, 16));

const asIs = (name: Name) => {
  const { width, height } = fixtures[name];
  return { width, height, channels: 3, policy: "stretch" } as const;
};

const worst = (a: Uint8Array, b: Uint8Array): number => {
  expect(a.length).toBe(b.length);
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] as number))), 0);
};

async function read(files: Readonly<Record<string, Uint8Array<ArrayBuffer>>>) {
  const sources = Object.entries(files).map(([path, bytes]) => ({ path, file: new Blob([bytes]) }));
  const { outcome } = await outcomeOf(readImageFiles(sources, {}, signal));
  return readingOf(outcome);
}

describe("46, 47, 48: pixels are Pillow's", () => {
  for (const name of names) {
    it(name, async () => {
      const pixels = await decodeFile(new Blob([fileOf(name)]), asIs(name));
      if (!(pixels instanceof Uint8Array)) throw new Error(pixels.code);
      expect(worst(pixels, rgbOf(name))).toBeLessThanOrEqual(fixtures[name].tolerance);
    });
  }
});

describe("reading", () => {
  it("reads all of them, with the sizes they are shown in, and tells what was given up", async () => {
    const { dataset, images, cells, context } = await read(
      Object.fromEntries(names.map((name, i) => [`${String(i).padStart(2, "0")} ${name}`, fileOf(name)])),
    );
    expect(dataset.rows).toBe(names.length);
    expect(cells("image")).toEqual(names.map((name) => `${fixtures[name].width} × ${fixtures[name].height}`));
    expect(context("imagesAnimated")).toMatchObject({ count: 1 });
    expect(context("imagesTurned")).toEqual({ count: 7 });
    // 16 bits twice, transparency four times, CMYK once.
    expect(context("imagesReduced")).toMatchObject({ count: 7 });
    const pixels = await decodeImages(images, Uint32Array.of(0), asIs(names[0] as Name), signal);
    expect(worst(pixels, rgbOf(names[0] as Name))).toBe(0);
  });

  it("43: lists files that are cut off anywhere, and a wrong checksum", async () => {
    const cut: Record<string, Uint8Array<ArrayBuffer>> = { "whole.png": fileOf("png rgb") };
    for (const name of ["png rgb", "jpeg", "gif", "webp", "bmp"] as const) {
      const file = fileOf(name);
      for (const share of [0.5, 0.8, 0.95]) cut[`${name} ${share}`] = file.slice(0, Math.floor(file.length * share));
    }
    const damaged = fileOf("png rgb");
    const at = String.fromCharCode(...damaged).indexOf("IDAT") + 8;
    damaged[at] = (damaged[at] as number) ^ 1;
    const { dataset, context } = await read({ ...cut, "damaged.png": damaged });
    expect(dataset.rows).toBe(1);
    expect(context("imagesTruncated")).toMatchObject({ count: 15 });
    expect(context("imagesDamaged")).toEqual({ count: 1, examples: "damaged.png" });
  });

  it("43: lists a file that is whole and yet no image", async () => {
    const empty = fileOf("jpeg");
    // The compressed data are gone, the frame around them is there.
    const scan = String.fromCharCode(...empty).indexOf("\xff\xda");
    const hollow = Uint8Array.from([...empty.slice(0, scan), 0xff, 0xd9]);
    const { context } = await read({ "a.png": fileOf("png rgb"), "b.jpg": hollow });
    expect(context("imagesUndecodable")).toEqual({ count: 1, examples: "b.jpg" });
  });

  it("reads the same out of a zip", async () => {
    const files = { "a/1.png": fileOf("png rgb"), "b/2.jpg": fileOf("jpeg") };
    const [plain, zipped] = [await read(files), await read({ "x.zip": zipOf(files) })];
    expect([...zipped.images.bytes]).toEqual([...plain.images.bytes]);
    expect(zipped.cells("label")).toEqual(["a", "b"]);
  });
});

describe("a file given for a prediction", () => {
  const as = { width: 8, height: 8, channels: 1, policy: "pad" } as const;

  it("is refused with its reason where it is no image", async () => {
    expect(await decodeFile(new File(["x"], "a.png"), as)).toMatchObject({
      code: "imageUnreadable",
      context: { fileName: "a.png" },
    });
    const huge = fileOf("bmp");
    new DataView(huge.buffer).setInt32(18, 20_000, true);
    new DataView(huge.buffer).setInt32(22, 20_000, true);
    expect(await decodeFile(new Blob([huge]), as)).toMatchObject({ code: "imageTooManyPixels" });
  });
});

describe("what is made for the page", () => {
  const column = async (): Promise<ImagesColumn> =>
    (await read({ "a.png": fileOf("png rgb"), "b.png": fileOf("png rgb and alpha"), "c.png": fileOf("png rgb") }))
      .images;

  it("pictures show the whole image in its proportions, and what the model is given enlarged", async () => {
    const images = await column();
    const made = await pictures(images, [0, 1], 32, undefined, signal);
    expect([made.width, made.height, made.rgba.length]).toEqual([32, 32, 2 * 32 * 32 * 4]);
    // 16 × 12 in 32 × 32: 24 lines, 4 empty ones above and below.
    const alphaOf = (line: number): number => made.rgba[(line * 32 + 16) * 4 + 3] as number;
    expect([0, 3, 4, 27, 28].map(alphaOf)).toEqual([0, 0, 255, 255, 0]);
    const as = { ...asIs("png rgb"), kind: "image", column: "image", scale: "unit" } as const;
    const prepared = await pictures(images, [0], 64, as, signal);
    const rgb = rgbOf("png rgb");
    // Each of its pixels is 4 × 4 here, 8 lines below the edge.
    const at = ((8 + 4 * 5 + 2) * 64 + 4 * 7 + 1) * 4;
    expect([...prepared.rgba.slice(at, at + 3)]).toEqual([...rgb.slice((5 * 16 + 7) * 3, (5 * 16 + 7) * 3 + 3)]);
  });

  it("figures find the same image again", async () => {
    const { duplicates, means } = await imageFigures(await column(), (row) => (row === 1 ? 1 : 0), ["x", "y"], signal);
    expect(duplicates).toEqual({ groups: [[0, 2]], rows: 2 });
    expect(means.map(({ name }) => name)).toEqual(["x", "y"]);
    expect(means[0]?.rgba.some((value) => value !== 0 && value !== 255)).toBe(true);
  });

  it("figures see a photograph and its small copy as the same", async () => {
    const photo = async (width: number, height: number): Promise<Uint8Array<ArrayBuffer>> => {
      const canvas = new OffscreenCanvas(width, height);
      const pen = canvas.getContext("2d");
      if (pen === null) throw new Error("no canvas");
      pen.scale(width / 100, height / 100);
      for (let i = 0; i < 40; i++) {
        pen.fillStyle = `rgb(${(i * 67) % 256} ${(i * 131) % 256} ${(i * 29) % 256})`;
        pen.fillRect((i * 37) % 90, (i * 53) % 90, 10 + (i % 5) * 8, 10 + (i % 3) * 9);
      }
      return new Uint8Array(await (await canvas.convertToBlob({ type: "image/jpeg", quality: 0.9 })).arrayBuffer());
    };
    const { images } = await read({
      "1.jpg": await photo(1600, 1200),
      "2.jpg": await photo(200, 150),
      "3.png": fileOf("png rgb"),
    });
    const { duplicates } = await imageFigures(images, () => 0, ["x"], signal);
    expect(duplicates).toEqual({ groups: [[0, 1]], rows: 2 });
  });

  it("an image's bytes are those of its file", async () => {
    expect([...imageBytes(await column(), 0)]).toEqual([...fileOf("png rgb")]);
  });
});
