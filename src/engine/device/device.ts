/**
 * @file The device that trains: WebGPU with an own GPUDevice, so that larger limits are asked for and its faults are
 * heard; else WebGL by a graphics processor; else the CPU, by WebAssembly or JavaScript. tfjs's own WebGPU start-up
 * listens to neither `lost` nor `uncapturederror`: after either, numbers are wrong without an exception, so whoever
 * computes asks `check()` before a number is believed.
 */

import type { MathBackendWebGL } from "@tensorflow/tfjs-backend-webgl";
import {
  backend as currentBackend,
  engine,
  env,
  registerBackend,
  removeBackend,
  setBackend,
} from "@tensorflow/tfjs-core";
import { AppError } from "../../core/fault.ts";
import type { Backend, DeviceInfo } from "../../core/training/types.ts";
import { loadMeasured, saveMeasured } from "../../storage/measured.ts";
import { dispatchesASubmit, openBackend } from "../gpu/backend.ts";
import "../kernels/index.ts";
import { type Memory, measureDevice } from "../kernels/measure.ts";
import { type ContextWatch, watchContext } from "./contextLoss.ts";
import { hardwareGl } from "./hardwareGl.ts";
import { selfTest } from "./selfTest.ts";

export interface Device {
  readonly info: DeviceInfo;
  /** The largest tensor the device takes, in bytes. */
  readonly maxTensorBytes: number;
  /** Throws the device's first fault, if there was one. */
  check(): void;
  /** Waits until everything submitted has run, so that every fault it caused has been heard. */
  settle(): Promise<void>;
}

type Fallback = Pick<DeviceInfo, "fallbackReason" | "detail">;

/**
 * Starts the best device there is, or the one asked for. Each is tested before it is used; the CPU always works. Called
 * once a worker: tfjs cannot let go of a lost device, so whoever wants another starts another worker.
 */
export async function startDevice(force?: Backend): Promise<Device> {
  let fallback: Fallback = force === undefined || force === "webgpu" ? {} : { fallbackReason: "chosen" };
  if (force === undefined || force === "webgpu") {
    const outcome = await startWebGPU();
    if ("check" in outcome) return outcome;
    fallback = outcome;
  }
  const asked = plainBackends.findIndex(([backend]) => backend === force);
  for (const [backend, label] of plainBackends.slice(Math.max(0, asked))) {
    if (backend === "webgl" && force !== "webgl" && !hardwareGl()) continue;
    const device = await startPlain(backend, label, fallback);
    if (device !== null) return device;
    if (backend === force) fallback = { fallbackReason: "notStarted" };
  }
  throw new AppError("unexpected", { message: "the CPU failed the self-test" });
}

/** In the order of their speed. */
const plainBackends = [
  ["webgl", "WebGL"],
  ["wasm", "CPU (WebAssembly)"],
  ["cpu", "CPU"],
] as const;

/** The limits that training needs beyond the guaranteed minimum: as much as the adapter has. */
const limits = [
  "maxBufferSize",
  "maxStorageBufferBindingSize",
  "maxComputeWorkgroupStorageSize",
  "maxComputeWorkgroupsPerDimension",
  "maxComputeWorkgroupSizeX",
  "maxComputeInvocationsPerWorkgroup",
  "maxStorageBuffersPerShaderStage",
] as const;

/** What own kernels can use where it is there. */
const features = ["subgroups"] as const satisfies readonly GPUFeatureName[];

async function startWebGPU(): Promise<Device | Fallback> {
  if (!("gpu" in navigator)) return { fallbackReason: "noWebGPU" };
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: "high-performance" });
  if (adapter === null) return { fallbackReason: "noAdapter" };
  const requiredLimits = Object.fromEntries(limits.map((name) => [name, adapter.limits[name]]));
  const requiredFeatures = features.filter((name) => adapter.features.has(name));
  let gpu: GPUDevice;
  try {
    gpu = await adapter.requestDevice({ requiredFeatures, requiredLimits });
  } catch (error) {
    return { fallbackReason: "noAdapter", detail: String(error) };
  }

  let fault: AppError | null = null;
  gpu.lost.then(({ reason, message }) => {
    fault ??= new AppError("deviceLost", { reason: message === "" ? reason : message });
  });
  gpu.addEventListener("uncapturederror", (event) => {
    // Handled here: the run that caused it ends with this message, the console need not repeat it.
    event.preventDefault();
    fault ??=
      event.error instanceof GPUOutOfMemoryError
        ? new AppError("outOfMemory", { what: "GPUBuffer" })
        : new AppError("gpuError", { message: event.error.message });
  });

  // In place of the start-up that importing the backend registered.
  removeBackend("webgpu");
  registerBackend("webgpu", () => openBackend(gpu, adapter.info));
  // A value computed on the CPU because it is small rounds differently from one computed on the GPU.
  env().set("WEBGPU_CPU_FORWARD", false);
  // Few enough that the device starts early, many enough that submits are not what costs.
  env().set(dispatchesASubmit, 64);
  await setBackend("webgpu");

  const maxTensorBytes = Math.min(gpu.limits.maxBufferSize, gpu.limits.maxStorageBufferBindingSize);
  const device: Device = {
    info: { backend: "webgpu", label: gpuLabel(adapter.info), maxTensorBytes },
    maxTensorBytes,
    check: () => {
      if (fault !== null) throw fault;
    },
    settle: async () => {
      await gpu.queue.onSubmittedWorkDone();
      // Error events are tasks of their own, queued after the work's end is announced.
      await new Promise((resolve) => setTimeout(resolve, 0));
    },
  };
  const failure = await tested(device);
  if (failure === null) {
    await measureDevice(memoryOf(adapter.info));
    return device;
  }
  return { fallbackReason: "selfTestFailed", detail: `${device.info.label}: ${failure}` };
}

/** A driver comes with the system, and a compiler of shaders with the browser: another one is another device. */
function memoryOf({ vendor, architecture, device, description }: GPUAdapterInfo): Memory {
  // What is of any length comes last: a file's name holds only so much.
  const name = [vendor, architecture, device, navigator.userAgent, description].join(" ");
  // A browser that keeps nothing measures at each start.
  return {
    load: () => loadMeasured(name).catch(() => null),
    save: (measured) => saveMeasured(name, measured).catch(() => undefined),
  };
}

function gpuLabel({ vendor, architecture, description }: GPUAdapterInfo): string {
  const name = [vendor, architecture].filter((part) => part !== "").join(" ");
  if (name !== "") return `WebGPU — ${name}`;
  return description === "" ? "WebGPU" : `WebGPU — ${description}`;
}

async function startPlain(
  backend: (typeof plainBackends)[number][0],
  label: string,
  fallback: Fallback,
): Promise<Device | null> {
  let watch: ContextWatch = { check: () => undefined };
  try {
    if (backend === "webgl") {
      await import("@tensorflow/tfjs-backend-webgl");
      // Packed textures have cells beyond the tensor's edge; elementwise packed kernels leave infinities there, which a
      // matrix product then multiplies by zero: NaN in the middle of a training that goes well (tfjs 4.22).
      env().set("WEBGL_PACK", false);
    } else if (backend === "wasm") watch = (await import("../wasm/backend.ts")).registerWasm();
    else await import("@tensorflow/tfjs-backend-cpu");
    if (!(await setBackend(backend))) return null;
    if (backend === "webgl") watch = watchContext(currentBackend() as MathBackendWebGL);
  } catch {
    // A backend that cannot start is one that is not there: the next one is tried.
    return null;
  }
  const device: Device = {
    info: { backend, label, ...fallback },
    maxTensorBytes: 2 ** 31,
    check: watch.check,
    settle: () => Promise.resolve(),
  };
  return (await tested(device)) === null ? device : null;
}

/** What the self-test found, or null: the device computes right. */
async function tested(device: Device): Promise<string | null> {
  const before = engine().memory().numTensors;
  try {
    const failure = await selfTest();
    if (failure !== null) return failure;
    await device.settle();
    device.check();
    const left = engine().memory().numTensors - before;
    return left === 0 ? null : `${left} tensors left`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
