import { describe, expect, it } from "vitest";
import { fc } from "../../testing/property.ts";
import { maxCharacters } from "./pythonTokens.ts";
import { readSource } from "./readSource.ts";

const context = { inputShape: [4], task: "multiclass", classes: 3, vocabulary: null } as const;

const words = [
  "model",
  "Sequential",
  "Dense",
  "Input",
  "Model",
  "Add",
  "add",
  "x",
  "keras",
  "layers",
  "units",
  "=",
  "(",
  ")",
  "[",
  "]",
  ",",
  ".",
  "\n",
  "\n  ",
  "3",
  "0.5",
  "'relu'",
  '"',
  "'''",
  "#",
  "\\",
  "\\\n",
  "*",
  "**",
  "-",
  "not",
  "lambda",
  ":",
  "for",
  "in",
  "if",
  "else",
  "class",
  "def",
  "import",
  "from",
  "@",
  "{",
  "}",
  "None",
  "True",
  "…",
  "\u2028",
  "\ud800",
  "f'{x}'",
  "trainable",
  ";",
  "name",
]; // prettier-ignore

/** The studio never learns whether a text was meant as Python: any text must be answered. */
const answers = (text: string) => {
  const { graph, issues } = readSource(text, context);
  expect(graph !== null || issues.length > 0).toBe(true);
  for (const { at } of issues) expect(at.line === undefined || at.line >= 1).toBe(true);
};

describe("any text", () => {
  it("is answered, whatever it holds", () => {
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 120 }), answers), { numRuns: 200 });
  });

  it("is answered, when it looks like Python", () => {
    const text = fc.array(fc.constantFrom(...words), { maxLength: 60 }).map((parts) => parts.join(" "));
    fc.assert(fc.property(text, answers), { numRuns: 1500 });
  });

  it("is answered, when it is a model with a slip", () => {
    const source =
      "x = Input((4,), name='i')\ny = Dense(8, activation='relu')(x)\ny = Add()([y, Dense(8)(x)])\nm = keras.Model(x, Dense(3)(y))";
    const slip = fc
      .tuple(fc.nat(source.length), fc.nat(12), fc.constantFrom(...words))
      .map(([at, gone, put]) => source.slice(0, at) + put + source.slice(at + gone));
    fc.assert(fc.property(slip, answers), { numRuns: 1000 });
  });

  it.each([
    ["brackets", "(".repeat(maxCharacters)],
    ["brackets that close", `${"[".repeat(50_000)}${"]".repeat(50_000)}`],
    ["brackets that close what is not open", `${"(".repeat(100_000)}${"]".repeat(99_000)}`],
    ["calls with one long list", `x = [${"1,".repeat(45_000)}1]\n${"F(a=x)\n".repeat(14_000)}`],
    [
      "calls with one long list of tensors",
      `a = Input((4,))\nx = [${"a,".repeat(45_000)}a]\n${"y = f(x)\n".repeat(9_000)}`,
    ],
    ["merges of one long list", `a = Input((4,))\nx = [${"a,".repeat(45_000)}a]\n${"Add()(x)\n".repeat(2_000)}`],
    ["lines that make one name longer", `import a as x\n${"x = x.b\nx()\n".repeat(15_000)}`],
    ["calls of calls", `x = ${"f(".repeat(60_000)}${")".repeat(60_000)}`],
    ["a chain of calls", `x = f${"()".repeat(90_000)}`],
    ["a chain of attributes", `x = a${".b".repeat(90_000)}`],
    ["signs", `x = ${"-".repeat(190_000)}1`],
    ["sums", `x = 1${" + 1".repeat(45_000)}`],
    ["powers", `x = 1${"**1".repeat(60_000)}`],
    ["words", "not ".repeat(45_000)],
    ["indents", Array.from({ length: 600 }, (_, i) => `${" ".repeat(i)}x`).join("\n")],
    ["lines", "x\n".repeat(99_000)],
    ["faulty lines", "x = = 1\n".repeat(24_000)],
    ["quotes", "'".repeat(190_000)],
    ["backslashes", "\\".repeat(190_000)],
    ["one long name", "x".repeat(190_000)],
    ["layers", `m = Sequential([${"Dense(1),".repeat(20_000)}])`],
    ["layers in a chain", `x = Input((4,))\n${"x = Dense(1)(x)\n".repeat(11_000)}m = Model(x, x)`],
    ["lists of lists", `x = [1, 1]\n${"x = [x, x]\n".repeat(60)}m = Sequential([Dense(x)])`],
    ["lists in one another", `x = [1]\n${"x = [x]\n".repeat(15_000)}m = Sequential([Dense(x)])`],
    ["lists of tensors", `x = Input((4,))\n${"x = [x, x]\n".repeat(60)}m = Model(x, Add()(x))`],
    ["layers of layers", `x = Dense(1)\n${"x = Bidirectional(x, backward_layer=x)\n".repeat(60)}m = Sequential([x])`],
    ["layers in one another", `x = LSTM(1)\n${"x = Bidirectional(x)\n".repeat(8000)}m = Sequential([x])`],
    ["too many characters", "x".repeat(maxCharacters + 1)],
    ["prototypes", "__proto__ = 3\nconstructor = Dense\nm = Sequential([Dense(3, __proto__=4, toString=1)])"],
  ])("of many %s is answered", (_name, text) => {
    answers(text);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});
