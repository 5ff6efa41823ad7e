/** @file Every layer and template on WebAssembly as on the CPU backend, over the cases that PyTorch judges. */
import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { differences, kindsOf, templateJob } from "../../../e2e/oracle/layers/harness/apart.ts";
import { allCases, jobsOf } from "../../../e2e/oracle/layers/harness/jobs.ts";
import { templateNames } from "../../core/graph/templates.ts";
import { registerWasm } from "./backend.ts";

const wasm = registerWasm();
beforeAll(async () => {
  expect(await tf.setBackend("wasm")).toBe(true);
});

const jobs = jobsOf(allCases());

describe.each(kindsOf(jobs))("layer %s", (kind) => {
  it("computes and learns as on the CPU", async () => {
    for (const job of jobs.filter((one) => one.kind === kind)) expect(await differences(job, "wasm")).toEqual([]);
    wasm.check();
  });
});

describe.each(templateNames)("template %s", (name) => {
  it("computes and learns as on the CPU", async () => {
    expect(await differences(templateJob(name), "wasm")).toEqual([]);
  });
});
