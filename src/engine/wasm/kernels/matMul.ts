/**
 * @file Matrix products for the WebAssembly backend. tfjs's own has a fast path, vectorized and threaded, for one pair of matrices
 * that are not transposed, and takes a plain loop for everything else: every gradient of a dense layer. Here operands are
 * transposed first, which costs as much as reading them once.
 */
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { BatchMatMul, type TensorInfo, Transpose } from "@tensorflow/tfjs-core";
import { define, free, stockKernel, viewed } from "./define.ts";

/** tfjs's product of [m, k] and [k, n], and its transposition of a matrix. */
export interface MatrixKernels {
  multiply(a: TensorInfo, b: TensorInfo, backend: BackendWasm): TensorInfo;
  transpose(matrix: TensorInfo, backend: BackendWasm): TensorInfo;
}

/** To be called before `registerMatMul`. */
export function stockMatrixKernels(): MatrixKernels {
  const [stock, turn] = [stockKernel(BatchMatMul), stockKernel(Transpose)];
  return {
    multiply: (a, b, backend) => stock({ a, b }, { transposeA: false, transposeB: false }, backend),
    transpose: (x, backend) => turn({ x }, { perm: [1, 0] }, backend),
  };
}

export function registerMatMul({ multiply, transpose }: MatrixKernels): void {
  const stock = stockKernel(BatchMatMul);
  define<{ transposeA: boolean; transposeB: boolean }>(BatchMatMul, ({ a, b }, attrs, backend) => {
    const { transposeA, transposeB } = attrs;
    const [left, right] = [a as TensorInfo, b as TensorInfo];
    const [matrixA, matrixB] = [asMatrix(left), asMatrix(right)];
    if (matrixA === null || matrixB === null || (!transposeA && !transposeB)) {
      return stock({ a: left, b: right }, { transposeA, transposeB }, backend);
    }
    const turnedA = transposeA ? transpose(matrixA, backend) : matrixA;
    const turnedB = transposeB ? transpose(matrixB, backend) : matrixB;
    const product = multiply(turnedA, turnedB, backend);
    if (transposeA) free(backend, turnedA);
    if (transposeB) free(backend, turnedB);
    const outer = left.shape.length >= right.shape.length ? left.shape : right.shape;
    return { ...product, shape: [...outer.slice(0, -2), ...product.shape.slice(-2)] };
  });
}

/** The one matrix that a tensor is, or null: it holds several. */
function asMatrix(tensor: TensorInfo): TensorInfo | null {
  const { shape } = tensor;
  return shape.slice(0, -2).every((size) => size === 1) ? viewed(tensor, shape.slice(-2)) : null;
}
