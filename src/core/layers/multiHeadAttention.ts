/**
 * @file MultiHeadAttention: each step of the query takes from the steps of the value what its keys promise, in several
 * heads at once. One input attends to itself; two are query and value; three are query, value and key, as Keras has it.
 * Steps that a mask leaves out get a score that no other outweighs.
 */
import type { OnnxEmitter, OnnxValue } from "../export/onnx/emitter.ts";
import { reshaped, type Tensor, transposed } from "../export/tensors.ts";
import type { TorchEmitter, TorchHelper, TorchValue } from "../export/torch/emitter.ts";
import { type Shape, shapeText } from "../graph/types.ts";
import { autoInt, flag, float, int, type ParamsOf } from "../params/fields.ts";
import { defineLayer, gives, refuses, type ShapeResult, unknownShape } from "./define.ts";
import { withMask } from "./recurrent.ts";
import { penalties, penaltyArgs } from "./regularizers.ts";
import { wrongRank } from "./sameShape.ts";

const fields = {
  numHeads: int({ default: 2, min: 1, max: 256 }),
  keyDim: int({ default: 16, min: 1, max: 4096 }),
  valueDim: autoInt({ default: null, min: 1, max: 4096, advanced: true }),
  dropout: float({ default: 0, min: 0, max: 1, exclusiveMax: true }),
  useCausalMask: flag({ default: false }),
  useBias: flag({ default: true, advanced: true }),
  ...penalties,
};
type Params = ParamsOf<typeof fields>;

/** Shapes of query, value and key, however many inputs there are. */
function roles<T>([query, value, key]: readonly T[]): { readonly query: T; readonly value: T; readonly key: T } | null {
  if (query === undefined) return null;
  return { query, value: value ?? query, key: key ?? value ?? query };
}

const valueDimOf = ({ keyDim, valueDim }: Params): number => valueDim ?? keyDim;

function shapeOf(inputs: readonly Shape[]): ShapeResult {
  const named = roles(inputs);
  if (named === null || inputs.length > 3) return unknownShape;
  const wrong = inputs.find((shape) => shape.length !== 2);
  if (wrong !== undefined) return wrongRank(2, wrong);
  // Each step of the value has its own key.
  if (named.value[0] !== named.key[0]) {
    return refuses({ code: "shapesDiffer", context: { shapes: [named.value, named.key].map(shapeText).join(", ") } });
  }
  return gives(named.query);
}

/** The four projections: the weights' name, their inputs and outputs. */
function projections(params: Params, inputs: readonly Shape[]) {
  const named = roles(inputs);
  if (named === null) return [];
  const { numHeads, keyDim } = params;
  const width = (shape: Shape) => shape.at(-1) ?? 0;
  const values = numHeads * valueDimOf(params);
  return [
    { name: "query", from: width(named.query), to: numHeads * keyDim, steps: named.query[0] ?? 0 },
    { name: "key", from: width(named.key), to: numHeads * keyDim, steps: named.key[0] ?? 0 },
    { name: "value", from: width(named.value), to: values, steps: named.value[0] ?? 0 },
    { name: "attention_output", from: values, to: width(named.query), steps: named.query[0] ?? 0 },
  ] as const;
}

/** A score that leaves a step out; finite, so that a row without any other step stays a number. */
const leftOut = -1e9;

export const multiHeadAttention = defineLayer({
  kind: "multiHeadAttention",
  title: "MultiHeadAttention",
  group: "attention",
  inputs: { min: 1, max: 3 },
  role: "hidden",
  addable: true,
  fields,
  badge: ({ numHeads, keyDim, useCausalMask }) => `${numHeads} × ${keyDim}${useCausalMask ? " causal" : ""}`,
  shape: ({ inputs }) => shapeOf(inputs),
  parameters: ({ params, inputs }) => ({
    trainable: projections(params, inputs).reduce(
      (sum, { from, to }) => sum + to * (from + (params.useBias ? 1 : 0)),
      0,
    ),
    fixed: 0,
  }),
  multiplyAdds: ({ params, inputs }) => {
    const projected = projections(params, inputs).reduce((sum, { from, to, steps }) => sum + steps * from * to, 0);
    const named = roles(inputs);
    const pairs = (named?.query[0] ?? 0) * (named?.value[0] ?? 0);
    return projected + pairs * params.numHeads * (params.keyDim + valueDimOf(params));
  },
  keras: ({ params }) => {
    const { numHeads, keyDim, valueDim, dropout, useBias, useCausalMask } = params;
    return {
      className: "MultiHeadAttention",
      args: {
        numHeads,
        keyDim,
        valueDim,
        dropout,
        useBias,
        kernelInitializer: "glorotUniform",
        biasInitializer: "zeros",
        ...penaltyArgs(params, [0]),
        useCausalMask,
      },
    };
  },
  mask: "own",
  callWith: { inputs: ["query", "value", "key"], demanded: 2, args: ["useCausalMask"] },
  torch: ({ params, inputs }, emit) => attentionTorch(params, inputs, emit),
  onnx: ({ params, inputs }, emit) => attentionOnnx(params, inputs, emit),
});

const helper: TorchHelper = {
  name: "MultiHeadAttention",
  source: `class MultiHeadAttention(nn.Module):
    """Attention over [batch, steps, features] as Keras computes it. Masks are true where a step counts."""

    def __init__(self, widths, heads, key_size, value_size, dropout=0.0, causal=False, bias=True):
        super().__init__()
        query, value, key = widths
        self.heads, self.key_size, self.value_size = heads, key_size, value_size
        self.dropout, self.causal = dropout, causal
        self.query = nn.Linear(query, heads * key_size, bias=bias)
        self.key = nn.Linear(key, heads * key_size, bias=bias)
        self.value = nn.Linear(value, heads * value_size, bias=bias)
        self.output = nn.Linear(heads * value_size, query, bias=bias)

    def split(self, x, size):
        return x.reshape(x.shape[0], x.shape[1], self.heads, size).transpose(1, 2)

    def forward(self, query, value, key, query_mask=None, value_mask=None, key_mask=None):
        q = self.split(self.query(query), self.key_size) * self.key_size**-0.5
        k = self.split(self.key(key), self.key_size)
        v = self.split(self.value(value), self.value_size)
        scores = q @ k.transpose(2, 3)
        if query_mask is not None:
            scores = scores.masked_fill(~query_mask[:, None, :, None], ${leftOut})
        for mask in (value_mask, key_mask):
            if mask is not None:
                scores = scores.masked_fill(~mask[:, None, None, :], ${leftOut})
        if self.causal:
            allowed = torch.ones(scores.shape[-2:], dtype=torch.bool, device=scores.device).tril()
            scores = scores.masked_fill(~allowed, ${leftOut})
        shares = F.dropout(torch.softmax(scores, dim=-1), self.dropout, self.training)
        taken = (shares @ v).transpose(1, 2)
        return self.output(taken.reshape(taken.shape[0], taken.shape[1], -1))
`,
};

function attentionTorch(params: Params, inputs: readonly Shape[], emit: TorchEmitter): TorchValue {
  const values = roles(emit.x);
  const shapes = roles(inputs);
  if (values === null || shapes === null) return emit.value("");
  const { numHeads, keyDim, dropout, useCausalMask, useBias } = params;
  const widths = [shapes.query, shapes.value, shapes.key].map((shape) => shape.at(-1)).join(", ");
  const options = [
    `(${widths})`,
    numHeads,
    keyDim,
    valueDimOf(params),
    ...(dropout > 0 ? [`dropout=${dropout}`] : []),
    ...(useCausalMask ? ["causal=True"] : []),
    ...(useBias ? [] : ["bias=False"]),
  ];
  const layer = emit.module(`${emit.helper(helper)}(${options.join(", ")})`);
  for (const { name, from, to } of projections(params, inputs)) {
    const target = name === "attention_output" ? "output" : name;
    emit.weight(`${target}.weight`, (weights) => transposed(reshaped(weights(`${name}_kernel`), [from, to]), [1, 0]));
    if (useBias) emit.weight(`${target}.bias`, (weights) => reshaped(weights(`${name}_bias`), [to]));
  }
  const list = [values.query, values.value, values.key];
  const masks = [values.query.mask, values.value.mask, emit.x.length === 3 ? values.key.mask : undefined];
  const named = ["query_mask", "value_mask", "key_mask"].flatMap((name, i) =>
    masks[i] === undefined ? [] : [`${name}=${masks[i]}`],
  );
  const call = [...list.map((value) => emit.last(value)), ...named].join(", ");
  return withMask(emit.value(`${layer}(${call})`), values.query.mask);
}

function attentionOnnx(params: Params, inputs: readonly Shape[], emit: OnnxEmitter): OnnxValue {
  const values = roles(emit.x);
  const shapes = roles(inputs);
  if (values === null || shapes === null) return emit.value("");
  const { numHeads, keyDim, useBias } = params;
  const project = (x: string, index: number): string => {
    const projection = projections(params, inputs)[index];
    if (projection === undefined) return x;
    const { name, from, to } = projection;
    const flat = (make: () => Tensor, shape: readonly number[]) => reshaped(make(), shape);
    const kernel = emit.weight((weights) => flat(() => weights(`${name}_kernel`), [from, to]));
    const product = emit.node("MatMul", [x, kernel]);
    if (!useBias) return product;
    return emit.node("Add", [product, emit.weight((weights) => flat(() => weights(`${name}_bias`), [to]))]);
  };
  const heads = (x: string, steps: number, size: number, perm: readonly number[]): string =>
    emit.node("Transpose", [emit.node("Reshape", [x, emit.ints([-1, steps, numHeads, size])])], { perm });
  const [steps = 0] = shapes.query;
  const [others = 0] = shapes.value;
  const q = heads(project(emit.last(values.query), 0), steps, keyDim, [0, 2, 1, 3]);
  const k = heads(project(emit.last(values.key), 1), others, keyDim, [0, 2, 3, 1]);
  const v = heads(project(emit.last(values.value), 2), others, valueDimOf(params), [0, 2, 1, 3]);
  const scaled = emit.node("Mul", [q, emit.floats([1 / Math.sqrt(keyDim)], [])]);
  const scores = masked(params, emit, [steps, others], emit.node("MatMul", [scaled, k]));
  const shares = emit.node("Softmax", [scores], { axis: -1 });
  const taken = emit.node("Transpose", [emit.node("MatMul", [shares, v])], { perm: [0, 2, 1, 3] });
  const joined = emit.node("Reshape", [taken, emit.ints([-1, steps, numHeads * valueDimOf(params)])]);
  return withMask(emit.value(project(joined, 3)), values.query.mask);
}

/** Scores with what may not be looked at left out. */
function masked(params: Params, emit: OnnxEmitter, [steps, others]: readonly [number, number], scores: string): string {
  const low = emit.floats([leftOut], []);
  const kept = (mask: string, x: string) => emit.node("Where", [mask, x, low]);
  const [query, value, key] = emit.x;
  let result = scores;
  const along = (mask: string | undefined, axes: readonly number[]) => {
    if (mask !== undefined) result = kept(emit.node("Unsqueeze", [mask, emit.ints(axes)]), result);
  };
  along(query?.mask, [1, 3]);
  along((value ?? query)?.mask, [1, 2]);
  along(key?.mask, [1, 2]);
  if (!params.useCausalMask) return result;
  const allowed = Array.from({ length: steps * others }, (_, i) => (i % others <= Math.floor(i / others) ? 1 : 0));
  return kept(emit.node("Greater", [emit.floats(allowed, [steps, others]), emit.floats([0.5], [])]), result);
}
