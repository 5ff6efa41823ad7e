/**
 * @file WGSL of what the invocations of a workgroup make of a number each: its sum, its largest. A kernel names its joins
 * and calls them as functions; in which of two forms they are written is the device's (`preferences.ts`). *Memory*: every
 * invocation leaves its number in workgroup memory, the first few join columns of it, all join what those left: two
 * barriers. *Subgroups*: a subgroup joins by itself, and the subgroups' numbers are joined in the same way: one barrier.
 *
 * WGSL says neither how large subgroups are nor which invocations are in one together. Numbers of subgroups come with a
 * language feature, but are made up by atomics on some systems: sums would change from run to run. So they are not asked
 * for: one invocation of a subgroup leaves the subgroup's number at its own place, where the others leave what changes
 * nothing; and each subgroup reads all places, shared by as many invocations as it turns out to have. The order follows
 * from how a device maps lanes to subgroups, which it does the same way each time; `measureJoins.ts` looks whether it does.
 *
 * Joins must be called where all invocations of a workgroup come by, each name once; in a loop, where at least two
 * different ones take turns.
 */
import type { Extension } from "../gpu/kernel.ts";
import type { JoinWay } from "./preferences.ts";

/** What becomes of `name(value)`. "largest" is of pairs, `name(Largest(value, place))`: of equals that with the least place. */
export type Join = "sum f32" | "sum i32" | "sum vec2<f32>" | "max f32" | "max i32" | "min f32" | "min i32" | "largest";

/** The parts of a kernel that its joins need. */
export interface Across {
  /** For the kernel's key. */
  readonly key: JoinWay;
  readonly enables: readonly Extension[];
  readonly declarations: string;
  /** What the body begins with. */
  readonly begin: string;
}

/** What the functions know of their invocation. Asked once a kernel: some devices go through a subgroup one by one for it. */
const seats = {
  memory: { declarations: "var<private> ownLane : u32;", begin: "ownLane = lane;" },
  subgroups: {
    declarations: `
struct Seat { lane : u32, elected : bool, rank : u32, present : u32 }
var<private> seat : Seat;`,
    begin: "seat = Seat(lane, subgroupElect(), subgroupExclusiveAdd(1u), subgroupAdd(1u));",
  },
} as const satisfies Record<JoinWay, unknown>;

interface Operation {
  readonly type: string;
  /** What changes nothing in a join. */
  readonly neutral: string;
  readonly join: (a: string, b: string) => string;
  /** An expression of `value`: joined over the subgroup. */
  readonly subgroup: string;
}

const largest = `
struct Largest { value : f32, place : u32 }
fn largerOf(a : Largest, b : Largest) -> Largest {
  if (b.value > a.value || (b.value == a.value && b.place < a.place)) { return b; }
  return a;
}`;
/** A function of its own, since it takes two steps; only where subgroups are enabled. */
const largestOfSubgroup = `
fn largestOfSubgroup(given : Largest) -> Largest {
  let value = subgroupMax(given.value);
  return Largest(value, subgroupMin(select(0xffffffffu, given.place, given.value == value)));
}`;

const bounds = {
  f32: { max: "-0x1.fffffep+127f", min: "0x1.fffffep+127f" },
  i32: { max: "i32(-2147483647 - 1)", min: "2147483647i" },
} as const;

function operationOf(join: Join): Operation {
  if (join === "largest") {
    return {
      type: "Largest",
      neutral: `Largest(${bounds.f32.max}, 0xffffffffu)`,
      join: (a, b) => `largerOf(${a}, ${b})`,
      subgroup: "largestOfSubgroup(value)",
    };
  }
  const [kind, type] = join.split(" ") as ["sum" | "max" | "min", "f32" | "i32"];
  if (kind === "sum") {
    return { type, neutral: `${type}()`, join: (a, b) => `${a} + ${b}`, subgroup: "subgroupAdd(value)" };
  }
  return {
    type,
    neutral: bounds[type][kind],
    join: (a, b) => `${kind}(${a}, ${b})`,
    subgroup: kind === "max" ? "subgroupMax(value)" : "subgroupMin(value)",
  };
}

/** As many as there are numbers for each of them: both halves of the way are about equally long. */
const columnsOf = (lanes: number): number => 2 ** Math.ceil(Math.log2(lanes) / 2);

const throughMemory = (name: string, { type, join }: Operation, lanes: number): string => {
  const columns = columnsOf(lanes);
  return `
fn ${name}(given : ${type}) -> ${type} {
  ${name}Parts[ownLane] = given;
  workgroupBarrier();
  if (ownLane < ${columns}u) {
    var part = given;
    for (var at = ownLane + ${columns}u; at < ${lanes}u; at += ${columns}u) { part = ${join("part", `${name}Parts[at]`)}; }
    ${name}Parts[ownLane] = part;
  }
  workgroupBarrier();
  var all = ${name}Parts[0];
  for (var at = 1u; at < ${columns}u; at++) { all = ${join("all", `${name}Parts[at]`)}; }
  return all;
}`;
};

const bySubgroups = (name: string, { type, neutral, join, subgroup }: Operation, lanes: number): string => `
fn ${name}OfSubgroup(value : ${type}) -> ${type} { return ${subgroup}; }
fn ${name}(given : ${type}) -> ${type} {
  let part = ${name}OfSubgroup(given);
  if (seat.elected) { ${name}Parts[seat.lane] = part; } else { ${name}Parts[seat.lane] = ${neutral}; }
  workgroupBarrier();
  var all = ${neutral};
  for (var at = seat.rank; at < ${lanes}u; at += seat.present) { all = ${join("all", `${name}Parts[at]`)}; }
  return ${name}OfSubgroup(all);
}`;

/** The joins of a kernel whose workgroups have `lanes` invocations, a power of 2. */
export function across(joins: Readonly<Record<string, Join>>, lanes: number, way: JoinWay): Across {
  const text = way === "memory" ? throughMemory : bySubgroups;
  const functions = Object.entries(joins).map(([name, join]) => {
    const operation = operationOf(join);
    return `var<workgroup> ${name}Parts : array<${operation.type}, ${lanes}>;${text(name, operation, lanes)}`;
  });
  const pairs = Object.values(joins).includes("largest")
    ? [largest, ...(way === "subgroups" ? [largestOfSubgroup] : [])]
    : [];
  return {
    key: way,
    enables: way === "subgroups" ? ["subgroups"] : [],
    declarations: [seats[way].declarations, ...pairs, ...functions].join("\n"),
    begin: seats[way].begin,
  };
}
