/**
 * @file What the recurrent layers share: fields, shapes and counts, and the frame in which each writes its sequence as
 * PyTorch and ONNX. Where those have a layer of the same meaning it is used; activations, dropout between steps and masks
 * of steps that they lack are written step by step. `bidirectional.ts` runs the same sequences twice.
 */
import type { OnnxEmitter, OnnxValue } from "../export/onnx/emitter.ts";
import type { Tensor } from "../export/tensors.ts";
import type { TorchEmitter, TorchHelper, TorchValue } from "../export/torch/emitter.ts";
import type { Shape } from "../graph/types.ts";
import { choice, type Fields, flag, float, int } from "../params/fields.ts";
import { type ActivationName, activations, torchActivation } from "./activations.ts";
import { gives, type KerasCall, type ShapeArgs, type ShapeResult, unknownShape } from "./define.ts";
import { penalties, penaltyArgs } from "./regularizers.ts";
import { wrongRank } from "./sameShape.ts";

/** Larger recurrent kernels take minutes to be made orthogonal. */
const maxRecurrentUnits = 2048;

/** Fields before and after those a layer has of its own. */
export const firstFields = {
  units: int({ default: 32, min: 1, max: maxRecurrentUnits }),
  activation: choice(activations, { default: "tanh", advanced: true }),
};
export const gateField = choice(activations, { default: "sigmoid", advanced: true });
const share = () => float({ default: 0, min: 0, max: 1, exclusiveMax: true });
export const lastFields = {
  returnSequences: flag({ default: false }),
  goBackwards: flag({ default: false, advanced: true }),
  dropout: share(),
  recurrentDropout: share(),
  useBias: flag({ default: true, advanced: true }),
  ...penalties,
} satisfies Fields;

type Strengths = { readonly [K in keyof typeof penalties]?: number };

export interface RecurrentParams extends Strengths {
  readonly units: number;
  readonly activation: ActivationName;
  readonly useBias: boolean;
  readonly returnSequences: boolean;
  readonly goBackwards: boolean;
  readonly dropout: number;
  readonly recurrentDropout: number;
}

/** A sequence to be written as PyTorch: `x` is [batch, steps, width]. */
export interface TorchSequence {
  readonly emit: TorchEmitter;
  readonly x: string;
  readonly mask: string | null;
  readonly width: number;
  /** Distinguishes the modules of one layer; undefined where it has one. */
  readonly suffix: string | undefined;
  /** The layer's own name of a weight: "kernel" → "forward_kernel". */
  readonly part: (weight: string) => string;
}
/** The same for ONNX. */
export interface OnnxSequence {
  readonly emit: OnnxEmitter;
  readonly x: string;
  readonly mask: string | null;
  readonly steps: number;
  readonly part: (weight: string) => string;
}
/** What a sequence gives: the output of the last step, [batch, units], or of all steps, [batch, steps, units]. */
export interface OnnxOutputs {
  readonly last: () => string;
  readonly all: () => string;
}

/** What one recurrent layer does at a step, for the wrapper as well as for itself. */
export interface Cell<P extends RecurrentParams = RecurrentParams> {
  readonly className: string;
  readonly gates: number;
  readonly biases: (params: P) => number;
  /** Arguments of the Keras call beside those all recurrent layers have. */
  readonly args: (params: P) => KerasCall["args"];
  /** A Python expression: all outputs, [batch, steps, units]. */
  readonly torch: (params: P, sequence: TorchSequence) => string;
  readonly onnx: (params: P, sequence: OnnxSequence) => OnnxOutputs;
}

export function recurrentShape({ params, inputs: [input] }: ShapeArgs<RecurrentParams>): ShapeResult {
  if (input === undefined) return unknownShape;
  const [steps] = input;
  if (steps === undefined || input.length !== 2) return wrongRank(2, input);
  return gives(params.returnSequences ? [steps, params.units] : [params.units]);
}

/** Numbers in kernel, recurrent kernel and biases. */
export function recurrentParameters<P extends RecurrentParams>(
  cell: Cell<P>,
  params: P,
  input: Shape | undefined,
): number {
  const width = input?.at(-1);
  if (width === undefined) return 0;
  const biases = params.useBias ? cell.biases(params) : 0;
  return cell.gates * params.units * (width + params.units + biases);
}

/** Products of one row: the kernels' at each step. */
export function recurrentMultiplyAdds<P extends RecurrentParams>(
  cell: Cell<P>,
  params: P,
  input: Shape | undefined,
): number {
  const [steps = 0, width = 0] = input ?? [];
  return steps * cell.gates * params.units * (width + params.units);
}

export function recurrentCall<P extends RecurrentParams>(cell: Cell<P>, params: P): KerasCall {
  const { units, activation, useBias, returnSequences, goBackwards, dropout, recurrentDropout } = params;
  return {
    className: cell.className,
    args: {
      units,
      activation,
      ...cell.args(params),
      useBias,
      kernelInitializer: "glorotUniform",
      recurrentInitializer: "orthogonal",
      biasInitializer: "zeros",
      returnSequences,
      goBackwards,
      dropout,
      recurrentDropout,
      ...penaltyArgs(params, [0]),
    },
  };
}

/** A mask goes on beside a sequence, and ends where only the last step is put out. */
export const withMask = <V extends TorchValue | OnnxValue>(value: V, mask: string | undefined | null): V =>
  mask === undefined || mask === null ? value : { ...value, mask };

/** The layer as PyTorch. */
export function recurrentTorch<P extends RecurrentParams>(cell: Cell<P>, params: P, emit: TorchEmitter): TorchValue {
  const [input] = emit.x as readonly [TorchValue];
  const outputs = torchOutputs(cell, params, emit, { part: (weight) => weight, suffix: undefined });
  if (params.returnSequences) return withMask(emit.value(outputs), input.mask);
  return emit.value(`${outputs}[:, -1]`);
}

/** All outputs of the layer's input in the order in which steps are gone through: a Python expression. */
export function torchOutputs<P extends RecurrentParams>(
  cell: Cell<P>,
  params: P,
  emit: TorchEmitter,
  names: Pick<TorchSequence, "part" | "suffix">,
): string {
  const [input] = emit.x as readonly [TorchValue];
  let x = emit.last(input);
  let mask = input.mask ?? null;
  if (params.goBackwards) {
    x = emit.line(`torch.flip(${x}, [1])`);
    if (mask !== null) mask = emit.line(`torch.flip(${mask}, [1])`);
  }
  if (params.dropout > 0) {
    // One mask for all steps, as Keras draws it.
    x = emit.line(`${x} * F.dropout(torch.ones_like(${x}[:, :1]), ${params.dropout}, self.training)`);
  }
  return cell.torch(params, { emit, x, mask, width: input.shape.at(-1) ?? 0, ...names });
}

/** Whether torch's own layer, which knows no masks and no dropout between steps, will do. */
export const fitsTorch = (params: RecurrentParams, { mask }: TorchSequence): boolean =>
  mask === null && params.recurrentDropout === 0;

/** A layer written by `helper`, whose parameters have Keras's names. `gate`: the gates' activation, if there are gates. */
export function steppedTorch(
  params: RecurrentParams,
  { emit, x, mask, width, suffix, part }: TorchSequence,
  helper: TorchHelper,
  more: readonly string[],
): string {
  const { units, activation, useBias, recurrentDropout } = params;
  const options = [
    ...more,
    ...(useBias ? [] : ["bias=False"]),
    ...(recurrentDropout > 0 ? [`recurrent_dropout=${recurrentDropout}`] : []),
  ];
  const name = emit.helper(helper);
  const layer = emit.module(`${name}(${[width, units, torchFunction(activation), ...options].join(", ")})`, suffix);
  for (const weight of ["kernel", "recurrent_kernel", ...(useBias ? ["bias"] : [])]) {
    emit.weight(weight, (weights) => weights(part(weight)), suffix);
  }
  return emit.line(`${layer}(${x}${mask === null ? "" : `, ${mask}`})`);
}

/** "tanh" → "lambda x: torch.tanh(x)" */
export const torchFunction = (name: ActivationName): string => `lambda x: ${torchActivation(name, "x")}`;

/** A Python class that goes step by step. `body`: from `projected` and `state` to `following`, eight spaces deeper. */
export function steppedHelper(cell: {
  readonly name: string;
  readonly gates: number;
  readonly arguments: string;
  readonly fields: readonly string[];
  readonly bias: string;
  readonly states: number;
  readonly inputBias: string;
  readonly body: readonly string[];
}): TorchHelper {
  const source = `class ${cell.name}(nn.Module):
    """One step after another, for what torch's own layer has no argument: a mask keeps the state before."""

    def __init__(self, inputs, units, activation, ${cell.arguments}bias=True, recurrent_dropout=0.0):
        super().__init__()
        self.units, self.activation, self.recurrent_dropout = units, activation, recurrent_dropout
${cell.fields.map((field) => `        self.${field} = ${field}\n`).join("")}        self.kernel = nn.Parameter(torch.empty(inputs, ${cell.gates} * units))
        self.recurrent_kernel = nn.Parameter(torch.empty(units, ${cell.gates} * units))
        self.bias = nn.Parameter(torch.zeros(${cell.bias})) if bias else None
        nn.init.xavier_uniform_(self.kernel)
        nn.init.orthogonal_(self.recurrent_kernel)

    def forward(self, x, mask=None):
        state = [x.new_zeros(x.shape[0], self.units)] * ${cell.states}
        kept = F.dropout(torch.ones_like(state[0]), self.recurrent_dropout, self.training)
        projections = x @ self.kernel
        if self.bias is not None:
            projections = projections + ${cell.inputBias}
        outputs = []
        for step in range(x.shape[1]):
            projected, h = projections[:, step], state[0] * kept
${cell.body.map((line) => `            ${line}\n`).join("")}            if mask is not None:
                counts = mask[:, step : step + 1]
                following = [torch.where(counts, new, old) for new, old in zip(following, state)]
            state = following
            outputs.append(state[0])
        return torch.stack(outputs, dim=1)
`;
  return { name: cell.name, source };
}

/** A bias of zeros where the layer has none, for formats that always hold one. */
export const orZeros = (present: boolean, make: () => Tensor, shape: readonly number[]): Tensor =>
  present ? make() : { shape, values: new Float32Array(shape.reduce((product, n) => product * n, 1)) };
