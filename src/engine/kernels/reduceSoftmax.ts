/**
 * @file Softmax over the last axis and its gradient, one dispatch each, under tfjs's name. A row is one invocation's; long
 * rows are a workgroup's where the device prefers that.
 */
import * as tf from "@tensorflow/tfjs-core";
import { gpu } from "../gpu/backend.ts";
import { type Kernel, launch, linear, tensorOf } from "../gpu/kernel.ts";
import { across } from "./across.ts";
import { type JoinWay, joinWay, prefersBarriers } from "./preferences.ts";
import { replaceGradient, replaceKernel } from "./replaceKernel.ts";
import { storedType } from "./stored.ts";

const lanes = 64;
/** Rows longer than this are shared by a workgroup. */
const longRow = 256;

/** Who goes through a row: an invocation, or a workgroup that joins its numbers in this way. */
type By = "one" | JoinWay;

interface Form {
  readonly by: By;
  readonly fours: boolean;
}

/** Statements over a row's numbers, `at` the place of each in the buffer. */
const along = ({ by }: Form, text: string) =>
  by === "one"
    ? `for (var at = start; at < start + params.width; at++) { ${text} }`
    : `for (var at = start + lane; at < start + params.width; at += ${lanes}u) { ${text} }`;

const joins = { highest: "max f32", added: "sum f32" } as const;

/** The number of the whole row, of `name`, that of this invocation's reads. */
const ofRow = ({ by, fours }: Form, join: keyof typeof joins, name: string) => {
  const two = (a: string, b: string) => (join === "added" ? `${a} + ${b}` : `max(${a}, ${b})`);
  const own = fours ? two(two(`${name}.x`, `${name}.y`), two(`${name}.z`, `${name}.w`)) : name;
  return by === "one" ? own : `${join}(${own})`;
};

/** A kernel over rows; `width` counts reads. */
function rowsKernel(key: string, inputs: readonly string[], { by, fours }: Form, body: string): Kernel {
  const element = fours ? "vec4<f32>" : "f32";
  const joined = by === "one" ? null : across(joins, lanes, by);
  return {
    key: `${key}${fours ? " 4" : ""} by ${by}`,
    inputs: Object.fromEntries(inputs.map((name) => [name, element])),
    outputs: { result: element },
    params: { rows: "u32", width: "u32" },
    workgroup: lanes,
    enables: joined?.enables,
    declarations: `alias Read = ${element};\n${joined?.declarations ?? ""}`,
    body: `
  ${joined?.begin ?? ""}
  let number = ${joined === null ? "index" : "group.y * groups.x + group.x"};
  if (number >= params.rows) { return; }
  let start = number * params.width;
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
  let top = ${ofRow(form, "highest", "most")};
  var sums = Read();
  ${along(form, "sums += exp(max(x[at] - top, Read(-104.0)));")}
  let sum = ${ofRow(form, "added", "sums")};
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
  let sum = ${ofRow(form, "added", "sums")};
  ${along(form, "result[at] = y[at] * (dy[at] - sum);")}`,
  );

function overRows(kernel: (form: Form) => Kernel, tensors: readonly tf.TensorInfo[]): tf.TensorInfo {
  const { shape } = tensors[0] as tf.TensorInfo;
  const length = shape.at(-1) as number;
  const rows = shape.slice(0, -1).reduce((product, size) => product * size, 1);
  const { device } = gpu();
  const by: By = length > longRow && prefersBarriers(device) === true ? joinWay(device) : "one";
  const form = { by, fours: length % 4 === 0 };
  const [result] = launch(kernel(form), {
    inputs: tensors,
    outputs: [{ shape, dtype: "float32" }],
    params: { rows, width: form.fours ? length / 4 : length },
    groups: linear(rows, by === "one" ? lanes : 1),
  });
  return result as tf.TensorInfo;
}

replaceKernel(tf.Softmax, ({ inputs }) => {
  const { logits } = inputs as { readonly logits: tf.TensorInfo };
  return storedType(logits) === "float32" ? overRows(forward, [logits]) : null;
});

replaceGradient(tf.Softmax, (dy, [y]) => ({ logits: () => tensorOf(overRows(backward, [dy, y as tf.Tensor])) }));
