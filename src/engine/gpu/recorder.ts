/**
 * @file A training step recorded as GPU commands and replayed. While `record` runs a function, tfjs's operations and own
 * kernels write their dispatches and copies into a list instead of a command encoder, and take their buffers from a pool
 * that belongs to the recorder alone; encoding the list again later does the same work on the same buffers, for a
 * hundredth of the CPU time.
 *
 * What makes that right: all that lasts (weights, slots, averages, sums) is changed in place; what differs from step to
 * step is read from buffers (`train/loopState.ts`); nothing is computed on the CPU or read back inside a step; constants and
 * uniforms stay as they were written. Temporaries share memory: a buffer that is given back serves the next tensor that
 * fits, since the commands run in the order in which they were recorded. A function that breaks one of these rules is
 * refused with `NotRecordable`.
 */
import { engine, env, tidy, type Variable } from "@tensorflow/tfjs-core";
import { assertBindable, type Buffers, dispatchesASubmit, flush, type Gpu, ownedElsewhere } from "./backend.ts";

/** The function reads back, keeps or swaps something, so that a repetition of its commands would not repeat it. */
export class NotRecordable extends Error {
  override readonly name = "NotRecordable";
}

interface Dispatch {
  readonly pipeline: GPUComputePipeline;
  readonly bindGroup: GPUBindGroup;
  readonly groups: readonly [number, number?, number?];
}
interface Copy {
  readonly copy: readonly [GPUBuffer, number, GPUBuffer, number, number];
}
type Command = Dispatch | Copy;

export interface Recording {
  readonly dispatches: number;
  readonly copies: number;
  /** Writes the commands of one repetition. */
  encode(encoder: GPUCommandEncoder): void;
}

/** A buffer serves a tensor of at least this share of its size: a small tensor must not block a large buffer. */
const leastShare = 0.25;

/** The recorder's own buffers. */
class Pool implements Buffers {
  readonly #device: GPUDevice;
  readonly #others: Buffers;
  readonly #temporaries = new Set<GPUBuffer>();
  readonly #uniforms = new Set<GPUBuffer>();
  /** Uploaded inside a step: they hold what was written until the recorder ends. */
  readonly #constants: GPUBuffer[] = [];
  /** Smallest first. */
  #free: GPUBuffer[] = [];
  bytes = 0;

  constructor(device: GPUDevice, others: Buffers) {
    this.#device = device;
    this.#others = others;
  }

  acquireBuffer(size: number, usage: number, mappedAtCreation = false): GPUBuffer {
    if ((usage & GPUBufferUsage.MAP_READ) !== 0) throw new NotRecordable("a value is read back");
    // Of everybody's buffers, since a tensor that was there before may be what is uploaded; it outlives the recorder.
    if (mappedAtCreation) return this.#others.acquireBuffer(size, usage, true, false);
    const uniform = (usage & GPUBufferUsage.UNIFORM) !== 0;
    if (!uniform) {
      const at = this.#free.findIndex((buffer) => buffer.size >= size && buffer.usage === usage);
      const found = this.#free[at];
      if (found !== undefined && size >= found.size * leastShare) {
        this.#free.splice(at, 1);
        return found;
      }
    }
    assertBindable(this.#device, size);
    const made = this.#device.createBuffer({ size, usage });
    this.bytes += size;
    (uniform ? this.#uniforms : this.#temporaries).add(made);
    ownedElsewhere.add(made);
    return made;
  }

  releaseBuffer(buffer: GPUBuffer): void {
    if (this.#uniforms.has(buffer)) return;
    if (this.#temporaries.has(buffer)) this.#insert(buffer);
    else this.#constants.push(buffer);
  }

  #insert(buffer: GPUBuffer): void {
    const at = this.#free.findIndex(({ size }) => size >= buffer.size);
    this.#free.splice(at === -1 ? this.#free.length : at, 0, buffer);
  }

  /** A buffer that was given back is its owner's again. */
  keep(buffer: GPUBuffer): void {
    const at = this.#constants.indexOf(buffer);
    if (at !== -1) this.#constants.splice(at, 1);
  }

  /** Temporaries that some tensor still has. */
  get held(): number {
    return this.#temporaries.size - this.#free.length;
  }

  dispose(): void {
    for (const buffer of [...this.#temporaries, ...this.#uniforms]) buffer.destroy();
    for (const buffer of this.#constants.splice(0)) this.#others.releaseBuffer(buffer, false);
    this.#temporaries.clear();
    this.#uniforms.clear();
    this.#free = [];
    this.bytes = 0;
  }
}

export class Recorder {
  readonly #insides: Gpu;
  readonly #pool: Pool;

  constructor(insides: Gpu) {
    this.#insides = insides;
    this.#pool = new Pool(insides.device, insides.bufferManager);
  }

  /** Bytes of the temporaries, constants and uniforms of all recordings. They share the temporaries: they never overlap. */
  get bytes(): number {
    return this.#pool.bytes;
  }

  /**
   * Records what `step` would do, without doing it. Throws `NotRecordable` where a repetition would not repeat it, and
   * what `step` throws; the backend is as before either way.
   */
  record(step: () => void): Recording {
    const insides = this.#insides;
    const variables = Object.values(engine().state.registeredVariables);
    for (const { dataId } of variables) insides.uploadToGPU(dataId);
    flush(insides);
    const before = new Map(variables.map((variable) => [variable, bufferOf(insides, variable)]));
    const commands: Command[] = [];
    const restore = this.#divert(commands);
    try {
      tidy(step);
      insides.endComputePassEncoder();
      for (const [variable, buffer] of before) {
        if (bufferOf(insides, variable) !== buffer) throw new NotRecordable(`"${variable.name}" is replaced`);
      }
      if (Object.keys(engine().state.registeredVariables).length !== before.size) {
        throw new NotRecordable("a variable is made");
      }
      if (this.#pool.held > 0) throw new NotRecordable(`${this.#pool.held} tensors are kept`);
    } catch (error) {
      // Nothing was carried out: what a variable was replaced by holds no values.
      for (const [variable, buffer] of before) {
        insides.tensorMap.get(variable.dataId).resource = buffer;
        if (buffer != null) this.#pool.keep(buffer);
      }
      throw error;
    } finally {
      restore();
    }
    return recordingOf(commands);
  }

  /** Lets the backend write into `commands` and take its buffers from the pool; undone by the function returned. */
  #divert(commands: Command[]): () => void {
    const insides = this.#insides;
    const { bufferManager, commandQueueOwnedIds } = insides;
    const submitAfter = env().getNumber(dispatchesASubmit);
    insides.bufferManager = this.#pool;
    insides.commandEncoder = listEncoder(commands);
    // Nothing waits for a submit here: a buffer that is given back may serve the very next command.
    insides.commandQueueOwnedIds = { add: () => new WeakSet(), has: () => false };
    env().set(dispatchesASubmit, Number.POSITIVE_INFINITY);
    return () => {
      insides.computePassEncoder = null;
      insides.commandEncoder = null;
      insides.dispatchCountInPass = 0;
      insides.bufferManager = bufferManager;
      insides.commandQueueOwnedIds = commandQueueOwnedIds;
      insides.uniformPendingDisposal = [];
      insides.stagingPendingDisposal = [];
      env().set(dispatchesASubmit, submitAfter);
    };
  }

  dispose(): void {
    this.#pool.dispose();
  }
}

const bufferOf = (insides: Gpu, { dataId }: Variable): GPUBuffer | null | undefined =>
  insides.tensorMap.get(dataId).resource;

/** What the backend needs of an encoder and its passes, kept as a list. */
function listEncoder(commands: Command[]): GPUCommandEncoder {
  const refuse = (what: string) => () => {
    throw new NotRecordable(what);
  };
  const beginComputePass = () => {
    let pipeline: GPUComputePipeline;
    let bindGroup: GPUBindGroup;
    return {
      setPipeline: (next: GPUComputePipeline) => {
        pipeline = next;
      },
      setBindGroup: (_: number, next: GPUBindGroup) => {
        bindGroup = next;
      },
      dispatchWorkgroups: (...groups: [number, number?, number?]) => {
        commands.push({ pipeline, bindGroup, groups });
      },
      end: () => undefined,
    };
  };
  return {
    beginComputePass,
    copyBufferToBuffer: (...copy: Copy["copy"]) => {
      commands.push({ copy });
    },
    copyBufferToTexture: refuse("a value is read back"),
    finish: refuse("something is submitted inside the step"),
  } as unknown as GPUCommandEncoder;
}

function recordingOf(commands: readonly Command[]): Recording {
  const copies = commands.filter((command) => "copy" in command).length;
  return {
    copies,
    dispatches: commands.length - copies,
    encode(encoder) {
      let pass: GPUComputePassEncoder | null = null;
      let pipeline: GPUComputePipeline | null = null;
      for (const command of commands) {
        if ("copy" in command) {
          pass?.end();
          pass = null;
          encoder.copyBufferToBuffer(...(command.copy as [GPUBuffer, number, GPUBuffer, number, number]));
          continue;
        }
        if (pass === null) {
          pass = encoder.beginComputePass();
          pipeline = null;
        }
        if (command.pipeline !== pipeline) {
          pipeline = command.pipeline;
          pass.setPipeline(pipeline);
        }
        pass.setBindGroup(0, command.bindGroup);
        pass.dispatchWorkgroups(...(command.groups as [number, number?, number?]));
      }
      pass?.end();
    },
  };
}
