/**
 * @file The text of matrix products in which each invocation keeps a tile of the result in registers and reads its
 * operands straight from memory: no workgroup memory, no barriers. Every fourth value of an operand comes in one read
 * where its rows are multiples of four long. `matmul.ts` chooses among the forms and runs them.
 */
import type { Kernel } from "../gpu/kernel.ts";
import { activationFunctions, activationWgsl, type PointActivation } from "./activations.ts";

/** An operand as the text sees it. */
export interface OperandForm {
  readonly transposed: boolean;
  /** Read four at a time. */
  readonly fours: boolean;
}

export interface ProductForm {
  readonly a: OperandForm;
  readonly b: OperandForm;
  /** The result is written four at a time. */
  readonly fours: boolean;
  /** Inner length is no multiple of four. */
  readonly tail: boolean;
  /** Rows of an invocation's tile, a multiple of four where `a` is transposed. */
  readonly rows: 1 | 2 | 4 | 8;
  /** Columns of it. */
  readonly columns: 4 | 8;
  /**
   * Four inner indices at once, as the product with a 4 × 4 matrix: a sum is touched once instead of four times, which is
   * much where registers are few, for one more addition in four.
   */
  readonly blocks: boolean;
  readonly epilogue: Epilogue;
}

/** What becomes of a finished sum. */
export type Epilogue =
  | {
      readonly kind: "finish";
      readonly bias: boolean;
      readonly activation: PointActivation;
      readonly keepsArgument: boolean;
    }
  /** The sums of B's columns go to an output of their own: the gradient of a bias beside that of its kernel. */
  | { readonly kind: "columnSums" }
  /** Of a part of the inner length; `sums`: with the columns' sums as a further row. */
  | { readonly kind: "part"; readonly sums: boolean };

export const sumsColumns = (epilogue: Epilogue): boolean =>
  epilogue.kind === "columnSums" || (epilogue.kind === "part" && epilogue.sums);

const range = (count: number): number[] => Array.from({ length: count }, (_, at) => at);
const lines = (count: number, text: (at: number) => string): string => range(count).map(text).join("\n");

const formKey = ({ transposed, fours }: OperandForm) => `${transposed ? "t" : "n"}${fours ? 4 : 1}`;

export function epilogueKey(epilogue: Epilogue): string {
  switch (epilogue.kind) {
    case "finish":
      return `${epilogue.bias ? "bias " : ""}${epilogue.activation}${epilogue.keepsArgument ? " keeping" : ""}`;
    case "columnSums":
      return "sums";
    case "part":
      return epilogue.sums ? "part with sums" : "part";
  }
}

/** Names of the buffers beside a and b, by what is done with a sum. */
export function epilogueBuffers(epilogue: Epilogue, fours: boolean): Pick<Kernel, "inputs" | "outputs"> {
  const element = fours ? "vec4<f32>" : "f32";
  const bias: Record<string, string> = epilogue.kind === "finish" && epilogue.bias ? { bias: element } : {};
  switch (epilogue.kind) {
    case "finish":
      return { inputs: bias, outputs: { result: element, ...(epilogue.keepsArgument ? { argument: element } : {}) } };
    case "columnSums":
      return { inputs: {}, outputs: { result: element, sums: element } };
    case "part":
      return { inputs: {}, outputs: { result: element } };
  }
}

/** `activate` for the epilogue, and its use on four numbers. */
export const epilogueFunctions = (epilogue: Epilogue): string =>
  epilogue.kind === "finish" && epilogue.activation !== "linear"
    ? `${activationFunctions}${activationWgsl(epilogue.activation)}
fn activate4(z : vec4<f32>) -> vec4<f32> { return vec4(activate(z.x), activate(z.y), activate(z.z), activate(z.w)); }`
    : "fn activate4(z : vec4<f32>) -> vec4<f32> { return z; }";

/** Statements that write four sums `value` (a vec4) of row `row` from column `column` on. */
export function storeFour(epilogue: Epilogue, fours: boolean): string {
  const put = (buffer: string, values: string, row: string) =>
    fours
      ? `${buffer}[(${row} + column) / 4u] = ${values};`
      : lines(4, (at) => `if (column + ${at}u < params.n) { ${buffer}[${row} + column + ${at}u] = ${values}[${at}]; }`);
  switch (epilogue.kind) {
    case "finish": {
      const bias = fours
        ? "bias[column / 4u]"
        : `vec4(${range(4)
            .map((at) => `bias[min(column + ${at}u, params.n - 1u)]`)
            .join(", ")})`;
      return `
        let z = value${epilogue.bias ? ` + ${bias}` : ""};
        let y = activate4(z);
        let start = (batch * params.m + row) * params.n;
        ${put("result", "y", "start")}
        ${epilogue.keepsArgument ? put("argument", "z", "start") : ""}`;
    }
    case "columnSums":
      return `
        if (row == params.m) { ${put("sums", "value", "0u")} }
        else { let start = row * params.n; ${put("result", "value", "start")} }`;
    case "part":
      return `
        let height = params.m + ${epilogue.sums ? 1 : 0}u;
        let start = ((split * params.batches + batch) * height + row) * params.n;
        ${put("result", "value", "start")}`;
  }
}

/** The kernel of a form. One invocation computes `rows` × `columns` of the result over a part of the inner length. */
export function productKernel(form: ProductForm): Kernel {
  const { a, b, rows, columns, epilogue } = form;
  const sums = sumsColumns(epilogue);
  const { inputs, outputs } = epilogueBuffers(epilogue, form.fours);
  return {
    key: `matmul ${formKey(a)} ${formKey(b)} ${form.fours ? 4 : 1} ${form.tail ? "tail " : ""}${form.blocks ? "blocks " : ""}${rows}x${columns} ${epilogueKey(epilogue)}`,
    inputs: { a: a.fours ? "vec4<f32>" : "f32", b: b.fours ? "vec4<f32>" : "f32", ...inputs },
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
      wide: "u32",
      splits: "u32",
      perSplit: "u32",
    },
    workgroup: lanes,
    declarations: epilogueFunctions(epilogue),
    body: `
  let id = group.y * groups.x + group.x;
  let part = id / (params.across * params.down);
  let split = part % params.splits;
  let batch = part / params.splits;
  let c = ((id % params.across) * params.wide + lane % params.wide) * ${columns}u;
  let r = ((id / params.across % params.down) * (${lanes}u / params.wide) + lane / params.wide) * ${rows}u;
  let height = ${sums ? `(params.m + ${rows - 1}u) / ${rows}u * ${rows}u + 1u` : "params.m"};
  if (batch >= params.batches || c >= params.n || r >= height) { return; }
  ${sums ? "let summing = r >= params.m;" : ""}
  let startA = batch % params.batchesA * params.m * params.k;
  let startB = batch % params.batchesB * params.n * params.k;
  ${starts("a", a, rows, "r", "params.m", "startA")}
  ${starts("b", b, columns, "c", "params.n", "startB")}
  ${lines(rows, (i) => lines(columns / 4, (h) => `var sum${i}_${h} = vec4<f32>();`))}
  let end = min(params.k, (split + 1u) * params.perSplit);
  var k = split * params.perSplit;
  for (; k + 4u <= end; k += 4u) {
    ${blockOf("a", a, rows, sums)}
    ${blockOf("b", b, columns, false)}
    ${form.blocks ? blockProducts(form) : stepProducts(form)}
  }
  ${form.tail ? tailOf(form, sums) : ""}
  ${lines(
    rows,
    (i) => `if (r + ${i}u < params.m${sums && i === 0 ? " || summing" : ""}) {
    let row = ${sums ? "select(r, params.m, summing)" : "r"} + ${i}u;
    ${lines(
      columns / 4,
      (h) =>
        `{ let column = c + ${h * 4}u; if (column < params.n) { let value = sum${i}_${h}; ${storeFour(epilogue, form.fours)} } }`,
    )}
  }`,
  )}`,
  };
}

/** Invocations of a workgroup. */
export const lanes = 64;

/** Whether an operand lies with its inner length as rows of the buffer: A transposed, B as it is. */
const innerIsRow = (name: string, { transposed }: OperandForm) => (name === "a" ? transposed : !transposed);

/**
 * Where an operand's lines of the inner length or, where that is the buffer's row, its columns begin, in reads. Those
 * beyond the edge repeat the last: what is computed of them is not written.
 */
function starts(name: string, form: OperandForm, count: number, at: string, size: string, start: string): string {
  const per = form.fours ? "/ 4u" : "";
  if (!innerIsRow(name, form)) {
    return lines(count, (i) => `let ${name}At${i} = (${start} + min(${at} + ${i}u, ${size} - 1u) * params.k) ${per};`);
  }
  const row = `let ${name}Row = ${size} ${per};`;
  return form.fours
    ? `${row} ${lines(count / 4, (g) => `let ${name}At${g} = (${start} + min(${at} + ${g * 4}u, ${size} - 4u)) / 4u;`)}`
    : `${row} ${lines(count, (i) => `let ${name}At${i} = ${start} + min(${at} + ${i}u, ${size} - 1u);`)}`;
}

/** Reads an operand for four values of the inner index: `a0 …` by row, or `a0_0 …` by four rows and inner index. */
function blockOf(name: "a" | "b", form: OperandForm, count: number, sums: boolean): string {
  const { fours } = form;
  if (!innerIsRow(name, form)) {
    return lines(count, (i) => {
      const at = `${name}At${i} + k`;
      const read = fours
        ? `${name}[${at} / 4u]`
        : `vec4(${name}[${at}], ${name}[${at} + 1u], ${name}[${at} + 2u], ${name}[${at} + 3u])`;
      return `let ${name}${i} = ${read};`;
    });
  }
  return lines(4, (step) => {
    const row = `let ${name}Line${step} = (k + ${step}u) * ${name}Row;`;
    return `${row}
    ${lines(count / 4, (g) => `let ${name}${g}_${step} = ${lineOf(name, fours, g, `${name}Line${step}`, sums)};`)}`;
  });
}

/** Four neighbours of one inner index. */
function lineOf(name: string, fours: boolean, g: number, row: string, sums: boolean): string {
  const read = fours
    ? `${name}[${name}At${g} + ${row}]`
    : `vec4(${range(4)
        .map((i) => `${name}[${name}At${g * 4 + i} + ${row}]`)
        .join(", ")})`;
  return sums ? `select(${read}, vec4(${g === 0 ? "1.0" : "0.0"}, 0.0, 0.0, 0.0), summing)` : read;
}

/** The value of A in row `i` of the tile at a step of the block. */
const rowOf = (a: OperandForm, i: number, step: number): string =>
  a.transposed ? `a${i >> 2}_${step}[${i & 3}]` : `a${i}[${step}]`;

/** Four columns of B at a step of the block. */
const columnsOf = (b: OperandForm, h: number, step: number): string =>
  b.transposed
    ? `vec4(${range(4)
        .map((j) => `b${h * 4 + j}[${step}]`)
        .join(", ")})`
    : `b${h}_${step}`;

/** Statements that add four inner indices, one after the other. */
const stepProducts = ({ a, b, rows, columns }: ProductForm): string =>
  lines(4, (step) =>
    lines(columns / 4, (h) => lines(rows, (i) => `sum${i}_${h} += ${rowOf(a, i, step)} * ${columnsOf(b, h, step)};`)),
  );

/** Statements that add four inner indices at once. */
function blockProducts({ a, b, rows, columns }: ProductForm): string {
  const parts = (h: number) => range(4).map((at) => (b.transposed ? `b${h * 4 + at}` : `b${h}_${at}`));
  const four = (i: number) =>
    a.transposed
      ? `vec4(${range(4)
          .map((step) => rowOf(a, i, step))
          .join(", ")})`
      : `a${i}`;
  const times = (i: number, h: number) => (b.transposed ? `${four(i)} * block${h}` : `block${h} * ${four(i)}`);
  return `${lines(columns / 4, (h) => `let block${h} = mat4x4(${parts(h).join(", ")});`)}
    ${lines(rows, (i) => lines(columns / 4, (h) => `sum${i}_${h} += ${times(i, h)};`))}`;
}

/** The last one to three inner indices. */
function tailOf({ a, b, rows, columns }: ProductForm, sums: boolean): string {
  const readA = a.transposed
    ? lines(rows / 4, (g) => `let x${g} = ${lineOf("a", a.fours, g, "k * aRow", sums)};`)
    : lines(rows, (i) => `let x${i} = a[aAt${i} + k];`);
  const readB = lines(columns / 4, (h) =>
    b.transposed
      ? `let y${h} = vec4(${range(4)
          .map((j) => `b[bAt${h * 4 + j} + k]`)
          .join(", ")});`
      : `let y${h} = ${lineOf("b", b.fours, h, "k * bRow", false)};`,
  );
  const value = (i: number) => (a.transposed ? `x${i >> 2}[${i & 3}]` : `x${i}`);
  return `
  for (; k < end; k++) {
    ${readA}
    ${readB}
    ${lines(rows, (i) => lines(columns / 4, (h) => `sum${i}_${h} += ${value(i)} * y${h};`))}
  }`;
}
