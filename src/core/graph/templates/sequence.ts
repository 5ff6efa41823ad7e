/** @file Templates for sequences: steps in an order, each of one number or several. */
import type { ModelContext } from "../../layers/define.ts";
import { asSequence } from "./adapt.ts";
import { type Drawing, Sketch } from "./sketch.ts";

function sequenceSketch(context: ModelContext): Sketch {
  const sketch = new Sketch(context);
  asSequence(sketch);
  return sketch;
}

export function lstm(context: ModelContext): Drawing {
  const sketch = sequenceSketch(context);
  sketch.add("lstm", { units: 32 });
  return sketch.done();
}

export function gru(context: ModelContext): Drawing {
  const sketch = sequenceSketch(context);
  sketch.add("gru", { units: 32 });
  return sketch.done();
}

export function bidirectionalLstm(context: ModelContext): Drawing {
  const sketch = sequenceSketch(context);
  sketch.add("bidirectional");
  return sketch.done();
}
