/**
 * @file Templates for images. A flat row becomes an image first; small ones are halved less often, so that no window is
 * ever larger than what it looks at.
 */
import type { ModelContext } from "../../layers/define.ts";
import type { NodeId } from "../types.ts";
import { asImage } from "./adapt.ts";
import { type Drawing, Sketch } from "./sketch.ts";

function imageSketch(context: ModelContext): Sketch {
  const sketch = new Sketch(context);
  asImage(sketch);
  return sketch;
}

/** Height and width of the image at hand; those of a common small image before there are data. */
function sizeOf(sketch: Sketch): readonly [number, number] {
  const [height = 28, width = 28] = sketch.shape() ?? [];
  return [height, width];
}

/** Halves each side that has something to halve; false where none has. */
function halve(sketch: Sketch): boolean {
  const poolSize = sizeOf(sketch).map((side) => (side > 1 ? 2 : 1));
  if (!poolSize.includes(2)) return false;
  sketch.add("maxPooling2d", { poolSize });
  return true;
}

/** LeCun's of 1998, with the activations and pooling of today. */
export function leNet(context: ModelContext): Drawing {
  const sketch = imageSketch(context);
  sketch.add("conv2d", { filters: 6, kernelSize: [5, 5], padding: "same", activation: "relu" });
  halve(sketch);
  const wide = Math.min(...sizeOf(sketch)) > 5;
  sketch.add("conv2d", { filters: 16, kernelSize: [5, 5], padding: wide ? "valid" : "same", activation: "relu" });
  halve(sketch);
  sketch.add("flatten");
  sketch.add("dense", { units: 120 });
  sketch.add("dense", { units: 84 });
  return sketch.done();
}

/** Pairs of 3 × 3 convolutions, then half the size and twice the filters. */
export function smallVgg(context: ModelContext): Drawing {
  const sketch = imageSketch(context);
  for (const filters of [16, 32, 64]) {
    if (filters > 16 && Math.max(...sizeOf(sketch)) < 3) break;
    sketch.add("conv2d", { filters, kernelSize: [3, 3], padding: "same", activation: "relu" });
    sketch.add("conv2d", { filters, kernelSize: [3, 3], padding: "same", activation: "relu" });
    if (!halve(sketch)) break;
  }
  sketch.add("flatten");
  sketch.add("dense", { units: 64 });
  sketch.add("dropout", { rate: 0.3 });
  return sketch.done();
}

const normalize = (sketch: Sketch): NodeId => sketch.add("batchNormalization", { momentum: 0.9 });

/** Two convolutions and the way around them; where the size changes, the way around changes with it. */
function residual(sketch: Sketch, filters: number, stride: 1 | 2): void {
  const start = sketch.last;
  const widens = stride === 2;
  const conv = { filters, kernelSize: [3, 3], padding: "same", useBias: false, activation: "linear" } as const;
  sketch.add("conv2d", { ...conv, strides: [stride, stride] });
  normalize(sketch);
  sketch.add("activation", { activation: "relu" });
  sketch.add("conv2d", conv);
  const main = normalize(sketch);
  const around = widens
    ? sketch.beside("conv2d", { ...conv, kernelSize: [1, 1], strides: [stride, stride] }, [start])
    : start;
  sketch.add("add", {}, [around, main]);
  sketch.add("activation", { activation: "relu" });
}

export function smallResNet(context: ModelContext): Drawing {
  const sketch = imageSketch(context);
  sketch.add("conv2d", { filters: 16, kernelSize: [3, 3], padding: "same", useBias: false, activation: "linear" });
  normalize(sketch);
  sketch.add("activation", { activation: "relu" });
  residual(sketch, 16, 1);
  residual(sketch, 32, 2);
  sketch.add("globalAveragePooling2d");
  return sketch.done();
}

/** A filter for each channel, then a mix of the channels: far fewer multiplications than a full convolution. */
function separable(sketch: Sketch, filters: number, stride: 1 | 2): void {
  sketch.add("depthwiseConv2d", {
    kernelSize: [3, 3],
    strides: stride,
    padding: "same",
    useBias: false,
    activation: "linear",
  });
  normalize(sketch);
  sketch.add("activation", { activation: "relu6" });
  sketch.add("conv2d", { filters, kernelSize: [1, 1], padding: "same", useBias: false, activation: "linear" });
  normalize(sketch);
  sketch.add("activation", { activation: "relu6" });
}

export function mobileNetLike(context: ModelContext): Drawing {
  const sketch = imageSketch(context);
  const first = Math.min(...sizeOf(sketch)) >= 16 ? 2 : 1;
  sketch.add("conv2d", {
    filters: 16,
    kernelSize: [3, 3],
    strides: [first, first],
    padding: "same",
    useBias: false,
    activation: "linear",
  });
  normalize(sketch);
  sketch.add("activation", { activation: "relu6" });
  separable(sketch, 32, 1);
  separable(sketch, 64, 2);
  sketch.add("globalAveragePooling2d");
  return sketch.done();
}
