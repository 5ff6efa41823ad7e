/**
 * @file Starts tfjs's WebAssembly backend with SIMD and, where the page may share memory, with threads. tfjs's own start-up
 * is passed over: it makes its threads of text, and it takes an allocation that failed for one at address 0. Kernels that
 * training needs and tfjs lacks here are registered with it.
 */
import { BackendWasm, setThreadsCount } from "@tensorflow/tfjs-backend-wasm";
import plainGlue from "@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm.js";
import simdUrl from "@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm?url";
import threadedGlue from "@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.js";
import threadedUrl from "@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.wasm?url";
import { registerBackend, removeBackend } from "@tensorflow/tfjs-core";
import { AppError } from "../../core/fault.ts";
import type { Glue, GlueOptions, WasmModule } from "./glue.ts";
import "./kernels/index.ts";
import { threadsToUse, threadUrl, withOwnWorkers } from "./threads.ts";

/** Threads that do not answer for so long never will; the start takes a fraction of a second. */
const patienceMs = 10_000;

/** What the module complained of first. A kernel that fails inside of it says so and returns what the memory held. */
let complaint: AppError | null = null;

function complain(text: string): void {
  const code = /memory|status 6\b/i.test(text) ? "outOfMemory" : "unexpected";
  complaint ??= code === "outOfMemory" ? new AppError(code, { what: text }) : new AppError(code, { message: text });
}

/**
 * Registers the backend as "wasm", in place of the one that importing it registered. `check` throws once a number may be
 * wrong.
 */
export function registerWasm(threads: number = threadsToUse()): { check(): void } {
  removeBackend("wasm");
  registerBackend("wasm", () => openWasm(threads));
  return {
    check: () => {
      if (complaint !== null) throw complaint;
    },
  };
}

/** With one thread where more do not start. */
export async function openWasm(threads: number): Promise<BackendWasm> {
  if (threads > 1) {
    try {
      return asBackend(await startThreaded(threads), threads);
    } catch (error) {
      console.warn("WebAssembly goes on with one thread.", error);
    }
  }
  const binary = await compile(simdUrl);
  const module = await new Promise<WasmModule>((resolve, reject) => {
    (plainGlue as unknown as Glue)(optionsFor(binary, reject)).then(resolve, reject);
  });
  return asBackend(module, 1);
}

async function startThreaded(threads: number): Promise<WasmModule> {
  const binary = await compile(threadedUrl);
  let end: (() => void) | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    return await new Promise<WasmModule>((resolve, reject) => {
      timer = setTimeout(() => reject(new Error("threads do not answer")), patienceMs);
      const starting = withOwnWorkers(threads, reject, () =>
        (threadedGlue as unknown as Glue)(optionsFor(binary, reject)),
      );
      end = starting.end;
      starting.result.then(resolve, reject);
    });
  } catch (error) {
    end?.();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** Fetches what a start will want, for the browser's cache. */
export async function fetchFiles(): Promise<void> {
  const threads = threadsToUse();
  await fetchBytes(threads > 1 ? threadedUrl : simdUrl);
  if (threads > 1) await fetchBytes(threadUrl);
}

async function fetchBytes(url: string): Promise<ArrayBuffer> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response.arrayBuffer();
}

/** Compiled from its bytes, so that it does not matter by which type a host sends them. */
const compile = async (url: string): Promise<WebAssembly.Module> => WebAssembly.compile(await fetchBytes(url));

const optionsFor = (binary: WebAssembly.Module, onFailure: (error: unknown) => void): GlueOptions => ({
  // The binary is compiled and the threads' script is ours: neither name is ever fetched.
  locateFile: (path) => path,
  printErr: complain,
  instantiateWasm: (imports, receive) => {
    WebAssembly.instantiate(binary, imports).then((instance) => receive(instance, binary), onFailure);
    return {};
  },
});

/** The functions that the backend's class expects under `tfjs`. */
function asBackend(module: WasmModule, threads: number): BackendWasm {
  const call = (name: string, parameters: number) =>
    module.cwrap(name, null, new Array<"number">(parameters).fill("number")) as (...numbers: number[]) => void;
  module.tfjs = {
    init: call("init", 0),
    initWithThreadsCount: call("init_with_threads_count", 1),
    getThreadsCount: module.cwrap("get_threads_count", "number", []),
    registerTensor: call("register_tensor", 3),
    disposeData: call("dispose_data", 1),
    dispose: call("dispose", 0),
  };
  // Its first call replaces the function by the binary's own.
  module._free(module._malloc(1));
  const allocate = module._malloc;
  module._malloc = (bytes) => {
    // Sizes are counted in 32 bits with a sign on the way: beyond them a piece comes back that is not there.
    const address = bytes < 2 ** 31 ? allocate(bytes) : 0;
    if (address === 0 && bytes > 0) throw new AppError("outOfMemory", { what: `${bytes} bytes` });
    return address;
  };
  setThreadsCount(threads);
  return new BackendWasm(module);
}
