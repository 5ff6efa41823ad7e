/** @file A kept checkpoint comes back from its bytes as it was, and from no other bytes. */
import { expect, it } from "vitest";
import type { Checkpoint } from "./checkpoint.ts";
import { decodeCheckpoint, encodeCheckpoint } from "./checkpointBytes.ts";

const whole = Float32Array.of(9, 1.5, -2, Number.MAX_VALUE, 1e-40, 7);
const checkpoint: Checkpoint = {
  runId: "run-1",
  epoch: 12,
  step: 480,
  // A view into a larger buffer: only its own numbers are written.
  weights: [
    { name: "层/kernel", shape: [2, 2], values: whole.subarray(1, 5) },
    { name: "dense/bias", shape: [], values: Float32Array.of(3) },
  ],
  slots: [
    { name: "m/dense/kernel", shape: [3], values: Float32Array.of(0.1, 0.2, 0.3) },
    { name: "empty", shape: [0, 4], values: new Float32Array(0) },
  ],
  best: { epoch: 3, loss: 0.5, weights: [{ name: "dense/bias", shape: [], values: Float32Array.of(1) }] },
  wait: 2,
  plateau: { best: 0.25, wait: 1, cooldown: 0, scale: 0.5 },
  rateChanges: [{ update: 7, rate: 0.01 }],
};

function fileOf(value: Checkpoint): Uint8Array<ArrayBuffer> {
  const parts = encodeCheckpoint(value);
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

it("comes back as it was, but for the best weights", () => {
  expect(decodeCheckpoint(fileOf(checkpoint))).toEqual({ ...checkpoint, best: null });
  const { plateau: _p, rateChanges: _r, ...least } = checkpoint;
  expect(decodeCheckpoint(fileOf(least))).toEqual({ ...least, best: null });
});

it("does not come back from a file that was cut off, or is none", () => {
  const bytes = fileOf(checkpoint);
  for (let length = 0; length < bytes.length; length++) expect(decodeCheckpoint(bytes.slice(0, length))).toBeNull();
  expect(decodeCheckpoint(Uint8Array.of(...bytes, 0))).toBeNull();
  const other = fileOf({ ...checkpoint, runId: "x" });
  other[5] = 0;
  expect(decodeCheckpoint(other)).toBeNull();
});

it("is read from the middle of a larger buffer", () => {
  const bytes = fileOf(checkpoint);
  const large = new Uint8Array(bytes.length + 3);
  large.set(bytes, 3);
  expect(decodeCheckpoint(large.subarray(3))).toEqual({ ...checkpoint, best: null });
});
