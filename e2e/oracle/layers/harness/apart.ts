/** @file A job computed on one of tfjs's backends held against the same job on the CPU backend: outputs and gradients. */
import * as tf from "@tensorflow/tfjs-core";
import { compile } from "../../../../src/core/graph/compile.ts";
import { type TemplateName, templates } from "../../../../src/core/graph/templates.ts";
import { compute } from "./compute.ts";
import type { JobOrProblem } from "./jobs.ts";

const tolerance = 1e-5;

/** The largest difference, against the size of what is expected. */
function differenceOf(found: readonly number[] | null, expected: readonly number[] | null): number {
  if (found === null || expected === null) return found === expected ? 0 : Number.POSITIVE_INFINITY;
  if (found.length !== expected.length) return Number.POSITIVE_INFINITY;
  const size = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
  return found.reduce((most, value, i) => {
    const difference = Math.abs(value - (expected[i] as number)) / size;
    return Number.isNaN(difference) ? Number.POSITIVE_INFINITY : Math.max(most, difference);
  }, 0);
}

/** What differs between the backend and the CPU, in words; both must be registered. */
export async function differences(job: JobOrProblem, backend: string): Promise<readonly string[]> {
  if ("problem" in job) return [`${job.name}: ${job.problem}`];
  await tf.setBackend("cpu");
  const expected = await compute(job);
  await tf.setBackend(backend);
  const found = await compute(job);
  const parts: readonly (readonly [string, number])[] = [
    ["output", differenceOf(found.y, expected.y)],
    ["prediction", differenceOf(found.predicted, expected.predicted)],
    ["gradient by the input", differenceOf(found.dx, expected.dx)],
    ...Object.keys(expected.dw).map(
      (name) => [`gradient by ${name}`, differenceOf(found.dw[name] ?? null, expected.dw[name] ?? null)] as const,
    ),
  ];
  return parts.filter(([, off]) => off > tolerance).map(([part, off]) => `${job.name}: ${part} is off by ${off}`);
}

/** The kinds of layers among the jobs, each once. */
export const kindsOf = (jobs: readonly JobOrProblem[]): string[] => [...new Set(jobs.map(({ kind }) => kind))];

/** A template for 36 columns, or 36 words of 15 where it looks words up. */
export function templateJob(name: TemplateName): JobOrProblem {
  const common = { inputShape: [36], task: "multiclass", classes: 3 } as const;
  const looksUp = templates[name]({ ...common, vocabulary: 15 }).graph.nodes.some(
    ({ kind }) => String(kind) === "embedding",
  );
  const context = { ...common, vocabulary: looksUp ? 15 : null };
  const { model, issues } = compile(templates[name](context).graph, context);
  if (model === null || issues.length > 0) return { name, kind: name, problem: JSON.stringify(issues) };
  return {
    name,
    kind: name,
    training: false,
    tokens: context.vocabulary,
    padded: false,
    inputs: [{ id: model.input, shape: model.inputShape }],
    layers: model.layers,
    output: model.output,
    context,
    model,
    seed: 5,
  };
}
