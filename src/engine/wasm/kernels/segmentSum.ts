/** @file Sums of rows by number, the gradient of looking rows up: an embedding trains by it. tfjs's WebAssembly backend lacks it. */
import { type TensorInfo, UnsortedSegmentSum, type UnsortedSegmentSumAttrs } from "@tensorflow/tfjs-core";
import { define, emptyFloats, floatsOf } from "./define.ts";

export function registerSegmentSum(): void {
  define<UnsortedSegmentSumAttrs>(UnsortedSegmentSum, (inputs, { numSegments }, backend) => {
    const [x, segmentIds] = [inputs.x as TensorInfo, inputs.segmentIds as TensorInfo];
    // The numbers stand for the leading axes of x.
    const rest = x.shape.slice(segmentIds.shape.length);
    const width = rest.reduce((product, n) => product * n, 1);
    const out = emptyFloats(backend, [numSegments, ...rest]);
    const [values, sums] = [floatsOf(backend, x), floatsOf(backend, out)];
    const ids = backend.typedArrayFromHeap(segmentIds);
    sums.fill(0);
    for (let row = 0; row < ids.length; row++) {
      const id = ids[row] as number;
      // As everywhere in tfjs: a number that stands for no segment counts nowhere.
      if (id < 0 || id >= numSegments) continue;
      const [to, from] = [id * width, row * width];
      for (let i = 0; i < width; i++) sums[to + i] = (sums[to + i] as number) + (values[from + i] as number);
    }
    return out;
  });
}
