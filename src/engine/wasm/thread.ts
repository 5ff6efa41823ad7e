/**
 * @file One thread of the WebAssembly backend: a worker of this build. tfjs would make it of text, through a `blob:`
 * address and `importScripts`, both of which the page's policy refuses; this one answers the same messages.
 */
import glue from "@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.js";
import type { FromThread, ToThread } from "./glue.ts";

/** What the generated JavaScript is given in a thread, and what it adds on its start. */
interface ThreadModule {
  readonly ENVIRONMENT_IS_PTHREAD: true;
  readonly wasmMemory: WebAssembly.Memory;
  readonly buffer: ArrayBufferLike;
  instantiateWasm(imports: WebAssembly.Imports, receive: (instance: WebAssembly.Instance) => void): WebAssembly.Exports;
}

interface StartedThread {
  readonly PThread: { receiveObjectTransfer(data: ToThread): void; threadInitTLS(): void };
  __emscripten_thread_init(pointer: number, isMainBrowser: 0, isMainRuntime: 0, canBlock: 1): void;
  establishStackSpace(): void;
  invokeEntryPoint(routine: number, argument: number): void;
  executeNotifiedProxyingQueue(queue: number): void;
}

const scope = globalThis as unknown as {
  onmessage: (event: { readonly data: ToThread }) => void;
  postMessage(message: FromThread): void;
  /** Called by the generated JavaScript in place of a main function. */
  startWorker: (module: StartedThread) => void;
};

let started: StartedThread | null = null;

function load(compiled: WebAssembly.Module, wasmMemory: WebAssembly.Memory): void {
  const module: ThreadModule = {
    ENVIRONMENT_IS_PTHREAD: true,
    wasmMemory,
    buffer: wasmMemory.buffer,
    instantiateWasm: (imports, receive) => {
      const instance = new WebAssembly.Instance(compiled, imports);
      receive(instance);
      return instance.exports;
    },
  };
  (glue as unknown as (module: ThreadModule) => void)(module);
}

function run(message: ToThread & { readonly cmd: "run" }): void {
  if (started === null) throw new Error("a thread runs before it is loaded");
  started.__emscripten_thread_init(message.pthread_ptr, 0, 0, 1);
  started.establishStackSpace();
  started.PThread.receiveObjectTransfer(message);
  started.PThread.threadInitTLS();
  try {
    started.invokeEntryPoint(message.start_routine, message.arg);
  } catch (thrown) {
    // How the generated JavaScript leaves a function that goes on later.
    if (thrown !== "unwind") throw thrown;
  }
}

scope.startWorker = (module) => {
  started = module;
  scope.postMessage({ cmd: "loaded" });
};

scope.onmessage = ({ data }) => {
  if (data.cmd === "load") load(data.wasmModule, data.wasmMemory);
  else if (data.cmd === "run") run(data);
  else if (data.cmd === "processProxyingQueue") started?.executeNotifiedProxyingQueue(data.queue);
  // "cancel" is never sent: the pool's threads end with the worker they belong to.
};
