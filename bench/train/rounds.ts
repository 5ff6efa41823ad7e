/**
 * @file Measures peers against each other: same model, same steps, one epoch of each in turn, so that a machine that
 * slows down slows all of them. The first epoch (shaders, tracing) and the counted one are left out of the times.
 */
import type { Host } from "./hosts.ts";
import type { Counts, Notes } from "./peer.ts";

/** What one peer did with one model. */
export interface Measured {
  readonly peer: string;
  /** Why it has no figures, or fewer. */
  readonly why: string | null;
  readonly device: string;
  readonly notes: Notes;
  /** Of one step. */
  readonly counts: Counts | null;
  /** Medians of the rounds, for one step. */
  readonly wallMs: number | null;
  readonly cpuMs: number | null;
  readonly rounds: number;
  readonly stepsARound: number;
  /** The first epoch's time: with everything that is compiled or traced once. */
  readonly firstMs: number | null;
  /** Mean loss of each epoch, the first first. */
  readonly losses: readonly number[];
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] as number;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2;
};

export interface Plan {
  readonly model: string;
  readonly steps: number;
  readonly rounds: number;
  /** Milliseconds that all timed rounds of one peer may take: slow peers do fewer, one at least. */
  readonly budgetMs: number;
}

interface Running {
  readonly peer: string;
  readonly host: Host;
  readonly rounds: number;
  readonly walls: number[];
  readonly cpus: number[];
  readonly losses: number[];
  readonly measured: Measured;
}

const nothing = (peer: string, why: string | null, steps: number): Measured => ({
  peer,
  why,
  device: "",
  notes: {},
  counts: null,
  wallMs: null,
  cpuMs: null,
  rounds: 0,
  stepsARound: steps,
  firstMs: null,
  losses: [],
});

const reason = (error: unknown): string => {
  const text = error instanceof Error ? error.message : String(error);
  return (text.split("\n")[0] as string).slice(0, 160);
};

const perStep = (counts: Counts, steps: number): Counts =>
  Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, count / steps])) as unknown as Counts;

/** Opens the model, does the first epoch and the counted one. */
async function warmUp(peer: string, host: Host, { model, steps, rounds, budgetMs }: Plan): Promise<Running> {
  const { device } = await host.open(peer, model, steps);
  const first = await host.epoch();
  const counted = await host.epoch(true);
  const fit = Math.max(1, Math.min(rounds, Math.floor(budgetMs / counted.wallMs)));
  const measured: Measured = {
    ...nothing(peer, null, steps),
    device,
    notes: counted.notes,
    counts: counted.counts === null ? null : perStep(counted.counts, steps),
    firstMs: first.wallMs,
  };
  return { peer, host, rounds: fit, walls: [], cpus: [], losses: [first.loss, counted.loss], measured };
}

function finished({ measured, walls, cpus, losses }: Running, steps: number): Measured {
  return {
    ...measured,
    wallMs: walls.length === 0 ? null : median(walls) / steps,
    cpuMs: cpus.length === 0 ? null : median(cpus) / steps,
    rounds: walls.length,
    losses,
  };
}

export async function measure(
  plan: Plan,
  peers: readonly string[],
  start: (peer: string) => Promise<Host>,
): Promise<Measured[]> {
  const failed = new Map<string, Measured>();
  const running: Running[] = [];
  const hosts: Host[] = [];
  for (const peer of peers) {
    try {
      const host = await start(peer);
      hosts.push(host);
      running.push(await warmUp(peer, host, plan));
    } catch (error) {
      failed.set(peer, nothing(peer, reason(error), plan.steps));
    }
  }
  for (let round = 0; round < plan.rounds; round++) {
    for (const one of running) {
      if (round >= one.rounds || failed.has(one.peer)) continue;
      try {
        const { wallMs, cpuMs, loss } = await one.host.epoch();
        one.walls.push(wallMs);
        if (cpuMs !== null) one.cpus.push(cpuMs);
        one.losses.push(loss);
      } catch (error) {
        failed.set(one.peer, { ...finished(one, plan.steps), why: reason(error) });
      }
    }
  }
  await Promise.allSettled(hosts.map((host) => host.end()));
  const done = new Map(running.map((one) => [one.peer, finished(one, plan.steps)]));
  return peers.map((peer) => (failed.get(peer) ?? done.get(peer)) as Measured);
}

/** A loss that has become less than this share of the first says little by its own digits. */
const leastShare = 0.05;

/** Relative difference of the losses to the reference's, the largest of the epochs that both did. */
export function lossDifference(own: readonly number[], reference: readonly number[]): number | null {
  const both = Math.min(own.length, reference.length);
  const [first = Number.NaN] = reference;
  if (both === 0) return null;
  const differences = own.slice(0, both).map((loss, i) => {
    const expected = reference[i] as number;
    return Math.abs(loss - expected) / Math.max(Math.abs(expected), leastShare * Math.abs(first));
  });
  return Math.max(...differences);
}
