/**
 * @file What the exported PyTorch modules do while training: the random layers of images, noise, and batch normalization.
 * (What they do in prediction is part of the `layers` check.)
 */
import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import type { KerasCall } from "../../../src/core/layers/define.ts";
import { type OracleCheck, present } from "../check.ts";
import { drawnWeights, inputsOf } from "../layers/harness/compute.ts";
import { type Emitted, emit } from "../layers/harness/emit.ts";
import { allCases, jobsOf, rows } from "../layers/harness/jobs.ts";

interface Tensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

interface TrainingCase {
  readonly name: string;
  readonly call: KerasCall;
  readonly input: Tensor;
  readonly weights: readonly Tensor[];
  readonly emitted: readonly Emitted[];
}

const plain = (name: string, shape: readonly number[], values: Float32Array): Tensor => ({
  name,
  shape,
  values: [...values],
});

const judged = (kind: string): boolean =>
  kind.startsWith("random") || /^(gaussianNoise|batchNormalization)$/.test(kind);

/** The PyTorch source of every case with one text in place of another, which must be there. */
const replaced = (cases: readonly TrainingCase[], from: RegExp, to: string): readonly TrainingCase[] =>
  cases.map((one) => ({
    ...one,
    emitted: one.emitted.map((emitted) =>
      "source" in emitted.torch
        ? { ...emitted, torch: { ...emitted.torch, source: emitted.torch.source.replace(from, to) } }
        : emitted,
    ),
  }));

export const check: OracleCheck<readonly TrainingCase[]> = {
  async produce() {
    await tf.setBackend("cpu");
    const produced = jobsOf(allCases()).flatMap((job): TrainingCase[] => {
      if ("problem" in job || !job.training || !judged(job.kind)) return [];
      const { all } = drawnWeights(job);
      const shape = [rows, ...present(job.inputs[0], "an input").shape];
      return [
        {
          name: job.name,
          call: present(job.layers[0], "a layer").call,
          input: plain("x", shape, present(inputsOf(job)[0], "values")),
          weights: all.map((weight) => plain(weight.name.split("/")[1] as string, weight.shape, weight.values)),
          emitted: emit(job, all),
        },
      ];
    });
    return { produced };
  },
  faults: {
    "images are mirrored at another axis": (produced) => replaced(produced, /axes=\[3\]/, "axes=[2]"),
    "images turn the other way": (produced) => replaced(produced, /- sin \* down/, "+ sin * down"),
    "a zoom moves images": (produced) => replaced(produced, /\* wide \+ \(width - 1\)/, "* wide + width"),
    "noise is there in prediction only": (produced) => replaced(produced, /if self\.training else/, "if False else"),
    "a momentum is the other framework's": (produced) => replaced(produced, /momentum=0\.01/, "momentum=0.99"),
  },
};
