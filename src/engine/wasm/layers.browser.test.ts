/** @file Every layer on WebAssembly as on the CPU backend: outputs and gradients over the cases that PyTorch judges. */
import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { compute } from "../../../e2e/oracle/layers/harness/compute.ts";
import { allCases, type Job, jobsOf } from "../../../e2e/oracle/layers/harness/jobs.ts";
import { compile } from "../../core/graph/compile.ts";
import { templateNames, templates } from "../../core/graph/templates.ts";
import { registerWasm } from "./backend.ts";

const wasm = registerWasm();
beforeAll(async () => {
  expect(await tf.setBackend("wasm")).toBe(true);
});

const tolerance = 1e-5;

/** The largest difference, against the size of what is expected. */
function differenceOf(found: readonly number[] | null, expected: readonly number[] | null): number {
  if (found === null || expected === null) return found === expected ? 0 : Number.POSITIVE_INFINITY;
  if (found.length !== expected.length) return Number.POSITIVE_INFINITY;
  const size = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
  const worst = found.reduce((most, value, i) => {
    const difference = Math.abs(value - (expected[i] as number)) / size;
    return Number.isNaN(difference) ? Number.POSITIVE_INFINITY : Math.max(most, difference);
  }, 0);
  return worst;
}

/** What differs between the two backends, in words. */
async function differences(job: Job): Promise<readonly string[]> {
  await tf.setBackend("cpu");
  const expected = await compute(job);
  await tf.setBackend("wasm");
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

const jobs = jobsOf(allCases());

describe.each([...new Set(jobs.map(({ kind }) => kind))])("layer %s", (kind) => {
  it("computes and learns as on the CPU", async () => {
    for (const job of jobs.filter((one) => one.kind === kind)) {
      if ("problem" in job) throw new Error(`${job.name}: ${job.problem}`);
      expect(await differences(job)).toEqual([]);
    }
    wasm.check();
  });
});

describe.each(templateNames)("template %s", (name) => {
  it("computes and learns as on the CPU", async () => {
    const common = { inputShape: [36], task: "multiclass", classes: 3 } as const;
    const looksUp = templates[name]({ ...common, vocabulary: 15 }).graph.nodes.some(
      ({ kind }) => String(kind) === "embedding",
    );
    const context = { ...common, vocabulary: looksUp ? 15 : null };
    const { model, issues } = compile(templates[name](context).graph, context);
    expect(issues).toEqual([]);
    if (model === null) throw new Error("no model");
    const job: Job = {
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
    expect(await differences(job)).toEqual([]);
  });
});
