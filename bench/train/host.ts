/**
 * @file One peer in a process of its own (Node) or a worker of its own (Chromium), told by messages what to do: own
 * kernels and layers that a peer registers must not serve another.
 */
import { buffersAlive, countsSoFar, resetCounts, resetPeak, watchWebGPU } from "./counts.ts";
import { type Problem, problemOf, rowsOf } from "./models.ts";
import { measurePeak } from "./peak.ts";
import type { Adapter, Alive, Counts, Opened, OpenPeer, Timed } from "./peer.ts";

export type Order =
  | {
      readonly do: "open";
      readonly kind: string;
      readonly model: string;
      readonly steps: number;
      readonly adapter: Adapter;
    }
  /** One epoch; `count` also counts the calls. */
  | { readonly do: "epoch"; readonly count?: boolean }
  | { readonly do: "alive" }
  | { readonly do: "peak" }
  | { readonly do: "close" };

export interface EpochAnswer extends Timed {
  readonly counts: Counts | null;
}
export type OpenAnswer = Pick<Opened, "device">;
export type Answer =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly why: string };

interface Port {
  listen(heard: (message: { readonly id: number; readonly order: Order }) => void): void;
  send(answer: Answer): void;
}

interface NodeProcess {
  on(event: "message" | "disconnect", heard: (message: never) => void): void;
  exit(): void;
  send(answer: Answer): void;
  cpuUsage(): { readonly user: number; readonly system: number };
  memoryUsage(): { readonly heapUsed: number };
}
const node = "process" in globalThis ? (globalThis.process as unknown as NodeProcess) : null;

function portHere(): Port {
  if (node !== null) {
    // Whoever gave the orders is gone.
    node.on("disconnect", () => node.exit());
    return { listen: (heard) => node.on("message", heard), send: (answer) => node.send(answer) };
  }
  const scope = globalThis as unknown as Worker;
  return {
    listen: (heard) => scope.addEventListener("message", ({ data }) => heard(data)),
    send: (answer) => scope.postMessage(answer),
  };
}

const cpuMs = (): number | null => {
  if (node === null) return null;
  const { user, system } = node.cpuUsage();
  return (user + system) / 1000;
};

export function serve(peers: Readonly<Record<string, OpenPeer>>, tensors: () => number | null): void {
  watchWebGPU();
  let opened: Opened | null = null;
  let problem: Problem | null = null;
  let epoch = 0;

  const alive = (): Alive => {
    (globalThis as { gc?: () => void }).gc?.();
    return {
      ...buffersAlive(),
      heapBytes: node?.memoryUsage().heapUsed ?? null,
      tensors: tensors(),
      told: opened?.bytes?.() ?? null,
    };
  };

  async function runEpoch(count: boolean): Promise<EpochAnswer> {
    if (opened === null || problem === null) throw new Error("no model is open");
    const { peer } = opened;
    await peer.begin(++epoch);
    await peer.settle();
    if (count) resetCounts();
    const [began, processor] = [performance.now(), cpuMs()];
    await peer.step(problem.stepsPerEpoch);
    const loss = await peer.loss();
    const [wallMs, after] = [performance.now() - began, cpuMs()];
    return {
      loss,
      wallMs,
      cpuMs: after === null || processor === null ? null : after - processor,
      counts: count ? countsSoFar() : null,
      notes: opened.notes?.() ?? {},
    };
  }

  async function carryOut(order: Order): Promise<unknown> {
    switch (order.do) {
      case "open": {
        const open = peers[order.kind];
        if (open === undefined) throw new Error(`no peer "${order.kind}" here`);
        problem = problemOf(order.model, order.steps);
        epoch = 0;
        resetPeak();
        opened = await open(problem, rowsOf(problem), order.adapter);
        return { device: opened.device } satisfies OpenAnswer;
      }
      case "epoch":
        return runEpoch(order.count === true);
      case "alive":
        return alive();
      case "peak":
        return measurePeak();
      case "close":
        await opened?.peer.settle();
        opened?.peer.dispose();
        opened = null;
        return alive();
    }
  }

  const port = portHere();
  port.listen(({ id, order }) => {
    carryOut(order).then(
      (value) => port.send({ id, ok: true, value }),
      (error) => port.send({ id, ok: false, why: error instanceof Error ? error.message : String(error) }),
    );
  });
}
