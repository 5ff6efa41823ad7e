/**
 * @file The border of saved runs: record, recipe, report, and the index of the weights beside them. A figure that JSON
 * cannot hold (the loss of a run that diverged) is saved as null and read as "not a number".
 */
import * as z from "zod";
import { tasks } from "../data/types.ts";
import { type Issue, ok, type Result } from "../issue.ts";
import type { Run } from "../training/types.ts";
import {
  count,
  dataSchema,
  fieldIssues,
  finite,
  graphSchema,
  idSchema,
  name,
  startWeightsSchema,
  trainingSchema,
} from "./schema.ts";

const word = z.string().max(100_000);
const words = z.array(word).max(1_000_000);
/** null stands for NaN and the infinities, which JSON does not know. */
const figure = z.union([finite, z.null().transform(() => Number.NaN)]);

const featureSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("number"),
    column: word,
    type: z.enum(["number", "integer", "date"]),
    impute: finite,
    offset: finite,
    scale: finite,
  }),
  z.object({
    kind: z.literal("oneHot"),
    column: word,
    type: z.enum(["category", "boolean"]),
    values: words,
    impute: count,
  }),
]);

const recipeSchema = z.object({
  task: z.enum(tasks),
  decimal: z.enum([".", ","]),
  dayFirst: z.boolean(),
  missing: z.array(word).max(10_000),
  features: z.array(featureSchema).max(1_000_000),
  target: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("classes"), column: word, classes: words }),
    z.object({ kind: z.literal("number"), column: word, offset: finite, scale: finite }),
  ]),
  vocabulary: count.nullable().optional(),
});

const averages = z.object({ macro: finite, micro: finite, weighted: finite });
const classification = z.object({
  accuracy: finite,
  balancedAccuracy: finite,
  precision: averages,
  recall: averages,
  f1: averages,
  logLoss: finite.nullable(),
  rocAuc: finite.nullable(),
  perClass: z.array(z.object({ precision: finite, recall: finite, f1: finite, support: count })).max(1_000_000),
  confusion: z.array(z.array(count).max(10_000)).max(10_000),
});
const regression = z.object({ mae: finite, rmse: finite, r2: finite.nullable() });
const reportSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("classification"),
    rows: count,
    classes: words,
    model: classification,
    baseline: classification,
  }),
  z.object({
    kind: z.literal("regression"),
    rows: count,
    target: word,
    model: regression,
    baseline: regression,
    residuals: z.array(z.tuple([finite, finite])).max(10_000),
  }),
]);

const faultSchema = z
  .object({
    code: z.string().max(100),
    context: z.record(z.string().max(100), z.union([z.string().max(10_000), figure])),
  })
  .refine(({ code }) => faultCodes.has(code), "unknown fault");
/** Faults a run can end with; another one in a file is none of ours. */
const faultCodes: ReadonlySet<string> = new Set([
  "cancelled",
  "deviceLost",
  "gpuError",
  "lossNotFinite",
  "outOfMemory",
  "quotaExceeded",
  "storageFailed",
  "fileUnreadable",
  "workerDied",
  "notFound",
  "unexpected",
]);

const epochSchema = z.object({
  epoch: count,
  loss: figure,
  metric: figure,
  valLoss: finite.nullable(),
  valMetric: finite.nullable(),
  seconds: finite,
});

const runSchema = z.object({
  id: idSchema,
  projectId: idSchema,
  name,
  createdAt: finite,
  status: z.enum(["running", "done", "stopped", "failed"]),
  job: z.object({
    runId: idSchema,
    projectId: idSchema,
    name,
    datasetId: idSchema,
    data: dataSchema,
    task: z.enum(tasks),
    graph: graphSchema,
    config: trainingSchema,
    startWeights: startWeightsSchema.nullish(),
    startPaused: z.boolean().optional(),
    resume: z.boolean().optional(),
  }),
  dataset: z.object({ id: idSchema, fileName: name, rows: count }),
  counts: z.object({ train: count, validation: count, test: count }),
  recipe: recipeSchema,
  metric: z.enum(["accuracy", "mae"]),
  baseline: figure,
  device: z.object({
    backend: z.enum(["webgpu", "webgl", "cpu"]),
    label: name,
    fallbackReason: z.enum(["noWebGPU", "noAdapter", "selfTestFailed", "deviceLost", "chosen"]).optional(),
    detail: z.string().max(10_000).optional(),
    maxTensorBytes: count.optional(),
  }),
  parameters: count,
  history: z.array(epochSchema).max(1_000_000),
  bestEpoch: count.nullable(),
  seconds: finite,
  report: reportSchema.nullable(),
  failure: faultSchema.optional(),
});

/** A saved run, trusted from here on. */
export function parseRun(value: unknown): Result<Run> {
  const parsed = runSchema.safeParse(value);
  return parsed.success ? ok(parsed.data as Run) : { ok: false, issues: fieldIssues(parsed.error, "run") };
}

/** Where each tensor stands in the file of a run's weights: 32-bit floats, little endian, one after the other. */
const weightsIndexSchema = z.object({
  runId: idSchema,
  bytes: count,
  tensors: z
    .array(
      z.object({
        name: z.string().min(1).max(1000),
        shape: z.array(z.int().min(0).max(4_294_967_295)).max(16),
        offset: count,
      }),
    )
    .max(100_000),
});

export type WeightsIndex = z.output<typeof weightsIndexSchema>;

export function parseWeightsIndex(value: unknown): Result<WeightsIndex> {
  const parsed = weightsIndexSchema.safeParse(value);
  return parsed.success ? ok(parsed.data) : { ok: false, issues: fieldIssues(parsed.error, "weights") };
}

/** Issues of a run as one: which run, and the first field that is wrong. */
export const runDamaged = (run: string, issues: readonly Issue[]): Issue => {
  const first = issues.find((issue) => issue.code === "invalidField");
  const path = first?.code === "invalidField" ? first.context.path : "";
  return { code: "runDamaged", severity: "warning", at: {}, context: { run, path } };
};
