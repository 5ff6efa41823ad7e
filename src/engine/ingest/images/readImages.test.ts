/** @file Images out of folders, archives and tables beside them; the numbers are those of the list of bad inputs. */

import { gzipSync, strToU8, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { imageBytes } from "../../../core/data/images/column.ts";
import { imageLimit } from "../../../core/data/images/limits.ts";
import { summarizeDataset } from "../../../core/data/summarize.ts";
import { fc } from "../../../testing/property.ts";
import {
  bitmap,
  type Content,
  decodeBitmap,
  filesOf,
  flat,
  outcomeOf,
  readImages,
  readOutcome,
  refusalOf,
  zipOf,
} from "../../images/imagesForTest.ts";
import { readImageFiles } from "./readImages.ts";

const red = flat([255, 0, 0]);
const blue = flat([0, 0, 255]);
const animals = { "pets/cats/1.bmp": red, "pets/cats/2.bmp": red, "pets/dogs/1.bmp": blue };

describe("folders", () => {
  it("makes a class of each folder, below the one that holds them all", async () => {
    const { cells, dataset, suggested, images } = await readImages(animals);
    expect(dataset.names).toEqual(["image", "label", "file"]);
    expect(cells("label")).toEqual(["cats", "cats", "dogs"]);
    expect(cells("file")).toEqual(Object.keys(animals));
    expect(cells("image")).toEqual(["4 × 3", "4 × 3", "4 × 3"]);
    expect([...imageBytes(images, 2)]).toEqual([...blue]);
    expect(dataset.fileName).toBe("pets");
    expect(suggested).toEqual({
      target: "label",
      input: { kind: "image", column: "image", height: 3, width: 4, channels: 3, policy: "stretch", scale: "unit" },
    });
  });

  it("gives the same dataset for the same files in any order, and another for another label", async () => {
    const one = await readImages(Object.entries(animals));
    const two = await readImages(Object.entries(animals).reverse());
    const other = await readImages({ ...animals, "pets/dogs/1.bmp": red });
    const moved = await readImages({ "pets/cats/1.bmp": red, "pets/cats/2.bmp": red, "pets/cows/1.bmp": blue });
    expect(two.dataset.id).toBe(one.dataset.id);
    expect(new Set([one, other, moved].map(({ dataset }) => dataset.id)).size).toBe(3);
  });

  it("keeps the order of numbers in names", async () => {
    const { cells } = await readImages({ "10.bmp": red, "9.bmp": red, "100.bmp": red });
    expect(cells("file")).toEqual(["9.bmp", "10.bmp", "100.bmp"]);
  });

  it("leaves the label of loose images open, as a column of classes", async () => {
    const { cells, suggested, dataset } = await readImages({ "a.bmp": red, "b.bmp": blue });
    expect(cells("label")).toEqual([null, null]);
    expect(suggested.target).toBe("label");
    expect(
      summarizeDataset(dataset, {})
        .columns.map(({ type }) => type)
        .slice(0, 2),
    ).toEqual(["image", "category"]);
  });

  it("52: one class folder, an empty one, nested ones, files at the root", async () => {
    const one = await readImages({ "cats/1.bmp": red, "cats/2.bmp": red });
    expect(one.cells("label")).toEqual(["cats", "cats"]);
    expect(one.context("oneClassFolder")).toEqual({ folder: "cats" });
    const nested = await readImages({ "a/cats/1.bmp": red, "b/dogs/2.bmp": red, "a/cats/3.bmp": red });
    expect(nested.cells("label")).toEqual(["cats", "cats", "dogs"]);
    expect(nested.context("foldersNested")).toEqual({ example: "a/cats" });
    const root = await readImages({ ...animals, "pets/loose.bmp": red });
    expect(root.cells("label")).toEqual(["cats", "cats", "dogs", null]);
    expect(root.context("imagesWithoutFolder")).toEqual({ count: 1, examples: "pets/loose.bmp" });
    const empty = await readImages({ ...animals, "pets/cows/1.bmp": "" });
    expect(empty.context("emptyFolders")).toEqual({ count: 1, examples: "pets/cows" });
    expect(new Set(empty.cells("label"))).toEqual(new Set(["cats", "dogs"]));
  });

  it("makes a part of folders called train and test", async () => {
    const { cells, codes } = await readImages({
      "data/train/cats/1.bmp": red,
      "data/train/dogs/2.bmp": blue,
      "data/test/cats/3.bmp": red,
      "data/validation/dogs/4.bmp": red,
    });
    expect(cells("label")).toEqual(["cats", "cats", "dogs", "dogs"]);
    expect(cells("part")).toEqual(["test", "train", "train", "validation"]);
    expect(codes).not.toContain("foldersNested");
    const unlabelled = await readImages({ "train/1.bmp": red, "test/2.bmp": blue });
    expect(unlabelled.cells("label")).toEqual([null, null]);
    expect(unlabelled.cells("part")).toEqual(["test", "train"]);
  });

  it("55: folders that differ by case are two classes that are offered as one", async () => {
    const many = Object.fromEntries(
      Array.from({ length: 8 }, (_, i) => [`${["cats", "Cats", "dogs", "dogs"][i % 4]}/${i}.bmp`, red]),
    );
    const { dataset, cells } = await readImages(many);
    expect(new Set(cells("label"))).toEqual(new Set(["cats", "Cats", "dogs"]));
    expect(summarizeDataset(dataset, {}).issues.map(({ code }) => code)).toContain("valuesLookAlike");
  });

  it("53: Thumbs.db, .DS_Store and __MACOSX are ignored and counted, other files listed", async () => {
    const { context, dataset } = await readImages({
      ...animals,
      "pets/cats/Thumbs.db": "x",
      "pets/.DS_Store": "x",
      "__MACOSX/pets/cats/._1.bmp": "x",
      "pets/notes.pdf": "%PDF-1.4",
    });
    expect(context("junkFilesIgnored")).toEqual({ count: 3 });
    expect(context("otherFilesIgnored")).toEqual({ count: 1, examples: "pets/notes.pdf" });
    expect(dataset.rows).toBe(3);
  });
});

describe("files that cannot be used", () => {
  it("43: 0 bytes, a text called .png, a cut-off file are listed by their reason; the rest goes on", async () => {
    const { dataset, context } = await readImages({
      ...animals,
      "pets/cats/empty.png": "",
      "pets/cats/text.png": "hello",
      "pets/cats/cut.bmp": red.slice(0, 60),
    });
    expect(dataset.rows).toBe(3);
    expect(context("imagesEmpty")).toEqual({ count: 1, examples: "pets/cats/empty.png" });
    expect(context("imagesNotImages")).toEqual({ count: 1, examples: "pets/cats/text.png" });
    expect(context("imagesTruncated")).toEqual({ count: 1, examples: "pets/cats/cut.bmp" });
  });

  it("43: what no decoder reads is listed, and all of it unreadable is a refusal", async () => {
    const gif = strToU8(
      "GIF89a\x01\0\x01\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;",
      true,
    ) as Uint8Array<ArrayBuffer>;
    const { context } = await readImages({ "a.bmp": red, "b.gif": gif });
    expect(context("imagesUndecodable")).toEqual({ count: 1, examples: "b.gif" });
    expect(await refusalOf({ "b.gif": gif, "c.png": "" })).toEqual(["noImages", "imagesUndecodable", "imagesEmpty"]);
  });

  it("44: content decides, not the ending", async () => {
    const { dataset } = await readImages({ "photo.txt": red, "photo.jpg": blue, photo: red });
    expect(dataset.rows).toBe(3);
  });

  it("45: sizes are read from the header first; over 64 million pixels is not decoded", async () => {
    const huge = red.slice();
    new DataView(huge.buffer).setInt32(18, 20_000, true);
    new DataView(huge.buffer).setInt32(22, 20_000, true);
    let decoded = 0;
    const counting = (bytes: Uint8Array) => {
      decoded++;
      return decodeBitmap(bytes);
    };
    const stream = readImageFiles(filesOf({ "a.bmp": red, "b.bmp": huge }), {}, new AbortController().signal, counting);
    const { outcome } = await outcomeOf(stream);
    expect(decoded).toBe(1);
    if (!outcome.ok) throw new Error("refused");
    expect(outcome.dataset.issues).toMatchObject([
      { code: "imagesTooManyPixels", context: { count: 1, examples: "b.bmp", limit: 64 } },
    ]);
  });

  it("49: an SVG is refused and never run; 50: TIFF and HEIC ask for PNG or JPEG", async () => {
    const { context } = await readImages({
      "a.bmp": red,
      "x.svg": '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>',
      "y.tif": strToU8("II*\0abcdefgh", true) as Uint8Array<ArrayBuffer>,
      "z.heic": strToU8("\0\0\0\x18ftypheic\0\0\0\0", true) as Uint8Array<ArrayBuffer>,
      "z.avif": strToU8("\0\0\0\x18ftypavif\0\0\0\0", true) as Uint8Array<ArrayBuffer>,
    });
    expect(context("imagesSvg")).toEqual({ count: 1, examples: "x.svg" });
    expect(context("imagesOtherFormat")).toEqual({ count: 3, examples: "y.tif, z.avif, z.heic" });
  });

  it("51: mixed sizes are told, with the least and the greatest", async () => {
    const { context, suggested } = await readImages({
      "a.bmp": flat([1, 2, 3], 200, 100),
      "b.bmp": flat([1, 2, 3], 8, 8),
    });
    expect(context("imageSizesMixed")).toEqual({ smallest: "8 × 8", largest: "200 × 100", sizes: 2 });
    expect(suggested.input).toMatchObject({ width: 64, height: 64, policy: "crop" });
  });

  it("54: more than the limit is refused before anything is read; a part of it is taken evenly", async () => {
    const file = { size: 70, slice: () => new Blob([]) } as unknown as Blob;
    const many = Array.from({ length: imageLimit + 1 }, (_, i) => ({ path: `c${i % 10}/${i}.bmp`, file }));
    const outcome = await readOutcome(many);
    expect(outcome).toMatchObject({
      ok: false,
      issues: [{ code: "tooManyImages", context: { count: imageLimit + 1, limit: imageLimit } }],
    });
    const classes = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`c${Math.floor(i / 10)}/${i}.bmp`, red]));
    const { cells, context } = await readImages(classes, { maxRows: 8 });
    expect(cells("label")).toEqual(["c0", "c0", "c1", "c1", "c2", "c2", "c3", "c3"]);
    expect(context("imagesTaken")).toEqual({ count: 8, total: 40 });
  });

  it("54: Cancel stops between files", async () => {
    const control = new AbortController();
    const files = filesOf(Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`${i}.bmp`, red])));
    const stream = readImageFiles(files, {}, control.signal, decodeBitmap);
    expect((await stream.next()).value).toMatchObject({ total: 200 });
    control.abort();
    await expect(stream.next()).rejects.toMatchObject({ code: "cancelled" });
  });
});

describe("archives", () => {
  it("reads a zip like the folder it was made of", async () => {
    const folder = await readImages(animals);
    const zipped = await readImages({ "pets.zip": zipOf(animals) });
    expect(zipped.cells("label")).toEqual(folder.cells("label"));
    expect([...zipped.images.bytes]).toEqual([...folder.images.bytes]);
  });

  it("takes several flat archives for classes", async () => {
    const { cells } = await readImages({ "cats.zip": zipOf({ "1.bmp": red }), "dogs.zip": zipOf({ "1.bmp": blue }) });
    expect(cells("label")).toEqual(["cats", "dogs"]);
  });

  it("56: an entry that inflates to more than the directory says is found out; the others stay", async () => {
    const bomb = zipSync({ "a.bmp": red, "bomb.bmp": new Uint8Array(5_000_000) }) as Uint8Array<ArrayBuffer>;
    const at = directoryOf(bomb, "bomb.bmp");
    new DataView(bomb.buffer).setUint32(at + 24, 100, true);
    const { dataset, context } = await readImages({ "x.zip": bomb });
    expect(dataset.rows).toBe(1);
    expect(context("imagesDamaged")).toEqual({ count: 1, examples: "bomb.bmp" });
  });

  it("56: an archive that unpacks to far more than it is, is refused", async () => {
    const content = new Uint8Array(30_000_000);
    const bomb = zipSync(Object.fromEntries(["a", "b", "c", "d"].map((name) => [`${name}.bmp`, content])));
    expect(await refusalOf({ "x.zip": bomb as Uint8Array<ArrayBuffer> })).toContain("unpackedTooLarge");
  });

  it("57, 58: names are labels only: ../../x, /abs, C:\\, CON, __proto__", async () => {
    const names = ["../../x.bmp", "/abs/y.bmp", "C:\\dogs\\z.bmp", "CON/a.bmp", "__proto__/b.bmp", "constructor/c.bmp"];
    const { cells } = await readImages({ "x.zip": zipOf(Object.fromEntries(names.map((name) => [name, red]))) });
    expect(new Set(cells("file"))).toEqual(new Set(names));
    expect(new Set(cells("label"))).toEqual(new Set([null, "abs", "dogs", "CON", "__proto__", "constructor"]));
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it("59: duplicate names are kept and told; a CRC mismatch is listed", async () => {
    const zip = zipOf({ "a/1.bmp": red, "a/2.bmp": blue, "b/1.bmp": blue });
    rename(zip, "a/2.bmp", "a/1.bmp");
    const twice = await readImages({ "x.zip": zip });
    expect(twice.dataset.rows).toBe(3);
    expect(twice.context("duplicateFileNames")).toEqual({ count: 1, examples: "a/1.bmp" });
    const damaged = zipOf(animals);
    const at = directoryOf(damaged, "pets/dogs/1.bmp");
    damaged[at + 16] = (damaged[at + 16] as number) ^ 1;
    expect((await readImages({ "x.zip": damaged })).context("imagesDamaged")).toMatchObject({ count: 1 });
  });

  it("60: encrypted entries are listed, a cut-off archive is named", async () => {
    const zip = zipOf(animals);
    const at = directoryOf(zip, "pets/dogs/1.bmp");
    zip[at + 8] = (zip[at + 8] as number) | 1;
    expect((await readImages({ "x.zip": zip })).context("entriesEncrypted")).toMatchObject({ count: 1 });
    expect(await refusalOf({ "x.zip": zipOf(animals).slice(0, 300) })).toEqual(["fileDamaged"]);
  });

  it("survives archives with bytes changed at random", async () => {
    const zip = zipOf(animals);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(zip.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 }),
        async (changes) => {
          const bytes = zip.slice();
          for (const [at, value] of changes) bytes[at] = value;
          const outcome = await readOutcome(filesOf({ "x.zip": bytes }));
          if (outcome.ok) expect(outcome.dataset.rows).toBeLessThanOrEqual(3);
          else expect(outcome.issues.length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe("a table beside", () => {
  const images: Record<string, Content> = { "img/1.bmp": red, "img/2.bmp": blue, "img/3.bmp": red };

  it("joins its columns by name, with or without folder and ending", async () => {
    for (const cells of [
      ["1.bmp", "2.bmp", "3.bmp"],
      ["IMG/1.BMP", "img/2.bmp", "img/3.bmp"],
      ["1", "2", "3"],
      ["other/img/1.bmp", "other/img/2.bmp", "other/img/3.bmp"],
    ]) {
      const csv = `name,age,kind\n${cells[2]},30,dog\n${cells[0]},10,cat\n${cells[1]},20,cat\n`;
      const read = await readImages({ ...images, "img/table.csv": csv });
      expect(read.dataset.names).toEqual(["image", "file", "age", "kind"]);
      expect(read.cells("age")).toEqual(["10", "20", "30"]);
      expect(read.cells("kind")).toEqual(["cat", "cat", "dog"]);
      expect(read.suggested.target).toBe("kind");
      expect(read.codes).toEqual([]);
    }
  });

  it("counts and lists what has no match on either side", async () => {
    const csv = "file,kind\n1.bmp,cat\n2.bmp,dog\n9.bmp,cow\n";
    const { cells, context } = await readImages({ ...images, "labels.csv": csv });
    expect(cells("kind")).toEqual(["cat", "dog", null]);
    expect(context("tableRowsUnmatched")).toEqual({ fileName: "labels.csv", count: 1, examples: "9.bmp" });
    expect(context("imagesUnmatched")).toEqual({ fileName: "labels.csv", count: 1, examples: "img/3.bmp" });
  });

  it("does not tell of rows whose images were left out on purpose", async () => {
    const csv = "file,kind\n1.bmp,cat\n2.bmp,dog\n3.bmp,cow\n";
    const { cells, codes } = await readImages({ ...images, "labels.csv": csv }, { maxRows: 2 });
    expect(cells("kind")).toEqual(["cat", "dog"]);
    expect(codes).toContain("imagesTaken");
    expect(codes).not.toContain("tableRowsUnmatched");
  });

  it("says that a table was not used, and takes the folders", async () => {
    const { cells, context } = await readImages({ ...animals, "prices.csv": "city,price\nOslo,12\nLima,13\n" });
    expect(cells("label")).toEqual(["cats", "cats", "dogs"]);
    expect(context("tableNotUsed")).toEqual({ fileName: "prices.csv" });
  });

  it("keeps column names apart", async () => {
    const csv = "file,label,image\n1.bmp,a,x\n2.bmp,b,y\n3.bmp,c,z\n";
    const { dataset } = await readImages({ ...images, "labels.csv": csv });
    expect(new Set(dataset.names).size).toBe(dataset.names.length);
    expect(dataset.names).toContain("label");
  });
});

it("ignores arrays among images, and gzip of anything else is named", async () => {
  const { context } = await readImages({ "a.bmp": red, "b.gz": gzipSync(strToU8("x")) as Uint8Array<ArrayBuffer> });
  expect(context("otherFilesIgnored")).toEqual({ count: 1, examples: "b.gz" });
});

it("passes sizes of every image on", async () => {
  const { images } = await readImages({
    "a.bmp": bitmap(7, 5, () => [0, 0, 0]),
    "b.bmp": bitmap(2, 9, () => [0, 0, 0]),
  });
  expect([...images.sizes]).toEqual([7, 5, 2, 9]);
});

/** Where the directory's record of an entry begins. */
function directoryOf(zip: Uint8Array, name: string): number {
  const wanted = new TextEncoder().encode(name);
  for (let at = zip.length - 46; at >= 0; at--) {
    const isRecord = zip[at] === 0x50 && zip[at + 1] === 0x4b && zip[at + 2] === 1 && zip[at + 3] === 2;
    if (isRecord && wanted.every((byte, i) => zip[at + 46 + i] === byte)) return at;
  }
  throw new Error(`no ${name}`);
}

function rename(zip: Uint8Array, from: string, to: string): void {
  zip.set(new TextEncoder().encode(to), directoryOf(zip, from) + 46);
}
