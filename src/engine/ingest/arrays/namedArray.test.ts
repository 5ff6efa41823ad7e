/** @file Numbers of arrays as texts: nothing of a double is lost, and a float is spelt as it was meant. */
import { expect, it } from "vitest";
import { type ArrayType, textAt } from "./namedArray.ts";

const bytesOf = (values: Float32Array | Float64Array) => new Uint8Array(values.buffer);
const textsOf = (type: ArrayType, values: Float32Array | Float64Array) => {
  const read = textAt({ name: "y", shape: [values.length], type, data: bytesOf(values) });
  return Array.from(values, (_, i) => read(i));
};
const numbers = [0.1, 0.30000000000000004, 3, -1.5e-7, 16_777_217, Number.NaN];

it("spells doubles whole", () => {
  const texts = textsOf({ kind: "f", size: 8, littleEndian: true }, Float64Array.from(numbers));
  expect(texts).toEqual(["0.1", "0.30000000000000004", "3", "-1.5e-7", "16777217", ""]);
});

it("spells floats of 4 bytes with no digit they do not have", () => {
  const values = Float32Array.from(numbers);
  const texts = textsOf({ kind: "f", size: 4, littleEndian: true }, values);
  // The digits of NumPy’s str(numpy.float32(x)).
  expect(texts).toEqual(["0.1", "0.3", "3", "-1.5e-7", "16777216", ""]);
  for (const [i, text] of texts.slice(0, 5).entries()) expect(Math.fround(Number(text))).toBe(values[i]);
});
