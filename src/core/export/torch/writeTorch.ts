/**
 * @file A model as a PyTorch file that stands alone: a class whose `forward` reads as the drawing does, a reader of the
 * weights' file, an example. Inputs and outputs are channels last, as in the studio; the output's activation is part of
 * it. Only labels and the title come from the user, and both stand in comments.
 */
import { assert } from "../../fault.ts";
import type { KerasLayer, KerasModel } from "../../graph/compile.ts";
import type { NodeId, Shape } from "../../graph/types.ts";
import { specOf } from "../../layers/index.ts";
import type { NamedTensor, Weights } from "../../training/checkpoint.ts";
import { pythonComment, pythonName } from "../keras/python.ts";
import { lastUses, layoutOf, type Network, networkOf, passedMask, weightsByLayer } from "../network.ts";
import type { TorchValue } from "./emitter.ts";
import { TorchClass } from "./torchClass.ts";
import { fileOf } from "./torchFile.ts";

export interface TorchOptions {
  /** First lines of the file, as comments: what the model is, what its inputs and outputs mean. */
  readonly title?: readonly string[];
  /** The user's names of layers; each stands as a comment at its layer. */
  readonly labels?: Readonly<Record<NodeId, string | undefined>>;
  /** The file of weights that `load` opens unless told otherwise. */
  readonly weightsFile?: string;
}

export interface TorchSource {
  readonly source: string;
  /** The weights as the source names them, for `writeSafetensors`. */
  readonly tensors: (weights: Weights) => readonly NamedTensor[];
}

export const writeTorch = (model: KerasModel, options: TorchOptions = {}): TorchSource =>
  writeTorchNetwork(networkOf(model), options);

/** The same for any number of inputs, which `forward` takes one by one. */
export function writeTorchNetwork(network: Network, options: TorchOptions = {}): TorchSource {
  const parameters = network.inputs.length === 1 ? ["x"] : network.inputs.map((_, index) => `x${index}`);
  const written = new TorchClass(parameters);
  const values = new Map<NodeId, TorchValue>();
  for (const [index, { id, shape, layout }] of network.inputs.entries()) {
    const value: TorchValue = { name: parameters[index] as string, shape, layout: "last" };
    values.set(id, written.inLayout(value, layoutOf(shape, layout)));
  }
  const last = lastUses(network);
  for (const [index, layer] of network.layers.entries()) {
    const live = liveNames(written, values, last, index);
    const label = options.labels?.[layer.name] ?? "";
    if (label.trim() !== "") written.line(pythonComment(label));
    values.set(layer.name, writeLayer(written, network, layer, values, live));
  }
  const output = values.get(network.output);
  assert(output !== undefined, "the output was written");
  written.line(`return ${written.inLayout(output, "last").name}`);
  const placements = [...written.placements];
  return {
    source: fileOf(written, network, options),
    tensors: (weights) => {
      const of = weightsByLayer(weights);
      return placements.map(({ name, layer, make }) => {
        const { shape, values } = make(of(layer));
        return { name, shape, values };
      });
    },
  };
}

/** Names that a later layer still reads, so that they must not be overwritten. */
function liveNames(
  written: TorchClass,
  values: ReadonlyMap<NodeId, TorchValue>,
  last: ReadonlyMap<NodeId, number>,
  index: number,
): ReadonlySet<string> {
  const needed = [...values].filter(([id]) => (last.get(id) ?? -1) > index);
  return new Set(needed.flatMap(([, value]) => written.namesOf(value)));
}

function writeLayer(
  written: TorchClass,
  network: Network,
  layer: KerasLayer,
  values: ReadonlyMap<NodeId, TorchValue>,
  live: ReadonlySet<string>,
): TorchValue {
  const spec = specOf(layer.kind);
  assert(spec?.torch != null, `a "${layer.kind}" can be written`);
  const x = layer.inputs.map((input) => {
    const value = values.get(input);
    assert(value !== undefined, `"${input}" stands before "${layer.name}"`);
    return value;
  });
  const shape: Shape = layer.outputShape;
  const emit = written.emitter({ layer: layer.name, base: attributeBase(layer.name), shape, x, live });
  const args = { params: layer.params as never, inputs: layer.inputShapes, output: shape, context: network.context };
  const value = spec.torch(args, emit);
  const mask = passedMask(
    spec.mask,
    x.map((one) => one.mask),
    (masks) => emit.line(masks.join(" | ")),
  );
  return mask === undefined ? value : { ...value, mask };
}

/** "dense_1" stays; what could be one of nn.Module's own names, or no name at all, is set apart. */
function attributeBase(id: NodeId): string {
  const plain = pythonName(id, new Set());
  return /^[a-z][a-z0-9_]*_[0-9]+$/.test(plain) ? plain : `layer_${plain}`;
}
