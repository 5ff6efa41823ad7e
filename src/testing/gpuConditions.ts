/**
 * @file Conditions that a WebGPU of another machine has, or that bring a mistake to light: no more than the guaranteed
 * limits, and storage buffers that are larger than asked and full of nonsense. To be called before a device is asked for.
 */

/** What WebGPU guarantees, and all that many phones and integrated processors have. */
const guaranteed: Readonly<Record<string, number>> = {
  maxBufferSize: 2 ** 28,
  maxStorageBufferBindingSize: 2 ** 27,
  maxComputeWorkgroupStorageSize: 16_384,
  maxComputeWorkgroupsPerDimension: 65_535,
  maxComputeWorkgroupSizeX: 256,
  maxComputeWorkgroupSizeY: 256,
  maxComputeWorkgroupSizeZ: 64,
  maxComputeInvocationsPerWorkgroup: 256,
  maxStorageBuffersPerShaderStage: 8,
  maxUniformBufferBindingSize: 65_536,
};

/** Adapters say that they have the guaranteed limits alone; a device asked for with these is held to them. */
export function leastLimits(): void {
  const { gpu } = navigator;
  const ask = gpu.requestAdapter.bind(gpu);
  gpu.requestAdapter = async (options) => {
    const adapter = await ask(options);
    if (adapter === null) return null;
    const { limits } = adapter;
    const get = (_: object, name: string) => guaranteed[name] ?? Reflect.get(limits, name, limits);
    return Object.defineProperty(adapter, "limits", { configurable: true, value: new Proxy({}, { get }) });
  };
}

/**
 * As a float about 1e30, as an integer 1.9 thousand millions: whatever reads it comes out visibly wrong, without a NaN. A
 * little more in each buffer, so that what is copied from one's end to another's is seen.
 */
const nonsense = 0x71490000;
const kinds = 0x10000;
/** Bytes behind the end of every storage buffer. */
const room = 1024;
/** Larger ones are left as they are: filling them would take longer than the test. */
const largest = 2 ** 26;

let areDirty = false;
let made = 0;
const roomy = new Map<GPUDevice, Set<WeakRef<GPUBuffer>>>();
/** What a buffer was filled with, until it is destroyed. */
const fillings = new WeakMap<GPUBuffer, number>();

/**
 * Fresh storage buffers are full of nonsense, as reused ones are of old values, and go on behind their end: what reads a
 * number that nobody wrote, or one behind a tensor's end, gets 1e30.
 * `brokenEnds` tells whether something wrote there.
 */
export function dirtyBuffers(): void {
  if (areDirty) return;
  areDirty = true;
  const { createBuffer } = GPUDevice.prototype;
  const { getMappedRange, unmap, destroy } = GPUBuffer.prototype;
  GPUDevice.prototype.createBuffer = function (descriptor) {
    const { size, usage, mappedAtCreation = false } = descriptor;
    const wanted = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC;
    if ((usage & wanted) !== wanted || size % 4 !== 0 || size > largest) return createBuffer.call(this, descriptor);
    const buffer = createBuffer.call(this, { ...descriptor, size: size + room });
    const filling = nonsense + (made++ % kinds);
    fillings.set(buffer, filling);
    const spoil = (at: number) => {
      this.queue.writeBuffer(buffer, at, new Uint32Array((size + room - at) / 4).fill(filling));
    };
    if (!mappedAtCreation) spoil(0);
    Object.defineProperties(buffer, {
      size: { value: size },
      getMappedRange: { value: (from = 0, of = size - from) => getMappedRange.call(buffer, from, of) },
      unmap: {
        value: () => {
          unmap.call(buffer);
          spoil(size);
        },
      },
      destroy: {
        value: () => {
          fillings.delete(buffer);
          destroy.call(buffer);
        },
      },
    });
    const known = roomy.get(this) ?? new Set();
    roomy.set(this, known.add(new WeakRef(buffer)));
    return buffer;
  };
}

/** Sizes of the buffers behind whose end something was written, of those that still are. */
export async function brokenEnds(): Promise<number[]> {
  const broken: number[] = [];
  for (const [device, known] of roomy) {
    const buffers = [...known].map((held) => held.deref()).filter((buffer) => buffer !== undefined);
    const alive = buffers.filter((buffer) => fillings.has(buffer));
    if (alive.length === 0) continue;
    const ends = device.createBuffer({
      size: alive.length * room,
      usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
    });
    const encoder = device.createCommandEncoder();
    for (const [at, buffer] of alive.entries()) {
      encoder.copyBufferToBuffer(buffer, buffer.size, ends, at * room, room);
    }
    device.queue.submit([encoder.finish()]);
    await ends.mapAsync(GPUMapMode.READ);
    const found = new Uint32Array(ends.getMappedRange());
    for (const [at, buffer] of alive.entries()) {
      const end = found.subarray((at * room) / 4, ((at + 1) * room) / 4);
      if (end.some((word) => word !== fillings.get(buffer))) broken.push(buffer.size);
    }
    ends.destroy();
  }
  return broken;
}
