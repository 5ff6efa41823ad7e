import type { MathBackendWebGL } from "@tensorflow/tfjs-backend-webgl";
import { backend } from "@tensorflow/tfjs-core";
import { expect, it } from "vitest";
import { startDevice } from "../device/device.ts";
import { blobs, follow, jobFor } from "./testHarness.ts";

// One page a test file: tfjs cannot let go of a lost context.
it("a WebGL context lost in mid-run ends it with the reason, instead of waiting for ever", async () => {
  const device = await startDevice("webgl");
  expect(device.info.backend).toBe("webgl");
  const { gl } = (backend() as MathBackendWebGL).gpgpu;
  const { run } = await follow(device, jobFor("multiclass", { epochs: 20 }), blobs(60), undefined, (event) => {
    if (event.type === "epochs" && event.records.at(-1)?.epoch === 2)
      gl.getExtension("WEBGL_lose_context")?.loseContext();
  });
  expect(run.status).toBe("failed");
  expect(run.failure?.code).toBe("deviceLost");
  expect(run.report).toBeNull();
});
