/**
 * @file The update rules on WebGPU. All trained weights are moved into one buffer, of which the model's variables become
 * slices; gradients and slots have a buffer each of the same layout. A batch's gradients are copied in by one dispatch for
 * several of them, which also sums their squares; a single workgroup makes norms and clipping factors of the sums and
 * moves the loop's counters on; then one dispatch updates everything.
 */
import { type Tensor, type TensorInfo, tensor1d, tensor2d, zeros, zerosLike } from "@tensorflow/tfjs-core";
import { assert } from "../../../core/fault.ts";
import type { Weights } from "../../../core/training/checkpoint.ts";
import { flush, type Gpu, gpu } from "../../gpu/backend.ts";
import { launch, linear } from "../../gpu/kernel.ts";
import { prefersBarriers } from "../../kernels/preferences.ts";
import type { LoopState } from "../loopState.ts";
import { advanceKernel, alignment, clipModes, collectKernel, finishKernel, lanes, updateKernel } from "./gpuKernels.ts";
import { type Gradients, type NamedVariable, type OptimizerConfig, paramsOf, type StoredSlots } from "./optimizer.ts";
import { rules, type Scalars } from "./rules.ts";

/**
 * Numbers that one workgroup takes in at least: few where many workgroups share the work at once, more where each costs a
 * processor its beginning.
 */
const leastChunk = () => (prefersBarriers(gpu().device) === true ? 1024 : 4096);
/** How many workgroups there are at most: their sums are added by one alone. */
const mostChunks = 1024;
/** Buffers of the collecting kernel beside the gradients. */
const othersBound = 4;

interface Placed extends NamedVariable {
  /** In numbers. */
  readonly offset: number;
  readonly size: number;
}

/** Gradients that one dispatch takes in, and its chunks. */
interface Group {
  readonly weights: readonly Placed[];
  readonly firstChunk: number;
  readonly chunks: number;
}

/** Columns of the loop's table that an update reads: the batch's share of it, what stays of earlier batches, the rule's scalars. */
export function columnsOf(config: OptimizerConfig): readonly string[] {
  return ["share", "carry", ...Object.keys(rules[config.optimizer].scalars(paramsOf(config), 1, 1))];
}

/** The row of the table for a batch that counts `share` in update `step` (from 1). */
export function rowOf(
  config: OptimizerConfig,
  { share, first, rate, step }: { share: number; first: boolean; rate: number; step: number },
): Scalars {
  return { share, carry: first ? 0 : 1, ...rules[config.optimizer].scalars(paramsOf(config), rate, step) };
}

export class GpuOptimizer {
  readonly #config: OptimizerConfig;
  readonly #state: LoopState;
  readonly #placed: readonly Placed[];
  readonly #groups: readonly Group[];
  readonly #length: number;
  readonly #chunkCount: number;
  readonly #weights: Tensor;
  readonly #gradients: Tensor;
  readonly #slots: Readonly<Record<string, Tensor>>;
  /** [chunks × 4]: which gradient of its group, first number in it, first number in the arena, count. */
  readonly #chunks: Tensor;
  /** [weights × 2]: first chunk and count. */
  readonly #chunksOf: Tensor;
  /** For every `alignment` numbers of the arena, whose they are. */
  readonly #owners: Tensor;
  readonly #partials: Tensor;
  readonly #factors: Tensor;

  constructor(config: OptimizerConfig, weights: readonly NamedVariable[], state: LoopState, stored: StoredSlots) {
    this.#config = config;
    this.#state = state;
    let offset = 0;
    this.#placed = weights.map(({ name, variable }) => {
      const placed = { name, variable, offset, size: variable.size };
      offset += Math.ceil(variable.size / alignment) * alignment;
      return placed;
    });
    this.#length = Math.max(alignment, offset);
    const chunkSize = Math.max(leastChunk(), Math.ceil(this.#length / mostChunks / lanes) * lanes);

    const insides = gpu();
    const bound = insides.device.limits.maxStorageBuffersPerShaderStage - othersBound;
    const groups: Group[] = [];
    const chunks: number[] = [];
    const chunksOf: number[] = [];
    for (let first = 0; first < this.#placed.length; first += bound) {
      const group = this.#placed.slice(first, first + bound);
      const firstChunk = chunks.length / 4;
      for (const [which, { offset: at, size }] of group.entries()) {
        const count = Math.ceil(size / chunkSize);
        chunksOf.push(chunks.length / 4, count);
        for (let from = 0; from < size; from += chunkSize) {
          chunks.push(which, from, at + from, Math.min(chunkSize, size - from));
        }
      }
      groups.push({ weights: group, firstChunk, chunks: chunks.length / 4 - firstChunk });
    }
    this.#groups = groups;
    this.#chunkCount = chunks.length / 4;
    this.#chunks = tensor2d(chunks, [Math.max(1, this.#chunkCount), 4], "int32");
    this.#chunksOf = tensor2d(chunksOf, [Math.max(1, this.#placed.length), 2], "int32");
    this.#owners = tensor1d(ownersOf(this.#placed, this.#length), "int32");
    this.#partials = zeros([Math.max(1, this.#chunkCount) * lanes]);
    this.#factors = zeros([Math.max(1, this.#placed.length)]);
    this.#weights = zeros([this.#length]);
    this.#gradients = zeros([this.#length]);
    this.#slots = this.#startingSlots(stored);
    for (const tensor of this.#tensors()) insides.uploadToGPU(tensor.dataId);
    this.#moveIn(insides);
  }

  #startingSlots(stored: StoredSlots): Readonly<Record<string, Tensor>> {
    const params = paramsOf(this.#config);
    const slots = Object.entries(rules[this.#config.optimizer].slots).map(([slot, initial]) => {
      const values = new Float32Array(this.#length).fill(initial(params));
      for (const { name, offset } of this.#placed) values.set(stored.get(`${slot}/${name}`) ?? [], offset);
      return [slot, tensor1d(values)] as const;
    });
    return Object.fromEntries(slots);
  }

  #tensors(): readonly Tensor[] {
    const own = [
      this.#weights,
      this.#gradients,
      this.#chunks,
      this.#chunksOf,
      this.#owners,
      this.#partials,
      this.#factors,
    ];
    return [...own, ...Object.values(this.#slots)];
  }

  /** Copies the variables' values into the arena and makes the variables slices of it. */
  #moveIn(insides: Gpu): void {
    const arena = bufferOf(insides, this.#weights);
    for (const { variable, offset, size } of this.#placed) {
      insides.uploadToGPU(variable.dataId);
      const stored = insides.tensorMap.get(variable.dataId);
      const old = stored.resource as GPUBuffer;
      const slice = { offset: offset * 4, size: size * 4 };
      insides.ensureCommandEncoderReady();
      insides.endComputePassEncoder();
      (insides.commandEncoder as GPUCommandEncoder).copyBufferToBuffer(old, 0, arena, slice.offset, slice.size);
      flush(insides);
      insides.bufferManager.releaseBuffer(old);
      stored.resource = arena;
      stored.external = true;
      stored.slice = slice;
    }
  }

  /** Takes in a batch's gradients, and the sums of their squares. */
  collect(grads: Gradients): void {
    for (const { weights, firstChunk, chunks } of this.#groups) {
      const made: Tensor[] = [];
      const sizes = weights.map(({ size }) => size);
      const inputs = weights.map(({ variable }) => {
        const given = grads[variable.name];
        if (given != null) return given;
        const none = zerosLike(variable);
        made.push(none);
        return none;
      });
      launch(collectKernel(sizes, this.#state), {
        inputs: [...inputs, this.#chunks, this.#state.tensor],
        outputs: [this.#gradients, this.#partials],
        params: { first: firstChunk, end: firstChunk + chunks },
        groups: linear(chunks * lanes, lanes),
      });
      for (const tensor of made) tensor.dispose();
    }
  }

  /** Norms, clipping factors and counters; adds the norm of all gradients to `norms` [1]. `rows`: of this batch. */
  finish(norms: TensorInfo, rows: number): void {
    const { kind, limit } = this.#config.clip;
    launch(finishKernel(), {
      inputs: [this.#chunksOf],
      outputs: [this.#partials, this.#factors, norms, this.#state.tensor],
      params: {
        chunks: this.#chunkCount,
        weights: this.#placed.length,
        mode: clipModes[kind],
        limit,
        rows,
      },
      groups: [1],
    });
  }

  /** Moves the counters on after a batch that is followed by others before the update. */
  advance(rows: number): void {
    launch(advanceKernel, { inputs: [], outputs: [this.#state.tensor], params: { rows }, groups: [1] });
  }

  /** Updates all weights, by the row of the table that `finish` left behind. */
  update(): void {
    const { kind, limit } = this.#config.clip;
    launch(updateKernel(this.#config, this.#state), {
      inputs: [this.#gradients, this.#factors, this.#owners, this.#state.tensor],
      outputs: [this.#weights, ...Object.values(this.#slots)],
      params: { count: this.#length / 4, bound: kind === "value" ? limit : 0 },
      groups: linear(this.#length / 4, lanes),
    });
  }

  async readSlots(): Promise<Weights> {
    const entries = Object.entries(this.#slots);
    const values = await Promise.all(entries.map(([, tensor]) => tensor.data()));
    return entries.flatMap(([slot], at) =>
      this.#placed.map(({ name, variable, offset, size }) => ({
        name: `${slot}/${name}`,
        shape: [...variable.shape],
        values: (values[at] as Float32Array).slice(offset, offset + size),
      })),
    );
  }

  /** Bytes of weights, gradients and slots. */
  get bytes(): number {
    return this.#tensors().reduce((sum, { size }) => sum + size * 4, 0);
  }

  /** The variables end with it: their values lie in its buffer. */
  dispose(): void {
    const insides = gpu();
    flush(insides);
    for (const { variable } of this.#placed) {
      const stored = insides.tensorMap.get(variable.dataId);
      stored.resource = null;
      stored.slice = undefined;
      stored.external = false;
    }
    for (const tensor of this.#tensors()) tensor.dispose();
  }
}

const bufferOf = (insides: Gpu, { dataId }: Tensor): GPUBuffer => {
  const { resource } = insides.tensorMap.get(dataId);
  assert(resource != null, "the tensor is on the device");
  return resource;
};

function ownersOf(placed: readonly Placed[], length: number): Int32Array {
  const owners = new Int32Array(length / alignment);
  for (const [index, { offset, size }] of placed.entries()) {
    owners.fill(index, offset / alignment, Math.ceil((offset + size) / alignment));
  }
  return owners;
}
