/**
 * @file Matrix products on WebGPU: C = A · B for matrices or batches of them, either operand transposed, a bias and an
 * activation on the way out, or the sums of B's columns beside it. Which kernel runs follows from the sizes, and for
 * large products from what the device was measured to prefer. Sums are taken in an order that sizes alone decide.
 */
import { backend, type TensorInfo } from "@tensorflow/tfjs-core";
import { gpu } from "../gpu/backend.ts";
import { type Kernel, launch, linear, type Output } from "../gpu/kernel.ts";
import type { PointActivation } from "./activations.ts";
import {
  type Epilogue,
  epilogueBuffers,
  epilogueFunctions,
  epilogueKey,
  lanes,
  type ProductForm,
  productKernel,
  storeFour,
  sumsColumns,
} from "./matmulText.ts";
import { tiledGrid, tiledKernel, tileFor } from "./matmulTiled.ts";
import { prefersBarriers } from "./preferences.ts";

export interface Sizes {
  /** Rows and columns of the result, and the inner length. */
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  /** Matrices of the result; A and B have as many or a divisor of it, and begin anew. */
  readonly batches?: number;
  readonly batchesA?: number;
  readonly batchesB?: number;
}

export interface Finish {
  /** [n] */
  readonly bias: TensorInfo | null;
  readonly activation: PointActivation;
  /** What the activation was applied to is an output of its own. */
  readonly keepsArgument?: boolean;
}

/** A · B, finished: [result] or [result, argument], new in the shape given or written into a tensor. */
export function product(
  a: TensorInfo,
  b: TensorInfo,
  sizes: Sizes,
  into: readonly number[] | TensorInfo,
  finish?: Finish,
): TensorInfo[] {
  const { bias = null, activation = "linear", keepsArgument = false } = finish ?? {};
  const output = "dataId" in into ? into : floats(into);
  const epilogue = { kind: "finish", bias: bias !== null, activation, keepsArgument } as const;
  const outputs = keepsArgument ? [output, floats(output.shape)] : [output];
  return run([a, b, ...(bias === null ? [] : [bias])], sizes, epilogue, outputs);
}

const floats = (shape: readonly number[]) => ({ shape, dtype: "float32" }) as const;

/** Aᵀ · B, [m, n], and the sums of B's columns into `sums`: the gradients of a kernel and its bias. */
export function productWithSums(
  a: TensorInfo,
  b: TensorInfo,
  sizes: Omit<Sizes, "transposeA" | "transposeB">,
  sums: TensorInfo,
  into?: TensorInfo,
): TensorInfo {
  const outputs = [into ?? floats([sizes.m, sizes.n]), sums];
  const [result] = run([a, b], { ...sizes, transposeA: true, transposeB: false }, { kind: "columnSums" }, outputs);
  return result as TensorInfo;
}

/** Tiles grow where this many are left: fewer reads a product. */
const manyTiles = 2048;
/** The inner length is cut until this many invocations share the work … */
const enoughInvocations = 4096;
/** … but no finer than this much of the inner length each. */
const leastPerSplit = 128;

/** How a product of these sizes is divided among invocations. */
export function planOf({ m, n, k, transposeA, transposeB, batches = 1 }: Sizes) {
  const tiles = (rows: number, columns: number) => batches * Math.ceil(m / rows) * Math.ceil(n / columns);
  // With an inner length to be cut, tiles twice as wide leave as many invocations.
  const wide = tiles(8, 8) >= manyTiles || (tiles(4, 4) >= manyTiles / 2 && k >= 4 * leastPerSplit);
  const columns = n > 4 && wide ? 8 : 4;
  const rows = transposeA || tiles(4, 4) >= 256 ? (tiles(8, columns) >= manyTiles ? 8 : 4) : 2;
  const splits = Math.max(
    1,
    Math.min(Math.floor(k / leastPerSplit), Math.ceil(enoughInvocations / tiles(rows, columns))),
  );
  const fours = {
    a: (transposeA ? m : k) % 4 === 0,
    b: (transposeB ? k : n) % 4 === 0,
    result: n % 4 === 0,
  };
  return { rows, columns, splits, fours } as const;
}

function run(
  inputs: readonly TensorInfo[],
  sizes: Sizes,
  epilogue: Epilogue,
  outputs: readonly Output[],
): TensorInfo[] {
  const { m, n, transposeA, transposeB, batches = 1 } = sizes;
  const plan = planOf(sizes);
  const [a, b, ...rest] = inputs as [TensorInfo, TensorInfo, ...TensorInfo[]];
  if (plan.splits > 1) {
    const sums = sumsColumns(epilogue);
    const part = floats([plan.splits, batches, m + (sums ? 1 : 0), n]);
    const [parts] = multiply([a, b], sizes, plan, { kind: "part", sums }, [part]);
    const total = addParts(parts as TensorInfo, plan.splits, sizes, epilogue, rest, outputs);
    backend().disposeData((parts as TensorInfo).dataId);
    return total;
  }
  const per = epilogue.kind !== "part" && prefersBarriers(gpu().device) === true ? tileFor(sizes) : null;
  if (per !== null && epilogue.kind !== "part") {
    const form = { transposeA, transposeB, fours: plan.fours, per, epilogue };
    return launch(tiledKernel(form), { inputs, outputs, ...tiledGrid(form, sizes) });
  }
  return multiply(inputs, sizes, plan, epilogue, outputs);
}

function multiply(
  inputs: readonly TensorInfo[],
  { m, n, k, transposeA, transposeB, batches = 1, batchesA = batches, batchesB = batches }: Sizes,
  { rows, columns, splits, fours }: ReturnType<typeof planOf>,
  epilogue: Epilogue,
  outputs: readonly Output[],
): TensorInfo[] {
  const form: ProductForm = {
    a: { transposed: transposeA, fours: fours.a },
    b: { transposed: transposeB, fours: fours.b },
    fours: fours.result,
    tail: k % 4 !== 0,
    rows,
    columns,
    // Where workgroup memory pays, a GPU computes, and it has the registers.
    blocks: prefersBarriers(gpu().device) !== true,
    epilogue,
  };
  const tilesAcross = Math.ceil(n / columns);
  const tilesDown = Math.ceil(m / rows) + (sumsColumns(epilogue) ? 1 : 0);
  const wide = Math.min(8, 2 ** Math.ceil(Math.log2(tilesAcross)));
  const across = Math.ceil(tilesAcross / wide);
  const down = Math.ceil(tilesDown / (lanes / wide));
  const perSplit = Math.ceil(k / splits / 4) * 4;
  return launch(productKernel(form), {
    inputs,
    outputs,
    params: { m, n, k, batches, batchesA, batchesB, across, down, wide, splits, perSplit },
    groups: linear(across * down * splits * batches, 1),
  });
}

/** Sums the parts, in their order, and finishes. */
function addParts(
  parts: TensorInfo,
  splits: number,
  { m, n, batches = 1 }: Sizes,
  epilogue: Epilogue,
  rest: readonly TensorInfo[],
  outputs: readonly Output[],
): TensorInfo[] {
  const fours = n % 4 === 0;
  const height = m + (sumsColumns(epilogue) ? 1 : 0);
  const acrossFours = Math.ceil(n / 4);
  return launch(partsKernel(epilogue, fours), {
    inputs: [parts, ...rest],
    outputs,
    params: { m, n, height, batches, splits, acrossFours },
    groups: linear(batches * height * acrossFours, lanes),
  });
}

function partsKernel(epilogue: Epilogue, fours: boolean): Kernel {
  const { inputs, outputs } = epilogueBuffers(epilogue, fours);
  const read = fours
    ? "parts[(start + column) / 4u]"
    : `vec4(${[0, 1, 2, 3].map((at) => `parts[start + min(column + ${at}u, params.n - 1u)]`).join(", ")})`;
  return {
    key: `matmul parts ${fours ? 4 : 1} ${epilogueKey(epilogue)}`,
    inputs: { parts: fours ? "vec4<f32>" : "f32", ...inputs },
    outputs,
    params: { m: "u32", n: "u32", height: "u32", batches: "u32", splits: "u32", acrossFours: "u32" },
    workgroup: lanes,
    declarations: epilogueFunctions(epilogue),
    body: `
  let line = index / params.acrossFours;
  let batch = line / params.height;
  let row = line % params.height;
  let column = index % params.acrossFours * 4u;
  if (batch >= params.batches) { return; }
  var value = vec4<f32>();
  for (var split = 0u; split < params.splits; split++) {
    let start = ((split * params.batches + batch) * params.height + row) * params.n;
    value += ${read};
  }
  ${storeFour(epilogue, fours)}`,
  };
}
