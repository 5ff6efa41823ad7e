/**
 * @file For tests only: a finished run as if it had been trained, with columns of every kind, names that would be code if
 * they could, weights drawn by chance, and raw rows to ask it with.
 */

import { modelContextOf } from "../core/data/modelContext.ts";
import type { FittedFeature, Recipe } from "../core/data/recipe.ts";
import type { Task } from "../core/data/types.ts";
import { commonFormat, defaultDataSettings } from "../core/data/types.ts";
import { compile } from "../core/graph/compile.ts";
import { makeNode } from "../core/graph/edit.ts";
import type { Graph } from "../core/graph/types.ts";
import { random } from "../core/random.ts";
import type { Weights } from "../core/training/checkpoint.ts";
import { defaultTraining, type Run } from "../core/training/types.ts";
import { buildModel, readWeights } from "../engine/model/build.ts";
import { categoryFeature, numberFeature } from "./features.ts";

const features: readonly FittedFeature[] = [
  numberFeature('width "cm"\nimport os', 5.5, { offset: 5.8, scale: 0.76 }),
  categoryFeature("colour\\", ["red", 'light"""blue', "日本\u2028語", "</script>"], 'light"""blue'),
  numberFeature("count", 3, { type: "integer" }),
  categoryFeature("fresh", ["true", "false"], "true", "boolean"),
];

/** A raw row as a table's texts, and as the values an exported program is given. null is missing. */
export interface RawRow {
  readonly texts: Readonly<Record<string, string | null>>;
  readonly values: Readonly<Record<string, string | number | null>>;
}

const [width, colour, count, fresh] = features.map(({ column }) => column) as [string, string, string, string];
const rowOf = (a: number | null, b: string | null, c: number | null, d: string | null): RawRow => ({
  texts: { [width]: a === null ? null : String(a), [colour]: b, [count]: c === null ? null : String(c), [fresh]: d },
  values: { [width]: a, [colour]: b, [count]: c, [fresh]: d },
});

export const rawRows: readonly RawRow[] = [
  rowOf(4.9, "red", 7, "true"),
  rowOf(6.25, "日本\u2028語", 0, "false"),
  rowOf(null, null, null, null),
  rowOf(-3, "never seen", 12, "false"),
  rowOf(5, "</script>", 1, null),
];

const targets: Readonly<Record<Task, Recipe["target"]>> = {
  multiclass: { kind: "classes", column: "kind", classes: ["a", 'b"', "c\nd"] },
  binary: { kind: "classes", column: "kind", classes: ["no", "yes"] },
  regression: { kind: "number", column: "price", offset: 120, scale: 33 },
};

const defaultGraph: Graph = {
  nodes: [
    makeNode("input", "input_1", []),
    { ...makeNode("dense", "dense_1", ["input_1"], { units: 6, activation: "tanh" }), label: '"""\nimport os' },
    makeNode("batchNormalization", "batch_normalization_1", ["dense_1"]),
    makeNode("output", "output_1", ["batch_normalization_1"]),
  ],
};

const { decimal, dayFirst, missing } = commonFormat;
const tableRecipe = (task: Task): Recipe => ({
  task,
  decimal,
  dayFirst,
  missing,
  features,
  target: targets[task],
  window: null,
});

/** A run whose samples are no single rows of cells, with rows to ask it with. */
export type SampleKind = "texts" | "images" | "windows" | "several";
export const sampleKinds = ["texts", "images", "windows", "several"] as const satisfies readonly SampleKind[];

const sampleGraphs: Readonly<Record<SampleKind, Graph>> = {
  texts: defaultGraph,
  several: defaultGraph,
  images: {
    nodes: [
      makeNode("input", "input_1", []),
      makeNode("conv2d", "conv2d_1", ["input_1"], { filters: 3, kernelSize: [2, 2], padding: "same" }),
      makeNode("flatten", "flatten_1", ["conv2d_1"]),
      makeNode("output", "output_1", ["flatten_1"]),
    ],
  },
  windows: {
    nodes: [
      makeNode("input", "input_1", []),
      makeNode("lstm", "lstm_1", ["input_1"], { units: 4 }),
      makeNode("output", "output_1", ["lstm_1"]),
    ],
  },
};

const sampleTasks = { texts: "binary", images: "multiclass", windows: "regression", several: "regression" } as const;

/** The run of a case drawn by chance; what it predicts is "price", of "several" a second number too. */
export async function sampledRun(kind: SampleKind, from: Recipe) {
  const task = sampleTasks[kind];
  const outputs = [
    { column: "price", offset: 120, scale: 33 },
    { column: '"weight"', offset: -4, scale: 0.5 },
  ];
  const target: Recipe["target"] = kind === "several" ? { kind: "numbers", column: "price", outputs } : targets[task];
  return exportedRun(task, sampleGraphs[kind], { ...from, task, target });
}

/** The run and its weights. Needs a tfjs backend. */
export async function exportedRun(
  task: Task,
  graph: Graph = defaultGraph,
  recipe: Recipe = tableRecipe(task),
): Promise<{ readonly run: Run; readonly weights: Weights }> {
  const { model, issues } = compile(graph, modelContextOf(recipe));
  if (model === null) throw new Error(JSON.stringify(issues));
  const built = buildModel(model, 5);
  const source = random(9);
  const weights = (await readWeights(built.weights)).map((tensor) => ({
    ...tensor,
    values: tensor.values.map((value) => (tensor.name.endsWith("variance") ? 0.5 : value) + source.next() * 0.5),
  }));
  built.dispose();
  const data = { ...defaultDataSettings, target: recipe.target.column };
  const job = { runId: "run", projectId: "project", name: "3", datasetId: "table", data, task, graph };
  const run: Run = {
    id: "run",
    projectId: "project",
    name: "3",
    createdAt: 0,
    status: "done",
    job: { ...job, config: defaultTraining },
    dataset: { id: "table", fileName: "my fruit.csv", rows: 90 },
    counts: { train: 60, validation: 15, test: 15 },
    recipe,
    metric: task === "regression" ? "mae" : "accuracy",
    baseline: 0.4,
    device: { backend: "cpu", label: "CPU" },
    parameters: 0,
    history: [],
    bestEpoch: 1,
    seconds: 1,
    report: null,
  };
  return { run, weights };
}
