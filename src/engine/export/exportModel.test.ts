/**
 * @file What leaves the studio as a package: the right files, a README whose program takes a raw row to the studio's own
 * prediction, refusals by the layer's name, and an end when it is asked for.
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
import type { ModelTarget } from "../../core/export/targets.ts";
import { makeNode } from "../../core/graph/edit.ts";
import type { Progress } from "../../core/progress.ts";
import type { Weights } from "../../core/training/checkpoint.ts";
import type { Run } from "../../core/training/types.ts";
import { exportedRun, rawRows } from "../../testing/exportedRun.ts";
import { modelOf, predictRows } from "../evaluate/predict.ts";
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
      "recipe.json",
    ]);
  });

  it.each(["multiclass", "binary", "regression"] as const)(
    "as TensorFlow.js whose README predicts %s as the studio does",
    async (task) => {
      const { run, weights } = await exportedRun(task);
      const { result } = await exported(run, weights, "tfjs");
      const files = await filesOf(result);
      const text = (name: string): string => strFromU8(files[name] as Uint8Array);
      const prepare = prepareOf(text("README.txt"), JSON.parse(text("recipe.json")));
      const folder = mkdtempSync(join(tmpdir(), "package-"));
      try {
        const at = join(folder, "model");
        mkdirSync(at);
        for (const name of ["model.json", "weights.bin"]) writeFileSync(join(at, name), files[name] as Uint8Array);
        const rows = rawRows.map(({ values }) => prepare(values));
        const x = { shape: [rows.length, rows[0]?.length ?? 0], values: rows.flat() };
        writeFileSync(join(at, "x.json"), JSON.stringify(x));
        execFileSync(process.execPath, [join(import.meta.dirname, "plainTfjs.mjs"), folder], { stdio: "ignore" });
        const { values, error } = JSON.parse(readFileSync(join(at, "y.json"), "utf8"));
        expect(error).toBe(undefined);
        const own = await expected(run, weights);
        expect(values).toHaveLength(own.length);
        for (const [i, value] of own.entries()) expect(Math.abs(values[i] - value)).toBeLessThan(1e-5);
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  );

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

type Prepare = (row: Readonly<Record<string, unknown>>) => number[];

/** The README's own function, taken out of its text and run. */
function prepareOf(readme: string, recipe: Recipe): Prepare {
  const source = /const prepare = [\s\S]*?\n\}\);/.exec(readme)?.[0];
  const row = /^const row = .*$/m.exec(readme)?.[0];
  if (source === undefined || row === undefined) throw new Error("README has its program");
  // The README's example stands in the same program; it must parse whatever the columns are called.
  return new Function("recipe", `${source}\n${row}\nprepare(row);\nreturn prepare;`)(recipe) as Prepare;
}

/** The studio's predictions as the model puts them out. */
async function expected(run: Run, weights: Weights): Promise<number[]> {
  const model = modelOf(run, weights);
  try {
    const found = await predictRows(
      model,
      run,
      rawRows.map(({ texts }) => texts),
    );
    const { target } = run.recipe;
    return found.flatMap(({ value, probabilities = [] }) => {
      if (target.kind === "number") return [((value as number) - target.offset) / target.scale];
      return target.classes.length === 2 ? [probabilities[1] as number] : [...probabilities];
    });
  } finally {
    model.dispose();
  }
}
