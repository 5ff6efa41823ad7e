/**
 * @file The border of saved runs: record, recipe, report, and the index of the weights beside them. A figure that JSON
 * cannot hold (the loss of a run that diverged) is saved as null and read as "not a number".
 */
import * as z from "zod";
import "./jitless.ts";
import { dateParts, powerMethods } from "../data/recipe.ts";
import { resizePolicies, tasks, tokenizers } from "../data/types.ts";
import { type Issue, ok, type Result } from "../issue.ts";
import type { Run } from "../training/types.ts";
import { dataWithSteps, historyWithRates, recipeWithChains } from "./migrations.ts";
import {
  count,
  dataSchema,
  fieldIssues,
  finite,
  graphSchema,
  idSchema,
  name,
  recordOf,
  startWeightsSchema,
  trainingSchema,
} from "./schema.ts";

const word = z.string().max(100_000);
const words = z.array(word).max(1_000_000);
/** null stands for NaN and the infinities, which JSON does not know. */
const figure = z.union([finite, z.null().transform(() => Number.NaN)]);

const renames = recordOf(word.nullable(), 1_000_000);
const edges = z.array(finite).max(100_000);

const opSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("impute"), value: finite, indicator: z.boolean() }),
  z.object({ kind: z.literal("scale"), offset: finite, scale: finite }),
  z.object({ kind: z.literal("clip"), low: finite, high: finite }),
  z.object({ kind: z.literal("power"), method: z.enum(powerMethods), lambda: finite }),
  z.object({ kind: z.literal("bin"), edges }),
  z.object({ kind: z.literal("binOneHot"), edges }),
  z.object({
    kind: z.literal("dateParts"),
    parts: z
      .array(
        z.discriminatedUnion("cyclic", [
          z.object({ part: z.enum(dateParts), cyclic: z.literal(true) }),
          z.object({ part: z.enum(dateParts), cyclic: z.literal(false), offset: finite, scale: finite }),
        ]),
      )
      .max(100),
  }),
  z.object({ kind: z.literal("imputeCategory"), value: word, indicator: z.boolean() }),
  z.object({ kind: z.literal("ordinal"), values: words }),
  z.object({ kind: z.literal("oneHot"), values: words }),
  z.object({ kind: z.literal("hash"), buckets: z.int().min(1).max(1_000_000) }),
  z.object({
    kind: z.literal("tokens"),
    tokenizer: z.enum(tokenizers),
    lowercase: z.boolean(),
    vocabulary: words,
    merges: z.array(z.tuple([word, word])).max(1_000_000),
    length: z.int().min(1).max(100_000),
    padding: z.enum(["pre", "post"]),
  }),
  z.object({
    kind: z.literal("pixels"),
    height: z.int().min(1).max(100_000),
    width: z.int().min(1).max(100_000),
    channels: z.union([z.literal(1), z.literal(3)]),
    policy: z.enum(resizePolicies),
    offset: z.array(finite).max(3),
    scale: z.array(finite).max(3),
  }),
]);

const featureSchema = z.object({
  column: word,
  type: z.enum(["number", "integer", "category", "boolean", "date", "text", "image"]),
  rename: renames.optional(),
  ops: z.array(opSchema).max(1000),
});

const outputSchema = z.object({ column: word, offset: finite, scale: finite });

const recipeSchema = z.preprocess(
  recipeWithChains,
  z.object({
    task: z.enum(tasks),
    decimal: z.enum([".", ","]),
    dayFirst: z.boolean(),
    missing: z.array(word).max(10_000),
    features: z.array(featureSchema).max(1_000_000),
    target: z.discriminatedUnion("kind", [
      z.object({ kind: z.literal("classes"), column: word, classes: words, rename: renames.optional() }),
      z.object({ kind: z.literal("number"), ...outputSchema.shape }),
      z.object({ kind: z.literal("numbers"), column: word, outputs: z.array(outputSchema).max(10_000) }),
    ]),
    window: z
      .object({
        mode: z.enum(["forecast", "classify"]),
        time: word.nullable(),
        timeType: z.enum(["date", "number", "integer"]).nullable(),
        group: word.nullable(),
        groupRename: renames.optional(),
        length: count,
        stride: count,
        horizon: count,
        step: finite.nullable(),
        duplicates: z.enum(["keep", "first"]),
      })
      .nullable(),
    vocabulary: count.nullable().optional(),
  }),
);

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
    baselineKind: z.enum(["mean", "lastValue"]).optional(),
    baseline: regression,
    outputs: z
      .array(z.object({ target: word, model: regression, baseline: regression }))
      .max(10_000)
      .optional(),
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
  learningRate: figure,
  gradientNorm: finite.nullable(),
  stepsPerSecond: finite.nullable(),
  memoryBytes: finite.nullable(),
});

const backend = z.enum(["webgpu", "webgl", "wasm", "cpu"]);

const recoverySchema = z.object({
  cause: z.enum(["deviceLost", "outOfMemory"]),
  epoch: count.nullable(),
  batchSize: z.object({ from: count, to: count }).optional(),
  fallback: backend.optional(),
});

const pathSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("recorded") }),
  z.object({
    kind: z.literal("eager"),
    reason: z.enum(["noWebGPU", "chosen", "notRecordable", "recordingDiffers", "memory"]),
    detail: z.string().max(10_000).optional(),
  }),
]);

const runObject = z.object({
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
    data: z.preprocess(dataWithSteps, dataSchema),
    task: z.enum(tasks),
    graph: graphSchema,
    config: trainingSchema,
    startWeights: startWeightsSchema.nullish(),
    fold: z.object({ set: idSchema, index: count, count: z.int().min(1).max(100_000) }).optional(),
    fork: z.object({ runId: idSchema, epoch: count }).optional(),
    startPaused: z.boolean().optional(),
    resume: z.boolean().optional(),
    recoveries: z.array(recoverySchema).max(1000).optional(),
  }),
  dataset: z.object({ id: idSchema, fileName: name, rows: count }),
  counts: z.object({ train: count, validation: count, test: count }),
  recipe: recipeSchema,
  metric: z.enum(["accuracy", "mae"]),
  baseline: figure,
  device: z.object({
    backend,
    label: name,
    fallbackReason: z
      .enum(["noWebGPU", "noAdapter", "selfTestFailed", "deviceLost", "chosen", "notStarted"])
      .optional(),
    detail: z.string().max(10_000).optional(),
    maxTensorBytes: count.optional(),
  }),
  parameters: count,
  history: z.array(epochSchema).max(1_000_000),
  bestEpoch: count.nullable(),
  seconds: finite,
  report: reportSchema.nullable(),
  failure: faultSchema.optional(),
  rateChanges: z
    .array(z.object({ update: count, rate: finite }))
    .max(100_000)
    .optional(),
  path: pathSchema.optional(),
});
const runSchema = z.preprocess(historyWithRates, runObject);

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
