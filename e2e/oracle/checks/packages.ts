/**
 * @file The files a run's model leaves in: as they are downloaded, with columns and classes named as badly as users can,
 * beside what the studio predicts for raw rows.
 */
import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import type { Task } from "../../../src/core/data/types.ts";
import { modelOf, predictRows } from "../../../src/engine/evaluate/predict.ts";
import { exportModel } from "../../../src/engine/export/exportModel.ts";
import { exportedRun, rawRows } from "../../../src/testing/exportedRun.ts";
import type { OracleCheck } from "../check.ts";

interface Package {
  readonly task: Task;
  readonly columns: readonly string[];
  readonly classes: readonly string[] | null;
  /** Values of raw rows by column; null is missing. */
  readonly rows: readonly Readonly<Record<string, string | number | null>>[];
  /** What the studio answers: class probabilities, or the value in the target's unit. */
  readonly answers: readonly (readonly number[])[];
  readonly target: { readonly offset: number; readonly scale: number } | null;
  /** In base64. */
  readonly torch: string;
  readonly onnx: string;
  readonly keras: string;
}

async function bytesOf(stream: ReturnType<typeof exportModel>): Promise<string> {
  for (;;) {
    const { done, value } = await stream.next();
    if (!done) continue;
    if (!value.ok) throw new Error(JSON.stringify(value.issues));
    return Buffer.from(await value.file.arrayBuffer()).toString("base64");
  }
}

async function packageOf(task: Task): Promise<Package> {
  const { run, weights } = await exportedRun(task);
  const model = modelOf(run, weights);
  const texts = rawRows.map((row) => row.texts);
  const found = await predictRows(model, run, texts);
  model.dispose();
  const { target, features } = run.recipe;
  const file = (form: "torch" | "onnx" | "keras") =>
    bytesOf(exportModel({ run, target: form }, async () => weights, new AbortController().signal));
  return {
    task,
    columns: features.map(({ column }) => column),
    classes: target.kind === "classes" ? target.classes : null,
    rows: rawRows.map(({ values }) => values),
    answers: found.map(({ value, probabilities }) => probabilities ?? [value as number]),
    target: target.kind === "number" ? { offset: target.offset, scale: target.scale } : null,
    torch: await file("torch"),
    onnx: await file("onnx"),
    keras: await file("keras"),
  };
}

export const check: OracleCheck<readonly Package[]> = {
  async produce() {
    await tf.setBackend("cpu");
    return { produced: await Promise.all((["multiclass", "binary", "regression"] as const).map(packageOf)) };
  },
  faults: {
    "the weights of another model": (packages) =>
      packages.map((one, i) => ({ ...one, torch: packages[(i + 1) % packages.length]?.torch ?? "" })),
    "a missing value that stays missing": (packages) =>
      packages.map((one) => ({ ...one, rows: one.rows.map((row) => ({ ...row, count: row.count ?? 0 })) })),
    "a column forgotten": (packages) => packages.map((one) => ({ ...one, columns: one.columns.slice(1) })),
    "a class forgotten": (packages) => packages.map((one) => ({ ...one, classes: one.classes?.slice(1) ?? null })),
  },
};
