/**
 * @file Running an own WGSL program on tfjs's WebGPU backend, with a tensor updated where it lies. One program serves
 * elementwise work: `body` sees `index`, its inputs by name, and `result`, which holds the old value.
 */

import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import { backend, type DataType, type TensorInfo } from "@tensorflow/tfjs-core";

type Program = Parameters<WebGPUBackend["runWebGPUProgram"]>[0];

export interface Elementwise {
  /** Distinguishes compiled pipelines; programs with the same key must have the same text. */
  readonly key: string;
  readonly inputs: readonly string[];
  /** "name : f32" of each uniform, in the order in which values are given. */
  readonly uniforms: readonly { readonly name: string; readonly type: "float32" | "int32" }[];
  /** WGSL statements run once an element. */
  readonly body: string;
  /** WGSL functions the body calls. */
  readonly functions?: string;
}

const workgroup = 64;
const wgslType = { float32: "f32", int32: "i32" } as const;

function programOf({ key, inputs, uniforms, body, functions }: Elementwise, count: number): Program {
  return {
    variableNames: [...inputs],
    outputShape: [count],
    uniforms: uniforms.map(({ name, type }) => `${name} : ${wgslType[type]},`).join(" "),
    workgroupSize: [workgroup, 1, 1],
    dispatchLayout: { x: [0] },
    dispatch: [Math.ceil(count / workgroup), 1, 1],
    size: true,
    shaderKey: key,
    getUserCode: () => `
      ${functions ?? ""}
      fn main(index : i32) {
        if (index < uniforms.size) {
          ${body}
        }
      }`,
  } as unknown as Program;
}

const flat = (tensor: TensorInfo): TensorInfo => ({
  dataId: tensor.dataId,
  dtype: tensor.dtype,
  shape: [tensor.shape.reduce((product, size) => product * size, 1)],
});

/** Runs `program` over every element of `target`, in place; `backend()` must be the WebGPU backend. */
export function runInPlace(
  program: Elementwise,
  inputs: readonly TensorInfo[],
  target: TensorInfo,
  values: readonly number[],
): void {
  const gpu = backend() as WebGPUBackend;
  const flatTarget = flat(target);
  gpu.uploadToGPU(target.dataId);
  // A value read earlier is cached on the CPU; after the update it is stale.
  const cached: { values: unknown } = gpu.tensorMap.get(target.dataId);
  cached.values = null;
  const uniforms = program.uniforms.map(({ type }, at) => ({ type, data: [values[at] as number] }));
  gpu.runWebGPUProgram(
    programOf(program, flatTarget.shape[0] as number),
    inputs.map(flat),
    target.dtype,
    uniforms,
    flatTarget,
  );
}

/** Runs `program` into a new flat tensor of as many elements as `shape` has. */
export function runNew(
  program: Elementwise,
  inputs: readonly TensorInfo[],
  shape: readonly number[],
  dtype: DataType,
  values: readonly number[],
): TensorInfo {
  const gpu = backend() as WebGPUBackend;
  const count = shape.reduce((product, size) => product * size, 1);
  const uniforms = program.uniforms.map(({ type }, at) => ({ type, data: [values[at] as number] }));
  const made = gpu.runWebGPUProgram(programOf(program, count), inputs.map(flat), dtype, uniforms);
  return { ...made, shape: [...shape] };
}
