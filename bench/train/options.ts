/** @file What may be asked of the benchmark on its command line. */
import { peerNames } from "./hosts.ts";
import { modelNames } from "./models.ts";

/** Parts of the benchmark; each can be asked for alone. */
export const sections = ["table", "scaling", "memory", "page"] as const;
export type Section = (typeof sections)[number];

export const places = ["node", "chromium"] as const;
export type PlaceName = (typeof places)[number];

export interface Options {
  readonly models: readonly string[];
  readonly peers: readonly string[];
  readonly sections: readonly Section[];
  /** Where the table is measured. */
  readonly places: readonly PlaceName[];
  readonly rounds: number | null;
  readonly steps: number | null;
  /** Longest time in seconds that the timed rounds of one peer and model may take. */
  readonly budget: number | null;
  readonly gpu: boolean;
  /** The built studio, for the section "page". */
  readonly build: string;
  /** Seconds that the page is watched. */
  readonly watch: number;
}

const usage = `npm run bench -- [options]
  --models ${modelNames.join(",")}
  --peers ${peerNames.join(",")}
  --only ${sections.join(",")}
  --in ${places.join(",")}
  --rounds N     timed epochs of each peer (5 in Node, 3 in Chromium)
  --steps N      steps an epoch, for every model
  --budget S     seconds that the timed rounds of one peer and model may take
  --build DIR    a build of the studio, for the section "page" (dist)
  --watch S      seconds that the page is watched (60)
  --gpu          on the real GPU: what npm run bench:gpu asks for`;

function listOf<T extends string>(given: string, known: readonly T[], what: string): T[] {
  const asked = given.split(",");
  const unknown = asked.filter((name) => !(known as readonly string[]).includes(name));
  if (unknown.length > 0) throw new Error(`No ${what} "${unknown.join(", ")}"; there are ${known.join(", ")}.`);
  return asked as T[];
}

function positive(given: string, name: string): number {
  const value = Number(given);
  if (!(value > 0)) throw new Error(`${name} takes a number above 0, not "${given}".`);
  return value;
}

/** null: help was asked for, and has been printed. */
export function optionsOf(args: readonly string[]): Options | null {
  const given = new Map<string, string>();
  for (let i = 0; i < args.length; i++) {
    const name = args[i] as string;
    if (name === "--help" || name === "-h") {
      console.log(usage);
      return null;
    }
    if (name === "--gpu") given.set(name, "");
    else {
      const value = args[++i];
      if (value === undefined) throw new Error(`${name} takes a value.\n${usage}`);
      given.set(name, value);
    }
  }
  const known = [
    "--models",
    "--peers",
    "--only",
    "--in",
    "--rounds",
    "--steps",
    "--budget",
    "--build",
    "--watch",
    "--gpu",
  ];
  const strange = [...given.keys()].filter((name) => !known.includes(name));
  if (strange.length > 0) throw new Error(`No option ${strange.join(", ")}.\n${usage}`);
  const list = <T extends string>(name: string, all: readonly T[], what: string): readonly T[] => {
    const value = given.get(name);
    return value === undefined ? all : listOf(value, all, what);
  };
  const number = (name: string): number | null => {
    const value = given.get(name);
    return value === undefined ? null : positive(value, name);
  };
  const gpu = given.has("--gpu");
  return {
    models: list("--models", modelNames, "model"),
    peers: list("--peers", peerNames, "peer"),
    sections: list("--only", gpu ? (["table"] as const) : sections, "section"),
    places: list("--in", places, "place"),
    rounds: number("--rounds"),
    steps: number("--steps"),
    budget: number("--budget"),
    gpu,
    build: given.get("--build") ?? "dist",
    watch: number("--watch") ?? 60,
  };
}
