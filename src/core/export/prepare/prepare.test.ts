/** @file prepare.js, as it leaves: of many recipes drawn by chance, the numbers that the studio itself computes. */
import { describe, expect, it } from "vitest";
import { recipeCases } from "../../../testing/recipeCases.ts";
import { answers, prepare, samples } from "./prepare.js";
import { prepareJs, preparePy } from "./programs.ts";

const cases = recipeCases();

/** The first number that is not as it should be, and where. */
function difference(got: ArrayLike<number>, expected: ArrayLike<number>): string | null {
  if (got.length !== expected.length) return `${got.length} numbers instead of ${expected.length}`;
  for (let i = 0; i < expected.length; i++) {
    const [a, b] = [got[i] as number, expected[i] as number];
    if (!(Math.abs(a - b) <= 1e-5 * Math.max(1, Math.abs(b)))) return `${a} instead of ${b} at ${i}`;
  }
  return null;
}

describe("prepare", () => {
  it.each(cases.map((one) => [one.name, one] as const))("makes of raw rows what the studio does: %s", (_, one) => {
    const { values, shape } = prepare(one.rows, one.recipe);
    expect(shape).toEqual(one.shape);
    expect(samples(one.rows, one.recipe)).toEqual(one.samples);
    expect(difference(values, one.x)).toBe(null);
  });

  it("meets every operation, windows of every kind, and numbers that are not 0", () => {
    const kinds = new Set(
      cases.flatMap(({ recipe }) => recipe.features.flatMap(({ ops }) => ops.map((op) => op.kind))),
    );
    expect([...kinds].sort()).toEqual(
      ["bin", "binOneHot", "clip", "dateParts", "hash", "impute", "imputeCategory", "oneHot", "ordinal"].concat([
        "pixels",
        "power",
        "scale",
        "tokens",
      ]),
    );
    const windows = cases.filter(({ recipe, samples: own }) => recipe.window !== null && own.length > 1);
    expect(windows.length).toBeGreaterThan(10);
    expect(windows.some(({ recipe }) => recipe.window?.group !== null && recipe.window?.step !== null)).toBe(true);
    for (const { x } of cases) expect(x.length === 0 || x.some((value) => value !== 0)).toBe(true);
  });

  it("takes values of JavaScript as well as texts", () => {
    const [one] = cases;
    if (one === undefined) throw new Error("there is a case");
    const ops = [{ kind: "scale", offset: 0, scale: 1 }] as const;
    const recipe = {
      ...one.recipe,
      decimal: ",",
      features: [
        { column: "a", type: "number", ops },
        { column: "b", type: "date", ops },
        { column: "c", type: "boolean", ops: [{ kind: "ordinal", values: ["false", "true"] }] },
        { column: "d", type: "category", ops: [{ kind: "ordinal", values: ["0,5", "7"] }] },
      ],
    } as const;
    const rows = [
      { a: 1.5, b: new Date(Date.UTC(2020, 0, 2)), c: true, d: 0.5 },
      { a: null, b: 86_400_000, c: false, d: 7 },
    ];
    expect([...prepare(rows, recipe).values]).toEqual([
      1.5,
      Math.fround(Date.UTC(2020, 0, 2)),
      1,
      0,
      0,
      86_400_000,
      0,
      1,
    ]);
  });
});

describe("answers", () => {
  const base = { column: "y" } as const;
  it("are classes with probabilities, or numbers in their units", () => {
    const classes = { ...base, kind: "classes", classes: ["no", "__proto__"] } as const;
    const [binary, softmax] = [answers([[0.75]], { target: classes }), answers([[0.9, 0.1]], { target: classes })];
    expect(binary[0]?.value).toBe("__proto__");
    expect(Object.entries(binary[0]?.probabilities ?? {})).toEqual([
      ["no", 0.25],
      ["__proto__", 0.75],
    ]);
    expect(softmax[0]?.value).toBe("no");
    expect(answers([[2]], { target: { ...base, kind: "number", offset: 10, scale: 3 } })).toEqual([{ value: 16 }]);
    const outputs = [
      { column: "y", offset: 1, scale: 2 },
      { column: "z", offset: 0, scale: 5 },
    ];
    expect(answers([[1, 2]], { target: { ...base, kind: "numbers", outputs } })).toEqual([
      { value: 3, values: { y: 3, z: 10 } },
    ]);
  });
});

it("leaves word by word", () => {
  expect(prepareJs).toContain("export function prepare(rows, recipe)");
  expect(preparePy).toContain("def prepare(rows, recipe):");
});
