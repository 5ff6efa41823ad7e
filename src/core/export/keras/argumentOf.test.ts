/** @file Every field of every layer of Keras names an argument that this layer of Keras has. */
import { expect, it } from "vitest";
import { layerKinds, specOf } from "../../layers/index.ts";
import { kerasArgument } from "./argumentOf.ts";
import { camelCase } from "./names.ts";
import { signatures } from "./signatures.ts";

const known = layerKinds.filter((kind) => Object.hasOwn(signatures, specOf(kind)?.title ?? ""));

it.each(known)("%s", (kind) => {
  const spec = specOf(kind);
  const names = (signatures[spec?.title ?? ""] ?? []).map(([name]) => name);
  const called = spec?.callWith?.args ?? [];
  for (const field of Object.keys(spec?.fields ?? {})) {
    const snake = kerasArgument(field);
    if (snake === null) continue;
    const argument = camelCase(snake);
    expect([field, argument, [...names, ...called].includes(argument)]).toEqual([field, argument, true]);
  }
});
