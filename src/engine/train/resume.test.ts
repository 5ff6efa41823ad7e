/** @file A run that is taken up again, with what the newer layers and start weights add to it. On WebGPU: `train.browser.test.ts`. */
import { beforeAll, describe, expect, it } from "vitest";
import { makeNode } from "../../core/graph/edit.ts";
import type { Graph } from "../../core/graph/types.ts";
import type { Run, TrainJob } from "../../core/training/types.ts";
import { type Device, startDevice } from "../device/device.ts";
import { blobs, follow, jobFor, MemoryStore } from "./testHarness.ts";

let device: Device;
beforeAll(async () => {
  device = await startDevice("cpu");
});

const table = blobs(90);
const losses = (run: Run) => run.history.map(({ loss, valLoss }) => [loss, valLoss]);

/** Every layer that draws numbers while training, layers around layers, and moving averages. */
const noisy: Graph = {
  nodes: [
    makeNode("input", "input", []),
    makeNode("gaussianNoise", "noise", ["input"], { stddev: 0.1 }),
    makeNode("dense", "wide", ["noise"], { units: 16 }),
    makeNode("batchNormalization", "norm", ["wide"]),
    makeNode("dropout", "drop", ["norm"], { rate: 0.2 }),
    makeNode("reshape", "image", ["drop"], { targetShape: [4, 4, 1] }),
    makeNode("randomFlip", "flip", ["image"]),
    makeNode("randomRotation", "turn", ["flip"]),
    makeNode("randomTranslation", "move", ["turn"]),
    makeNode("randomZoom", "zoom", ["move"]),
    makeNode("randomContrast", "contrast", ["zoom"]),
    makeNode("randomBrightness", "brightness", ["contrast"]),
    makeNode("spatialDropout2d", "channels", ["brightness"], { rate: 0.1 }),
    makeNode("reshape", "steps", ["channels"], { targetShape: [4, 4] }),
    makeNode("spatialDropout1d", "features", ["steps"], { rate: 0.1 }),
    makeNode("multiHeadAttention", "attention", ["features"], { numHeads: 2, keyDim: 2, dropout: 0.1 }),
    makeNode("gru", "gru", ["attention"], { units: 3, dropout: 0.1, recurrentDropout: 0.1, returnSequences: true }),
    makeNode("bidirectional", "both", ["gru"], {
      layer: {
        kind: "lstm",
        params: {
          ...makeNode("lstm", "l", []).params,
          units: 3,
          dropout: 0.1,
          recurrentDropout: 0.1,
        },
      },
    }),
    makeNode("output", "output", ["both"]),
  ],
};

async function stoppedAfter(epoch: number, job: TrainJob, store: MemoryStore): Promise<Run> {
  const { run } = await follow(device, job, table, store, (event, control) => {
    if (event.type === "epochs" && event.records.at(-1)?.epoch === epoch) control.tell({ action: "stop" });
  });
  return run;
}

describe("a run taken up again", () => {
  it("draws what it would have drawn, in every layer that draws", async () => {
    const job = { ...jobFor("multiclass", { epochs: 4, patience: null }), graph: noisy };
    const whole = await follow(device, job, table);
    expect(whole.run).toMatchObject({ status: "done" });
    const store = new MemoryStore();
    expect((await stoppedAfter(2, job, store)).history).toHaveLength(2);
    const rest = await follow(device, { ...job, resume: true }, table, store);
    expect(losses(rest.run)).toEqual(losses(whole.run));
    expect(rest.run.report).toEqual(whole.run.report);
  });

  it("before its first checkpoint begins with the weights it was to start from", async () => {
    const store = new MemoryStore();
    const earlier = await follow(device, { ...jobFor("multiclass"), runId: "earlier" }, table, store);
    expect(earlier.run.status).toBe("done");
    const startWeights = { id: "earlier", source: "1" };
    const job: TrainJob = { ...jobFor("multiclass", { epochs: 1 }), startWeights };
    const whole = await follow(device, job, table, store);
    const cut = new MemoryStore();
    cut.weights.set("earlier", store.weights.get("earlier") ?? []);
    // The page went away in the first epoch: there is a record, and nothing else.
    await cut.saveRun({ ...whole.run, status: "running", history: [], report: null });
    const rest = await follow(device, { ...job, resume: true }, table, cut);
    expect(losses(rest.run)).toEqual(losses(whole.run));
  });
});
