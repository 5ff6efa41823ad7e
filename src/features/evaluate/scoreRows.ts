/** @file The rows of the scores table: which scores, in which order, and which way is better. */
import type { Averages, ClassificationScores, Report } from "../../core/evaluation/types.ts";

export interface ScoreRow {
  /** Name of the score in the texts. */
  readonly name: string;
  /** Name of its explanation. */
  readonly help: string;
  readonly model: number | null;
  readonly baseline: number | null;
  readonly better: "higher" | "lower";
  /** "unit": any size, in the target's unit; "share": about as large as 1, so that fixed decimals align. */
  readonly scale: "share" | "unit";
  /** Shown only with all averages. */
  readonly extra: boolean;
}

export type Verdict = "better" | "worse" | "same" | "unknown";

/** How the model stands against the baseline; equal to what the table's digits show is "same". */
export function verdictOf({ model, baseline, better }: Pick<ScoreRow, "model" | "baseline" | "better">): Verdict {
  if (model === null || baseline === null || !Number.isFinite(model) || !Number.isFinite(baseline)) return "unknown";
  const difference = model - baseline;
  if (Math.abs(difference) <= 1e-9 * Math.max(1, Math.abs(baseline))) return "same";
  return difference > 0 === (better === "higher") ? "better" : "worse";
}

const kinds = ["macro", "micro", "weighted"] as const satisfies readonly (keyof Averages)[];
const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

function averagesRows(
  score: "precision" | "recall" | "f1",
  model: ClassificationScores,
  baseline: ClassificationScores,
): ScoreRow[] {
  return kinds.map((kind) => ({
    name: `${score}${capital(kind)}`,
    help: score,
    model: model[score][kind],
    baseline: baseline[score][kind],
    better: "higher",
    scale: "share",
    extra: kind !== "macro",
  }));
}

/** All scores of a report, the most asked for first. */
export function scoreRows(report: Report): readonly ScoreRow[] {
  const row = (
    name: string,
    values: readonly [number | null, number | null],
    better: ScoreRow["better"],
    scale: ScoreRow["scale"],
  ) => ({
    name,
    help: name,
    model: values[0],
    baseline: values[1],
    better,
    scale,
    extra: false,
  });
  if (report.kind === "regression") {
    return [
      row("mae", [report.model.mae, report.baseline.mae], "lower", "unit"),
      row("rmse", [report.model.rmse, report.baseline.rmse], "lower", "unit"),
      row("r2", [report.model.r2, report.baseline.r2], "higher", "share"),
    ];
  }
  const { model: own, baseline: base } = report;
  const auc = row("rocAuc", [own.rocAuc, base.rocAuc], "higher", "share");
  return [
    row("accuracy", [own.accuracy, base.accuracy], "higher", "share"),
    row("balancedAccuracy", [own.balancedAccuracy, base.balancedAccuracy], "higher", "share"),
    ...averagesRows("precision", own, base),
    ...averagesRows("recall", own, base),
    ...averagesRows("f1", own, base),
    report.classes.length > 2 ? { ...auc, name: "rocAucMacro" } : auc,
    row("logLoss", [own.logLoss, base.logLoss], "lower", "share"),
  ];
}

export interface Confusion {
  readonly actual: number;
  readonly said: number;
  readonly count: number;
  /** Of the rows of the true class. */
  readonly share: number;
}

/** The most frequent mistakes, at most `limit`; equal ones in class order. */
export function topConfusions(confusion: readonly (readonly number[])[], limit: number): readonly Confusion[] {
  const found: Confusion[] = [];
  confusion.forEach((row, actual) => {
    const total = row.reduce((sum, count) => sum + count, 0);
    row.forEach((count, said) => {
      if (count > 0 && said !== actual) found.push({ actual, said, count, share: count / total });
    });
  });
  return found.sort((a, b) => b.count - a.count).slice(0, limit);
}
