/** @file The conditions bring to light what they are for: a number that nobody wrote, and one written behind a buffer's end. */
import { expect, it } from "vitest";
import { brokenEnds, dirtyBuffers, leastLimits } from "./gpuConditions.ts";

const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;

async function openDevice(): Promise<GPUDevice> {
  const adapter = await navigator.gpu.requestAdapter();
  if (adapter === null) throw new Error("there is no adapter");
  return adapter.requestDevice({
    requiredLimits: { maxStorageBuffersPerShaderStage: adapter.limits.maxStorageBuffersPerShaderStage },
  });
}

/** Four invocations copy a number each; what stands at the beginning of the second buffer afterwards. */
async function copied(device: GPUDevice, buffers: readonly GPUBuffer[]): Promise<Float32Array> {
  const code = `
@group(0) @binding(0) var<storage, read> given : array<f32>;
@group(0) @binding(1) var<storage, read_write> made : array<f32>;
@compute @workgroup_size(4) fn main(@builtin(local_invocation_index) lane : u32) {
  made[lane] = given[lane];
}`;
  const module = device.createShaderModule({ code });
  const pipeline = device.createComputePipeline({ layout: "auto", compute: { module } });
  const entries = buffers.map((buffer, binding) => ({ binding, resource: { buffer } }));
  const group = device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries });
  const staging = device.createBuffer({ size: 16, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, group);
  pass.dispatchWorkgroups(1);
  pass.end();
  encoder.copyBufferToBuffer(buffers[1] as GPUBuffer, 0, staging, 0, 16);
  device.queue.submit([encoder.finish()]);
  await staging.mapAsync(GPUMapMode.READ);
  return new Float32Array(staging.getMappedRange().slice(0));
}

it("dirty buffers", async () => {
  dirtyBuffers();
  const device = await openDevice();
  const fresh = device.createBuffer({ size: 16, usage });
  const written = device.createBuffer({ size: 16, usage, mappedAtCreation: true });
  new Float32Array(written.getMappedRange()).set([1, 2, 3, 4]);
  written.unmap();
  const made = device.createBuffer({ size: 16, usage });
  expect([fresh.size, written.size]).toEqual([16, 16]);

  for (const value of await copied(device, [fresh, made])) expect(value / 1e30).toBeCloseTo(1, 1);
  expect([...(await copied(device, [written, made]))]).toEqual([1, 2, 3, 4]);
  expect(await brokenEnds()).toEqual([]);

  const few = device.createBuffer({ size: 8, usage });
  await copied(device, [written, few]);
  expect(await brokenEnds()).toEqual([8]);
  for (const buffer of [fresh, written, made, few]) buffer.destroy();
  expect(await brokenEnds()).toEqual([]);
  device.destroy();
});

it("least limits", async () => {
  leastLimits();
  const device = await openDevice();
  expect(device.limits.maxStorageBuffersPerShaderStage).toBe(8);
  device.destroy();
});
