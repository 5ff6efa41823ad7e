/**
 * @file Whole reports over random outcomes: few and many rows, ties, classes that the test part or the training part
 * lacks, models of one unit and of several, float32 as a model gives it.
 */
import { buildReport } from "../../../src/core/evaluation/report.ts";
import type { ClassificationScores, Report } from "../../../src/core/evaluation/types.ts";
import { type Random, random } from "../../../src/core/random.ts";
import { type OracleCheck, present } from "../check.ts";

interface Case {
  readonly name: string;
  readonly kind: Report["kind"];
  readonly classes: number;
  readonly yTrain: readonly number[];
  readonly yTest: readonly number[];
  readonly outputs: readonly number[];
  /** What turns a regression model's outputs back into the target's unit. */
  readonly offset: number;
  readonly scale: number;
  readonly report: Report;
}

type Produced = readonly Case[];

const seed = 20240601;
const classificationCases = 260;
const regressionCases = 80;

/** Rows: mostly few, where rare shapes of the data are common. */
const rowCount = (draw: Random): number => 1 + draw.int([3, 12, 60, 400][draw.int(4)] ?? 12);

function classificationCase(index: number): Case {
  const draw = random(seed, index);
  const classes = index % 3 === 0 ? 2 : 2 + draw.int(6);
  const oneUnit = classes === 2 && draw.next() < 0.7;
  const rows = rowCount(draw);
  // A class drawn as absent has no row in the part; ties come from outputs of few levels.
  const absent = draw.next() < 0.3 ? draw.int(classes) : -1;
  const someClass = (without: number): number => {
    const c = draw.int(classes);
    return c === without ? (c + 1) % classes : c;
  };
  const yTest = Int32Array.from({ length: rows }, () => someClass(absent));
  const withoutTrain = draw.next() < 0.2 ? draw.int(classes) : -1;
  const yTrain = Int32Array.from({ length: 1 + draw.int(50) }, () => someClass(withoutTrain));
  const levels = draw.next() < 0.5 ? 1 + draw.int(5) : 0;
  const sharpness = draw.next() < 0.2 ? 60 : 3;
  const logit = () => (levels > 0 ? draw.int(levels) / 2 : sharpness * (draw.next() - 0.5) * 2);
  const outputs = new Float32Array(oneUnit ? rows : rows * classes);
  if (oneUnit) for (let i = 0; i < rows; i++) outputs[i] = 1 / (1 + Math.exp(-logit()));
  else for (let i = 0; i < rows; i++) outputs.set(softmax(Array.from({ length: classes }, logit)), i * classes);
  const names = Array.from({ length: classes }, (_, c) => `class ${c}`);
  const report = buildReport({ target: { kind: "classes", column: "y", classes: names }, yTrain, yTest, outputs });
  return {
    name: `classification ${index}: ${rows} rows, ${classes} classes`,
    kind: "classification",
    classes,
    yTrain: [...yTrain],
    yTest: [...yTest],
    outputs: [...outputs],
    offset: 0,
    scale: 1,
    report: present(report, "the report"),
  };
}

const softmax = (logits: readonly number[]): number[] => {
  const most = Math.max(...logits);
  const powers = logits.map((z) => Math.exp(z - most));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
};

function regressionCase(index: number): Case {
  const draw = random(seed, 100_000 + index);
  const rows = rowCount(draw);
  const scale = 10 ** (draw.int(7) - 3);
  // Not larger: with an offset of 10⁹ deviations, the last bit of a mean is worth more than the bar.
  const offset = scale * (draw.next() - 0.5) * 10 ** draw.int(5);
  const constant = draw.next() < 0.15;
  const value = () => (constant ? offset : offset + scale * (draw.next() - 0.5) * 4);
  const yTest = Float64Array.from({ length: rows }, value);
  const yTrain = Float64Array.from({ length: 1 + draw.int(50) }, value);
  const outputs = Float32Array.from(yTest, (y) => (y - offset) / scale + (draw.next() - 0.5));
  const report = buildReport({ target: { kind: "number", column: "y", offset, scale }, yTrain, yTest, outputs });
  return {
    name: `regression ${index}: ${rows} rows`,
    kind: "regression",
    classes: 0,
    yTrain: [...yTrain],
    yTest: [...yTest],
    outputs: [...outputs],
    offset,
    scale,
    report: present(report, "the report"),
  };
}

/** Enough to show a fault. */
const some = (cases: Produced): Produced => cases.filter((_, i) => i % 4 === 0);

/** Some of the cases, with the model's classification scores changed. */
const changeScores =
  (change: (scores: ClassificationScores) => Partial<ClassificationScores>) =>
  (cases: Produced): Produced =>
    some(cases).map((one) => {
      if (one.report.kind !== "classification") return one;
      const model = { ...one.report.model, ...change(one.report.model) };
      return { ...one, report: { ...one.report, model } };
    });

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

export const check: OracleCheck<Produced> = {
  produce: () =>
    Promise.resolve({
      produced: [
        ...Array.from({ length: classificationCases }, (_, i) => classificationCase(i)),
        ...Array.from({ length: regressionCases }, (_, i) => regressionCase(i)),
      ],
    }),
  faults: {
    "precision and recall swapped": changeScores(({ precision, recall }) => ({ precision: recall, recall: precision })),
    "true and predicted swapped in the confusion matrix": changeScores(({ confusion }) => ({
      confusion: confusion.map((_, c) => confusion.map((row) => row[c] ?? 0)),
    })),
    "the last class left out of the macro average": changeScores(({ perClass, f1 }) => ({
      f1: { ...f1, macro: sumOf(perClass.slice(0, -1).map((scores) => scores.f1)) / (perClass.length - 1) },
    })),
    "balanced accuracy counts absent classes": changeScores(({ perClass }) => ({
      balancedAccuracy: sumOf(perClass.map(({ recall }) => recall)) / perClass.length,
    })),
    "an undefined ROC-AUC is 0": changeScores(({ rocAuc }) => ({ rocAuc: rocAuc ?? 0 })),
    "log-loss off by a millionth": changeScores(({ logLoss }) => ({ logLoss: (logLoss ?? 0) * (1 + 1e-6) })),
    "mean squared error without the root": (cases) =>
      some(cases).map((one) => {
        if (one.report.kind !== "regression") return one;
        const model = { ...one.report.model, rmse: one.report.model.rmse ** 2 };
        return { ...one, report: { ...one.report, model } };
      }),
    "R² of a constant target is 0": (cases) =>
      some(cases).map((one) => {
        if (one.report.kind !== "regression") return one;
        return { ...one, report: { ...one.report, model: { ...one.report.model, r2: one.report.model.r2 ?? 0 } } };
      }),
    "the baseline guesses from the test part": (cases) =>
      some(cases).map((one) => {
        if (one.report.kind !== "regression") return one;
        const center = sumOf(one.yTest) / one.yTest.length;
        const mae = sumOf(one.yTest.map((y) => Math.abs(y - center))) / one.yTest.length;
        return { ...one, report: { ...one.report, baseline: { ...one.report.baseline, mae } } };
      }),
  },
};
