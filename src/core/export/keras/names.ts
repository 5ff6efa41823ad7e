/**
 * @file How this program's names and Keras's differ: camel case here, snake case there; which of Keras's modules a class
 * comes from. Shared by the writer and by whoever reads Keras source.
 */
import { layerKinds, specOf } from "../../layers/index.ts";
import { aliases } from "./signatures.ts";

export { snakeCase } from "./argumentOf.ts";

/** "return_sequences" → "returnSequences". */
export const camelCase = (name: string): string =>
  name.replace(/(?<=[a-z0-9])_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

export const kerasModules = ["layers", "regularizers", "constraints", "initializers"] as const;
export type KerasModule = (typeof kerasModules)[number];

/** The module of the class that stands as this argument (in camel case). */
export function moduleOf(argument: string): KerasModule {
  if (argument.endsWith("Regularizer")) return "regularizers";
  if (argument.endsWith("Constraint")) return "constraints";
  if (argument.endsWith("Initializer")) return "initializers";
  return "layers";
}

/** A class by the name that Keras itself calls it, for any of its public names. */
export const className = (publicName: string): string =>
  Object.hasOwn(aliases, publicName) ? (aliases[publicName] as string) : publicName;

/** Further names of activations in Keras, and the ones used here. */
export const activationAliases: Readonly<Record<string, string>> = { silu: "swish" };

/** Layers that are not called with their one input or a list of them; a layer's title is its class. */
const called = layerKinds.flatMap((kind) => {
  const spec = specOf(kind);
  return spec?.callWith === undefined ? [] : [{ className: spec.title, ...spec.callWith }];
});

/** Classes whose inputs are arguments of the call one by one, where others take a list: attention(query, value, key). */
export const spreadInputs: ReadonlySet<string> = new Set(called.map(({ className }) => className));

/** Arguments that go with the inputs, as they are no constructor's: attention(query, value, use_causal_mask=True). */
export const callArguments: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  called.map(({ className, args }) => [className, args]),
);

/** How many inputs such a call must have; the last one stands for those that are missing. */
export const demandedInputs = (className: string): number =>
  called.find((one) => one.className === className)?.demanded ?? 1;

/** Arguments that are stated though they equal Keras's default: others have other defaults, or the number is the point. */
export const statedAlways: ReadonlySet<string> = new Set([
  "epsilon",
  "momentum",
  "recurrentActivation",
  "resetAfter",
  "negativeSlope",
  "maxValue",
]);

/** Words that are no variable's name in the source. */
export const reservedWords: ReadonlySet<string> = new Set([
  ..."False None True and as assert async await break class continue def del elif else except finally for from".split(
    " ",
  ),
  ..."global if import in is lambda nonlocal not or pass raise return try while with yield match case type".split(" "),
  ..."keras layers regularizers constraints initializers ops model self print super".split(" "),
]);
