/** @file The studio's own engine as a peer: its model, its optimizer and its trainer, as a run uses them. */
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-webgpu";
import { defaultTraining } from "../../src/core/training/types.ts";
import { type Device, startDevice } from "../../src/engine/device/device.ts";
import { dispatchesASubmit, openBackend } from "../../src/engine/gpu/backend.ts";
import { buildModel, writeMatching } from "../../src/engine/model/build.ts";
import { inMemory } from "../../src/engine/train/samples.ts";
import { Trainer } from "../../src/engine/train/trainer.ts";
import { batchSize, learningRate, type Problem, type Rows, seed } from "./models.ts";
import type { Adapter, Notes, OpenPeer, Peer } from "./peer.ts";

/** Steps that are handed over at once, as a run does on a fast device. */
const window = 16;

/** The studio's device; its self-test would refuse an adapter that computes nothing. */
async function start(adapter: Adapter): Promise<Device> {
  if (adapter !== "nothing") {
    const device = await startDevice("webgpu");
    const { backend, fallbackReason, detail } = device.info;
    if (backend !== "webgpu") throw new Error(`no WebGPU: ${fallbackReason} ${detail ?? ""}`);
    return device;
  }
  const found = await navigator.gpu.requestAdapter();
  if (found === null) throw new Error("there is no adapter");
  const { maxBufferSize, maxStorageBufferBindingSize, maxStorageBuffersPerShaderStage } = found.limits;
  const requiredLimits = { maxBufferSize, maxStorageBufferBindingSize, maxStorageBuffersPerShaderStage };
  const gpu = await found.requestDevice({ requiredLimits });
  let fault: string | null = null;
  gpu.addEventListener("uncapturederror", ({ error }) => {
    fault ??= error.message;
  });
  tf.removeBackend("webgpu");
  tf.registerBackend("webgpu", () => openBackend(gpu, found.info));
  tf.env().set("WEBGPU_CPU_FORWARD", false);
  tf.env().set(dispatchesASubmit, 64);
  await tf.setBackend("webgpu");
  return {
    info: { backend: "webgpu", label: "Dawn, nothing is computed" },
    maxTensorBytes: maxStorageBufferBindingSize,
    check: () => {
      if (fault !== null) throw new Error(fault);
    },
    settle: () => gpu.queue.onSubmittedWorkDone(),
  };
}

/** What the benchmark asks of the studio's trainer, in one place. */
function trainerPeer(problem: Problem, { x, y }: Rows, { maxTensorBytes, check }: Device) {
  const config = { ...defaultTraining, batchSize, learningRate, seed, optimizer: "adam" } as const;
  const model = buildModel(problem.keras, seed);
  const set = writeMatching(model.weights, problem.weights);
  if (set.length < model.weights.length) throw new Error(`only ${set.join(", ")} were set`);
  const counts = { train: problem.rows, validation: 0, test: 0 };
  const data = { x: inMemory(x, problem.rows), y, counts };
  const trainer = new Trainer({ model, data, task: "multiclass", config, maxTensorBytes });
  let next = 0;
  const peer: Peer = {
    begin: (epoch) => {
      trainer.beginEpoch(epoch);
      next = 0;
    },
    step: (count) => {
      for (const end = next + count; next < end; ) {
        const steps = Math.min(window, end - next);
        trainer.run(next, steps);
        next += steps;
      }
    },
    loss: async () => {
      const { loss } = await trainer.readSums();
      check();
      return loss / (next * batchSize);
    },
    settle: () => trainer.settled(),
    dispose: () => trainer.dispose(),
  };
  const tell = (): Notes => {
    const { path } = trainer;
    return path?.kind === "eager" ? { "not recorded": path.detail ?? path.reason } : {};
  };
  return { peer, notes: tell, bytes: () => trainer.bytes };
}

let started: Promise<Device> | null = null;
/** One device a process: tfjs cannot let go of one. */
export function deviceOnce(adapter: Adapter): Promise<Device> {
  started ??= start(adapter);
  return started;
}

export const openOurs: OpenPeer = async (problem, rows, adapter) => {
  const device = await deviceOnce(adapter);
  return { ...trainerPeer(problem, rows, device), device: device.info.label };
};
export const tensors = (): number => tf.memory().numTensors;
