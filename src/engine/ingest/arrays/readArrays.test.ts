/** @file Arrays in: IDX (MNIST's own files), NumPy, CIFAR-10; the numbers are those of the list of bad inputs. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { imageBytes } from "../../../core/data/images/column.ts";
import type { StoredColumn } from "../../../core/data/types.ts";
import { fc } from "../../../testing/property.ts";
import { type Content, filesOf, readImages, readOutcome, refusalOf } from "../../images/imagesForTest.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** [type, dimensions, sizes, values], big-endian. */
function idx(shape: readonly number[], values: readonly number[], type = 8): Bytes {
  const bytes = new Uint8Array(4 + 4 * shape.length + values.length);
  bytes.set([0, 0, type, shape.length]);
  const view = new DataView(bytes.buffer);
  shape.forEach((n, i) => {
    view.setUint32(4 + 4 * i, n);
  });
  bytes.set(values, 4 + 4 * shape.length);
  return bytes;
}

function npy(descr: string, shape: readonly number[], data: Uint8Array, fortran = false): Bytes {
  const header = `{'descr': '${descr}', 'fortran_order': ${fortran ? "True" : "False"}, 'shape': (${shape.join(", ")}${shape.length === 1 ? "," : ""}), }`;
  const padded = `${header.padEnd(128 - 10 - 1 + Math.ceil(Math.max(0, header.length - 117) / 64) * 64)}\n`;
  const bytes = new Uint8Array(10 + padded.length + data.length);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]);
  new DataView(bytes.buffer).setUint16(8, padded.length, true);
  bytes.set(new TextEncoder().encode(padded), 10);
  bytes.set(data, 10 + padded.length);
  return bytes;
}

const bytesOf = (array: Float32Array | Float64Array | Int32Array | BigInt64Array): Uint8Array =>
  new Uint8Array(array.buffer as ArrayBuffer, array.byteOffset, array.byteLength);

const ramp = (count: number): number[] => Array.from({ length: count }, (_, i) => i % 256);
const images = idx([3, 2, 4], ramp(24));
const labels = idx([3], [7, 1, 7]);

describe("IDX", () => {
  it("reads images and labels, packed or not, and keeps them plain", async () => {
    for (const pack of [(bytes: Bytes) => bytes, (bytes: Bytes) => gzipSync(bytes) as Bytes]) {
      const read = await readImages({ "t10k-images-idx3-ubyte": pack(images), "t10k-labels-idx1-ubyte": pack(labels) });
      expect(read.images.raw).toEqual({ height: 2, width: 4, channels: 1 });
      expect([...imageBytes(read.images, 1)]).toEqual(ramp(24).slice(8, 16));
      expect(read.cells("label")).toEqual(["7", "1", "7"]);
      expect(read.dataset.names).toEqual(["image", "label"]);
      expect(read.suggested).toEqual({
        target: "label",
        input: { kind: "image", column: "image", height: 2, width: 4, channels: 1, policy: "stretch", scale: "unit" },
      });
    }
  });

  it("makes parts of MNIST's four files", async () => {
    const { cells, dataset } = await readImages({
      "train-images-idx3-ubyte": images,
      "train-labels-idx1-ubyte": labels,
      "t10k-images-idx3-ubyte": idx([1, 2, 4], ramp(8)),
      "t10k-labels-idx1-ubyte": idx([1], [4]),
    });
    expect(dataset.rows).toBe(4);
    expect(cells("label")).toEqual(["4", "7", "1", "7"]);
    expect(cells("part")).toEqual(["test", "train", "train", "train"]);
  });

  it("tells from the content which file is which, whatever it is called", async () => {
    const { cells } = await readImages({ "a-labels-idx3-ubyte": images, "a-images-idx1-ubyte": labels });
    expect(cells("label")).toEqual(["7", "1", "7"]);
  });

  it("gives classes the names they are asked to have", async () => {
    const files = { "images-idx3-ubyte": images, "labels-idx1-ubyte": labels };
    const { cells } = await readImages(files, { classNames: ["zero", "one"] });
    expect(cells("label")).toEqual(["7", "one", "7"]);
  });

  it("61: wrong magic, wrong type, a length that does not fit, 2^31", async () => {
    const wrong = images.slice();
    wrong[0] = 1;
    expect(await refusalOf({ "images-idx3-ubyte": wrong })).toEqual(["arrayDamaged"]);
    expect(await refusalOf({ "images-idx3-ubyte": idx([1, 2, 2], [1, 2, 3, 4], 10) })).toEqual(["arrayDamaged"]);
    const short = await readOutcome(filesOf({ "images-idx3-ubyte": images.slice(0, 30) }));
    expect(short).toMatchObject({
      issues: [{ code: "arrayLength", context: { fileName: "images-idx3-ubyte", expected: 40, found: 30 } }],
    });
    const many = images.slice();
    new DataView(many.buffer).setUint32(4, 2 ** 31);
    expect(await refusalOf({ "images-idx3-ubyte": many })).toEqual(["arrayLength"]);
  });

  it("61: labels that do not match the images, labels alone, images alone", async () => {
    const outcome = await readOutcome(
      filesOf({ "train-images-idx3-ubyte": images, "t10k-labels-idx1-ubyte": idx([2], [1, 2]) }),
    );
    const context = {
      imagesFile: "train-images-idx3-ubyte",
      images: 3,
      labelsFile: "t10k-labels-idx1-ubyte",
      labels: 2,
    };
    expect(outcome).toMatchObject({ ok: false, issues: [{ code: "labelsMismatch", context }] });
    expect(await refusalOf({ "labels-idx1-ubyte": labels })).toEqual(["labelsAlone"]);
    const alone = await readImages({ "images-idx3-ubyte": images });
    expect(alone.cells("label")).toEqual([null, null, null]);
    expect(alone.context("arrayWithoutLabels")).toEqual({ count: 3 });
  });

  it("61: gzip that is cut off", async () => {
    const packed = gzipSync(images) as Bytes;
    expect(await refusalOf({ "images-idx3-ubyte.gz": packed.slice(0, 20) })).toEqual(["fileDamaged"]);
  });

  it("takes a part of many, evenly", async () => {
    const sorted = idx([10], [0, 0, 0, 0, 0, 1, 1, 1, 1, 1]);
    const { cells, context } = await readImages(
      { "x-images": idx([10, 1, 1], ramp(10)), "x-labels": sorted },
      { maxRows: 4 },
    );
    expect(cells("label")).toEqual(["0", "0", "1", "1"]);
    expect(context("imagesTaken")).toEqual({ count: 4, total: 10 });
  });

  const mnist = join(process.cwd(), "../shared/data/mnist-t10k");
  const isThere = existsSync(mnist);
  if (!isThere) console.warn("skipped: MNIST's test files are not beside the repository");
  it.skipIf(!isThere)("reads the 10,000 images of MNIST's test set", async () => {
    const file = (name: string): readonly [string, Content] => [name, new Uint8Array(readFileSync(join(mnist, name)))];
    const read = await readImages([file("t10k-images-idx3-ubyte.gz"), file("t10k-labels-idx1-ubyte.gz")]);
    expect(read.dataset.rows).toBe(10_000);
    expect(read.images.raw).toEqual({ height: 28, width: 28, channels: 1 });
    // Counted with numpy.bincount and summed with numpy over the same files.
    const counts = Array.from(
      { length: 10 },
      (_, digit) => read.cells("label").filter((cell) => cell === `${digit}`).length,
    );
    expect(counts).toEqual([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]);
    expect(read.images.bytes.reduce((sum, byte) => sum + byte, 0)).toBe(264923200);
  });
});

describe("NumPy", () => {
  it("keeps bytes as they are, channels last", async () => {
    const { images: column, codes } = await readImages({
      "x.npy": npy("|u1", [2, 2, 2, 3], Uint8Array.from(ramp(24))),
    });
    expect(column.raw).toEqual({ height: 2, width: 2, channels: 3 });
    expect([...column.bytes]).toEqual(ramp(24));
    expect(codes).toEqual(["arrayWithoutLabels"]);
  });

  it("turns channels first into channels last, Fortran's order into C's", async () => {
    // numpy: a = arange(24).reshape(1, 3, 2, 4); a.transpose(0, 2, 3, 1).ravel()
    const expected = [0, 8, 16, 1, 9, 17, 2, 10, 18, 3, 11, 19, 4, 12, 20, 5, 13, 21, 6, 14, 22, 7, 15, 23];
    const first = await readImages({ "x.npy": npy("|u1", [1, 3, 2, 4], Uint8Array.from(ramp(24))) });
    expect([...first.images.bytes]).toEqual(expected);
    // numpy: asfortranarray(arange(24).reshape(2, 3, 4)) holds ravel(order="F").
    const order = [0, 12, 4, 16, 8, 20, 1, 13, 5, 17, 9, 21, 2, 14, 6, 18, 10, 22, 3, 15, 7, 19, 11, 23];
    const fortran = await readImages({ "x.npy": npy("|u1", [2, 3, 4], Uint8Array.from(order), true) });
    expect([...fortran.images.bytes]).toEqual(ramp(24));
  });

  it("puts what is transparent on white", async () => {
    const { images: column } = await readImages({
      "x.npy": npy("|u1", [1, 1, 2, 4], Uint8Array.from([10, 20, 30, 255, 10, 20, 30, 0])),
    });
    expect([...column.bytes]).toEqual([10, 20, 30, 255, 255, 255]);
  });

  it("brings other numbers to bytes, alike in all arrays of a dataset", async () => {
    const unit = Float32Array.from([0, 0.5, 1, 0.25]);
    const dark = Float32Array.from([0, 0.1, 0.1, 0]);
    const npz = zipSync({
      "x_train.npy": npy("<f4", [1, 2, 2], bytesOf(unit)),
      "x_test.npy": npy("<f4", [1, 2, 2], bytesOf(dark)),
      "y_train.npy": npy("<i8", [1], bytesOf(BigInt64Array.of(3n))),
      "y_test.npy": npy("<i8", [1], bytesOf(BigInt64Array.of(5n))),
    }) as Bytes;
    const { images: column, cells, context } = await readImages({ "data.npz": npz });
    expect(column.bytes.length).toBe(8);
    expect(cells("part")).toEqual(["train", "test"]);
    expect(cells("label")).toEqual(["3", "5"]);
    expect([...column.bytes]).toEqual([0, 128, 255, 64, 0, 26, 26, 0]);
    expect(context("arrayRescaled")).toMatchObject({ min: "0", max: "1" });
    const signed = await readImages({ "x.npy": npy("<f8", [1, 1, 3], bytesOf(Float64Array.of(-1, 0, 1))) });
    expect([...signed.images.bytes]).toEqual([0, 128, 255]);
    const any = await readImages({ "x.npy": npy("<i4", [1, 1, 3], bytesOf(Int32Array.of(-1000, 0, 1000))) });
    expect([...any.images.bytes]).toEqual([0, 128, 255]);
    const plain = await readImages({ "x.npy": npy("<f8", [1, 1, 3], bytesOf(Float64Array.of(0, 2, 200))) });
    expect([...plain.images.bytes]).toEqual([0, 2, 200]);
  });

  it("reads labels that are texts", async () => {
    const text = new Uint8Array(2 * 12);
    const view = new DataView(text.buffer);
    [..."cat"].forEach((letter, i) => {
      view.setUint32(4 * i, letter.codePointAt(0) as number, true);
    });
    view.setUint32(12, "犬".codePointAt(0) as number, true);
    const { cells } = await readImages({
      "images.npy": npy("|u1", [2, 1, 1], Uint8Array.of(1, 2)),
      "labels.npy": npy("<U3", [2], text),
    });
    expect(cells("label")).toEqual(["cat", "犬"]);
  });

  it("takes a matrix for a table", async () => {
    const values = Float64Array.of(1, 2, Number.NaN, 4, 5, Number.POSITIVE_INFINITY);
    const outcome = await readOutcome(
      filesOf({ "X.npy": npy("<f8", [3, 2], bytesOf(values)), "y.npy": npy("|u1", [3], Uint8Array.of(0, 1, 0)) }),
    );
    if (!outcome.ok) throw new Error(JSON.stringify(outcome.issues));
    const { dataset, suggested } = outcome;
    expect(dataset.names).toEqual(["f0", "f1", "label"]);
    const [f0, f1] = dataset.columns as [StoredColumn & { kind: "numbers" }, StoredColumn & { kind: "numbers" }];
    expect([...f0.values]).toEqual([1, Number.NaN, 5]);
    expect([...f1.exceptions]).toEqual([[2, "Infinity"]]);
    expect(suggested).toEqual({ target: "label", input: { kind: "columns" } });
  });

  it("refuses objects, odd shapes, pixels that are no numbers, files cut off", async () => {
    expect(await refusalOf({ "x.npy": npy("|O", [3], new Uint8Array(24)) })).toEqual(["arrayType"]);
    expect(await refusalOf({ "x.npy": npy("<c8", [3], new Uint8Array(24)) })).toEqual(["arrayType"]);
    expect(await refusalOf({ "x.npy": npy("|u1", [1, 2, 2, 2, 2], new Uint8Array(16)) })).toEqual(["arrayShape"]);
    const nan = bytesOf(Float64Array.of(Number.NaN));
    expect(await refusalOf({ "x.npy": npy("<f8", [1, 1, 1], nan) })).toEqual(["arrayNotFinite"]);
    expect(await refusalOf({ "x.npy": npy("|u1", [2, 2, 2], new Uint8Array(7)) })).toEqual(["arrayLength"]);
    expect(await refusalOf({ "x.npy": npy("|u1", [2 ** 40, 2 ** 40], new Uint8Array(7)) })).toEqual(["arrayLength"]);
    expect(await refusalOf({ "x.npy": Uint8Array.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]) })).toEqual([
      "arrayDamaged",
    ]);
  });
});

it("reads CIFAR-10's files, with the names of its classes", async () => {
  const record = (label: number): number[] => [
    label,
    ...ramp(1024),
    ...ramp(1024).map((v) => 255 - v),
    ...Array(1024).fill(9),
  ];
  const { cells, images: column } = await readImages({
    "data_batch_1.bin": Uint8Array.from([...record(3), ...record(9)]),
    "test_batch.bin": Uint8Array.from(record(0)),
  });
  expect(column.raw).toEqual({ height: 32, width: 32, channels: 3 });
  expect(cells("label")).toEqual(["cat", "truck", "airplane"]);
  expect(cells("part")).toEqual(["train", "train", "test"]);
  expect([...imageBytes(column, 0).subarray(0, 6)]).toEqual([0, 255, 9, 1, 254, 9]);
});

it("survives arrays with bytes changed at random", async () => {
  const files = { "images-idx3-ubyte": images, "x.npy": npy("<f4", [2, 2, 2], bytesOf(Float32Array.from(ramp(8)))) };
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...Object.keys(files)),
      fc.array(fc.tuple(fc.nat(150), fc.nat(255)), { minLength: 1, maxLength: 6 }),
      async (name, changes) => {
        const bytes = files[name as keyof typeof files].slice();
        for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
        const outcome = await readOutcome(filesOf({ [name]: bytes }));
        if (!outcome.ok) expect(outcome.issues.length).toBeGreaterThan(0);
        else expect(outcome.dataset.columns.length).toBe(outcome.dataset.names.length);
      },
    ),
    { numRuns: 300 },
  );
});
