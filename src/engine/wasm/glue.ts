/**
 * @file What is used of the JavaScript that was generated beside tfjs's WebAssembly: how it is started, and its
 * messages between the backend's threads. Both sides are of one version of the package, whose types leave most of it out.
 */
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";

/** The backend's module as it stands once it has started. */
export type WasmModule = BackendWasm["wasm"] & {
  _malloc(bytes: number): number;
  _free(address: number): void;
  cwrap(name: string, result: "number" | null, parameters: readonly "number"[]): (...numbers: number[]) => number;
};

export interface GlueOptions {
  /** Called for the binary and for the threads' script. */
  locateFile(path: string): string;
  printErr(text: string): void;
  /** Makes an instance of what is compiled already; the exports come through `receive`. */
  instantiateWasm(
    imports: WebAssembly.Imports,
    receive: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
  ): WebAssembly.Exports;
}

export type Glue = (options: GlueOptions) => Promise<WasmModule>;

/** From the backend to a thread. */
export type ToThread =
  | { readonly cmd: "load"; readonly wasmModule: WebAssembly.Module; readonly wasmMemory: WebAssembly.Memory }
  | { readonly cmd: "run"; readonly pthread_ptr: number; readonly start_routine: number; readonly arg: number }
  | { readonly cmd: "processProxyingQueue"; readonly queue: number }
  | { readonly cmd: "cancel" };

/** From a thread to the backend. */
export interface FromThread {
  readonly cmd: "loaded";
}
