/** @file The learning rate over a run to come, as points to draw. */
import { freshPlateau, rateAt } from "../../core/training/schedules.ts";
import type { TrainingConfig } from "../../core/training/types.ts";
import type { CurveRow } from "../../ui/charts/sampler.ts";

/** More than a small chart has pixels for. */
const most = 240;

export interface RateCurve {
  readonly rows: readonly CurveRow[];
  readonly first: number;
  readonly highest: number;
  readonly last: number;
}

/** Rates of updates at even distances, the first and the last among them; x is in epochs. */
export function rateCurve(config: TrainingConfig, updatesPerEpoch: number): RateCurve {
  const total = Math.max(1, updatesPerEpoch * config.epochs);
  const points = Math.min(most, total);
  const clock = { updatesPerEpoch, epochs: config.epochs, plateau: freshPlateau };
  const rows = Array.from({ length: points }, (_, i): CurveRow => {
    const update = points === 1 ? 0 : Math.round((i * (total - 1)) / (points - 1));
    const rate = rateAt(config, { ...clock, update });
    return { x: update / updatesPerEpoch, raw: [rate], smooth: [rate] };
  });
  const rates = rows.map(({ raw }) => raw[0] ?? 0);
  return { rows, first: rates[0] ?? 0, highest: Math.max(...rates), last: rates.at(-1) ?? 0 };
}
