/**
 * @file How time grows with the data: processor seconds of an epoch over rows, and dispatches and processor milliseconds of
 * a step over the length of a sequence. On the adapter that computes nothing, so that it is the program that is measured.
 * What would take longer than a peer's patience is not run, and is told as what its pace comes to.
 */
import { type Host, missing, startNodeHost } from "./hosts.ts";
import { batchSize } from "./models.ts";
import { figure } from "./table.ts";

const rowCounts = [1e4, 1e5, 1e6, 1e7] as const;
const lengths = [10, 20, 50, 100, 200] as const;
/** Seconds that an epoch may be expected to take. */
const patience = 180;
/** jax-js unrolls a sequence while it traces, which takes minutes beyond this. */
const longestTraced = 50;

interface Epoch {
  readonly peer: string;
  readonly rows: number;
  readonly cpuSeconds: number | null;
  readonly wallSeconds: number | null;
  /** Processor time at the pace of the last epoch that was run. */
  readonly expectedSeconds: number | null;
  readonly why: string | null;
}

async function overRows(peer: string): Promise<Epoch[]> {
  const found: Epoch[] = [];
  let pace: { readonly cpu: number; readonly wall: number } | null = null;
  for (const rows of rowCounts) {
    const expectedSeconds: number | null = pace === null ? null : pace.cpu * rows;
    const none = { peer, rows, cpuSeconds: null, wallSeconds: null, expectedSeconds };
    if (pace !== null && pace.wall * rows > patience) {
      found.push({ ...none, why: "not run" });
      continue;
    }
    let host: Host | null = null;
    try {
      host = await startNodeHost(peer, "nothing");
      await host.open(peer, "mlp", Math.floor(rows / batchSize));
      // At the smallest size the first epoch is not counted: it compiles.
      if (pace === null) await host.epoch();
      const { cpuMs, wallMs } = await host.epoch();
      const cpuSeconds = (cpuMs ?? Number.NaN) / 1000;
      pace = { cpu: cpuSeconds / rows, wall: wallMs / 1000 / rows };
      found.push({ ...none, cpuSeconds, wallSeconds: wallMs / 1000, why: null });
    } catch (error) {
      found.push({ ...none, why: (error instanceof Error ? error.message : String(error)).slice(0, 80) });
    } finally {
      await host?.end();
    }
  }
  return found;
}

const shown = ({ cpuSeconds, expectedSeconds, why }: Epoch): string => {
  if (cpuSeconds !== null) return `${figure(cpuSeconds)} s`;
  return why === "not run" && expectedSeconds !== null ? `(${figure(expectedSeconds)} s)` : (why ?? "–");
};

interface Step {
  readonly peer: string;
  readonly kind: string;
  readonly length: number;
  readonly dispatches: number | null;
  readonly cpuMs: number | null;
  readonly why: string | null;
}

async function ofLength(peer: string, kind: string, length: number): Promise<Step> {
  const none = { peer, kind, length, dispatches: null, cpuMs: null };
  if (peer === "jax" && length > longestTraced) return { ...none, why: "not run" };
  const steps = 4;
  let host: Host | null = null;
  try {
    host = await startNodeHost(peer, "nothing");
    await host.open(peer, `${kind}${length}`, steps);
    await host.epoch();
    const { counts } = await host.epoch(true);
    const { cpuMs } = await host.epoch();
    return {
      ...none,
      dispatches: counts === null ? null : counts.dispatches / steps,
      cpuMs: cpuMs === null ? null : cpuMs / steps,
      why: null,
    };
  } catch (error) {
    return { ...none, why: (error instanceof Error ? error.message : String(error)).slice(0, 40) };
  } finally {
    await host?.end();
  }
}

const pad = (texts: readonly string[], width = 14): string => texts.map((text) => text.padStart(width)).join("");

export async function measureScaling(peers: readonly string[]) {
  const able = peers.filter((peer) => missing(peer, "node") === null && peer !== "loop");
  console.log("\nseconds of processor time an epoch, MLP 20-64-64-10, over rows; in brackets: not run, at its pace");
  console.log(pad(["", ...rowCounts.map((rows) => rows.toLocaleString("en"))]));
  const rows: Epoch[] = [];
  for (const peer of able) {
    const found = await overRows(peer);
    console.log(pad([peer, ...found.map(shown)]));
    rows.push(...found);
  }
  console.log("\ndispatches and processor ms a step over the length of the sequence, 32 units");
  console.log(pad(["", ...lengths.map((length) => `T = ${length}`)], 18));
  const sequences: Step[] = [];
  for (const kind of ["lstm", "gru"]) {
    for (const peer of able) {
      const found: Step[] = [];
      for (const length of lengths) found.push(await ofLength(peer, kind, length));
      const cells = found.map(({ dispatches, cpuMs, why }) =>
        why === null ? `${figure(dispatches)} / ${figure(cpuMs)} ms` : why,
      );
      console.log(pad([`${kind} ${peer}`, ...cells], 18));
      sequences.push(...found);
    }
  }
  return { rows, sequences };
}
