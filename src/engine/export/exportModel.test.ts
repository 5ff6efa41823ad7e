/**
 * @file What leaves the studio as a package: the right files, a program that takes raw rows to the studio's own
 * predictions, refusals by the layer's name, and an end when it is asked for.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { strFromU8, unzipSync } from "fflate";
import { beforeAll, describe, expect, it } from "vitest";
import type { Recipe } from "../../core/data/recipe.ts";
import { answers, prepare } from "../../core/export/prepare/prepare.js";
import type { ModelTarget } from "../../core/export/targets.ts";
import { makeNode } from "../../core/graph/edit.ts";
import type { Progress } from "../../core/progress.ts";
import type { Weights } from "../../core/training/checkpoint.ts";
import type { Run } from "../../core/training/types.ts";
import { exportedRun, rawRows, sampledRun, sampleKinds } from "../../testing/exportedRun.ts";
import { modestCases, type RecipeCase } from "../../testing/recipeCases.ts";
import { studioAnswers } from "../../testing/studioAnswers.ts";
import type { ExportedModel } from "../protocol.ts";
import { exportModel } from "./exportModel.ts";

beforeAll(async () => {
  await tf.setBackend("cpu");
});

async function exported(
  run: Run,
  weights: Weights | null,
  target: ModelTarget,
  signal = new AbortController().signal,
): Promise<{ readonly result: ExportedModel; readonly progress: readonly Progress[] }> {
  const stream = exportModel({ run, target }, async () => weights, signal);
  const progress: Progress[] = [];
  for (;;) {
    const { done, value } = await stream.next();
    if (done) return { result: value, progress };
    progress.push(value);
  }
}

async function filesOf(result: ExportedModel): Promise<Record<string, Uint8Array>> {
  if (!result.ok) throw new Error(JSON.stringify(result.issues));
  return unzipSync(new Uint8Array(await result.file.arrayBuffer()));
}

describe("a run's model leaves the studio", () => {
  it("as one file each, named after table, run and form, with progress up to all of it", async () => {
    const { run, weights } = await exportedRun("multiclass");
    const names = { keras: "py", torch: "zip", onnx: "onnx", tfjs: "zip" } as const;
    for (const target of ["keras", "torch", "onnx", "tfjs"] as const) {
      const { result, progress } = await exported(run, weights, target);
      expect(result).toMatchObject({ ok: true, fileName: `my_fruit_run_3_${target}.${names[target]}` });
      const last = progress.at(-1);
      expect(last?.done).toBe(last?.total);
    }
    const { result } = await exported(run, weights, "torch");
    expect(Object.keys(await filesOf(result)).sort()).toEqual([
      "README.txt",
      "model.py",
      "model.safetensors",
      "prepare.py",
      "recipe.json",
    ]);
  });

  it.each(["multiclass", "binary", "regression"] as const)(
    "as TensorFlow.js whose program predicts %s as the studio does",
    async (task) => {
      const { run, weights } = await exportedRun(task);
      await predictsAlike(
        run,
        weights,
        rawRows.map(({ texts }) => texts),
        rawRows.map(({ values }) => values),
      );
    },
  );

  it.each(sampleKinds)("as TensorFlow.js whose program predicts %s as the studio does", async (kind) => {
    const one = modestCases()[kind];
    const { run, weights } = await sampledRun(kind, one.recipe);
    await predictsAlike(run, weights, one.rows, one.rows);
  });

  it.each([
    ["images", /\[images, height, width, channels\] = \[images, \d+, \d+, [13]\]/],
    ["texts", /\[texts, tokens\] = \[texts, \d+\]/],
    ["windows", /\[windows, rows of a window, numbers of a row\] = \[windows, \d+, \d+\]; a window is \d+ rows/],
    ["several", /Predicts "price", ""weight"" of[\s\S]*1: y; ""weight"" is y \* 0\.5 \+ -4/],
  ] as const)("as Keras source whose heading says what %s are as numbers", async (kind, heading) => {
    const { run, weights } = await sampledRun(kind, modestCases()[kind].recipe);
    const { result } = await exported(run, weights, "keras");
    if (!result.ok) throw new Error(JSON.stringify(result.issues));
    const source = (await result.file.text()).replaceAll('\\"', '"');
    expect(source).toMatch(heading);
  });

  it("says which layer TensorFlow.js lacks, by the user's name for it", async () => {
    const { run, weights } = await exportedRun("regression", {
      nodes: [
        makeNode("input", "input_1", []),
        makeNode("reshape", "reshape_1", ["input_1"], { targetShape: [5, 2] }),
        { ...makeNode("groupNormalization", "group_1", ["reshape_1"], { groups: 1 }), label: "My groups" },
        makeNode("flatten", "flatten_1", ["group_1"]),
        makeNode("output", "output_1", ["flatten_1"]),
      ],
    });
    const { result } = await exported(run, weights, "tfjs");
    expect(result).toEqual({
      ok: false,
      issues: [
        {
          code: "layerNotInTfjs",
          severity: "error",
          at: { node: "group_1" },
          context: { name: "My groups", layer: "GroupNormalization" },
        },
      ],
    });
    expect((await exported(run, weights, "onnx")).result.ok).toBe(true);
  });

  it("not where its weights are gone, and not after it was cancelled", async () => {
    const { run, weights } = await exportedRun("binary");
    await expect(exported(run, null, "keras")).rejects.toMatchObject({ code: "notFound" });
    const controller = new AbortController();
    controller.abort();
    await expect(exported(run, weights, "torch", controller.signal)).rejects.toMatchObject({ name: "AbortError" });
  });
});

/** Programs as they stand in the package, run on raw rows. */
interface Program {
  prepare(rows: readonly object[], recipe: Recipe): { readonly values: Float32Array; readonly shape: number[] };
  answers(
    outputs: readonly (readonly number[])[],
    recipe: Recipe,
  ): readonly {
    readonly value: string | number;
    readonly values?: Readonly<Record<string, number>>;
    readonly probabilities?: Readonly<Record<string, number>>;
  }[];
}

const program: Program = { prepare, answers };

async function predictsAlike(run: Run, weights: Weights, rows: RecipeCase["rows"], given: readonly object[]) {
  const files = await filesOf((await exported(run, weights, "tfjs")).result);
  const folder = mkdtempSync(join(tmpdir(), "package-"));
  try {
    const at = join(folder, "model");
    mkdirSync(at);
    for (const [name, bytes] of Object.entries(files)) writeFileSync(join(at, name), bytes);
    const recipe: Recipe = JSON.parse(strFromU8(files["recipe.json"] as Uint8Array));
    // The very program of the package, which is imported by its name here.
    const source = join(import.meta.dirname, "../../core/export/prepare/prepare.js");
    expect(strFromU8(files["prepare.js"] as Uint8Array)).toBe(readFileSync(source, "utf8"));
    const { values, shape } = program.prepare(given, recipe);
    writeFileSync(join(at, "x.json"), JSON.stringify({ shape, values: [...values] }));
    execFileSync(process.execPath, [join(import.meta.dirname, "plainTfjs.mjs"), folder], { stdio: "ignore" });
    const y = JSON.parse(readFileSync(join(at, "y.json"), "utf8"));
    expect(y.error).toBe(undefined);
    const [samples = 0, units = 0]: number[] = y.shape;
    const outputs = Array.from({ length: samples }, (_, i) => y.values.slice(i * units, (i + 1) * units));
    const found = program
      .answers(outputs, recipe)
      .map(({ value, values, probabilities }) => Object.values(probabilities ?? values ?? { value }) as number[]);
    const own = await studioAnswers(run, weights, rows);
    expect(found.map(({ length }) => length)).toEqual(own.map(({ length }) => length));
    expect(own.length).toBeGreaterThan(2);
    for (const [i, answer] of own.entries())
      for (const [k, value] of answer.entries())
        expect(Math.abs((found[i]?.[k] as number) - value)).toBeLessThan(1e-5 * Math.max(1, Math.abs(value)));
    readmeRuns(strFromU8(files["README.txt"] as Uint8Array), recipe, program);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The README's example row parses whatever the columns are called, and is one that the program takes. */
function readmeRuns(readme: string, recipe: Recipe, program: Program): void {
  expect(readme).toContain('import { answers, prepare } from "./prepare.js";');
  // Windows and images come from files beside it.
  if (recipe.window !== null || recipe.features.some(({ type }) => type === "image")) return;
  const example = /^const rows = (\[\{.*\}\]);$/m.exec(readme)?.[1];
  const rows: readonly object[] = new Function(`return ${example};`)();
  expect(Object.keys(rows[0] ?? {})).toEqual(recipe.features.map(({ column }) => column));
  expect(program.prepare(rows, recipe).shape[0]).toBe(1);
}
