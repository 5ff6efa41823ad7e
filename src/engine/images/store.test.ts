/** @file Decoded images kept for those who ask again; images added to a dataset; pictures of plain images. */
import { describe, expect, it } from "vitest";
import { imageBytes } from "../../core/data/images/column.ts";
import { fitImage } from "../../core/data/images/resize.ts";
import { commonFormat, type Dataset, type ImagesColumn } from "../../core/data/types.ts";
import type { ScratchFile } from "../../storage/scratch.ts";
import type { NewImage } from "../protocol.ts";
import { addImages } from "./addImages.ts";
import { decodeImages } from "./decode.ts";
import type { Decode } from "./decoder.ts";
import { imageFigures } from "./figures.ts";
import { bitmap, decodeBitmap, flat, outcomeOf, readImages, readingOf } from "./imagesForTest.ts";
import { pictures } from "./pictures.ts";
import { ImageStore } from "./store.ts";

const signal = new AbortController().signal;
const gradient = bitmap(12, 6, (x, y) => [x * 20, y * 40, 100]);
const as = { width: 5, height: 4, channels: 3, policy: "stretch" } as const;

function counting(): { readonly decode: Decode; count: number } {
  const counter = {
    count: 0,
    decode: (bytes: Uint8Array) => {
      counter.count++;
      return decodeBitmap(bytes);
    },
  };
  return counter;
}

const column = async (): Promise<ImagesColumn> =>
  (await readImages({ "a.bmp": gradient, "b.bmp": flat([9, 8, 7]), "c.bmp": gradient })).images;

const plain: ImagesColumn = {
  kind: "images",
  bytes: Uint8Array.from({ length: 12 }, (_, i) => i * 20),
  offsets: Float64Array.of(0, 4, 4, 8, 12),
  sizes: new Uint32Array(0),
  raw: { height: 2, width: 2, channels: 1 },
};

describe("decoded images", () => {
  it("are those of each row, in the order asked for", async () => {
    const images = await column();
    const pixels = await decodeImages(images, Uint32Array.of(2, 1), as, signal, decodeBitmap);
    const rgb = Uint8Array.from({ length: 12 * 6 * 3 }, (_, i) => {
      const [x, y] = [Math.floor(i / 3) % 12, Math.floor(i / 36)];
      return [x * 20, y * 40, 100][i % 3] as number;
    });
    expect([...pixels.slice(0, 60)]).toEqual([...fitImage(rgb, { width: 12, height: 6 }, 3, as)]);
    expect([...pixels.slice(60, 66)]).toEqual([9, 8, 7, 9, 8, 7]);
  });

  it("are decoded once, row by row as they are asked for", async () => {
    const images = await column();
    const counter = counting();
    const store = new ImageStore(counter.decode);
    const first = await store.pixelsOf("d", images, as, signal, Uint32Array.of(0, 1));
    expect(counter.count).toBe(2);
    const all = await store.pixelsOf("d", images, as, signal);
    expect(counter.count).toBe(3);
    expect(all(0)).toBe(first(0));
    expect([...all(2)]).toEqual([...all(0)]);
    await store.pixelsOf("d", images, { ...as, policy: "crop" }, signal, Uint32Array.of(0));
    await store.pixelsOf("other", images, as, signal, Uint32Array.of(0));
    expect(counter.count).toBe(5);
  });

  it("are bounded: the oldest go, and what never fits is refused where there are no files", async () => {
    const images = await column();
    const counter = counting();
    const store = new ImageStore(counter.decode, 60 * 4);
    await store.pixelsOf("a", images, as, signal);
    await store.pixelsOf("b", images, as, signal);
    expect(store.byteSize).toBe(180);
    await store.pixelsOf("a", images, as, signal);
    expect(counter.count).toBe(9);
    await expect(
      new ImageStore(decodeBitmap, 100, async () => null).pixelsOf("a", images, as, signal),
    ).rejects.toMatchObject({
      code: "outOfMemory",
    });
  });

  it("are kept in files where memory has no room: the same pixels, decoded once, and the oldest file goes", async () => {
    const images = await column();
    const counter = counting();
    const files = new Map<string, Uint8Array>();
    const open = async (name: string): Promise<ScratchFile> => {
      files.set(name, new Uint8Array(0));
      return {
        write: (bytes, at) => {
          const before = files.get(name) as Uint8Array;
          const after = new Uint8Array(Math.max(before.length, at + bytes.length));
          after.set(before);
          after.set(bytes, at);
          files.set(name, after);
        },
        read: (into, at) => into.set((files.get(name) as Uint8Array).subarray(at, at + into.length)),
        remove: async () => void files.delete(name),
      };
    };
    const store = new ImageStore(counter.decode, 0, open);
    const some = await store.pixelsOf("a", images, as, signal, Uint32Array.of(2));
    const all = await store.pixelsOf("a", images, as, signal);
    expect([counter.count, store.byteSize, files.size]).toEqual([3, 0, 1]);
    const inMemory = await new ImageStore(decodeBitmap).pixelsOf("a", images, as, signal);
    for (const row of [1, 0, 2]) expect([...all(row)]).toEqual([...inMemory(row)]);
    expect([...some(2)]).toEqual([...inMemory(2)]);
    // A window is read once for many rows: what a caller holds must not change with the next row.
    const first = all(0);
    all(1);
    expect([...first]).toEqual([...inMemory(0)]);
    await store.pixelsOf("b", images, as, signal);
    await store.pixelsOf("c", images, as, signal);
    expect(files.size).toBe(2);
  });

  it("are read in place where they are plain and of the input's size, black where there is none", async () => {
    const store = new ImageStore(() => Promise.reject(new Error("nothing is decoded")));
    const read = await store.pixelsOf("p", plain, { width: 2, height: 2, channels: 1, policy: "stretch" }, signal);
    expect(read(0).buffer).toBe(plain.bytes.buffer);
    expect([...read(2)]).toEqual([80, 100, 120, 140]);
    expect([...read(1)]).toEqual([0, 0, 0, 0]);
    const colours = await store.pixelsOf("p", plain, { width: 2, height: 1, channels: 3, policy: "stretch" }, signal);
    expect([...colours(0)]).toEqual([20, 20, 20, 40, 40, 40]);
  });

  it("stop when the user cancels", async () => {
    const control = new AbortController();
    const decode: Decode = (bytes) => {
      control.abort();
      return decodeBitmap(bytes);
    };
    const store = new ImageStore(decode);
    await expect(store.pixelsOf("d", await column(), as, control.signal)).rejects.toMatchObject({ code: "cancelled" });
  });
});

describe("adding images", () => {
  const images = (label: string, ...files: readonly BlobPart[]): NewImage[] =>
    files.map((file, i) => ({ file: new Blob([file]), name: `photo ${i}`, label }));
  const add = async (before: Dataset | null, more: readonly NewImage[], labelColumn?: string) => {
    const options = { name: "camera", decode: decodeBitmap, ...(labelColumn === undefined ? {} : { labelColumn }) };
    return (await outcomeOf(addImages(before, more, signal, options))).outcome;
  };

  it("begins a dataset where there is none", async () => {
    const read = readingOf(await add(null, [...images("wave", gradient), ...images("fist", flat([1, 2, 3]))]));
    expect(read.dataset).toMatchObject({ fileName: "camera", rows: 2, names: ["image", "label", "file"] });
    expect(read.cells("label")).toEqual(["wave", "fist"]);
    expect(read.cells("file")).toEqual(["photo 0", "photo 0"]);
    expect(read.suggested.target).toBe("label");
  });

  it("puts them at the end, and leaves the first rows as they are", async () => {
    const before = await readImages({ "x/1.bmp": gradient, "y/2.bmp": flat([5, 5, 5]) });
    const read = readingOf(
      await add(before.dataset, [...images("z", flat([7, 7, 7], 9, 9), "broken"), ...images("x", gradient)]),
    );
    expect(read.cells("label")).toEqual(["x", "y", "z", "x"]);
    expect(read.cells("file")).toEqual(["x/1.bmp", "y/2.bmp", "photo 0", "photo 0"]);
    expect(read.cells("image")).toEqual(["12 × 6", "4 × 3", "9 × 9", "12 × 6"]);
    expect([...imageBytes(read.images, 0)]).toEqual([...gradient]);
    expect([...imageBytes(read.images, 3)]).toEqual([...gradient]);
    expect(read.context("imagesNotImages")).toEqual({ count: 1, examples: "photo 1" });
    expect(read.dataset.id).not.toBe(before.dataset.id);
    const again = readingOf(
      await add(before.dataset, [...images("z", flat([7, 7, 7], 9, 9), "broken"), ...images("x", gradient)]),
    );
    expect(again.dataset.id).toBe(read.dataset.id);
    const other = readingOf(
      await add(before.dataset, [...images("w", flat([7, 7, 7], 9, 9), "broken"), ...images("x", gradient)]),
    );
    expect(other.dataset.id).not.toBe(read.dataset.id);
  });

  it("labels them in the column that is predicted, whatever it is called", async () => {
    const table = new TextEncoder().encode("file,species\n1.bmp,cat\n2.bmp,dog\n");
    const before = await readImages({ "1.bmp": gradient, "2.bmp": flat([5, 5, 5]), "labels.csv": table });
    const read = readingOf(await add(before.dataset, images("cat", flat([7, 7, 7])), "species"));
    expect(read.cells("species")).toEqual(["cat", "dog", "cat"]);
    expect(read.dataset.names).toEqual(before.dataset.names);
    expect(read.suggested.target).toBe("species");
    for (const column of ["gone", "image"]) {
      const other = readingOf(await add(before.dataset, images("cat", flat([7, 7, 7])), column));
      expect([other.cells("label"), other.suggested.target]).toEqual([[null, null, "cat"], "label"]);
    }
  });

  it("brings them to the shape of plain images", async () => {
    const before: Dataset = {
      ...{
        id: "p",
        fileName: "mnist",
        bytes: 12,
        rows: 4,
        format: commonFormat,
        names: ["image", "label"],
        issues: [],
      },
      columns: [plain, { kind: "dictionary", codes: Uint32Array.of(0, 1, 0, 1), values: ["3", "8"] }],
    };
    const read = readingOf(await add(before, images("5", flat([200, 200, 200], 40, 20))));
    expect(read.images.raw).toEqual(plain.raw);
    expect([...imageBytes(read.images, 4)]).toEqual([200, 200, 200, 200]);
    expect(read.cells("label")).toEqual(["3", "8", "3", "8", "5"]);
  });

  it("fills the columns of a table beside with missing cells", async () => {
    const before = await readImages({
      "1.bmp": gradient,
      "2.bmp": gradient,
      "t.csv": "file,age,kind\n1,30,a\n2,40,b\n",
    });
    const read = readingOf(await add(before.dataset, images("new", flat([1, 1, 1]))));
    expect(read.cells("age")).toEqual(["30", "40", null]);
    expect(read.cells("label")).toEqual([null, null, "new"]);
  });

  it("is refused where none can be read", async () => {
    expect(await add(null, images("a", "text"))).toMatchObject({
      ok: false,
      issues: [{ code: "noImages" }, { code: "imagesNotImages" }],
    });
  });
});

it("pictures of plain images are their pixels enlarged; a row without an image stays empty", async () => {
  const { rgba, rows } = await pictures(plain, [2, 1, 99], 4, undefined, signal);
  expect(rows).toEqual([2, 1]);
  expect([...rgba.slice(0, 16)]).toEqual([80, 80, 80, 255, 80, 80, 80, 255, 100, 100, 100, 255, 100, 100, 100, 255]);
  expect(rgba.slice(64).every((value) => value === 0)).toBe(true);
});

it("figures: the mean of each class, and what is nearly the same", async () => {
  const noise = (seed: number) =>
    bitmap(40, 40, (x, y) => {
      const value = (((Math.floor(x / 5) * 37 + Math.floor(y / 5) * 91 + seed * 53) * 7919) >> 3) & 255;
      return [value, value, value];
    });
  const lighter = bitmap(80, 80, (x, y) => {
    const value = ((((Math.floor(x / 10) * 37 + Math.floor(y / 10) * 91 + 53) * 7919) >> 3) & 255) * 0.98 + 1;
    return [Math.round(value), Math.round(value), Math.round(value)];
  });
  const { images } = await readImages({
    "1.bmp": noise(1),
    "2.bmp": noise(4),
    "3.bmp": lighter,
    "4.bmp": flat([10, 20, 30]),
    "5.bmp": flat([30, 40, 50]),
  });
  const figures = await imageFigures(
    images,
    (row) => (row < 3 ? 0 : row === 3 ? 1 : 1),
    ["a", "b", "c"],
    signal,
    () => undefined,
    decodeBitmap,
  );
  expect(figures.duplicates).toEqual({ groups: [[0, 2]], rows: 2 });
  expect([...(figures.means[1]?.rgba.slice(0, 4) ?? [])]).toEqual([20, 30, 40, 255]);
  expect(figures.means[2]?.rgba.every((value) => value === 0)).toBe(true);
});
