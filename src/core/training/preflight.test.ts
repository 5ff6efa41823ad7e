/** @file Which batches and devices are tried, and what is advised. */
import { expect, it } from "vitest";
import {
  batchesToTry,
  betterBatch,
  type Candidate,
  candidateOn,
  fasterDevice,
  onEachDevice,
  type Rival,
  rivalsOf,
  secondsBefore,
  secondsPerEpoch,
} from "./preflight.ts";
import type { Backend } from "./types.ts";

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

const measured = (backend: Backend, candidate: Candidate): Rival => ({
  backend,
  outcome: { kind: "measured", candidate },
});
const absent: Rival = { backend: "cpu", outcome: { kind: "absent" } };

it("names the fastest device where that pays", () => {
  const own = at(32, 1000);
  const devices = [measured("webgpu", own), measured("webgl", at(32, 1400)), measured("wasm", at(32, 2000)), absent];
  expect(fasterDevice(rows, own, devices)).toEqual({ backend: "wasm", times: 2 });
  expect(fasterDevice(rows, own, devices.slice(0, 2))?.backend).toBe("webgl");
  expect(fasterDevice(rows, at(32, 2000), devices)).toBeNull();
  expect(fasterDevice(rows, own, [measured("webgl", at(32, 1200))])).toBeNull();
  expect(fasterDevice(rows, own, [])).toBeNull();
  // Faster steps are no gain where the look at a large validation part is slower.
  const looks = { ...rows, validationRows: 1000 };
  const slowLook = measured("webgl", { ...at(32, 1400), msPerLook: 5 });
  expect(fasterDevice(looks, { ...own, msPerLook: 1 }, [slowLook])).toBeNull();
});

it("knows how a batch does on each device that was tried with it", () => {
  const result = { candidates: [at(32, 1000), at(64, 1500)] };
  const webgl = measured("webgl", at(32, 1400));
  const at32 = onEachDevice(result, "webgpu", [webgl, absent], 32);
  expect(at32).toEqual([measured("webgpu", at(32, 1000)), webgl, absent]);
  expect(candidateOn(at32, "webgl")).toEqual(at(32, 1400));
  expect(candidateOn(at32, "cpu")).toBeUndefined();
  expect(candidateOn(at32, "wasm")).toBeUndefined();
  const at64 = onEachDevice(result, "webgpu", [webgl, absent], 64);
  expect(candidateOn(at64, "webgpu")).toEqual(at(64, 1500));
  expect(candidateOn(at64, "webgl")).toBeUndefined();
  expect(onEachDevice(result, "webgpu", [webgl], 48)).toEqual([]);
});
