/** @file Where the largest value along an axis stands, in one dispatch without barriers; of equals the first. */
import * as tf from "@tensorflow/tfjs-core";
import { type Kernel, launch, linear } from "../gpu/kernel.ts";
import { replaceKernel } from "./replaceKernel.ts";
import { storedType } from "./stored.ts";

const workgroup = 64;

const kernelOf = (element: "f32" | "i32"): Kernel => ({
  key: `argmax ${element}`,
  inputs: { x: element },
  outputs: { result: "i32" },
  params: { results: "u32", length: "u32", inner: "u32" },
  workgroup,
  body: `
  if (index >= params.results) { return; }
  let start = index / params.inner * params.inner * params.length + index % params.inner;
  var most = x[start];
  var place = 0u;
  for (var at = 1u; at < params.length; at++) {
    let value = x[start + at * params.inner];
    if (value > most) { most = value; place = at; }
  }
  result[index] = i32(place);`,
});

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

replaceKernel(tf.ArgMax, ({ inputs, attrs }) => {
  const { x } = inputs as { readonly x: tf.TensorInfo };
  const [axis, ...further] = tf.util.parseAxisParam(attrs?.axis as number | number[], x.shape);
  if (axis === undefined || further.length > 0 || sizeOf(x.shape) === 0) return null;
  const [outer, inner] = [x.shape.slice(0, axis), x.shape.slice(axis + 1)];
  const results = sizeOf(outer) * sizeOf(inner);
  const [result] = launch(kernelOf(storedType(x) === "float32" ? "f32" : "i32"), {
    inputs: [x],
    outputs: [{ shape: [...outer, ...inner], dtype: "int32" }],
    params: { results, length: x.shape[axis] as number, inner: sizeOf(inner) },
    groups: linear(results, workgroup),
  });
  return result as tf.TensorInfo;
});
