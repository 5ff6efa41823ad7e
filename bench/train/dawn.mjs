/**
 * @file Loaded before a peer in Node: gives it WebGPU by Dawn. `LAYERWISE_DAWN` holds Dawn's options, apart by ";":
 * `backend=null` is the adapter that computes nothing.
 */
import { create, globals } from "webgpu";

Object.assign(globalThis, globals);
const options = (process.env.LAYERWISE_DAWN ?? "").split(";").filter((option) => option !== "");
const gpu = create(options);
if (globalThis.navigator === undefined) {
  Object.defineProperty(globalThis, "navigator", { value: { gpu, userAgent: "node" }, configurable: true });
} else Object.defineProperty(globalThis.navigator, "gpu", { value: gpu, configurable: true });

// A device that says of itself that a kernel may bind so many buffers, as those of GPUs and browsers do. Only where
// nothing is validated and nothing computed.
const told = Number(process.env.LAYERWISE_BUFFERS ?? 0);
if (told > 0) {
  const request = GPUAdapter.prototype.requestDevice;
  GPUAdapter.prototype.requestDevice = async function (descriptor) {
    const device = await request.call(this, descriptor);
    const { limits } = device;
    const get = (_, name) => (name === "maxStorageBuffersPerShaderStage" ? told : limits[name]);
    Object.defineProperty(device, "limits", { value: new Proxy({}, { get }) });
    return device;
  };
}
