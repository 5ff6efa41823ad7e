/** @file Templates for tables: rows of numbers that have no order. Rows of more axes are flattened first. */
import type { ModelContext } from "../../layers/define.ts";
import { type Drawing, Sketch, widthOf } from "./sketch.ts";

function flatSketch(context: ModelContext): Sketch {
  const sketch = new Sketch(context);
  sketch.flat();
  return sketch;
}

/** Logistic, softmax or linear regression: the output reads the data directly. */
export const linear = (context: ModelContext): Drawing => flatSketch(context).done();

export function mlp(context: ModelContext): Drawing {
  const sketch = flatSketch(context);
  sketch.add("dense", { units: 64 });
  sketch.add("dense", { units: 64 });
  return sketch.done();
}

/** One residual block: the sum keeps what the first layer found even while the block has learned nothing. */
export function deepMlpSkip(context: ModelContext): Drawing {
  const sketch = flatSketch(context);
  sketch.add("dense", { units: 64 });
  const before = sketch.add("batchNormalization", { momentum: 0.9 });
  sketch.add("dense", { units: 64 });
  const after = sketch.add("dense", { units: 64 });
  sketch.add("add", {}, [before, after]);
  sketch.add("dropout", { rate: 0.2 });
  return sketch.done();
}

/** Rules that hold as they are go straight to the output; what they miss goes through the layers. */
export function wideAndDeep(context: ModelContext): Drawing {
  const sketch = flatSketch(context);
  const wide = sketch.last;
  sketch.add("dense", { units: 64 });
  const deep = sketch.add("dense", { units: 32 });
  sketch.add("concatenate", {}, [wide, deep]);
  return sketch.done();
}

/** The most numbers a decoder writes back; beyond it the layer would be larger than all others together. */
const maxDecoded = 4096;

/**
 * Through a bottleneck and back to as many numbers as came in. There is no second target: the loss is the prediction's,
 * and it reaches encoder and decoder through the output.
 */
export function autoencoder(context: ModelContext): Drawing {
  const sketch = flatSketch(context);
  const width = Math.min(widthOf(context) ?? 32, maxDecoded);
  const between = (least: number, n: number, most: number) => Math.max(least, Math.min(most, Math.round(n)));
  const hidden = between(4, width / 2, 128);
  sketch.add("dense", { units: hidden });
  sketch.add("dense", { units: between(2, width / 8, 32) });
  sketch.add("dense", { units: hidden });
  sketch.add("dense", { units: width, activation: "linear" });
  return sketch.done();
}
