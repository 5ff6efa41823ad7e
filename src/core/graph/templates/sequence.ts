/** @file Templates for sequences: steps in an order, each of one number or several. */
import type { ModelContext } from "../../layers/define.ts";
import { asSequence } from "./adapt.ts";
import { type Drawing, Sketch } from "./sketch.ts";

function sequenceSketch(context: ModelContext, masking = false): Sketch {
  const sketch = new Sketch(context);
  asSequence(sketch, masking);
  return sketch;
}

/** Half as many steps, where there are enough. */
function halve(sketch: Sketch): void {
  const [steps = 32] = sketch.shape() ?? [];
  if (steps >= 2) sketch.add("maxPooling1d");
}

export function cnn1d(context: ModelContext): Drawing {
  const sketch = sequenceSketch(context);
  sketch.add("conv1d", { filters: 32, kernelSize: 5, padding: "same", activation: "relu" });
  halve(sketch);
  sketch.add("conv1d", { filters: 64, kernelSize: 3, padding: "same", activation: "relu" });
  halve(sketch);
  sketch.add("globalAveragePooling1d");
  sketch.add("dense", { units: 64 });
  return sketch.done();
}

export function lstm(context: ModelContext): Drawing {
  const sketch = sequenceSketch(context, true);
  sketch.add("lstm", { units: 32 });
  return sketch.done();
}

export function gru(context: ModelContext): Drawing {
  const sketch = sequenceSketch(context, true);
  sketch.add("gru", { units: 32 });
  return sketch.done();
}

export function bidirectionalLstm(context: ModelContext): Drawing {
  const sketch = sequenceSketch(context, true);
  sketch.add("bidirectional");
  return sketch.done();
}

/** The convolution finds short shapes, the LSTM their order. */
export function cnnLstm(context: ModelContext): Drawing {
  const sketch = sequenceSketch(context);
  sketch.add("conv1d", { filters: 32, kernelSize: 5, padding: "same", activation: "relu" });
  halve(sketch);
  sketch.add("lstm", { units: 32 });
  return sketch.done();
}

const modelWidth = 32;

/** One encoder block, with the norms first, as trains best without warm-up; then the mean over the steps. */
export function transformerEncoder(context: ModelContext): Drawing {
  const sketch = sequenceSketch(context);
  sketch.add("dense", { units: modelWidth, activation: "linear" });
  const start = sketch.add("positionEmbedding");
  sketch.add("layerNormalization");
  const attended = sketch.add("multiHeadAttention", { numHeads: 4, keyDim: modelWidth / 4 });
  const middle = sketch.add("add", {}, [start, attended]);
  sketch.add("layerNormalization");
  sketch.add("dense", { units: modelWidth * 2, activation: "gelu" });
  const fed = sketch.add("dense", { units: modelWidth, activation: "linear" });
  sketch.add("add", {}, [middle, fed]);
  sketch.add("layerNormalization");
  sketch.add("globalAveragePooling1d");
  return sketch.done();
}

/** Where the data do not say how many different numbers there are. */
const assumedVocabulary = 1000;

/** Each word number has a learned row of its own; the text is their mean. */
export function textClassifier(context: ModelContext): Drawing {
  const sketch = new Sketch(context);
  sketch.flat();
  sketch.add("embedding", { inputDim: context.vocabulary ?? assumedVocabulary, outputDim: 32 });
  sketch.add("globalAveragePooling1d");
  sketch.add("dense", { units: 32 });
  return sketch.done();
}
