/** @file One-hot rows for the WebAssembly backend: tfjs's own writes whole numbers whatever type it was asked for. */
import { OneHot, type OneHotAttrs, type TensorInfo } from "@tensorflow/tfjs-core";
import { define } from "./define.ts";

export function registerOneHot(): void {
  define<OneHotAttrs>(OneHot, (inputs, { depth, dtype, onValue, offValue }, backend) => {
    const indices = inputs.indices as TensorInfo;
    const out = backend.makeOutput([...indices.shape, depth], dtype);
    const [places, values] = [backend.typedArrayFromHeap(indices), backend.typedArrayFromHeap(out)];
    values.fill(offValue);
    for (let row = 0; row < places.length; row++) {
      const place = places[row] as number;
      if (place >= 0 && place < depth) values[row * depth + place] = onValue;
    }
    return out;
  });
}
