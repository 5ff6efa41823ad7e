/** @file Looking at a part of many pieces on WebGPU: right after every change of the weights, and in bounded memory. */
import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { compile } from "../../core/graph/compile.ts";
import { templates } from "../../core/graph/templates.ts";
import type { ModelContext } from "../../core/layers/define.ts";
import { defaultTraining } from "../../core/training/types.ts";
import { type Device, startDevice } from "../device/device.ts";
import { gpu } from "../gpu/backend.ts";
import { Recorder } from "../gpu/recorder.ts";
import { buildModel } from "../model/build.ts";
import { inMemory } from "./samples.ts";
import { Trainer } from "./trainer.ts";

let device: Device;
beforeAll(async () => {
  device = await startDevice("webgpu");
  expect(device.info.backend).toBe("webgpu");
});

afterEach(() => vi.restoreAllMocks());

const width = 3;
/** Eight whole pieces of the validation part and a rest. */
const counts = { train: 4096, validation: 8 * 4096 + 5, test: 0 };
const rows = counts.train + counts.validation;
const x = Float32Array.from({ length: rows * width }, (_, at) => Math.sin(at * 0.7));
const y = Int32Array.from({ length: rows }, (_, row) => ((x[row * width] as number) > 0.2 ? 1 : 0));

function trainerOf(streamed: boolean, read = inMemory(x, rows).read) {
  const context: ModelContext = { inputShape: [width], task: "binary", classes: 2, vocabulary: null };
  const { model: keras } = compile(templates.linear(context).graph, context);
  if (keras === null) throw new Error("it does not compile");
  const samples = { ...inMemory(x, rows), read, ...(streamed ? { resident: null } : {}) };
  return new Trainer({
    model: buildModel(keras, 1),
    data: { x: samples, y, counts },
    task: "binary",
    config: { ...defaultTraining, learningRate: 0.1, batchSize: 256 },
    maxTensorBytes: device.maxTensorBytes,
  });
}

async function looks(backend: "webgpu" | "cpu", streamed: boolean): Promise<number[]> {
  await tf.setBackend(backend);
  const trainer = trainerOf(streamed);
  const found: number[] = [];
  for (let epoch = 1; epoch <= 3; epoch++) {
    trainer.beginEpoch(epoch);
    trainer.run(0, trainer.stepsPerEpoch);
    const sums = await trainer.evaluate("validation", () => true);
    found.push(sums?.loss ?? Number.NaN, sums?.metric ?? Number.NaN);
  }
  trainer.dispose();
  await tf.setBackend("webgpu");
  return found;
}

describe.each([false, true])("a part of many pieces, streamed: %s", (streamed) => {
  it("gives after each epoch what the CPU gives", async () => {
    const own = await looks("webgpu", streamed);
    await device.settle();
    device.check();
    const cpu = await looks("cpu", streamed);
    for (const [at, value] of cpu.entries()) expect((own[at] as number) / value).toBeCloseTo(1, 3);
  });

  it("is predicted as the CPU predicts it, by other weights after more steps", async () => {
    const predicted = async (backend: "webgpu" | "cpu") => {
      await tf.setBackend(backend);
      const trainer = trainerOf(streamed);
      const found: Float32Array[] = [];
      for (const epoch of [1, 2]) {
        trainer.beginEpoch(epoch);
        trainer.run(0, trainer.stepsPerEpoch);
        await trainer.evaluate("validation", () => true);
        found.push(await trainer.predict("validation"));
      }
      const bytes = trainer.bytes;
      trainer.dispose();
      await tf.setBackend("webgpu");
      return { found, bytes };
    };
    const own = await predicted("webgpu");
    await device.settle();
    device.check();
    const cpu = await predicted("cpu");
    for (const [at, values] of cpu.found.entries()) {
      const gpuValues = own.found[at] as Float32Array;
      expect(gpuValues).toHaveLength(counts.validation);
      expect(Math.max(...values.map((value, i) => Math.abs(value - (gpuValues[i] as number))))).toBeLessThan(1e-5);
    }
    expect(own.found[0]).not.toEqual(own.found[1]);
  });

  it("is submitted only as fast as the device goes through it", async () => {
    const reads: number[] = [];
    const whole = inMemory(x, rows);
    const trainer = trainerOf(streamed, (from, count) => {
      reads.push(from);
      return whole.read(from, count);
    });
    trainer.beginEpoch(1);
    trainer.run(0, trainer.stepsPerEpoch);
    await trainer.settled();
    const { queue } = gpu().device;
    let [submits, waits] = [0, 0];
    vi.spyOn(queue, "submit").mockImplementation((buffers) => {
      submits++;
      GPUQueue.prototype.submit.call(queue, buffers);
    });
    const done: (() => void)[] = [];
    vi.spyOn(queue, "onSubmittedWorkDone").mockImplementation(() => {
      waits++;
      return new Promise((resolve) => done.push(() => resolve(undefined)));
    });
    let ended = false;
    const looked = trainer
      .evaluate("validation", () => true)
      .then(() => {
        ended = true;
      });
    const soon = () => new Promise((resolve) => setTimeout(resolve, 100));
    await soon();
    // The device is not done with the first piece: others must not pile up behind it.
    expect(ended).toBe(false);
    expect(waits).toBeLessThan(4);
    expect(streamed ? reads.length : submits).toBeLessThan(8);
    while (!ended) {
      for (const resolve of done.splice(0)) resolve();
      await soon();
    }
    await looked;
    trainer.dispose();
  });
});

it("is recorded once for whole pieces and once for the rest, however many there are", async () => {
  const record = vi.spyOn(Recorder.prototype, "record");
  const trainer = trainerOf(false);
  trainer.beginEpoch(1);
  trainer.run(0, trainer.stepsPerEpoch);
  const before = record.mock.calls.length;
  await trainer.evaluate("validation", () => true);
  await trainer.evaluate("validation", () => true);
  expect(record.mock.calls.length - before).toBe(2);
  trainer.dispose();
});
