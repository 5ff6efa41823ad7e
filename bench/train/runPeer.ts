/**
 * @file A whole run of the studio as a peer: prepared, trained for an epoch, stopped, evaluated and recorded. Not compared
 * with anybody; repeated, it tells whether a run leaves something behind.
 */
import { blobs, follow, jobFor, MemoryStore } from "../../src/engine/train/testHarness.ts";
import { deviceOnce } from "./ours.ts";
import type { OpenPeer } from "./peer.ts";

const rows = 600;

export const openRun: OpenPeer = async (_problem, _rows, adapter) => {
  const device = await deviceOnce(adapter);
  const dataset = blobs(rows);
  let last = Number.NaN;
  const oneRun = async (): Promise<void> => {
    const job = jobFor("multiclass", { epochs: 50, patience: null });
    const { run } = await follow(device, job, dataset, new MemoryStore(), (event, control) => {
      if (event.type === "epochs") control.tell({ action: "stop" });
    });
    if (run.status !== "stopped") throw new Error(`a run ended as "${run.status}": ${JSON.stringify(run.failure)}`);
    last = run.history[0]?.loss ?? Number.NaN;
  };
  return {
    peer: {
      begin: () => undefined,
      step: oneRun,
      loss: () => Promise.resolve(last),
      settle: () => device.settle(),
      dispose: () => undefined,
    },
    device: device.info.label,
  };
};
