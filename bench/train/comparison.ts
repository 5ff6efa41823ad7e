/**
 * @file The table: every model by every peer, in two places at once. In Node on the adapter that computes nothing stand
 * the calls and the processor's time, which no other program can disturb much; in Chromium the time of the real thing.
 */
import { dawnIsThere, type Host, missing } from "./hosts.ts";
import { problemOf } from "./models.ts";
import { lossDifference, type Measured, measure } from "./rounds.ts";
import { type Column, figure, heading, line, quotient, times } from "./table.ts";

/** A place where peers are measured. */
export interface Place {
  readonly name: "node" | "chromium";
  readonly start: (peer: string) => Promise<Host>;
  readonly rounds: number;
  readonly stepsOf: (model: string) => number;
  readonly budgetMs: number;
}

export interface Compared {
  readonly model: string;
  readonly title: string;
  readonly parameters: number;
  readonly flops: number;
  readonly peer: string;
  readonly node: Measured | null;
  readonly chromium: Measured | null;
  /** Of CPU time a step in Node and of wall time a step in each place: this peer's by the studio's. */
  readonly ratios: { readonly cpu: number | null; readonly wall: number | null; readonly nodeWall: number | null };
  /** To the first peer that computed; null where nothing was computed. */
  readonly lossDifference: number | null;
  readonly lossSteps: number;
}

/** Losses further apart than this are not the same training. */
const sameLoss = 1e-3;

export type Reader = Column<Compared>;

/** WebGL is asked for nothing that is counted. */
export function calls({ node, chromium, peer }: Compared, which: "dispatches" | "submits"): string | null {
  return peer === "webgl" ? null : figure((node ?? chromium)?.counts?.[which]);
}

export const callColumns: readonly Reader[] = [
  { title: "model", width: 18, text: true, cell: ({ title }) => title },
  { title: "peer", width: 5, text: true, cell: ({ peer }) => peer },
  { title: "dispatches", width: 10, cell: (row) => calls(row, "dispatches") },
  { title: "submits", width: 7, cell: (row) => calls(row, "submits") },
  { title: "CPU ms", width: 7, cell: ({ node }) => figure(node?.cpuMs) },
  { title: "by ours", width: 7, cell: ({ ratios }) => times(ratios.cpu) },
];

export const wallColumns: readonly Reader[] = [
  { title: "wall ms", width: 7, cell: ({ chromium }) => figure(chromium?.wallMs) },
  { title: "by ours", width: 7, cell: ({ ratios }) => times(ratios.wall) },
  { title: "steps/s", width: 7, cell: ({ chromium }) => figure(quotient(1000, chromium?.wallMs)) },
];

export const lossColumns: readonly Reader[] = [
  { title: "loss", width: 7, cell: (row) => lossOf(row) },
  { title: "remarks", width: 0, text: true, cell: (row) => remarksOf(row) },
];

/** Of the second epoch; nothing where nothing was computed. */
const lossOf = ({ chromium, node, lossSteps }: Compared): string | null =>
  lossSteps === 0 ? null : ((chromium ?? node)?.losses[1]?.toFixed(4) ?? null);

function remarksOf({ node, chromium, lossDifference: off, lossSteps }: Compared): string {
  const remarks: string[] = [];
  for (const [place, measured] of [
    ["Node", node],
    ["Chromium", chromium],
  ] as const) {
    if (measured !== null && measured.why !== null) remarks.push(`${place}: ${measured.why}`);
    for (const [name, value] of Object.entries(measured?.notes ?? {})) {
      if (place === "Node" || node === null) remarks.push(`${name}: ${value}`);
    }
  }
  if (off !== null && off > sameLoss) {
    remarks.push(`loss differs by ${(off * 100).toFixed(2)} % within ${lossSteps} steps`);
  }
  return remarks.join("; ");
}

/** All peers with one model in one place; peers that cannot run there are told of by `missing`. */
async function inPlace(place: Place, model: string, peers: readonly string[]): Promise<Map<string, Measured>> {
  const able = peers.filter((peer) => missing(peer, place.name) === null);
  const plan = { model, steps: place.stepsOf(model), rounds: place.rounds, budgetMs: place.budgetMs };
  const measured = await measure(plan, able, place.start);
  return new Map(measured.map((one) => [one.peer, one]));
}

/** `computes`: whether Node computes too; on the null adapter its losses say nothing. */
export async function compareModel(
  model: string,
  peers: readonly string[],
  places: { readonly node: Place | null; readonly chromium: Place | null },
  computes: boolean,
): Promise<Compared[]> {
  const problem = problemOf(model, 1);
  const node = places.node === null ? null : await inPlace(places.node, model, peers);
  const chromium = places.chromium === null ? null : await inPlace(places.chromium, model, peers);
  const judged = (peer: string) => chromium?.get(peer) ?? (computes ? node?.get(peer) : undefined);
  const reference = peers.map(judged).find((measured) => (measured?.losses.length ?? 0) > 0);
  const ours = { node: node?.get("ours"), chromium: chromium?.get("ours") };
  return peers.map((peer) => {
    const [own, wall] = [node?.get(peer) ?? null, chromium?.get(peer) ?? null];
    const losses = judged(peer)?.losses ?? [];
    return {
      model,
      title: problem.title,
      parameters: problem.parameters,
      flops: problem.flops,
      peer,
      node: own,
      chromium: wall,
      ratios: {
        cpu: quotient(own?.cpuMs, ours.node?.cpuMs),
        wall: quotient(wall?.wallMs, ours.chromium?.wallMs),
        nodeWall: quotient(own?.wallMs, ours.node?.wallMs),
      },
      lossDifference: reference === undefined ? null : lossDifference(losses, reference.losses),
      lossSteps: losses.length * (judged(peer)?.stepsARound ?? 0),
    };
  });
}

/** Says which peers have no figures anywhere here, and why. */
export function tellMissing(peers: readonly string[]): void {
  for (const peer of peers) {
    const [node, chromium] = [missing(peer, "node"), missing(peer, "chromium")];
    if (node !== null) console.log(`left out in Node: ${peer}: ${node}`);
    if (chromium !== null) console.log(`left out in Chromium: ${peer}: ${chromium}`);
  }
  if (!dawnIsThere()) {
    console.log("left out: everything in Node: Dawn is not installed (npm ci --ignore-scripts in bench/train)");
  }
}

export function printHeading(columns: readonly Reader[]): void {
  const text = heading(columns);
  console.log(`\n${text}\n${"─".repeat(text.length)}`);
}

export function printRows(columns: readonly Reader[], rows: readonly Compared[]): void {
  rows.forEach((row, index) => {
    console.log(line(columns, index === 0 ? row : { ...row, title: "" }));
  });
}
