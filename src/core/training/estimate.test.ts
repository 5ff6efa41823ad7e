/** @file The estimate against nets counted by hand, and what is said where a device is too small. */
import { expect, it } from "vitest";
import { compile, sizedLayers } from "../graph/compile.ts";
import type { Graph } from "../graph/types.ts";
import { type LayerNode, layers } from "../layers/index.ts";
import { defaultsOf } from "../params/fields.ts";
import { estimateTraining, largeTrainingBytes, maxTrainingBytes, memoryIssues, modelBytes } from "./estimate.ts";

/** A chain of layers by kind and parameters. */
function chain(...parts: readonly (readonly [keyof typeof layers, object?])[]): Graph {
  return {
    nodes: parts.map(
      ([kind, params], at) =>
        ({
          id: `n${at}`,
          kind,
          params: { ...defaultsOf(layers[kind].fields), ...params },
          inputs: at === 0 ? [] : [`n${at - 1}`],
        }) as LayerNode,
    ),
  };
}

const sized = (graph: Graph, inputShape: readonly number[]) => {
  const compiled = compile(graph, { inputShape, task: "multiclass", classes: 3, vocabulary: null });
  expect(compiled.issues).toEqual([]);
  return sizedLayers(compiled);
};

const dense = chain(["input"], ["dense", { units: 16 }], ["output"]);
const size = { batchSize: 10, slots: 2, samples: 100, width: 5 };

it("counts a dense net as it does by hand", () => {
  // 5·16 + 16 = 96 and 16·3 + 3 = 51 weights; in one buffer they begin at multiples of 64: 128 + 64.
  const estimate = estimateTraining(sized(dense, [5]), size);
  expect(modelBytes({ trainable: 96 + 51, fixed: 0 })).toBe(588);
  expect(estimate.parameters).toBe(2 * 588);
  // As computed and as collected, and 64 numbers for the sum of their squares.
  expect(estimate.gradients).toBe(2 * 4 * 192 + 4 * 64);
  expect(estimate.slots).toBe(2 * 4 * 192);
  // Inputs, a row number and a label for each sample.
  expect(estimate.data).toBe(4 * 100 * 7);
  // The batch itself; each layer's output and its gradient, and what the slope of the hidden one's activation makes of it.
  expect(estimate.activations).toBe(4 * 10 * (5 + 3 * 16 + 2 * 3));
  const { parameters, gradients, slots, activations, data, total } = estimate;
  expect(total).toBe(parameters + gradients + slots + activations + data);
});

it("counts no memory for another view of the same numbers", () => {
  const flat = sized(chain(["input"], ["flatten"], ["output"]), [4, 4, 1]);
  expect(estimateTraining(flat, { ...size, batchSize: 1, slots: 0, samples: 0, width: 0 }).activations).toBe(
    4 * (16 + 2 * 3),
  );
});

it("grows with the batch in the layers alone", () => {
  const layersOf = sized(dense, [5]);
  const [one, two] = [10, 20].map((batchSize) => estimateTraining(layersOf, { ...size, batchSize }));
  expect(two?.activations).toBe(2 * (one?.activations ?? 0));
  expect(two?.total).toBe((one?.total ?? 0) + (one?.activations ?? 0));
});

it("takes sequences into account that a recurrent layer keeps though it gives the last step alone", () => {
  const short = sized(chain(["input"], ["lstm", { units: 8 }], ["output"]), [20, 4]);
  const long = sized(chain(["input"], ["lstm", { units: 8 }], ["output"]), [200, 4]);
  const bytes = (layersOf: typeof short) => estimateTraining(layersOf, { ...size, samples: 0, width: 0 }).activations;
  expect(bytes(long) / bytes(short)).toBeGreaterThan(9);
  const both = sized(
    chain(
      ["input"],
      ["bidirectional", { layer: { kind: "lstm", params: { ...defaultsOf(layers.lstm.fields), units: 8 } } }],
      ["output"],
    ),
    [20, 4],
  );
  expect(bytes(both) / bytes(short)).toBeGreaterThan(1.8);
  expect(bytes(both) / bytes(short)).toBeLessThan(2.3);
});

it("names the layer whose output no buffer of the device holds, and a batch with which it fits", () => {
  const wide = sized(chain(["input"], ["dense", { units: 1000 }], ["output"]), [5]);
  const given = { batchSize: 128, slots: 2, samples: 0, width: 0 };
  expect(memoryIssues(wide, given, 4 * 1000 * 128)).toEqual([]);
  const [issue] = memoryIssues(wide, given, 4 * 1000 * 128 - 1);
  expect(issue).toMatchObject({ code: "layerTooLargeForDevice", severity: "error", at: { node: "n1" } });
  expect(issue?.fixes?.[0]?.args).toEqual({ batchSize: 64 });
  // Too large whatever the batch is: there is nothing to press.
  expect(memoryIssues(wide, given, 4 * 6000 - 1)[0]?.fixes).toEqual([]);
});

it("names the layer that needs a larger buffer within than its output takes", () => {
  const device = 2 ** 27;
  const given = { batchSize: 256, slots: 2, samples: 0, width: 0 };
  // 100 steps of 4 gates of 512 units: 210 MB, of which the layer gives on one step of 0.5 MB.
  const recurrent = sized(chain(["input"], ["lstm", { units: 512 }], ["output"]), [100, 4]);
  const [issue] = memoryIssues(recurrent, given, device);
  expect(issue).toMatchObject({ code: "layerTooLargeForDevice", at: { node: "n1" }, context: { megabytes: 210 } });
  expect(issue?.fixes?.[0]?.args).toEqual({ batchSize: 128 });
  expect(memoryIssues(recurrent, { ...given, batchSize: 128 }, device)).toEqual([]);
  // 4 heads of 1000 × 1000 pairs of steps: 16 MB a row.
  const attentive = sized(
    chain(["input"], ["multiHeadAttention", { numHeads: 4, keyDim: 2 }], ["globalAveragePooling1d"], ["output"]),
    [1000, 4],
  );
  expect(memoryIssues(attentive, { ...given, batchSize: 16 }, device)[0]?.fixes?.[0]?.args).toEqual({ batchSize: 8 });
});

it("warns of much memory and refuses far too much", () => {
  const [layer] = sized(chain(["input"], ["dense", { units: 1000 }], ["output"]), [5]).slice(1, 2);
  const one = layer === undefined ? [] : [layer];
  const perRow = 4 * 2 * 1000;
  const rows = (bytes: number) => ({ batchSize: Math.ceil(bytes / perRow), slots: 0, samples: 0, width: 0 });
  expect(memoryIssues(one, rows(largeTrainingBytes / 2), undefined)).toEqual([]);
  const [warned] = memoryIssues(one, rows(largeTrainingBytes), undefined);
  expect(warned).toMatchObject({ code: "trainingLarge", severity: "warning", at: { field: "batchSize" } });
  const [refused] = memoryIssues(one, rows(maxTrainingBytes), undefined);
  expect(refused).toMatchObject({ code: "trainingTooLarge", severity: "error" });
  expect(
    memoryIssues(one, { ...rows(0), ...(refused?.fixes?.[0]?.args as object) } as never, undefined)[0]?.severity,
  ).not.toBe("error");
});

it("stays instant where a person types 2e8 units", () => {
  const graph = chain(["input"], ["dense", { units: 2e8 }], ["output"]);
  const compiled = compile(graph, { inputShape: [5], task: "multiclass", classes: 3, vocabulary: null });
  expect(compiled.model).toBeNull();
  expect(compiled.issues.some(({ severity }) => severity === "error")).toBe(true);
});
