/** @file What an earlier start measured of a device holds for the next ones, as far as it is sound. */
import { beforeAll, expect, it } from "vitest";
import { joinWays } from "../../testing/joinWays.ts";
import { startDevice } from "../device/device.ts";
import { gpu } from "../gpu/backend.ts";
import { measureDevice } from "./measure.ts";
import { joinWay, prefersBarriers } from "./preferences.ts";

beforeAll(async () => {
  const device = await startDevice("webgpu");
  expect(device.info.backend).toBe("webgpu");
});

async function after(known: unknown, onCpu: boolean) {
  const saved: unknown[] = [];
  const save = (measured: unknown) => Promise.resolve(void saved.push(measured));
  await measureDevice({ load: () => Promise.resolve(known), save }, onCpu);
  const { device } = gpu();
  return { barriers: prefersBarriers(device), joins: joinWay(device), saved };
}

it("what is known is taken, and nothing measured", async () => {
  expect(await after({ barriers: true, joins: "memory" }, false)).toEqual({
    barriers: true,
    joins: "memory",
    saved: [],
  });
  // Subgroups that the device has lost since are not.
  expect(await after({ barriers: false, joins: "subgroups" }, false)).toEqual({
    barriers: false,
    joins: joinWays().at(-1),
    saved: [],
  });
});

it("what is not known, or not understood, is measured and kept", async () => {
  for (const known of [null, "yes", { barriers: 1, joins: "memory" }, { barriers: true, joins: "else" }]) {
    const { barriers, joins, saved } = await after(known, false);
    expect(saved).toEqual([{ barriers, joins }]);
  }
});

it("a CPU that plays the GPU is neither measured nor remembered", async () => {
  expect(await after({ barriers: true, joins: "subgroups" }, true)).toEqual({
    barriers: false,
    joins: "memory",
    saved: [],
  });
});

it("what was measured of a device that was lost meanwhile is not kept", async () => {
  gpu().device.destroy();
  expect((await after(null, false)).saved).toEqual([]);
});
