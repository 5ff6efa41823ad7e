import { MessageChannel } from "node:worker_threads";
import { afterEach, expect, it } from "vitest";
import { AppError } from "../core/fault.ts";
import { type Connection, connect, type Port, serve } from "./rpc.ts";

interface Api {
  double(n: number): Promise<number>;
  fail(code: "deviceLost"): Promise<never>;
  crash(): Promise<never>;
  count(to: number): AsyncGenerator<number, string, void>;
  wait(): Promise<string>;
}

const open: { close(): void }[] = [];
afterEach(() => {
  for (const port of open.splice(0)) port.close();
});

/** A Node port, as the browser's look. */
const portOf = (port: import("node:worker_threads").MessagePort): Port => ({
  postMessage: (message) => port.postMessage(message),
  addEventListener: (_, listener) => port.on("message", (data) => listener({ data })),
});

let produced = 0;

function studio(): Connection<Api> {
  const { port1, port2 } = new MessageChannel();
  open.push(port1, port2);
  serve<Api>(portOf(port2), {
    double: async (n) => n * 2,
    fail: async () => {
      throw new AppError("deviceLost", { reason: "unplugged" });
    },
    crash: async () => {
      throw new TypeError("cannot read x");
    },
    count: async function* (to, signal) {
      produced = 0;
      for (let n = 1; n <= to; n++) {
        if (signal.aborted) throw new AppError("cancelled", {});
        produced = n;
        yield n;
        await new Promise((resolve) => setImmediate(resolve));
      }
      return "done";
    },
    wait: (_, signal) =>
      new Promise((resolve) => signal.addEventListener("abort", () => resolve((signal.reason as AppError).code))),
  });
  return connect<Api>(portOf(port1), ["count"]);
}

it("answers calls, several at once", async () => {
  const { remote } = studio();
  expect(await Promise.all([remote.double(1), remote.double(2), remote.double(3)])).toEqual([2, 4, 6]);
});

it("streams events in order and ends with the result", async () => {
  const stream = studio().remote.count(3);
  const seen: unknown[] = [];
  for (let step = await stream.next(); ; step = await stream.next()) {
    seen.push(step.value);
    if (step.done) break;
  }
  expect(seen).toEqual([1, 2, 3, "done"]);
});

it("keeps the code and context of a fault, and names what was not expected", async () => {
  const { remote } = studio();
  await expect(remote.fail("deviceLost")).rejects.toMatchObject({
    code: "deviceLost",
    context: { reason: "unplugged" },
  });
  await expect(remote.crash(undefined as never)).rejects.toMatchObject({
    code: "unexpected",
    context: { message: "cannot read x" },
  });
});

it("cancels a call and a stream by signal, and a stream that is left", async () => {
  const { remote } = studio();
  const controller = new AbortController();
  const waiting = remote.wait(undefined as never, controller.signal);
  controller.abort();
  expect(await waiting).toBe("cancelled");

  const second = new AbortController();
  const stream = remote.count(1e9, second.signal);
  await stream.next();
  second.abort();
  await expect(
    (async () => {
      for await (const _ of stream);
    })(),
  ).rejects.toMatchObject({ code: "cancelled" });

  for await (const n of remote.count(1e9)) if (n === 3) break;
  await new Promise((resolve) => setTimeout(resolve, 20));
  const after = produced;
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(produced).toBe(after);
});

it("rejects everything pending when the worker is dead, and whatever is asked later", async () => {
  const { remote, fail } = studio();
  const pending = remote.wait(undefined as never);
  fail(new AppError("workerDied", { message: "out of memory" }));
  await expect(pending).rejects.toMatchObject({ code: "workerDied" });
  await expect(remote.double(1)).rejects.toMatchObject({ code: "workerDied" });
  await expect(remote.count(1).next()).rejects.toMatchObject({ code: "workerDied" });
});
