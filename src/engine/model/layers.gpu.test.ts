/**
 * @file Every layer and template on this machine's GPU as on the CPU backend, over the cases that PyTorch judges on the
 * software adapter: minutes there, so that it is a test of `npm run test:gpu` alone.
 */
import "@tensorflow/tfjs-backend-cpu";
import { beforeAll, describe, expect, it } from "vitest";
import { differences, kindsOf, templateJob } from "../../../e2e/oracle/layers/harness/apart.ts";
import { allCases, jobsOf } from "../../../e2e/oracle/layers/harness/jobs.ts";
import { templateNames } from "../../core/graph/templates.ts";
import { type Device, startDevice } from "../device/device.ts";

let device: Device;
beforeAll(async () => {
  device = await startDevice("webgpu");
  expect(device.info.backend).toBe("webgpu");
});

const jobs = jobsOf(allCases());

describe.each(kindsOf(jobs))("layer %s", (kind) => {
  it("computes and learns as on the CPU", async () => {
    for (const job of jobs.filter((one) => one.kind === kind)) expect(await differences(job, "webgpu")).toEqual([]);
    device.check();
  });
});

describe.each(templateNames)("template %s", (name) => {
  it("computes and learns as on the CPU", async () => {
    expect(await differences(templateJob(name), "webgpu")).toEqual([]);
    device.check();
  });
});
