/** @file Which batches and devices are tried, and what is advised. */
import { expect, it } from "vitest";
import {
  batchesToTry,
  betterBatch,
  type Candidate,
  candidateOn,
  fasterRival,
  rivalsOf,
  secondsBefore,
  secondsPerEpoch,
} from "./preflight.ts";

const always = () => true;

it("tries the batch that is set and its doubles, as long as an epoch keeps ten updates", () => {
  expect(batchesToTry(32, 100_000, always)).toEqual([32, 64, 128, 256]);
  expect(batchesToTry(32, 1000, always)).toEqual([32, 64]);
  expect(batchesToTry(32, 150, always)).toEqual([32]);
  expect(batchesToTry(512, 150, always)).toEqual([150]);
  expect(batchesToTry(32, 100_000, (batch) => batch < 100)).toEqual([32, 64]);
  // The batch that is set is tried whatever it takes: its figures were asked for.
  expect(batchesToTry(32, 100_000, () => false)).toEqual([32]);
});

const at = (batchSize: number, rowsPerSecond: number): Candidate => ({
  batchSize,
  rowsPerSecond,
  msPerStep: (batchSize / rowsPerSecond) * 1000,
  msPerLook: 0,
  bytes: 1,
});

it("advises the smallest batch that is about as fast as the fastest, where that pays", () => {
  const candidates = [at(32, 1000), at(64, 1700), at(128, 1800), at(256, 1750)];
  expect(betterBatch({ candidates }, 32)).toEqual({ batchSize: 64, times: 1.7 });
  expect(betterBatch({ candidates }, 64)).toBeNull();
  expect(betterBatch({ candidates: [at(32, 1000), at(64, 1200)] }, 32)).toBeNull();
  expect(betterBatch({ candidates: [at(32, 1000), at(64, 900)] }, 32)).toBeNull();
  // Of a batch that was not tried nothing is known.
  expect(betterBatch({ candidates }, 48)).toBeNull();
});

const rows = { trainRows: 100, validationRows: 0, samples: 120, file: null };

it("foretells an epoch by its batches, the last one included, a look at the validation part, and the reading of both", () => {
  expect(secondsPerEpoch(rows, at(32, 1000))).toBeCloseTo(4 * 0.032);
  const looked = { ...rows, validationRows: 300 };
  expect(secondsPerEpoch(looked, { ...at(32, 1000), msPerLook: 2 })).toBeCloseTo(4 * 0.032 + 0.6);
  const file = { msPerWrite: 10, msPerRead: 1 };
  expect(secondsPerEpoch({ ...looked, file }, { ...at(32, 1000), msPerLook: 2 })).toBeCloseTo(4 * 0.032 + 0.6 + 0.4);
  expect(secondsBefore(rows)).toBe(0);
  expect(secondsBefore({ ...rows, file })).toBeCloseTo(1.2);
});

it("asks the other devices, but for those that were passed over and those that cannot be faster", () => {
  const small = { candidates: [at(32, 1000)], multiplyAdds: 1000 };
  expect(rivalsOf({ backend: "webgpu" }, small)).toEqual(["webgl", "wasm", "cpu"]);
  expect(rivalsOf({ backend: "wasm", fallbackReason: "chosen" }, small)).toEqual(["webgpu", "webgl", "cpu"]);
  expect(rivalsOf({ backend: "wasm", fallbackReason: "noAdapter" }, small)).toEqual(["cpu"]);
  expect(rivalsOf({ backend: "wasm", fallbackReason: "deviceLost" }, small)).toEqual(["cpu"]);
  expect(rivalsOf({ backend: "webgl", fallbackReason: "noWebGPU" }, small)).toEqual(["wasm", "cpu"]);
  // A step takes 32 ms here: more work than one core does in that time, and than all do.
  expect(rivalsOf({ backend: "webgpu" }, { ...small, multiplyAdds: 1e6 })).toEqual(["webgl", "wasm"]);
  expect(rivalsOf({ backend: "webgpu" }, { ...small, multiplyAdds: 1e8 })).toEqual(["webgl"]);
  expect(rivalsOf({ backend: "webgpu" }, { candidates: [], multiplyAdds: 1 })).toEqual([]);
});

it("names the fastest of the others where that pays, by the same batch", () => {
  const own = at(32, 1000);
  const rivals = [
    { backend: "webgl", candidate: at(32, 1400) },
    { backend: "wasm", candidate: at(32, 2000) },
    { backend: "cpu", candidate: null },
  ] as const;
  expect(fasterRival(rows, own, rivals)).toEqual({ backend: "wasm", times: 2 });
  expect(fasterRival(rows, own, rivals.slice(0, 1))?.backend).toBe("webgl");
  expect(fasterRival(rows, own, [{ backend: "webgl", candidate: at(32, 1200) }])).toBeNull();
  expect(fasterRival(rows, own, [{ backend: "webgl", candidate: at(64, 5000) }])).toBeNull();
  expect(fasterRival(rows, own, [])).toBeNull();
  // Faster steps are no gain where the look at a large validation part is slower.
  const looks = { ...rows, validationRows: 1000 };
  const slowLook = { ...at(32, 1400), msPerLook: 5 };
  expect(fasterRival(looks, { ...own, msPerLook: 1 }, [{ backend: "webgl", candidate: slowLook }])).toBeNull();
});

it("knows the figures of each device that was tried, by its batch", () => {
  const result = { candidates: [at(32, 1000), at(64, 1500)] };
  const webgl = at(32, 1400);
  const rivals = [
    { backend: "webgl", candidate: webgl },
    { backend: "cpu", candidate: null },
  ] as const;
  expect(candidateOn(result, "webgpu", rivals, "webgpu", 64)).toBe(result.candidates[1]);
  expect(candidateOn(result, "webgpu", rivals, "webgl", 32)).toBe(webgl);
  expect(candidateOn(result, "webgpu", rivals, "webgl", 64)).toBeUndefined();
  expect(candidateOn(result, "webgpu", rivals, "cpu", 32)).toBeUndefined();
});
