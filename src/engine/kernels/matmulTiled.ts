/**
 * @file Large matrix products on GPUs: a workgroup brings squares of both operands into its own memory and each invocation
 * keeps 4 × 4 or 8 × 8 of the result. Waits at barriers, so a device that computes on a CPU is better off without it.
 */
import { type Kernel, linear } from "../gpu/kernel.ts";
import type { Sizes } from "./matmul.ts";
import {
  type Epilogue,
  epilogueBuffers,
  epilogueFunctions,
  epilogueKey,
  storeFour,
  sumsColumns,
} from "./matmulText.ts";

export interface TiledForm {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  readonly fours: { readonly a: boolean; readonly b: boolean; readonly result: boolean };
  /** Rows and columns of an invocation. */
  readonly per: 4 | 8;
  readonly epilogue: Exclude<Epilogue, { kind: "part" }>;
}

/** Invocations along a side of the workgroup's square. */
const side = 8;
/** Inner indices brought at once. */
const depth = 16;
/** Fewer workgroups than this leave a large GPU idle: smaller squares, or none. */
const enoughGroups = 128;

/** The size of an invocation's square for a product, or null where it is too small to profit. */
export function tileFor({ m, n, k, batches = 1 }: Sizes): 4 | 8 | null {
  if (m < 32 || n < 32 || k < 32) return null;
  const groups = (per: number) => batches * Math.ceil(m / (side * per)) * Math.ceil(n / (side * per));
  if (groups(8) >= enoughGroups) return 8;
  return groups(4) >= 16 ? 4 : null;
}

export function tiledGrid(form: TiledForm, { m, n, k, batches = 1, batchesA = batches, batchesB = batches }: Sizes) {
  const tile = side * form.per;
  const across = Math.ceil(n / tile);
  const down = Math.ceil(m / tile) + (sumsColumns(form.epilogue) ? 1 : 0);
  return {
    params: { m, n, k, batches, batchesA, batchesB, across, down },
    groups: linear(across * down * batches, 1),
  };
}

const lines = (count: number, text: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => text(at)).join("\n");

export function tiledKernel(form: TiledForm): Kernel {
  const { transposeA, transposeB, fours, per, epilogue } = form;
  const { inputs, outputs } = epilogueBuffers(epilogue, fours.result);
  const sums = sumsColumns(epilogue);
  const tile = side * per;
  const name = `${transposeA ? "t" : "n"}${fours.a ? 4 : 1} ${transposeB ? "t" : "n"}${fours.b ? 4 : 1} ${fours.result ? 4 : 1}`;
  const quarters = per / 4;
  return {
    key: `matmul tiled ${name} ${per} ${epilogueKey(epilogue)}`,
    inputs: { a: fours.a ? "vec4<f32>" : "f32", b: fours.b ? "vec4<f32>" : "f32", ...inputs },
    outputs,
    params: {
      m: "u32",
      n: "u32",
      k: "u32",
      batches: "u32",
      batchesA: "u32",
      batchesB: "u32",
      across: "u32",
      down: "u32",
    },
    workgroup: side * side,
    declarations: `
${epilogueFunctions(epilogue)}
var<workgroup> tileA : array<f32, ${depth * tile}>;
var<workgroup> tileB : array<f32, ${depth * tile}>;
${reader("a", transposeA, fours.a, "m")}
${reader("b", !transposeB, fours.b, "n")}`,
    body: `
  let id = group.y * groups.x + group.x;
  let c = id % params.across * ${tile}u;
  let r = id / params.across % params.down * ${tile}u;
  let batch = id / (params.across * params.down);
  let beyond = batch >= params.batches;
  let startA = batch % params.batchesA * params.m * params.k;
  let startB = batch % params.batchesB * params.n * params.k;
  ${sums ? "let summing = r >= params.m;" : ""}
  let x = lane % ${side}u * 4u;
  let y = lane / ${side}u * 4u;
  ${lines(per, (i) => lines(quarters, (h) => `var sum${i}_${h} = vec4<f32>();`))}
  for (var k = 0u; k < params.k; k += ${depth}u) {
    ${bring("A", "a", transposeA, per, "r", sums)}
    ${bring("B", "b", !transposeB, per, "c", false)}
    workgroupBarrier();
    for (var at = 0u; at < ${depth}u; at++) {
      ${lines(quarters, (h) => {
        const start = `at * ${tile}u + ${h * side * 4}u`;
        return `let b${h} = vec4(tileB[${start} + x], tileB[${start} + x + 1u], tileB[${start} + x + 2u], tileB[${start} + x + 3u]);
        let a${h} = vec4(tileA[${start} + y], tileA[${start} + y + 1u], tileA[${start} + y + 2u], tileA[${start} + y + 3u]);`;
      })}
      ${lines(per, (i) => lines(quarters, (h) => `sum${i}_${h} += a${i >> 2}[${i & 3}] * b${h};`))}
    }
    workgroupBarrier();
  }
  if (beyond) { return; }
  ${lines(per, (i) => {
    const at = `r + y + ${(i >> 2) * side * 4 + (i & 3)}u`;
    const allowed = sums && i === 0 ? "(at < params.m || (summing && y == 0u))" : "at < params.m";
    return `{ let at = ${at}; if (${allowed}) {
    let row = ${sums ? "select(at, params.m, summing)" : "at"};
    ${lines(
      quarters,
      (h) =>
        `{ let column = c + x + ${h * side * 4}u; if (column < params.n) { let value = sum${i}_${h}; ${storeFour(epilogue, fours.result)} } }`,
    )}
  } }`;
  })}`,
  };
}

/**
 * `fn readA(start, at, k)`: four values of an operand, zeros beyond its edges. `innerIsRow`: four neighbours of one inner
 * index, else four inner indices of one line.
 */
function reader(name: string, innerIsRow: boolean, fours: boolean, size: string): string {
  const [length, count, row, column] = innerIsRow
    ? [`params.${size}`, "params.k", "k", "at"]
    : ["params.k", `params.${size}`, "at", "k"];
  const one = (i: number) =>
    `select(0.0, ${name}[min(start + ${row} * ${length} + ${column} + ${i}u, last)], ${column} + ${i}u < ${length})`;
  return `
fn read_${name}(start : u32, at : u32, k : u32) -> vec4<f32> {
  if (${row} >= ${count} || ${column} >= ${length}) { return vec4<f32>(); }
  ${
    fours
      ? `return ${name}[(start + ${row} * ${length} + ${column}) / 4u];`
      : `let last = start + params.k * params.${size} - 1u;
  return vec4(${[0, 1, 2, 3].map(one).join(", ")});`
  }
}`;
}

/** Statements that bring a workgroup's part of an operand, inner index first. */
function bring(into: string, name: string, innerIsRow: boolean, per: 4 | 8, start: string, sums: boolean): string {
  const tile = side * per;
  const loads = (tile * depth) / 4 / (side * side);
  return lines(loads, (load) => {
    const item = `(lane + ${load * side * side}u)`;
    const [line, inner] = innerIsRow
      ? [`${item} % ${tile / 4}u * 4u`, `${item} / ${tile / 4}u`]
      : [`${item} / ${depth / 4}u`, `${item} % ${depth / 4}u * 4u`];
    const read = `read_${name}(start${into}, ${start} + line, k + inner)`;
    const ones = "vec4(select(0.0, 1.0, line == 0u && k + inner < params.k), 0.0, 0.0, 0.0)";
    const put = [0, 1, 2, 3].map((i) =>
      innerIsRow
        ? `tile${into}[inner * ${tile}u + line + ${i}u] = four[${i}];`
        : `tile${into}[(inner + ${i}u) * ${tile}u + line] = four[${i}];`,
    );
    return `{
      let line = ${line};
      let inner = ${inner};
      ${sums ? `var four = ${ones};\nif (!summing) { four = ${read}; }` : `let four = ${read};`}
      ${put.join("\n")}
    }`;
  });
}
