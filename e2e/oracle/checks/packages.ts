/**
 * @file The files a run's model leaves in: as they are downloaded, with columns and classes named as badly as users can,
 * beside what the studio predicts for raw rows; and of many recipes drawn by chance the numbers that the studio makes of
 * raw rows, texts and images, which the package's own program must make too.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { crc32, deflateSync } from "node:zlib";
import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { encodePixels } from "../../../src/core/data/images/pixels.ts";
import { fitImage } from "../../../src/core/data/images/resize.ts";
import type { PixelsOp, Recipe } from "../../../src/core/data/recipe.ts";
import { preparePy } from "../../../src/core/export/prepare/programs.ts";
import type { Weights } from "../../../src/core/training/checkpoint.ts";
import type { Run } from "../../../src/core/training/types.ts";
import { exportModel } from "../../../src/engine/export/exportModel.ts";
import { exportedRun, rawRows, sampledRun, sampleKinds } from "../../../src/testing/exportedRun.ts";
import { modestCases, type Picture, type RecipeCase, recipeCases } from "../../../src/testing/recipeCases.ts";
import { studioAnswers } from "../../../src/testing/studioAnswers.ts";
import type { OracleCheck } from "../check.ts";

/** Texts, numbers, or the file of an image in base64; null is missing. */
type Cell = string | number | { readonly file: string } | null;
type Row = Readonly<Record<string, Cell>>;

interface Package {
  readonly name: string;
  readonly columns: readonly string[];
  readonly classes: readonly string[] | null;
  readonly rows: readonly Row[];
  /** What the studio answers: class probabilities, or the values in the targets' units. */
  readonly answers: readonly (readonly number[])[];
  /** In base64. */
  readonly torch: string;
  readonly onnx: string;
  readonly keras: string;
}

interface Prepared {
  readonly name: string;
  readonly recipe: Recipe;
  readonly rows: readonly Row[];
  readonly shape: readonly number[];
  readonly x: readonly number[];
  /** How far a number may be off, in units of its size, at least 1. */
  readonly bar: number;
}

interface Produced {
  readonly program: string;
  readonly packages: readonly Package[];
  readonly prepared: readonly Prepared[];
}

async function bytesOf(stream: ReturnType<typeof exportModel>): Promise<string> {
  for (;;) {
    const { done, value } = await stream.next();
    if (!done) continue;
    if (!value.ok) throw new Error(JSON.stringify(value.issues));
    return Buffer.from(await value.file.arrayBuffer()).toString("base64");
  }
}

async function packageOf(
  name: string,
  { run, weights }: { readonly run: Run; readonly weights: Weights },
  rows: RecipeCase["rows"],
  given: readonly Row[],
): Promise<Package> {
  const { target, features } = run.recipe;
  const file = (form: "torch" | "onnx" | "keras") =>
    bytesOf(exportModel({ run, target: form }, async () => weights, new AbortController().signal));
  return {
    name,
    columns: features.map(({ column }) => column),
    classes: target.kind === "classes" ? target.classes : null,
    rows: given,
    answers: await studioAnswers(run, weights, rows),
    torch: await file("torch"),
    onnx: await file("onnx"),
    keras: await file("keras"),
  };
}

const chunk = (kind: string, data: Uint8Array): Buffer => {
  const body = Buffer.concat([Buffer.from(kind), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
};

/** 8 bits a channel, lines without a filter. */
function pngOf({ width, height, data }: Picture): string {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width);
  header.writeUInt32BE(height, 4);
  header.set([8, 6, 0, 0, 0], 8);
  const lines = Array.from({ length: height }, (_, y) => [0, ...data.subarray(y * width * 4, (y + 1) * width * 4)]);
  const parts = [
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(Uint8Array.from(lines.flat()))),
    chunk("IEND", new Uint8Array(0)),
  ];
  return Buffer.concat(parts).toString("base64");
}

const rowsOf = (rows: RecipeCase["rows"]): Row[] =>
  rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([column, cell]) => [
        column,
        cell === null || typeof cell === "string" ? cell : { file: pngOf(cell) },
      ]),
    ),
  );

const preparedOf = ({ name, recipe, rows, shape, x }: RecipeCase): Prepared => {
  const isImage = recipe.features[0]?.type === "image";
  return { name, recipe, rows: rowsOf(rows), shape, x: [...x], bar: isImage ? 1e-6 : 1e-5 };
};

interface ImageFixture {
  readonly file: string;
  readonly width: number;
  readonly height: number;
  readonly tolerance: number;
  /** Hexadecimal, as Pillow shows it; the browser's decoder is held to it elsewhere. */
  readonly rgb: string;
}

/** Files of every kind, JPEGs turned by their camera among them, brought into one size. */
function imageFiles(root: string): readonly Prepared[] {
  const path = join(root, "src/engine/images/fixtures/images.json");
  const fixtures: Readonly<Record<string, ImageFixture>> = JSON.parse(readFileSync(path, "utf8"));
  const op: PixelsOp = {
    kind: "pixels",
    height: 7,
    width: 9,
    channels: 3,
    policy: "pad",
    offset: [0, 0, 0],
    scale: [1, 1, 1],
  };
  // How CMYK becomes red, green and blue is each program's own.
  const own = Object.entries(fixtures).filter(([name]) => name !== "jpeg cmyk");
  return own.map(([name, { file, width, height, rgb, tolerance }]) => {
    const x = new Float32Array(op.height * op.width * op.channels);
    encodePixels(op, fitImage(Buffer.from(rgb, "hex"), { width, height }, 3, op), x, 0);
    const features = [{ column: "picture", type: "image", ops: [op] }] as const;
    const recipe: Recipe = { ...(recipeCases()[0] as RecipeCase).recipe, window: null, features };
    const bar = tolerance === 0 ? 1e-6 : 1.01 / 255;
    return { name, recipe, rows: [{ picture: { file } }], shape: [1, op.height, op.width, 3], x: [...x], bar };
  });
}

/** A fault of the program that leaves with a model. */
const inProgram = (from: string, to: string) => (produced: Produced) => {
  if (!produced.program.includes(from)) throw new Error(`prepare.py has “${from}”`);
  return { ...produced, program: produced.program.replaceAll(from, to) };
};
const inPackages =
  (change: (one: Package, i: number, all: readonly Package[]) => Partial<Package>) => (produced: Produced) => ({
    ...produced,
    packages: produced.packages.map((one, i, all) => ({ ...one, ...change(one, i, all) })),
  });

export const check: OracleCheck<Produced> = {
  async produce({ root }) {
    await tf.setBackend("cpu");
    const packages: Package[] = [];
    const texts = rawRows.map((row) => row.texts);
    const values = rawRows.map((row) => row.values);
    for (const task of ["multiclass", "binary", "regression"] as const)
      packages.push(await packageOf(task, await exportedRun(task), texts, values));
    const cases = modestCases();
    for (const kind of sampleKinds) {
      const { recipe, rows } = cases[kind];
      packages.push(await packageOf(kind, await sampledRun(kind, recipe), rows, rowsOf(rows)));
    }
    const prepared = [...recipeCases().map(preparedOf), ...imageFiles(root)];
    return { produced: { program: preparePy, packages, prepared } };
  },
  faults: {
    "the weights of another model": inPackages((_, i, all) => ({ torch: all[(i + 1) % 3]?.torch ?? "" })),
    "a missing value that stays missing": inPackages(({ rows }) => ({
      rows: rows.map((row) => ({ ...row, count: row.count ?? 0 })),
    })),
    "a column forgotten": inPackages(({ columns }) => ({ columns: columns.slice(1) })),
    "a class forgotten": inPackages(({ classes }) => ({ classes: classes?.slice(1) ?? null })),
    "one answer of several in the other's unit": inPackages(({ name, answers }) => ({
      answers: name === "several" ? answers.map((own) => own.toReversed()) : answers,
    })),
    "no indicator": inProgram("flags.append(missing(value))", "flags.append(0 * missing(value))"),
    "unseen categories taken for missing": inProgram("places.get(value, size - 1)", "places.get(value)"),
    "other names forgotten": inProgram('feature.get("rename", {}).get(key, key)', "key"),
    "other names of groups forgotten": inProgram('window.get("groupRename", {})', "{}"),
    "bins closed on the right": inProgram('side="right"', 'side="left"'),
    "hashes without a sign": inProgram("hashes[row] >= 0", "True"),
    "the month before the day": inProgram("<= 12 and day_first", "<= 12 and False"),
    "a week that begins on Sunday": inProgram("+ 3) % 7", "+ 4) % 7"),
    "the decimal comma forgotten": inProgram("NUMBERS[decimal]", 'NUMBERS["."]'),
    "windows across groups": inProgram("if not same or gap", "if before is None or gap"),
    "windows across gaps": inProgram("if not same or gap", "if not same"),
    "repeated times kept": inProgram('window["duplicates"] == "first"', "False"),
    "texts not composed": inProgram('unicodedata.normalize("NFC", text or "")', '(text or "")'),
    "words with their apostrophes cut": inProgram('in ("\'", "’")', "in ()"),
    "byte pairs merged in the order of the text": inProgram("min(pairs, key=ranks.get)", "pairs[0]"),
    "padding on the other side": inProgram('op["padding"] == "pre"', 'op["padding"] == "post"'),
    "images not turned": inProgram("ImageOps.exif_transpose(image)", "image"),
    "transparency over black": inProgram('"white"', '"black"'),
    "images without antialiasing": inProgram("Image.BILINEAR", "Image.NEAREST"),
  },
};
