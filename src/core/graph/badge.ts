/** @file The one line of a layer's card: what its kind says of its parameters, and which penalties are in force. */
import type { penalties } from "../layers/regularizers.ts";

/** How a penalty is named in a badge; those without a name of their own stand by their field. */
const short: Readonly<Record<keyof typeof penalties, string>> = {
  kernelL1: "L1",
  kernelL2: "L2",
  maxNorm: "max-norm",
  biasL1: "bias L1",
  biasL2: "bias L2",
  activityL1: "output L1",
  activityL2: "output L2",
};

const names = Object.keys(short) as readonly (keyof typeof penalties)[];

/** "64 relu · L2" */
export function withPenalties(badge: string, params: object): string {
  const held = params as Readonly<Record<string, unknown>>;
  const inForce = names.filter((name) => typeof held[name] === "number" && held[name] > 0).map((name) => short[name]);
  return [badge, ...inForce].filter((part) => part !== "").join(" · ");
}
