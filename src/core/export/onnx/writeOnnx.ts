/**
 * @file A model as an ONNX file: each layer writes its operators, weights become initializers. Input and output are
 * channels last, as the studio and Keras have them, with a batch of any size; the output's activation is part of it.
 */
import { assert } from "../../fault.ts";
import type { KerasLayer, KerasModel } from "../../graph/compile.ts";
import type { NodeId, Shape } from "../../graph/types.ts";
import { specOf } from "../../layers/index.ts";
import type { Weights } from "../../training/checkpoint.ts";
import { pythonName } from "../keras/python.ts";
import {
  commonLayout,
  layoutOf,
  type Network,
  networkOf,
  passedMask,
  permutation,
  weightsByLayer,
} from "../network.ts";
import type { LayerWeights } from "../tensors.ts";
import type { Layout } from "../torch/emitter.ts";
import type { OnnxAttribute, OnnxEmitter, OnnxValue } from "./emitter.ts";
import { encodeModel, type Initializer, type OnnxNode } from "./model.ts";

/** The file's bytes. */
export const writeOnnx = (model: KerasModel, weights: Weights): Uint8Array =>
  writeOnnxNetwork(networkOf(model), weights);

/** The same for any number of inputs: "input", or "input_0", "input_1" … */
export function writeOnnxNetwork(network: Network, weights: Weights): Uint8Array {
  const inputs = network.inputs.map(({ shape }, index) => ({ name: inputName(network, index), shape }));
  const graph = new OnnxGraph(inputs.map(({ name }) => name));
  const values = new Map<NodeId, OnnxValue>();
  for (const [index, { id, shape, layout }] of network.inputs.entries()) {
    const value: OnnxValue = { name: inputName(network, index), shape, layout: "last" };
    values.set(id, graph.inLayout(value, layoutOf(shape, layout)));
  }
  const weightsOf = weightsByLayer(weights);
  for (const layer of network.layers) {
    const spec = specOf(layer.kind);
    assert(spec?.onnx != null, `a "${layer.kind}" can be written`);
    const x = inputsOf(layer, values);
    const emit = emitterOf(graph, layer, x, weightsOf(layer.name));
    const { params, inputShapes, outputShape } = layer;
    const args = { params: params as never, inputs: inputShapes, output: outputShape, context: network.context };
    const value = spec.onnx(args, emit);
    const mask = passedMask(
      spec.mask,
      x.map((one) => one.mask),
      (masks) => masks.reduce((all, one) => emit.node("Or", [all, one])),
    );
    values.set(layer.name, mask === undefined ? value : { ...value, mask });
  }
  const output = values.get(network.output);
  assert(output !== undefined, "the output was written");
  graph.finish(graph.inLayout(output, "last").name);
  return encodeModel({
    inputs,
    output: { name: outputName, shape: output.shape },
    nodes: graph.nodes,
    initializers: graph.initializers,
  });
}

const outputName = "output";

const inputName = ({ inputs }: Network, index: number): string => (inputs.length === 1 ? "input" : `input_${index}`);

const inputsOf = (layer: KerasLayer, values: ReadonlyMap<NodeId, OnnxValue>): readonly OnnxValue[] =>
  layer.inputs.map((input) => {
    const value = values.get(input);
    assert(value !== undefined, `"${input}" stands before "${layer.name}"`);
    return value;
  });

/** The operators and initializers so far. */
class OnnxGraph {
  readonly nodes: OnnxNode[] = [];
  readonly initializers: Initializer[] = [];
  readonly #taken: Set<string>;
  /** How often a name was wished for: counting up from 2 each time would be slow for thousands of steps. */
  readonly #wished = new Map<string, number>();
  readonly #constants = new Map<string, string>();
  readonly #transposed = new Map<OnnxValue, OnnxValue>();

  constructor(taken: readonly string[]) {
    this.#taken = new Set([...taken, outputName]);
  }

  /** A name that is free; ids of layers come from documents and may be anything. */
  name(wish: string): string {
    const times = (this.#wished.get(wish) ?? 0) + 1;
    this.#wished.set(wish, times);
    const name = pythonName(times === 1 ? wish : `${wish}_${times}`, this.#taken);
    this.#taken.add(name);
    return name;
  }

  add(
    operator: string,
    inputs: readonly string[],
    outputs: readonly string[],
    attributes: Readonly<Record<string, OnnxAttribute>>,
  ): void {
    this.nodes.push({ operator, inputs, outputs, attributes });
  }

  /** The same numbers are stored once. */
  constant(type: "float" | "int64", values: readonly number[], shape: readonly number[], wish: string): string {
    const size = shape.reduce((product, n) => product * n, 1);
    assert(size === values.length, `${values.length} numbers fill ${shape.join("×")}`);
    const key = JSON.stringify([type, shape, values.map(String)]);
    const known = this.#constants.get(key);
    if (known !== undefined) return known;
    const name = this.name(wish);
    this.#constants.set(key, name);
    this.initializers.push({ name, type, shape, values });
    return name;
  }

  inLayout(value: OnnxValue, layout: Layout): OnnxValue {
    if (value.layout === layout || value.shape.length <= 1) return value;
    const known = this.#transposed.get(value);
    if (known !== undefined) return known;
    const name = this.name(`${value.name}_${layout}`);
    this.add("Transpose", [value.name], [name], { perm: permutation(value.shape, layout) });
    const transposed = { name, shape: value.shape, layout };
    this.#transposed.set(value, transposed);
    this.#transposed.set(transposed, value);
    return transposed;
  }

  /** Gives the value `name` the name of the model's output. */
  finish(name: string): void {
    const made = this.nodes.some(({ outputs }) => outputs.includes(name));
    if (!made) {
      this.add("Identity", [name], [outputName], {});
      return;
    }
    const renamed = (names: readonly string[]) => names.map((one) => (one === name ? outputName : one));
    for (const [index, node] of this.nodes.entries()) {
      this.nodes[index] = { ...node, inputs: renamed(node.inputs), outputs: renamed(node.outputs) };
    }
  }
}

function emitterOf(graph: OnnxGraph, layer: KerasLayer, x: readonly OnnxValue[], weights: LayerWeights): OnnxEmitter {
  const shape: Shape = layer.outputShape;
  const nodes: OnnxEmitter["nodes"] = (operator, inputs, outputs, attributes = {}) => {
    const names = Array.from({ length: outputs }, () => graph.name(`${layer.name}_${operator.toLowerCase()}`));
    graph.add(operator, inputs, names, attributes);
    return names;
  };
  const constant =
    (type: "float" | "int64") =>
    (values: readonly number[], of: readonly number[] = [values.length]) =>
      graph.constant(type, values, of, `${layer.name}_constant`);
  return {
    x,
    last: (value) => graph.inLayout(value, "last").name,
    first: (value) => graph.inLayout(value, "first").name,
    alike: () => {
      const layout = commonLayout(x);
      return { names: x.map((value) => graph.inLayout(value, layout).name), layout };
    },
    node: (operator, inputs, attributes) => nodes(operator, inputs, 1, attributes)[0] as string,
    nodes,
    weight: (make) => {
      const tensor = make(weights);
      const name = graph.name(`${layer.name}_weight`);
      graph.initializers.push({ name, type: "float", shape: tensor.shape, values: tensor.values });
      return name;
    },
    floats: constant("float"),
    ints: constant("int64"),
    value: (name, layout = "last") => ({ name, shape, layout: layoutOf(shape, layout) }),
  };
}
