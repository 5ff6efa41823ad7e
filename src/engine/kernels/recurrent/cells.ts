/**
 * @file What one step of a recurrent cell does, in WGSL: products of the recurrent kernel, and what happens to each unit
 * between them. `sequence.ts` puts the steps into a loop. Formulas are Keras 3's; `ops/recurrentLoop.ts` has the same ones
 * as operations.
 *
 * The pieces see: `units`, `columns` (gates · units), `p` (position of row and step), `unit`, `counts` (whether the step
 * does), `drop` (the factor of recurrent dropout), `recalled[p · units + unit]` (output of the step before, times drop).
 */

export const cells = ["lstm", "gru", "gruResetBefore", "simple"] as const;
export type Cell = (typeof cells)[number];

/** vector · matrix, or a part of its columns. Offsets are WGSL expressions, in numbers. */
export interface Product {
  readonly vector: string;
  /** The vector's first number, given the position of row and step. */
  readonly base: (p: string) => string;
  readonly length: string;
  /** The first number of the matrix that counts. */
  readonly first: string;
  /** Columns of the whole matrix. */
  readonly stride: string;
  readonly columns: string;
  /** What becomes of the result `sum` of column `column`. */
  readonly done: string;
}

/** Products, and statements for each unit, one after the other; each sees what the ones before it wrote. */
export type Phase = { readonly product: Product } | { readonly units: string };

interface CellText {
  /** Blocks of `units` columns in the kernels. */
  readonly gates: number;
  /** Numbers a unit keeps of each step for the gradient. */
  readonly kept: number;
  /** Numbers a unit hands from step to step backwards; the first is the gradient of the output. */
  readonly carried: number;
  /** Buffers besides `projected`, `kernel`, `kept`, `recalled` and `result`. */
  readonly reads?: readonly string[];
  readonly writes?: readonly string[];
  /** `phases` end with `next`, the output, where the step counts; `before` is the output before. */
  readonly forward: readonly Phase[];
  /** Buffers of the gradient besides `dy`, `kernel` (transposed), `kept`, `dz` and `carry`. */
  readonly backwardReads?: readonly string[];
  readonly backwardWrites?: readonly string[];
  /** Begin with `d`, the gradient of the step's output; write `dz` and the carry but for the product's part. */
  readonly backward: readonly Phase[];
}

const kept = (slot: number) => `kept[(p * keptSlots + ${slot}u) * units + unit]`;
const dz = (block: number, buffer = "dz") => `${buffer}[p * columns + ${block}u * units + unit]`;
const projected = (block: number) => `projected[p * columns + ${block}u * units + unit]`;
const carry = (slot: number) => `carry[(row * carriedSlots + ${slot}u) * units + unit]`;

/** Nothing is recalled at the first step. */
const recalledLength = "select(units, 0u, walked == 0u)";

/** recalled · kernel; `done` gets each column. */
const recurrentProduct = (done: string, columns = "columns"): Phase => ({
  product: {
    vector: "recalled",
    base: (p) => `${p} * units`,
    length: recalledLength,
    first: "0u",
    stride: "columns",
    columns,
    done,
  },
});

/** The gradients `vector` · kernelᵀ, added to the gradient of the output before. */
const backProduct = (vector: string, length = "columns"): Phase => ({
  product: {
    vector,
    base: (p) => `${p} * columns`,
    length,
    first: "0u",
    stride: "units",
    columns: "units",
    done: "carry[row * carriedSlots * units + column] += sum * dropOf(row, column);",
  },
});

const sumOfAll = recurrentProduct("kept[p * keptSlots * units + column] = sum + projected[p * columns + column];");

const lstm: CellText = {
  gates: 4,
  kept: 4,
  carried: 2,
  writes: ["cells"],
  forward: [
    sumOfAll,
    {
      units: `
      let sumI = ${kept(0)};
      let sumF = ${kept(1)};
      let sumG = ${kept(2)};
      let sumO = ${kept(3)};
      let i = gate(sumI);
      let f = gate(sumF);
      let g = activate(sumG);
      let o = gate(sumO);
      ${kept(0)} = gateKept(sumI, i);
      ${kept(1)} = gateKept(sumF, f);
      ${kept(2)} = activateKept(sumG, g);
      ${kept(3)} = gateKept(sumO, o);
      var held = 0.0;
      if (walked > 0u) { held = cells[earlier * units + unit]; }
      let cell = select(held, f * held + i * g, counts);
      cells[p * units + unit] = cell;
      let next = o * activate(cell);`,
    },
  ],
  backwardReads: ["cells"],
  backward: [
    {
      units: `
      let keptI = ${kept(0)};
      let keptF = ${kept(1)};
      let keptG = ${kept(2)};
      let keptO = ${kept(3)};
      let i = gateValue(keptI);
      let f = gateValue(keptF);
      let g = activateValue(keptG);
      let o = gateValue(keptO);
      var held = 0.0;
      if (walked > 0u) { held = cells[earlier * units + unit]; }
      let cell = cells[p * units + unit];
      let out = activate(cell);
      var dCell = 0.0;
      if (!first) { dCell = ${carry(1)}; }
      let through = dCell + d * o * activateSlopeAt(cell, out);
      ${dz(0)} = select(0.0, through * g * gateSlope(keptI), counts);
      ${dz(1)} = select(0.0, through * held * gateSlope(keptF), counts);
      ${dz(2)} = select(0.0, through * i * activateSlope(keptG), counts);
      ${dz(3)} = select(0.0, d * out * gateSlope(keptO), counts);
      ${carry(0)} = select(d, 0.0, counts);
      ${carry(1)} = select(dCell, through * f, counts);`,
    },
    backProduct("dz"),
  ],
};

/** Kept: update and reset gate, candidate, the recurrent product of the candidate. */
const gru: CellText = {
  gates: 3,
  kept: 4,
  carried: 1,
  reads: ["bias"],
  forward: [
    recurrentProduct(`
      let inner = sum + bias[column];
      if (column < 2u * units) { kept[p * keptSlots * units + column] = inner + projected[p * columns + column]; }
      else { kept[p * keptSlots * units + units + column] = inner; }`),
    {
      units: `
      let sumZ = ${kept(0)};
      let sumR = ${kept(1)};
      let z = gate(sumZ);
      let r = gate(sumR);
      let sum = ${projected(2)} + r * ${kept(3)};
      let candidate = activate(sum);
      ${kept(0)} = gateKept(sumZ, z);
      ${kept(1)} = gateKept(sumR, r);
      ${kept(2)} = activateKept(sum, candidate);
      let next = candidate + z * (recalled[p * units + unit] - candidate);`,
    },
  ],
  backwardReads: ["recalled"],
  backwardWrites: ["dInner"],
  backward: [
    {
      units: `
      let keptZ = ${kept(0)};
      let keptR = ${kept(1)};
      let keptCandidate = ${kept(2)};
      let z = gateValue(keptZ);
      let r = gateValue(keptR);
      let dSum = d * (1.0 - z) * activateSlope(keptCandidate);
      let change = recalled[p * units + unit] - activateValue(keptCandidate);
      let dUpdate = select(0.0, d * change * gateSlope(keptZ), counts);
      let dReset = select(0.0, dSum * ${kept(3)} * gateSlope(keptR), counts);
      ${dz(0)} = dUpdate;
      ${dz(1)} = dReset;
      ${dz(2)} = select(0.0, dSum, counts);
      ${dz(0, "dInner")} = dUpdate;
      ${dz(1, "dInner")} = dReset;
      ${dz(2, "dInner")} = select(0.0, dSum * r, counts);
      ${carry(0)} = select(d, d * z * drop, counts);`,
    },
    backProduct("dInner"),
  ],
};

/** Kept: update gate, reset gate, candidate. */
const gruResetBefore: CellText = {
  gates: 3,
  kept: 3,
  carried: 2,
  writes: ["reset"],
  forward: [
    recurrentProduct("kept[p * keptSlots * units + column] = sum + projected[p * columns + column];", "2u * units"),
    {
      units: `
      let r = gate(${kept(1)});
      ${kept(1)} = gateKept(${kept(1)}, r);
      reset[p * units + unit] = r * recalled[p * units + unit];`,
    },
    {
      product: {
        vector: "reset",
        base: (p) => `${p} * units`,
        length: recalledLength,
        first: "2u * units",
        stride: "columns",
        columns: "units",
        done: "let at = 2u * units + column; kept[p * keptSlots * units + at] = sum + projected[p * columns + at];",
      },
    },
    {
      units: `
      let z = gate(${kept(0)});
      let candidate = activate(${kept(2)});
      ${kept(0)} = gateKept(${kept(0)}, z);
      ${kept(2)} = activateKept(${kept(2)}, candidate);
      let next = candidate + z * (recalled[p * units + unit] - candidate);`,
    },
  ],
  backwardReads: ["recalled"],
  backward: [
    {
      units: `
      let z = gateValue(${kept(0)});
      let candidate = activateValue(${kept(2)});
      let old = recalled[p * units + unit];
      ${dz(0)} = select(0.0, d * (old - candidate) * gateSlope(${kept(0)}), counts);
      ${dz(2)} = select(0.0, d * (1.0 - z) * activateSlope(${kept(2)}), counts);
      ${carry(0)} = select(d, d * z * drop, counts);`,
    },
    {
      product: {
        vector: "dz",
        base: (p) => `${p} * columns + 2u * units`,
        length: "units",
        first: "2u * units * units",
        stride: "units",
        columns: "units",
        done: "carry[(row * carriedSlots + 1u) * units + column] = sum;",
      },
    },
    {
      units: `
      let r = gateValue(${kept(1)});
      let dKept = ${carry(1)};
      ${dz(1)} = dKept * recalled[p * units + unit] * gateSlope(${kept(1)});
      ${carry(0)} += dKept * r * drop;`,
    },
    backProduct("dz", "2u * units"),
  ],
};

const simple: CellText = {
  gates: 1,
  kept: 1,
  carried: 1,
  forward: [
    sumOfAll,
    {
      units: `
      let next = activate(${kept(0)});
      ${kept(0)} = activateKept(${kept(0)}, next);`,
    },
  ],
  backward: [
    {
      units: `
      ${dz(0)} = select(0.0, d * activateSlope(${kept(0)}), counts);
      ${carry(0)} = select(d, 0.0, counts);`,
    },
    backProduct("dz"),
  ],
};

export const cellTexts: { readonly [C in Cell]: CellText } = { lstm, gru, gruResetBefore, simple };
