/** @file Both ways in which workgroups join numbers, for tests of kernels that do: with subgroups only where the device has them. */
import { setBackend } from "@tensorflow/tfjs-core";
import { gpu } from "../engine/gpu/backend.ts";
import { type JoinWay, joinWay, setJoinWay } from "../engine/kernels/preferences.ts";

/** The ways that the device can go, and a printed line where that is one. WebGPU must be at work. */
export function joinWays(): readonly JoinWay[] {
  if (gpu().device.features.has("subgroups")) return ["memory", "subgroups"];
  // biome-ignore lint/suspicious/noConsole: a test says what it did not see
  console.log("left out: joins by subgroups: the device has no subgroups");
  return ["memory"];
}

/** What `run` gives where WebGPU joins numbers `way`; it may leave another backend at work. */
export async function joiningBy<T>(way: JoinWay, run: () => Promise<T>): Promise<T> {
  await setBackend("webgpu");
  const { device } = gpu();
  const before = joinWay(device);
  setJoinWay(device, way);
  try {
    return await run();
  } finally {
    setJoinWay(device, before);
  }
}
