/**
 * @file The ONNX file format (onnx.proto3, IR version 8) for what is written here: float32 and int64 tensors, one graph.
 * Field numbers are those of onnx.proto3.
 */
import type { Shape } from "../../graph/types.ts";
import { bytes, encoded, type Field, float, integer, message, text } from "../protobuf.ts";
import { littleEndian } from "../safetensors.ts";
import type { OnnxAttribute } from "./emitter.ts";

export interface OnnxNode {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, OnnxAttribute>>;
}

export interface Initializer {
  readonly name: string;
  readonly type: "float" | "int64";
  readonly shape: readonly number[];
  readonly values: Float32Array | readonly number[];
}

interface NamedShape {
  readonly name: string;
  /** Without the batch axis. */
  readonly shape: Shape;
}

export interface OnnxModel {
  readonly inputs: readonly NamedShape[];
  readonly output: NamedShape;
  readonly nodes: readonly OnnxNode[];
  readonly initializers: readonly Initializer[];
}

const irVersion = 8;
/** The operator set all operators are written in. */
export const opset = 17;

/** TensorProto.DataType */
const dataTypes = { float: 1, int64: 7 } as const;

export const encodeModel = (model: OnnxModel): Uint8Array =>
  encoded([
    integer(1, irVersion),
    text(2, "Layerwise"),
    message(7, graphFields(model)),
    message(8, [text(1, ""), integer(2, opset)]),
  ]);

const graphFields = ({ inputs, output, nodes, initializers }: OnnxModel): readonly Field[] => [
  ...nodes.map((node) => message(1, nodeFields(node))),
  text(2, "model"),
  ...initializers.map((tensor) => message(5, tensorFields(tensor))),
  ...inputs.map((input) => message(11, valueFields(input))),
  message(12, valueFields(output)),
];

const nodeFields = ({ operator, inputs, outputs, attributes }: OnnxNode): readonly Field[] => [
  ...inputs.map((name) => text(1, name)),
  ...outputs.map((name) => text(2, name)),
  text(3, outputs[0] ?? ""),
  text(4, operator),
  ...Object.entries(attributes).map(([name, value]) => message(5, [text(1, name), ...attributeFields(value)])),
];

/** The value and its AttributeType (field 20). */
function attributeFields(value: OnnxAttribute): readonly Field[] {
  if (typeof value === "number") return [integer(3, value), integer(20, 2)];
  if (typeof value === "string") return [text(4, value), integer(20, 3)];
  if ("float" in value) return [float(2, value.float), integer(20, 1)];
  if ("floats" in value) return [...value.floats.map((one) => float(7, one)), integer(20, 6)];
  const ofTexts = typeof value[0] === "string";
  const items = value.map((item) => (typeof item === "string" ? text(9, item) : integer(8, item)));
  return [...items, integer(20, ofTexts ? 8 : 7)];
}

function tensorFields({ name, type, shape, values }: Initializer): readonly Field[] {
  const raw =
    type === "float"
      ? littleEndian(Float32Array.from(values))
      : new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
  return [...shape.map((n) => integer(1, n)), integer(2, dataTypes[type]), text(8, name), bytes(9, raw)];
}

/** ValueInfoProto of a float32 tensor: TypeProto.Tensor, its shape with a batch of any size before it. */
const valueFields = ({ name, shape }: NamedShape): readonly Field[] => [
  text(1, name),
  message(2, [
    message(1, [
      integer(1, dataTypes.float),
      message(2, [message(1, [text(2, "batch")]), ...shape.map((n) => message(1, [integer(1, n)]))]),
    ]),
  ]),
];
