/**
 * @file The border of saved projects and runs: an unknown value becomes a trusted one, or the reasons it does not, each
 * with the path of the field. Types it knows are strict and sizes are capped; a graph's layers are not judged here, so
 * that a project with an unknown layer opens and says at the node what is wrong.
 */
import * as z from "zod";
import "./jitless.ts";
import { augmentations } from "../data/augmentations.ts";
import { steps } from "../data/steps/index.ts";
import { balances, columnTypes, resizePolicies, splitStrategies, tasks, tokenizers } from "../data/types.ts";
import { type Issue, ok, type Result, refuse } from "../issue.ts";
import { losses } from "../training/losses.ts";
import { optimizers } from "../training/optimizers.ts";
import { schedules } from "../training/schedules.ts";
import { clipKinds } from "../training/types.ts";
import { isPlainObject, parseJson } from "./json.ts";
import { type Migrations, migrate, migrations } from "./migrations.ts";
import { type Project, steps as projectSteps, projectVersion } from "./types.ts";

/** Text that a file of UTF-8 can hold: half a surrogate pair becomes the sign for "unreadable". */
const text = (max: number) =>
  z
    .string()
    .max(max)
    .transform((value) => value.replace(/\p{Surrogate}/gu, "\ufffd"));
/** Ids are parts of file names. */
export const idSchema = z.string().regex(/^[\w-]{1,100}$/);
export const finite = z.number();
export const count = z.int().min(0).max(Number.MAX_SAFE_INTEGER);
export const name = text(1000);
export const fraction = z.number().min(0).max(1);
export const keysOf = <T extends object>(table: T) => z.enum(Object.keys(table) as [keyof T & string]);

/** An object by the user's own keys: `__proto__` is a key like any other, and nothing is inherited. */
export function recordOf<S extends z.ZodType>(value: S, maxKeys: number) {
  return z.unknown().transform((input, context): Readonly<Record<string, z.output<S>>> => {
    const refused = (message: string, path: PropertyKey[] = []) =>
      context.issues.push({ code: "custom", message, input, path });
    if (!isPlainObject(input)) {
      refused("expected an object");
      return z.NEVER;
    }
    const entries = Object.entries(input);
    if (entries.length > maxKeys) refused(`at most ${maxKeys} entries`);
    const kept: [string, z.output<S>][] = [];
    for (const [key, item] of entries.slice(0, maxKeys)) {
      const parsed = value.safeParse(item);
      if (parsed.success) kept.push([key, parsed.data]);
      else for (const issue of parsed.error.issues) refused(issue.message, [key, ...issue.path]);
    }
    return Object.fromEntries(kept);
  });
}

const scalar = z.union([finite, text(10_000), z.boolean(), z.null()]);
const numbers = z.array(finite).max(100);
/** A nested layer's own parameters are never nested again. */
const nestedLayer = z.object({ kind: text(200), params: recordOf(z.union([scalar, numbers]), 200) });
const paramValue = z.union([scalar, numbers, nestedLayer]);

/** Kinds and parameters are checked where the graph is compiled, which names the node. */
export const graphSchema = z.object({
  nodes: z
    .array(
      z.object({
        id: z.string().min(1).max(200),
        kind: text(200),
        label: text(10_000).optional(),
        params: recordOf(paramValue, 200),
        inputs: z.array(z.string().max(200)).max(1000),
        frozen: z.boolean().optional(),
      }),
    )
    .max(10_000),
});

const column = text(100_000);
const renames = recordOf(column.nullable(), 1_000_000);
const size = z.int().min(1).max(100_000);

const inputSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("columns") }),
  z.object({
    kind: z.literal("image"),
    column,
    height: size,
    width: size,
    channels: z.union([z.literal(1), z.literal(3)]),
    policy: z.enum(resizePolicies),
    scale: z.enum(["unit", "standard"]),
  }),
  z.object({
    kind: z.literal("text"),
    column,
    tokenizer: z.enum(tokenizers),
    lowercase: z.boolean(),
    vocabulary: z.int().min(1).max(1_000_000),
    length: size,
    padding: z.enum(["pre", "post"]),
  }),
  z.object({
    kind: z.literal("sequence"),
    mode: z.enum(["forecast", "classify"]),
    time: column.nullable(),
    group: column.nullable(),
    length: size,
    stride: size,
    horizon: size,
    gaps: z.enum(["break", "ignore"]),
    duplicates: z.enum(["keep", "first"]),
  }),
]);

const stepId = z.string().min(1).max(200);
const params = recordOf(paramValue, 200);

export const dataSchema = z.object({
  columns: recordOf(
    z.object({ type: z.enum(columnTypes).optional(), dropped: z.boolean().optional(), rename: renames.optional() }),
    1_000_000,
  ),
  target: column.nullable(),
  moreTargets: z.array(column).max(10_000),
  task: z.enum(tasks).nullable(),
  input: inputSchema,
  rows: recordOf(column.nullable(), 1_000_000),
  split: z.object({
    strategy: z.enum(splitStrategies),
    by: column.optional(),
    validation: fraction,
    test: fraction,
    seed: count,
    folds: z.int().min(2).max(1000).optional(),
    fold: count.optional(),
    group: column.optional(),
  }),
  recipe: z.object({
    steps: z
      .array(z.object({ id: stepId, kind: keysOf(steps), columns: z.array(column).max(100_000).nullable(), params }))
      .max(1000),
  }),
  balance: z.enum(balances),
  augmentation: z.array(z.object({ id: stepId, kind: keysOf(augmentations), params })).max(100),
});

export const trainingSchema = z.object({
  epochs: finite,
  batchSize: finite,
  learningRate: finite,
  schedule: z.object({ kind: keysOf(schedules), params: recordOf(finite, 100), warmup: finite }),
  optimizer: keysOf(optimizers),
  optimizerParams: recordOf(z.union([finite, z.boolean()]), 100),
  loss: z.union([z.literal("auto"), keysOf(losses)]),
  clip: z.object({ kind: z.enum(clipKinds), limit: finite }),
  labelSmoothing: finite,
  accumulate: finite,
  checkpointEvery: finite.nullable(),
  seed: finite,
  patience: finite.nullable(),
});

export const startWeightsSchema = z.object({ id: idSchema, source: text(1000) });

export const projectSchema = z.object({
  version: z.literal(projectVersion),
  id: idSchema,
  name,
  named: z.boolean(),
  createdAt: finite,
  datasetId: idSchema.nullable(),
  data: dataSchema,
  graph: graphSchema,
  positions: recordOf(z.object({ x: finite, y: finite }), 10_000),
  notes: z
    .array(z.object({ id: idSchema, text: text(10_000), x: finite, y: finite, width: finite, height: finite }))
    .max(1000),
  blocks: z
    .array(
      z.object({
        id: idSchema,
        name: text(1000),
        collapsed: z.boolean(),
        nodes: z.array(z.string().max(200)).max(10_000),
      }),
    )
    .max(1000),
  startWeights: startWeightsSchema.nullable(),
  training: trainingSchema,
  step: z.enum(projectSteps),
});

/** Largest text of a document that is read at all. */
export const maxProjectCharacters = 50_000_000;

const refused = (code: "notAProject" | "tooDeep", detail: string): Result<never> =>
  refuse({ code, severity: "error", at: {}, context: { detail } });

/** The first few wrong fields as issues; the rest would only repeat them. */
export function fieldIssues(error: z.ZodError, root: string): readonly Issue[] {
  return error.issues.slice(0, 20).map(({ path, message }) => ({
    code: "invalidField",
    severity: "error",
    at: {},
    context: { path: pathText(root, path), reason: message },
  }));
}

/** "project.graph.nodes[3].inputs"; keys of the user are shortened, so that a message stays a sentence. */
function pathText(root: string, path: readonly PropertyKey[]): string {
  return path.reduce<string>((whole, part) => {
    if (typeof part === "number") return `${whole}[${part}]`;
    return `${whole}.${String(part).slice(0, 60)}`;
  }, root);
}

/** The version a document says it has; null where it is no document of ours. */
export function versionOf(value: unknown): number | null {
  if (!isPlainObject(value)) return null;
  const { version } = value;
  return typeof version === "number" && Number.isInteger(version) && version >= 0 ? version : null;
}

/** A document of this version or an older one, trusted from here on. */
export function parseProject(value: unknown, chain: Migrations = migrations): Result<Project> {
  const found = versionOf(value);
  if (found === null || !isPlainObject(value)) return refused("notAProject", "version");
  if (found > projectVersion) return refuse(newerIssue(found, "error"));
  const current = migrate(value, found, projectVersion, chain);
  if (current === null) return refused("notAProject", `version ${found}`);
  const parsed = projectSchema.safeParse(current);
  // Layers are typed by their kinds; a document may hold kinds and parameters that are none, and `compile` says so.
  return parsed.success ? ok(parsed.data as Project) : refuse(...fieldIssues(parsed.error, "project"));
}

const newerIssue = (found: number, severity: "error" | "warning"): Issue => ({
  code: "newerVersion",
  severity,
  at: {},
  context: { found, known: projectVersion },
});

/**
 * What can be shown of a document that a newer version saved: the parts this version knows, if they are still of the form
 * it knows. It must not be edited, for saving it would lose the rest.
 */
export function viewNewerProject(value: unknown): Result<Project> {
  const found = versionOf(value);
  if (found === null || !isPlainObject(value)) return refused("notAProject", "version");
  const parsed = projectSchema.safeParse({ ...value, version: projectVersion });
  return parsed.success ? ok(parsed.data as Project) : refuse(newerIssue(found, "error"));
}

/** A document from its text: any text at all may be handed in. */
export function parseProjectText(source: string): Result<Project> {
  const parsed = parseJson(source, maxProjectCharacters);
  return parsed.ok ? parseProject(parsed.value) : parsed;
}
