/**
 * @file The worker's border: typed methods, streamed events, cancellation, errors that keep their code. Knows nothing
 * of what is called; both ends are checked against one API type. A dead worker never settles a promise by itself, so
 * `fail` rejects whatever is pending.
 */
import { AppError, type Fault, fromFault, toFault } from "../core/fault.ts";

/** What both a Worker and a worker's own scope offer. */
export interface Port {
  postMessage(message: unknown, transfer?: Transferable[]): void;
  addEventListener(type: "message", listener: (event: { data: unknown }) => void): void;
}

type Request =
  | { readonly id: number; readonly type: "call"; readonly method: string; readonly args: unknown }
  | { readonly id: number; readonly type: "cancel" };

type Reply =
  | { readonly id: number; readonly type: "event"; readonly event: unknown }
  | { readonly id: number; readonly type: "result"; readonly value: unknown }
  | { readonly id: number; readonly type: "error"; readonly fault: Fault };

type Methods<Api> = { [M in keyof Api]: (args: never) => unknown };

/** The API as the server implements it: each method also gets a signal that aborts when the caller cancels. */
export type Server<Api extends Methods<Api>> = {
  [M in keyof Api]: (args: Parameters<Api[M]>[0], signal: AbortSignal) => ReturnType<Api[M]>;
};

/** The API as the caller sees it: each method also takes a signal. */
export type Remote<Api extends Methods<Api>> = {
  [M in keyof Api]: (args: Parameters<Api[M]>[0], signal?: AbortSignal) => ReturnType<Api[M]>;
};

export type StreamNames<Api extends Methods<Api>> = {
  [M in keyof Api]: ReturnType<Api[M]> extends AsyncGenerator<unknown, unknown, unknown> ? M : never;
}[keyof Api];

const isStream = (value: unknown): value is AsyncGenerator<unknown, unknown, void> =>
  typeof value === "object" && value !== null && Symbol.asyncIterator in value;

/** Answers calls that arrive at `port` with the methods of `server`. */
export function serve<Api extends Methods<Api>>(port: Port, server: Server<Api>): void {
  const running = new Map<number, AbortController>();
  const reply = (message: Reply) => port.postMessage(message);

  async function answer(id: number, method: string, args: unknown) {
    const controller = new AbortController();
    running.set(id, controller);
    try {
      if (!Object.hasOwn(server, method)) throw new Error(`no method "${method}"`);
      const call = server[method as keyof Api] as (args: unknown, signal: AbortSignal) => unknown;
      const outcome = call(args, controller.signal);
      if (!isStream(outcome)) return reply({ id, type: "result", value: await outcome });
      for (;;) {
        const { done, value } = await outcome.next();
        if (done) return reply({ id, type: "result", value });
        reply({ id, type: "event", event: value });
      }
    } catch (error) {
      const fault = toFault(error);
      if (fault.code === "unexpected") console.error(error);
      reply({ id, type: "error", fault });
    } finally {
      running.delete(id);
    }
  }

  port.addEventListener("message", ({ data }) => {
    const request = data as Request;
    if (request.type === "cancel") running.get(request.id)?.abort(new AppError("cancelled", {}));
    else void answer(request.id, request.method, request.args);
  });
}

interface Pending {
  event(event: unknown): void;
  result(value: unknown): void;
  error(error: AppError): void;
}

export interface Connection<Api extends Methods<Api>> {
  readonly remote: Remote<Api>;
  /** Rejects everything pending, and every later call. */
  fail(error: AppError): void;
}

/** Calls the server behind `port`. `streams` names the methods that answer with events before their result. */
export function connect<Api extends Methods<Api>>(port: Port, streams: readonly StreamNames<Api>[]): Connection<Api> {
  const pending = new Map<number, Pending>();
  let lastId = 0;
  let dead: AppError | null = null;

  port.addEventListener("message", ({ data }) => {
    const reply = data as Reply;
    const waiting = pending.get(reply.id);
    if (waiting === undefined) return;
    if (reply.type === "event") return waiting.event(reply.event);
    pending.delete(reply.id);
    if (reply.type === "result") waiting.result(reply.value);
    else waiting.error(fromFault(reply.fault));
  });

  function send(method: string, args: unknown, signal: AbortSignal | undefined, waiting: Pending) {
    if (dead !== null) return waiting.error(dead);
    const id = ++lastId;
    pending.set(id, waiting);
    port.postMessage({ id, type: "call", method, args } satisfies Request);
    const cancel = () => port.postMessage({ id, type: "cancel" } satisfies Request);
    if (signal?.aborted) cancel();
    else signal?.addEventListener("abort", cancel, { once: true });
    return cancel;
  }

  const call = (method: string) => (args: unknown, signal?: AbortSignal) =>
    new Promise((resolve, reject) => {
      send(method, args, signal, { event: () => undefined, result: resolve, error: reject });
    });

  const stream = (method: string) =>
    async function* (args: unknown, signal?: AbortSignal): AsyncGenerator<unknown, unknown, void> {
      const queue: unknown[] = [];
      let end: { value: unknown } | { error: AppError } | null = null;
      let wake: () => void = () => undefined;
      const cancel = send(method, args, signal, {
        event: (event) => {
          queue.push(event);
          wake();
        },
        result: (value) => {
          end = { value };
          wake();
        },
        error: (error) => {
          end = { error };
          wake();
        },
      });
      try {
        for (;;) {
          while (queue.length > 0) yield queue.shift();
          const ended = end as { value: unknown } | { error: AppError } | null;
          if (ended !== null && queue.length === 0) {
            if ("error" in ended) throw ended.error;
            return ended.value;
          }
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      } finally {
        if (end === null) cancel?.();
      }
    };

  const names: ReadonlySet<unknown> = new Set(streams);
  const remote = new Proxy({} as Remote<Api>, {
    get: (_, method) => {
      // A remote is no promise: `await remote` must not call a method "then".
      if (typeof method !== "string" || method === "then") return undefined;
      return names.has(method) ? stream(method) : call(method);
    },
  });
  return {
    remote,
    fail: (error) => {
      dead = error;
      const waiting = [...pending.values()];
      pending.clear();
      for (const one of waiting) one.error(error);
    },
  };
}
