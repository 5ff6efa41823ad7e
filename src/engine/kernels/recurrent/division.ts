/** @file How the work on a sequence is divided: among invocations, and where it is very long into launches. */
import { type Cell, cellTexts } from "./cells.ts";

export interface Sizes {
  readonly rows: number;
  readonly steps: number;
  readonly units: number;
}

/** How a kernel is divided among invocations. */
export interface Division {
  /** Invocations for one row of the batch; 1 works without any barrier. */
  readonly team: number;
  /** Rows of one invocation, where it works alone: what it reads of the matrix serves all of them. */
  readonly rows: number;
  /** Whether the matrix is an array of vec4; only alone, where the sizes allow it. */
  readonly fours: boolean;
}

/** Multiplications of one launch at most: some milliseconds of a slow device, long before a watchdog acts. */
const mostWork = { alone: 2 ** 28, team: 2 ** 32 } as const;
const mostSteps = 1024;

/** The parts of a sequence, each a launch. */
export function chunksOf({ rows, steps, units }: Sizes, gates: number, team: number): readonly [number, number][] {
  const perStep = rows * units * units * gates;
  const most = Math.floor((team === 1 ? mostWork.alone : mostWork.team) / perStep);
  const length = Math.min(mostSteps, Math.max(1, most));
  return Array.from({ length: Math.ceil(steps / length) }, (_, at) => [
    at * length,
    Math.min(steps, (at + 1) * length),
  ]);
}

/** As many invocations as there are columns, in whole subgroups. */
export function divisionOf({ rows, units }: Sizes, cell: Cell, together: boolean): Division {
  if (!together) return { team: 1, rows: rows >= 32 ? 4 : rows >= 8 ? 2 : 1, fours: units % 4 === 0 };
  return { team: Math.min(256, Math.ceil((cellTexts[cell].gates * units) / 32) * 32), rows: 1, fours: false };
}
