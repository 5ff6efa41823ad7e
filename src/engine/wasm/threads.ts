/**
 * @file Threads of the WebAssembly backend: how many, and the workers they run in. They share memory, which a browser
 * allows only to pages that are isolated from others; where the headers for that are missing there is one thread.
 */
import type { FromThread, ToThread } from "./glue.ts";
import threadUrl from "./thread.ts?worker&url";

export { threadUrl };

/** The generated JavaScript always asks for as many workers, whatever is used of them. */
const mostThreads = 8;

/** The thread that calls counts too: 1 is none beside it. */
export function threadsToUse(): number {
  if (!globalThis.crossOriginIsolated) return 1;
  return Math.min(mostThreads, Math.max(1, navigator.hardwareConcurrency));
}

/** The part of `trustedTypes` used here; it exists in Chromium only and is not in TypeScript's library. */
interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): URL };
}

const policy = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes?.createPolicy("layerwise", {
  createScriptURL: (asked) => {
    if (asked !== threadUrl) throw new TypeError(`not a script of this program: ${asked}`);
    return asked;
  },
});

/** A worker that is asked for and never used: it says it is loaded and does nothing. */
class UnusedWorker {
  onmessage: ((event: { readonly data: FromThread }) => void) | null = null;
  postMessage({ cmd }: ToThread): void {
    if (cmd === "load") queueMicrotask(() => this.onmessage?.({ data: { cmd: "loaded" } }));
  }
  terminate(): void {
    // Nothing runs.
  }
}

/**
 * Calls `start`, which makes its workers at once, with workers of ours in place of those it asks for: `threads - 1` real
 * ones, of our script. `onFailure` hears of one that does not start; the returned function ends them.
 */
export function withOwnWorkers<T>(threads: number, onFailure: (error: Error) => void, start: () => T) {
  const made: Worker[] = [];
  const usual = globalThis.Worker;
  // Called with `new`: what it returns takes the place of what is made.
  function replacement() {
    if (made.length >= threads - 1) return new UnusedWorker();
    const address = policy === undefined ? threadUrl : policy.createScriptURL(threadUrl);
    const worker = new usual(address, { type: "module", name: `wasm thread ${made.length + 1}` });
    worker.addEventListener("error", ({ message }) => onFailure(new Error(`a thread failed: ${message}`)));
    made.push(worker);
    return worker;
  }
  globalThis.Worker = replacement as unknown as typeof Worker;
  try {
    const end = () => {
      for (const worker of made) worker.terminate();
    };
    return { result: start(), end };
  } finally {
    globalThis.Worker = usual;
  }
}
