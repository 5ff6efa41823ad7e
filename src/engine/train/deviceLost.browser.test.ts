import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import { backend } from "@tensorflow/tfjs-core";
import { expect, it } from "vitest";
import { startDevice } from "../device/device.ts";
import { blobs, follow, jobFor } from "./testHarness.ts";

// One page a test file, one device a page: a lost device cannot be replaced within one.
it("a device lost in mid-run ends it with the reason and without a report", async () => {
  const device = await startDevice("webgpu");
  const { device: gpu } = backend() as WebGPUBackend;
  const { run } = await follow(device, jobFor("multiclass", { epochs: 20 }), blobs(60), undefined, (event) => {
    if (event.type === "epochs" && event.records.at(-1)?.epoch === 2) gpu.destroy();
  });
  expect(run.status).toBe("failed");
  expect(run.failure?.code).toBe("deviceLost");
  expect(run.report).toBeNull();
});
