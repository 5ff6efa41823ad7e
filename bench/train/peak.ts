/**
 * @file What the device can do at most, measured in the same run: multiply-adds in registers, and copying memory. Times
 * of the host's clock over enough work that submitting counts for nothing.
 */

export interface Peak {
  readonly label: string;
  /** A processor's work in a GPU's place, as far as the adapter tells. */
  readonly software: boolean;
  /** Floating-point operations a second, in 10⁹; a multiply-add is two. */
  readonly gigaflops: number;
  /** Bytes read and written a second, in 10⁹. */
  readonly gigabytes: number;
}

const turns = 256;
const chains = 8;
const workgroup = 256;

const multiplyAdds = `
@group(0) @binding(0) var<storage, read_write> out: array<vec4f>;
@group(0) @binding(1) var<uniform> factor: vec4f;
@compute @workgroup_size(${workgroup}) fn main(@builtin(global_invocation_id) id: vec3u) {
  let start = f32(id.x);
  ${Array.from({ length: chains }, (_, i) => `var a${i} = vec4f(start + ${i}.0);`).join("\n  ")}
  for (var turn = 0u; turn < ${turns}u; turn++) {
    ${Array.from({ length: chains }, (_, i) => `a${i} = fma(a${i}, factor, vec4f(0.5));`).join("\n    ")}
  }
  out[id.x] = ${Array.from({ length: chains }, (_, i) => `a${i}`).join(" + ")};
}`;

const copying = `
@group(0) @binding(0) var<storage, read_write> to: array<vec4f>;
@group(0) @binding(1) var<storage, read> source: array<vec4f>;
@compute @workgroup_size(${workgroup}) fn main(@builtin(global_invocation_id) id: vec3u) {
  to[id.x] = source[id.x];
}`;

interface Work {
  readonly code: string;
  readonly buffers: readonly GPUBuffer[];
  readonly groups: number;
}

/** Seconds of one dispatch: as many in a submit as take a tenth of a second, the best of some submits. */
async function secondsOf(device: GPUDevice, { code, buffers, groups }: Work): Promise<number> {
  const pipeline = device.createComputePipeline({
    layout: "auto",
    compute: { module: device.createShaderModule({ code }), entryPoint: "main" },
  });
  const bindGroup = device.createBindGroup({
    layout: pipeline.getBindGroupLayout(0),
    entries: buffers.map((buffer, binding) => ({ binding, resource: { buffer } })),
  });
  const submit = async (times: number): Promise<number> => {
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, bindGroup);
    for (let i = 0; i < times; i++) pass.dispatchWorkgroups(groups);
    pass.end();
    const began = performance.now();
    device.queue.submit([encoder.finish()]);
    await device.queue.onSubmittedWorkDone();
    return (performance.now() - began) / 1000 / times;
  };
  await submit(1);
  const times = Math.max(1, Math.min(2000, Math.round(0.1 / (await submit(4)))));
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 5; round++) best = Math.min(best, await submit(times));
  return best;
}

/** Words by which adapters that compute on the processor give themselves away. */
const softwareNames = /swiftshader|llvmpipe|lavapipe|software|basic render|null-backend/i;

export async function measurePeak(): Promise<Peak | null> {
  if (!("gpu" in navigator)) return null;
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: "high-performance" });
  if (adapter === null) return null;
  const { vendor, architecture, device: model, description } = adapter.info;
  const label = [vendor, architecture, model, description].filter((part) => part !== "").join(" ");
  const software = softwareNames.test(label) || adapter.info.isFallbackAdapter;
  const { maxBufferSize, maxStorageBufferBindingSize } = adapter.limits;
  const device = await adapter.requestDevice({ requiredLimits: { maxBufferSize, maxStorageBufferBindingSize } });
  const made: GPUBuffer[] = [];
  const buffer = (size: number, usage: number): GPUBuffer => {
    const one = device.createBuffer({ size, usage });
    made.push(one);
    return one;
  };
  // Beyond any cache on a GPU; small where a processor has to do it.
  const bytes = Math.min(software ? 2 ** 24 : 2 ** 28, maxStorageBufferBindingSize, 65535 * workgroup * 16);
  const groups = software ? 64 : 16384;
  const factor = buffer(16, GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST);
  device.queue.writeBuffer(factor, 0, new Float32Array([0.5, 0.25, 0.75, 0.125]));
  const results = buffer(groups * workgroup * 16, GPUBufferUsage.STORAGE);
  const [from, to] = [buffer(bytes, GPUBufferUsage.STORAGE), buffer(bytes, GPUBufferUsage.STORAGE)];
  const computing = await secondsOf(device, { code: multiplyAdds, buffers: [results, factor], groups });
  const copied = await secondsOf(device, { code: copying, buffers: [to, from], groups: bytes / 16 / workgroup });
  for (const one of made) one.destroy();
  device.destroy();
  return {
    label,
    software,
    gigaflops: (groups * workgroup * turns * chains * 4 * 2) / computing / 1e9,
    gigabytes: (2 * bytes) / copied / 1e9,
  };
}
