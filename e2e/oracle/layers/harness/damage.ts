/**
 * @file The planted faults of the `layers` check: a case, and how a bug would change its weights or parameters. The judge
 * is told the truth; what it judges (the engine on a backend, or one of the written forms) was made from the damage.
 */
import { gatesReordered, reshaped, type Tensor, transposed, zeros } from "../../../../src/core/export/tensors.ts";
import { makeNode } from "../../../../src/core/graph/edit.ts";
import type { ParamValue } from "../../../../src/core/params/fields.ts";
import type { NamedTensor } from "../../../../src/core/training/checkpoint.ts";
import type { LayerCase } from "../case.ts";

export interface Damage {
  readonly title: string;
  readonly case: LayerCase;
  /** The weight that a bug would put in the place of `part` ("kernel"). */
  readonly weight?: (part: string, tensor: Tensor) => Tensor;
  readonly params?: Readonly<Record<string, ParamValue>>;
}

const gates = (order: readonly number[]) => (_: string, tensor: Tensor) =>
  gatesReordered(tensor, tensor.shape.length - 1, order);

const onKernel = (change: (tensor: Tensor) => Tensor) => (part: string, tensor: Tensor) =>
  part === "kernel" ? change(tensor) : tensor;

const image = [3, 2, 4] as const;
const [height, width, channels] = image;

/** An image is flattened before a Dense layer: which row of the kernel belongs to which pixel shows only there. */
const flattened: LayerCase = {
  kind: "flatten",
  inputs: [image],
  note: "before Dense",
  graph: {
    nodes: [
      makeNode("input", "input_1", []),
      makeNode("flatten", "flatten_1", ["input_1"]),
      makeNode("dense", "dense_1", ["flatten_1"], { units: 3 }),
      makeNode("output", "output_1", ["dense_1"]),
    ],
  },
};

export const damages: readonly Damage[] = [
  {
    title: "two gates of LSTM are swapped",
    case: { kind: "lstm", inputs: [[4, 3]], params: { units: 2 } },
    weight: gates([1, 0, 2, 3]),
  },
  {
    title: "two gates of GRU are swapped",
    case: { kind: "gru", inputs: [[4, 3]], params: { units: 2 } },
    weight: gates([1, 0, 2]),
  },
  {
    title: "the bias is dropped",
    case: { kind: "dense", inputs: [[4]], params: { units: 3 } },
    weight: (part, tensor) => (part === "bias" ? zeros(tensor.shape) : tensor),
  },
  {
    title: "a kernel is transposed",
    case: { kind: "dense", inputs: [[4]], params: { units: 4 } },
    weight: onKernel((kernel) => transposed(kernel, [1, 0])),
  },
  {
    title: "height and width of a kernel are swapped",
    case: { kind: "conv2d", inputs: [[5, 5, 2]], params: { filters: 2, kernelSize: [3, 3] } },
    weight: onKernel((kernel) => transposed(kernel, [1, 0, 2, 3])),
  },
  {
    title: "ReLU is left out",
    case: { kind: "dense", inputs: [[4]], params: { units: 3, activation: "relu" } },
    params: { activation: "linear" },
  },
  {
    title: "an epsilon is another framework's",
    case: { kind: "batchNormalization", inputs: [[4, 3]], params: { epsilon: 1e-3 } },
    params: { epsilon: 1e-5 },
  },
  {
    title: "channels are flattened first",
    case: flattened,
    weight: onKernel((kernel) => {
      if (kernel.shape[0] !== height * width * channels) return kernel;
      const pixels = reshaped(kernel, [...image, kernel.shape[1] as number]);
      return reshaped(transposed(pixels, [2, 0, 1, 3]), kernel.shape);
    }),
  },
];

export const damagedWeights = ({ weight }: Damage, weights: readonly NamedTensor[]): readonly NamedTensor[] =>
  weights.map((tensor) => {
    const part = tensor.name.slice(tensor.name.indexOf("/") + 1);
    return weight === undefined ? tensor : { ...tensor, ...weight(part, tensor) };
  });
