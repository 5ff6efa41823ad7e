import { expect, it } from "vitest";
import { fc } from "../../testing/property.ts";
import { colouredLines } from "./colours.ts";

const textOf = (source: string) =>
  colouredLines(source)
    .map((line) => line.map(({ text }) => text).join(""))
    .join("\n");

it("loses no character, whatever the text", () => {
  fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 80 }), (source) => textOf(source) === source));
  const parts = fc.array(fc.constantFrom("'", '"""', "#", "\n", "x", "(", "\\", "\r\n", "3", "=", "import", "f'"), {
    maxLength: 40,
  });
  fc.assert(fc.property(parts, (words) => textOf(words.join("")) === words.join("")));
});

it("gives words their role", () => {
  const [first, second] = colouredLines(
    'from keras import layers  # a note\nx = layers.Dense(units=3, activation="relu")(x)',
  );
  expect(first?.filter(({ role }) => role !== "plain")).toEqual([
    { role: "keyword", text: "from" },
    { role: "keyword", text: "import" },
    { role: "comment", text: "# a note" },
  ]);
  expect(second?.filter(({ role }) => role !== "plain")).toEqual([
    { role: "called", text: "Dense" },
    { role: "argument", text: "units" },
    { role: "constant", text: "3" },
    { role: "argument", text: "activation" },
    { role: "text", text: '"relu"' },
  ]);
});
