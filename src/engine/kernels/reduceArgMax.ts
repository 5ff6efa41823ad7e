/** @file Where the largest value along an axis stands, in one dispatch; of equals the first. */
import * as tf from "@tensorflow/tfjs-core";
import { gpu } from "../gpu/backend.ts";
import { type Kernel, launch, linear } from "../gpu/kernel.ts";
import { across } from "./across.ts";
import { joinWay, prefersBarriers } from "./preferences.ts";
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

/** Rows longer than this are shared by a workgroup, where the device prefers that. */
const longRow = 256;

/** A row that lies together, by a workgroup. */
function rowKernel(): Kernel {
  const { device } = gpu();
  const joins = across({ best: "largest" }, workgroup, joinWay(device));
  return {
    key: `argmax of rows joined by ${joins.key}`,
    inputs: { x: "f32" },
    outputs: { result: "i32" },
    params: { results: "u32", length: "u32", inner: "u32" },
    workgroup,
    enables: joins.enables,
    declarations: joins.declarations,
    body: `
  ${joins.begin}
  let row = group.y * groups.x + group.x;
  if (row >= params.results) { return; }
  let start = row * params.length;
  var ahead = Largest(x[start + lane], lane);
  for (var at = lane + ${workgroup}u; at < params.length; at += ${workgroup}u) {
    ahead = largerOf(ahead, Largest(x[start + at], at));
  }
  let found = best(ahead);
  // A row of what is no number has no largest: any place in it will do, but one in it.
  if (lane == 0u) { result[row] = i32(min(found.place, params.length - 1u)); }`,
  };
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

replaceKernel(tf.ArgMax, ({ inputs, attrs }) => {
  const { x } = inputs as { readonly x: tf.TensorInfo };
  const [axis, ...further] = tf.util.parseAxisParam(attrs?.axis as number | number[], x.shape);
  if (axis === undefined || further.length > 0 || sizeOf(x.shape) === 0) return null;
  const [outer, inner] = [x.shape.slice(0, axis), x.shape.slice(axis + 1)];
  const results = sizeOf(outer) * sizeOf(inner);
  const length = x.shape[axis] as number;
  const floats = storedType(x) === "float32";
  const shared = floats && inner.length === 0 && length > longRow && prefersBarriers(gpu().device) === true;
  const [result] = launch(shared ? rowKernel() : kernelOf(floats ? "f32" : "i32"), {
    inputs: [x],
    outputs: [{ shape: [...outer, ...inner], dtype: "int32" }],
    params: { results, length, inner: sizeOf(inner) },
    groups: linear(results, shared ? 1 : workgroup),
  });
  return result as tf.TensorInfo;
});
