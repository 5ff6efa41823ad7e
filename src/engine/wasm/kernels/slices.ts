/**
 * @file Parts of a tensor for the WebAssembly backend. tfjs's own copies the whole tensor before it takes a part of it: a batch of
 * a table would cost as much as the table, a step of a sequence as much as the sequence.
 */
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import {
  backend_util,
  Slice,
  type SliceAttrs,
  SplitV,
  type SplitVAttrs,
  slice_util,
  type TensorInfo,
  Unpack,
  type UnpackAttrs,
  util,
} from "@tensorflow/tfjs-core";
import { define, defineMany } from "./define.ts";

function part(backend: BackendWasm, x: TensorInfo, begin: readonly number[], size: readonly number[]): TensorInfo {
  const out = backend.makeOutput([...size], x.dtype);
  const count = util.sizeFromShape([...size]);
  if (count === 0) return out;
  const [from, to] = [backend.typedArrayFromHeap(x), backend.typedArrayFromHeap(out)];
  // Axes that are taken whole go along with the one before them.
  let last = x.shape.length - 1;
  while (last > 0 && size[last] === x.shape[last]) last--;
  const inner = util.sizeFromShape(x.shape.slice(last + 1));
  const run = (size[last] ?? 1) * inner;
  const strides = [...util.computeStrides(x.shape), 1];
  const outer = size.slice(0, Math.max(0, last));
  const base = begin.reduce((sum, first, axis) => sum + first * (strides[axis] as number), 0);
  for (let start = 0; start < count; start += run) {
    let [rest, offset] = [start / run, base];
    for (let axis = outer.length - 1; axis >= 0; axis--) {
      const length = outer[axis] as number;
      offset += (rest % length) * (strides[axis] as number);
      rest = Math.floor(rest / length);
    }
    to.set(from.subarray(offset, offset + run), start);
  }
  return out;
}

/** Parts one after the other along an axis. */
function parts(backend: BackendWasm, x: TensorInfo, axis: number, lengths: readonly number[]): TensorInfo[] {
  let first = 0;
  return lengths.map((length) => {
    const begin = x.shape.map((_, at) => (at === axis ? first : 0));
    first += length;
    return part(
      backend,
      x,
      begin,
      x.shape.map((whole, at) => (at === axis ? length : whole)),
    );
  });
}

export function registerSlices(): void {
  define<SliceAttrs>(Slice, (inputs, attrs, backend) => {
    const x = inputs.x as TensorInfo;
    const [begin, size] = slice_util.parseSliceParams(x, attrs.begin, attrs.size) as [number[], number[]];
    return part(backend, x, begin, size);
  });

  defineMany<SplitVAttrs>(SplitV, (inputs, { numOrSizeSplits, axis }, backend) => {
    const x = inputs.x as TensorInfo;
    const along = util.parseAxisParam(axis, x.shape)[0] as number;
    return parts(backend, x, along, backend_util.prepareSplitSize(x, numOrSizeSplits, along));
  });

  defineMany<UnpackAttrs>(Unpack, (inputs, { axis }, backend) => {
    const x = inputs.value as TensorInfo;
    const along = axis < 0 ? axis + x.shape.length : axis;
    const lengths = new Array<number>(x.shape[along] as number).fill(1);
    const shape = x.shape.filter((_, at) => at !== along);
    return parts(backend, x, along, lengths).map((one) => ({ ...one, shape }));
  });
}
