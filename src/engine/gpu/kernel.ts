/**
 * @file Own WGSL programs: a kernel is a value, `launch` runs it among tfjs's own operations, in their order. It may have
 * several outputs and may write into tensors that exist. Kernels of one key have one text and are compiled once a device.
 */
import { type DataType, engine, env, type Tensor, type TensorInfo } from "@tensorflow/tfjs-core";
import { assert } from "../../core/fault.ts";
import { dispatchesASubmit, type Gpu, gpu } from "./backend.ts";

/** What a storage buffer is an array of: "f32", "u32", "vec4<f32>", "atomic<u32>" … */
export type Element = string;
export type Scalar = "f32" | "i32" | "u32";
/** What a text may use beyond WGSL's core, where the device has the feature of that name. */
export type Extension = "subgroups";

export interface Kernel {
  /** Distinguishes compiled pipelines. Two kernels with the same key must have the same text. */
  readonly key: string;
  /** Buffers that are read, by the name the text uses. */
  readonly inputs: Readonly<Record<string, Element>>;
  /** Buffers that are read and written. One buffer must not stand in both. */
  readonly outputs: Readonly<Record<string, Element>>;
  /** Numbers given with each launch: `params.name`. */
  readonly params?: Readonly<Record<string, Scalar>>;
  /** Invocations of a workgroup. */
  readonly workgroup: number | readonly [number, number, number];
  /** Absent: none. */
  readonly enables?: readonly Extension[];
  /** Functions, constants and workgroup variables. */
  readonly declarations?: string;
  /**
   * Statements of one invocation. They see `index` (counted over all workgroups in x and y), `lane` (in the workgroup),
   * `global`, `local`, `group` and `groups` as WGSL's builtins.
   */
  readonly body: string;
}

/** A tensor to be made, or one that is there and is written in place. */
export type Output = TensorInfo | { readonly shape: readonly number[]; readonly dtype: "float32" | "int32" };

export interface Launch {
  /** In the order of the kernel's inputs. */
  readonly inputs: readonly TensorInfo[];
  readonly outputs: readonly Output[];
  readonly params?: Readonly<Record<string, number>>;
  /** Workgroups in x, y and z. */
  readonly groups: readonly [number, number?, number?];
}

const uniformType = { f32: "float32", i32: "int32", u32: "uint32" } as const;

/** Workgroups for `count` invocations, `perGroup` in each; the text compares `index` with the count. */
export function linear(count: number, perGroup: number): readonly [number, number] {
  const groups = Math.max(1, Math.ceil(count / perGroup));
  const most = gpu().device.limits.maxComputeWorkgroupsPerDimension;
  if (groups <= most) return [groups, 1];
  const rows = Math.ceil(groups / most);
  return [Math.ceil(groups / rows), rows];
}

/** Runs the kernel; what it wrote, in the order of its outputs. */
export function launch(kernel: Kernel, { inputs, outputs, params = {}, groups }: Launch): TensorInfo[] {
  const insides = gpu();
  const written = outputs.map((output) =>
    "dataId" in output ? output : insides.makeTensorInfo([...output.shape], output.dtype),
  );
  const tensors = [...inputs, ...written];
  for (const { dataId } of tensors) insides.uploadToGPU(dataId);

  const { pipeline, layout } = compiled(insides.device, kernel);
  const names = Object.entries(kernel.params ?? {});
  const uniform = names.map(([name, type]) => {
    const value = params[name];
    assert(value !== undefined, `"${kernel.key}" is given "${name}"`);
    return { type: uniformType[type], data: [value] };
  });
  const resources = tensors.map((tensor) => insides.tensorToBinding(tensor));
  if (uniform.length > 0) resources.push(insides.makeUniforms(uniform));
  const bindGroup = insides.device.createBindGroup({
    layout,
    entries: resources.map((resource, binding) => ({ binding, resource })),
  });
  for (const { dataId } of tensors) insides.commandQueueOwnedIds.add(dataId);

  insides.ensureCommandEncoderReady();
  insides.computePassEncoder ??= (insides.commandEncoder as GPUCommandEncoder).beginComputePass();
  insides.computePassEncoder.setPipeline(pipeline);
  insides.computePassEncoder.setBindGroup(0, bindGroup);
  insides.computePassEncoder.dispatchWorkgroups(...(groups as [number, number?, number?]));
  countDispatch(insides);
  return written;
}

/** What a kernel wrote, as a tensor that a tidy frees. */
export const tensorOf = (info: TensorInfo): Tensor =>
  "id" in info ? (info as Tensor) : engine().makeTensorFromTensorInfo(info as TensorInfo & { dtype: DataType });

/** As `launch`, the new outputs as tensors that a tidy frees. */
export const launchTensors = (kernel: Kernel, given: Launch): Tensor[] => launch(kernel, given).map(tensorOf);

/** Submits where enough has gathered, as tfjs does after its own programs. */
function countDispatch(insides: Gpu): void {
  insides.dispatchCountInPass++;
  if (insides.dispatchCountInPass < env().getNumber(dispatchesASubmit)) return;
  insides.endComputePassEncoder();
  insides.submitQueue();
}

interface Compiled {
  readonly pipeline: GPUComputePipeline;
  readonly layout: GPUBindGroupLayout;
}
const pipelines = new WeakMap<GPUDevice, Map<string, Compiled>>();

function compiled(device: GPUDevice, kernel: Kernel): Compiled {
  let known = pipelines.get(device);
  if (known === undefined) {
    known = new Map();
    pipelines.set(device, known);
  }
  let found = known.get(kernel.key);
  if (found === undefined) {
    found = compile(device, kernel);
    known.set(kernel.key, found);
  }
  return found;
}

function compile(device: GPUDevice, kernel: Kernel): Compiled {
  const code = textOf(kernel);
  const types: GPUBufferBindingType[] = [
    ...Object.keys(kernel.inputs).map(() => "read-only-storage" as const),
    ...Object.keys(kernel.outputs).map(() => "storage" as const),
    ...(Object.keys(kernel.params ?? {}).length > 0 ? (["uniform"] as const) : []),
  ];
  const layout = device.createBindGroupLayout({
    label: kernel.key,
    entries: types.map((type, binding) => ({ binding, visibility: GPUShaderStage.COMPUTE, buffer: { type } })),
  });
  const pipeline = device.createComputePipeline({
    label: kernel.key,
    layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
    compute: { module: device.createShaderModule({ label: kernel.key, code }), entryPoint: "main" },
  });
  return { pipeline, layout };
}

/** The whole WGSL text of a kernel. */
export function textOf(kernel: Kernel): string {
  const { inputs, outputs, params = {}, workgroup, enables = [], declarations = "", body } = kernel;
  const buffers = [
    ...Object.entries(inputs).map(([name, element]) => `var<storage, read> ${name} : array<${element}>;`),
    ...Object.entries(outputs).map(([name, element]) => `var<storage, read_write> ${name} : array<${element}>;`),
  ];
  const fields = Object.entries(params).map(([name, type]) => `${name} : ${type},`);
  if (fields.length > 0) buffers.push("var<uniform> params : Params;");
  const sizes = typeof workgroup === "number" ? [workgroup, 1, 1] : workgroup;
  return `${enables.map((name) => `enable ${name};`).join("\n")}
${fields.length > 0 ? `struct Params { ${fields.join(" ")} }` : ""}
${buffers.map((buffer, binding) => `@group(0) @binding(${binding}) ${buffer}`).join("\n")}
${declarations}
@compute @workgroup_size(${sizes.join(", ")})
fn main(
  @builtin(global_invocation_id) global : vec3<u32>,
  @builtin(local_invocation_id) local : vec3<u32>,
  @builtin(local_invocation_index) lane : u32,
  @builtin(workgroup_id) group : vec3<u32>,
  @builtin(num_workgroups) groups : vec3<u32>,
) {
  let index = (group.y * groups.x + group.x) * ${sizes.reduce((product, size) => product * size, 1)}u + lane;
  ${body}
}`;
}
