/**
 * @file The product of a vector and a matrix in WGSL, in two ways that give the same sums in the same order or nearly so.
 * *Alone*: one invocation does all columns, sixteen at a time, so that a number of the vector is read once for each
 * sixteen products. *In a team*: the invocations of a workgroup share the columns, neighbours in neighbouring memory;
 * where there are more of them than columns, they share the length too.
 */
import type { Product } from "./cells.ts";
import type { Division } from "./division.ts";

/** What a team waits for between phases; alone there is nobody to wait for. */
export const syncText = ({ team }: Division): string => (team === 1 ? "" : "workgroupBarrier(); storageBarrier();");

export const productDeclarations = ({ team }: Division): string =>
  team === 1 ? "" : `var<workgroup> partial : array<f32, ${team}>;`;

export const productText = (product: Product, division: Division): string => {
  const { length, columns, stride, first } = product;
  const sizes = `let productColumns = ${columns};
    let productLength = ${length};
    let productStride = ${stride};
    let productFirst = ${first};`;
  const work = division.team > 1 ? teamText(product, division.team) : aloneText(product, division);
  return `{ ${sizes}\n${work} }`;
};

/** Four steps of the length at once keep several reads on the way. */
const teamSum = (vector: string, from: string, to: string) => `
    var sum = 0.0;
    var k = ${from};
    for (; k + 4u <= ${to}; k += 4u) {
      let at = productFirst + k * productStride + column;
      let a = matrix[at];
      let b = matrix[at + productStride];
      let c = matrix[at + 2u * productStride];
      let e = matrix[at + 3u * productStride];
      sum += ${vector}[productBase + k] * a;
      sum += ${vector}[productBase + k + 1u] * b;
      sum += ${vector}[productBase + k + 2u] * c;
      sum += ${vector}[productBase + k + 3u] * e;
    }
    for (; k < ${to}; k++) { sum += ${vector}[productBase + k] * matrix[productFirst + k * productStride + column]; }`;

const teamText = ({ vector, base, done }: Product, team: number): string => `
  let productBase = ${base("p")};
  let parts = ${team}u / productColumns;
  if (parts > 1u) {
    let part = lane / productColumns;
    let column = lane % productColumns;
    let share = (productLength + parts - 1u) / parts;
    if (part < parts) {
      let shareEnd = min(productLength, (part + 1u) * share);
      ${teamSum(vector, "min(productLength, part * share)", "shareEnd")}
      partial[lane] = sum;
    }
    workgroupBarrier();
    if (part == 0u) {
      var sum = partial[column];
      for (var other = 1u; other < parts; other++) { sum += partial[other * productColumns + column]; }
      ${done}
    }
  } else {
    for (var column = lane; column < productColumns; column += ${team}u) {
      ${teamSum(vector, "0u", "productLength")}
      ${done}
    }
  }`;

/** Columns of a tile in vectors of four: the more rows there are, the fewer, so that all sums stay near. */
const vectorsOf = (rows: number): number => (rows >= 4 ? 2 : 4);
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i);
const parts = ["x", "y", "z", "w"] as const;

function aloneText({ vector, base, done }: Product, { fours, rows }: Division): string {
  const vectors = upTo(vectorsOf(rows));
  const width = 4 * vectors.length;
  // Columns beyond the last are computed as the last and not stored; rows likewise.
  const at = fours
    ? (i: number) => `min(start / 4u + ${i}u, productColumns / 4u - 1u)`
    : (i: number) => `min(start + ${4 * i}u + vec4<u32>(0u, 1u, 2u, 3u), vec4<u32>(productColumns - 1u))`;
  const loaded = fours
    ? (i: number) => `matrix[line + at${i}]`
    : (i: number) => `vec4<f32>(${parts.map((c) => `matrix[line + at${i}.${c}]`).join(", ")})`;
  const line = fours ? "productFirst / 4u + k * (productStride / 4u)" : "productFirst + k * productStride";
  const each = (text: (row: number, i: number) => string) =>
    upTo(rows)
      .flatMap((row) => vectors.map((i) => text(row, i)))
      .join(" ");
  return `
  ${upTo(rows)
    .map((row) => `let base${row} = ${base(`(min(firstRow + ${row}u, params.rows - 1u) * steps + t)`)};`)
    .join("\n  ")}
  for (var start = 0u; start < productColumns; start += ${width}u) {
    ${vectors.map((i) => `let at${i} = ${at(i)};`).join(" ")}
    ${each((row, i) => `var sums${row}_${i} = vec4<f32>(0.0);`)}
    for (var k = 0u; k < productLength; k++) {
      let line = ${line};
      ${vectors.map((i) => `let m${i} = ${loaded(i)};`).join(" ")}
      ${upTo(rows)
        .map((row) => `let x${row} = ${vector}[base${row} + k];`)
        .join(" ")}
      ${each((row, i) => `sums${row}_${i} += x${row} * m${i};`)}
    }
    var sums : array<f32, ${rows * width}>;
    ${each((row, i) => parts.map((c, n) => `sums[${row * width + 4 * i + n}] = sums${row}_${i}.${c};`).join(" "))}
    for (var at = 0u; at < ${rows * width}u; at++) {
      let column = start + at % ${width}u;
      let row = firstRow + at / ${width}u;
      if (column >= productColumns || row >= params.rows) { continue; }
      let p = row * steps + t;
      let sum = sums[at];
      ${done}
    }
  }`;
}
