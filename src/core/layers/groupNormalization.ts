/**
 * @file GroupNormalization: as layer normalization, over all positions of a group of channels. `groups` −1 makes each
 * channel a group of its own (instance normalization).
 */
import type { OnnxValue } from "../export/onnx/emitter.ts";
import type { TorchValue } from "../export/torch/emitter.ts";
import { int } from "../params/fields.ts";
import { affineArgs, affineCount, affineFields, onnxAffine, torchAffine } from "./channelAffine.ts";
import { defineLayer, gives, oneInput, refuses, unknownShape } from "./define.ts";
import { elements } from "./sameShape.ts";

const groupsOf = (groups: number, channels: number): number => (groups === -1 ? channels : groups);

export const groupNormalization = defineLayer({
  kind: "groupNormalization",
  title: "GroupNormalization",
  group: "normalization",
  inputs: oneInput,
  role: "hidden",
  addable: true,
  fields: { groups: int({ default: 8, kerasDefault: 32, min: -1, max: 65536 }), ...affineFields },
  badge: ({ groups }) => (groups === -1 ? "each channel" : `${groups} groups`),
  shape: ({ params: { groups }, inputs: [input] }) => {
    const channels = input?.at(-1);
    if (input === undefined || channels === undefined) return unknownShape;
    const by = groupsOf(groups, channels);
    if (by !== 0 && channels % by === 0) return gives(input);
    return refuses({ code: "notDivisible", context: { field: "groups", size: channels, by }, field: "groups" });
  },
  parameters: ({ params, inputs: [input] }) => ({ trainable: affineCount(params, input?.at(-1)), fixed: 0 }),
  multiplyAdds: ({ params, output }) => (params.scale ? elements(output) : 0),
  keras: ({ params }) => ({
    className: "GroupNormalization",
    args: { groups: params.groups, ...affineArgs(params) },
  }),
  mask: "passes",
  torch: ({ params }, emit) => {
    const [x] = emit.x as readonly [TorchValue];
    const channels = x.shape.at(-1) ?? 0;
    const both = params.center && params.scale;
    const groups = groupsOf(params.groups, channels);
    if (elements(x.shape) === groups) {
      // A number that is its own mean is always 0, and torch refuses to say so.
      const zero = `${emit.first(x)} * 0`;
      return emit.value(torchAffine(emit, params, zero, channels, x.shape.length, "first"), "first");
    }
    const sizes = `${groups}, ${channels}, eps=${params.epsilon}`;
    const norm = emit.module(`nn.GroupNorm(${sizes}${both ? "" : ", affine=False"})`);
    const y = `${norm}(${emit.first(x)})`;
    if (!both) return emit.value(torchAffine(emit, params, y, channels, x.shape.length, "first"), "first");
    emit.weight("weight", (w) => w("gamma"));
    emit.weight("bias", (w) => w("beta"));
    return emit.value(y, "first");
  },
  // The operator of this name is newer than the operator set used here: instances of one row a group do the same.
  onnx: ({ params }, emit) => {
    const [x] = emit.x as readonly [OnnxValue];
    const channels = x.shape.at(-1) ?? 0;
    const groups = groupsOf(params.groups, channels);
    const constant = (value: number) => emit.floats(Array<number>(groups).fill(value));
    // 0 keeps the batch axis, whatever its size.
    const split = emit.node("Reshape", [emit.first(x), emit.ints([0, groups, -1])]);
    const attributes = { epsilon: { float: params.epsilon } };
    const normal = emit.node("InstanceNormalization", [split, constant(1), constant(0)], attributes);
    const whole = emit.node("Reshape", [normal, emit.ints([0, channels, ...x.shape.slice(0, -1)])]);
    return emit.value(onnxAffine(emit, params, whole, channels, x.shape.length, "first"), "first");
  },
});
