import { expect, it } from "vitest";
import { startDevice } from "../device/device.ts";
import { gpu } from "../gpu/backend.ts";
import { blobs, follow, jobFor } from "./testHarness.ts";

// One page a test file: a device that reported a fault is not believed any more.
it("an allocation that the device refuses is told as want of memory, which a smaller batch can mend", async () => {
  const device = await startDevice("webgpu");
  const { run } = await follow(device, jobFor("multiclass", { epochs: 20 }), blobs(60), undefined, (event) => {
    if (event.type !== "epochs" || event.records.at(-1)?.epoch !== 2) return;
    const error = new GPUOutOfMemoryError("no memory");
    gpu().device.dispatchEvent(new GPUUncapturedErrorEvent("uncapturederror", { error, cancelable: true }));
  });
  expect(run).toMatchObject({ status: "failed", failure: { code: "outOfMemory" }, report: null });
});
