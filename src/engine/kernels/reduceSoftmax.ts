/**
 * @file Softmax over the last axis and its gradient, one dispatch each, under tfjs's name. A row is one invocation's; long
 * rows are a workgroup's where the device prefers that.
 */
import * as tf from "@tensorflow/tfjs-core";
import { gpu } from "../gpu/backend.ts";
import { type Kernel, launch, linear, tensorOf } from "../gpu/kernel.ts";
import { prefersBarriers } from "./preferences.ts";
import { replaceGradient, replaceKernel } from "./replaceKernel.ts";
import { storedType } from "./stored.ts";

const lanes = 64;
/** Rows longer than this are shared by a workgroup. */
const longRow = 256;

interface Form {
  readonly shared: boolean;
  readonly fours: boolean;
}

/** Statements over a row's numbers, `at` the place of each in the buffer. */
const along = ({ shared }: Form, text: string) =>
  `for (var at = start${shared ? " + lane" : ""}; at < start + params.width; at += ${shared ? lanes : 1}u) { ${text} }`;

/** Makes `name`, a number of this invocation, that of the whole row. */
const joined = ({ shared }: Form, name: string, join: (a: string, b: string) => string) =>
  shared
    ? `row[lane] = ${name};
  workgroupBarrier();
  for (var half = ${lanes / 2}u; half > 0u; half /= 2u) {
    if (lane < half) { row[lane] = ${join("row[lane]", "row[lane + half]")}; }
    workgroupBarrier();
  }
  ${name} = row[0];
  workgroupBarrier();`
    : "";

const sumOf = (a: string, b: string) => `${a} + ${b}`;
const maxOf = (a: string, b: string) => `max(${a}, ${b})`;
const acrossFour = ({ fours }: Form, name: string, join: (a: string, b: string) => string) =>
  fours ? join(join(`${name}.x`, `${name}.y`), join(`${name}.z`, `${name}.w`)) : name;

/** A kernel over rows; `width` counts reads. */
function rowsKernel(key: string, inputs: readonly string[], form: Form, body: string): Kernel {
  const element = form.fours ? "vec4<f32>" : "f32";
  return {
    key: `${key}${form.fours ? " 4" : ""}${form.shared ? " shared" : ""}`,
    inputs: Object.fromEntries(inputs.map((name) => [name, element])),
    outputs: { result: element },
    params: { rows: "u32", width: "u32" },
    workgroup: lanes,
    declarations: `alias Read = ${element};${form.shared ? `\nvar<workgroup> row : array<f32, ${lanes}>;` : ""}`,
    body: `
  let number = ${form.shared ? "group.y * groups.x + group.x" : "index"};
  ${form.shared ? "" : "if (number >= params.rows) { return; }"}
  // Workgroups beyond the last row repeat it, since all of a workgroup meet at barriers.
  let start = min(number, params.rows - 1u) * params.width;
  ${body}`,
  };
}

const forward = (form: Form) =>
  rowsKernel(
    "softmax",
    ["x"],
    form,
    `
  var most = Read(-3.4e38);
  ${along(form, "most = max(most, x[at]);")}
  var top = ${acrossFour(form, "most", maxOf)};
  ${joined(form, "top", maxOf)}
  var sums = Read();
  ${along(form, "sums += exp(max(x[at] - top, Read(-104.0)));")}
  var sum = ${acrossFour(form, "sums", sumOf)};
  ${joined(form, "sum", sumOf)}
  ${along(form, "result[at] = exp(max(x[at] - top, Read(-104.0))) / sum;")}`,
  );

/** y · (dy − Σ dy · y) */
const backward = (form: Form) =>
  rowsKernel(
    "softmax slope",
    ["dy", "y"],
    form,
    `
  var sums = Read();
  ${along(form, "sums += dy[at] * y[at];")}
  var sum = ${acrossFour(form, "sums", sumOf)};
  ${joined(form, "sum", sumOf)}
  ${along(form, "result[at] = y[at] * (dy[at] - sum);")}`,
  );

function overRows(kernel: (form: Form) => Kernel, tensors: readonly tf.TensorInfo[]): tf.TensorInfo {
  const { shape } = tensors[0] as tf.TensorInfo;
  const length = shape.at(-1) as number;
  const rows = shape.slice(0, -1).reduce((product, size) => product * size, 1);
  const form = { shared: length > longRow && prefersBarriers(gpu().device) === true, fours: length % 4 === 0 };
  const [result] = launch(kernel(form), {
    inputs: tensors,
    outputs: [{ shape, dtype: "float32" }],
    params: { rows, width: form.fours ? length / 4 : length },
    groups: linear(rows, form.shared ? 1 : lanes),
  });
  return result as tf.TensorInfo;
}

replaceKernel(tf.Softmax, ({ inputs }) => {
  const { logits } = inputs as { readonly logits: tf.TensorInfo };
  return storedType(logits) === "float32" ? overRows(forward, [logits]) : null;
});

replaceGradient(tf.Softmax, (dy, [y]) => ({ logits: () => tensorOf(overRows(backward, [dy, y as tf.Tensor])) }));
