/**
 * @file Regularizers and constraints as arguments become the strengths a layer has fields for: the inverse of
 * `layers/regularizers.ts`.
 */
import type { KerasCall, KerasValue, LayerSpec } from "../layers/define.ts";

interface Read {
  readonly params: Readonly<Record<string, number>>;
  readonly refused: readonly { readonly argument: string; readonly value: KerasValue }[];
}

/** Keras's own strength where a regularizer is named and none is given. */
const usual = 0.01;

const isCall = (value: KerasValue | undefined): value is KerasCall =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const numberOf = (value: KerasValue | undefined, fallback: number): number | null =>
  value === undefined ? fallback : typeof value === "number" ? value : null;

/** The strengths of a regularizer, or null where it is none of l1 and l2. */
function strengthsOf(value: KerasValue): { readonly l1: number; readonly l2: number } | null {
  const call = typeof value === "string" ? { className: value, args: {} } : value;
  if (!isCall(call)) return null;
  const { l1, l2 } = call.args;
  switch (call.className.toLowerCase().replaceAll("_", "")) {
    case "l1":
      return both(numberOf(l1, usual), 0);
    case "l2":
      return both(0, numberOf(l2, usual));
    case "l1l2":
      return both(numberOf(l1 ?? undefined, 0), numberOf(l2 ?? undefined, 0));
    default:
      return null;
  }
}
const both = (l1: number | null, l2: number | null) => (l1 === null || l2 === null ? null : { l1, l2 });

/** The largest length of a max-norm constraint, or null where it is another one. Which axes is judged elsewhere. */
function maxNormOf(value: KerasValue): number | null {
  const call = typeof value === "string" ? { className: value, args: {} } : value;
  if (!isCall(call) || call.className.toLowerCase().replaceAll("_", "") !== "maxnorm") return null;
  return numberOf(call.args.maxValue, 2);
}

const regularizers = { kernelRegularizer: "kernel", biasRegularizer: "bias", activityRegularizer: "activity" } as const;
/** Depthwise and pointwise kernels, and words' vectors, are kernels to the studio's fields. */
const alike: Readonly<Record<string, string>> = {
  depthwiseRegularizer: "kernelRegularizer",
  embeddingsRegularizer: "kernelRegularizer",
  depthwiseConstraint: "kernelConstraint",
  embeddingsConstraint: "kernelConstraint",
};

/** The parameters that the penalty arguments of a call mean, and the arguments the layer has no field for. */
export function readPenalties(spec: LayerSpec, args: Readonly<Record<string, KerasValue>>): Read {
  const params: Record<string, number> = {};
  const refused: { argument: string; value: KerasValue }[] = [];
  const put = (field: string, strength: number): boolean => {
    if (!Object.hasOwn(spec.fields, field)) return strength === 0;
    params[field] = strength;
    return true;
  };
  for (const [argument, value] of Object.entries(args)) {
    if (value === null || Object.hasOwn(spec.fields, argument)) continue;
    const name = alike[argument] ?? argument;
    if (name === "kernelConstraint") {
      const limit = maxNormOf(value);
      if (limit === null || !put("maxNorm", limit)) refused.push({ argument, value });
    } else if (Object.hasOwn(regularizers, name)) {
      const part = regularizers[name as keyof typeof regularizers];
      const strengths = strengthsOf(value);
      if (strengths === null || ![put(`${part}L1`, strengths.l1), put(`${part}L2`, strengths.l2)].every(Boolean)) {
        refused.push({ argument, value });
      }
    }
  }
  return { params, refused };
}
