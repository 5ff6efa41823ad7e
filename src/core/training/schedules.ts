/**
 * @file Learning-rate schedules: how the rate of each update follows from the configured one, which is the highest of the
 * run. Steps fall at epochs; the other curves move with each update. Formulas are those of torch.optim.lr_scheduler at the
 * beginnings of epochs; parameters have Keras's names, or PyTorch's where Keras has none.
 */
import { assert, assertNever } from "../fault.ts";
import { type Fields, float, int } from "../params/fields.ts";
import type { RateChange, TrainingConfig } from "./types.ts";

export interface ScheduleSpec {
  readonly title: string;
  readonly fields: Fields;
}

const alpha = float({ default: 0, min: 0, max: 1 });

export const schedules = {
  constant: { title: "Constant", fields: {} },
  /** StepLR. */
  step: {
    title: "Step",
    fields: {
      stepSize: int({ default: 20, min: 1, max: 100_000 }),
      decayRate: float({ default: 0.5, min: 0, max: 1, exclusiveMin: true }),
    },
  },
  /** ExponentialLR, Keras's ExponentialDecay with one epoch as decay_steps. */
  exponential: {
    title: "Exponential",
    fields: { decayRate: float({ default: 0.95, min: 0, max: 1, exclusiveMin: true }) },
  },
  /** CosineAnnealingLR, Keras's CosineDecay; `alpha`: the last rate as a share of the first. */
  cosine: { title: "Cosine", fields: { alpha } },
  /** CosineAnnealingWarmRestarts, Keras's CosineDecayRestarts. */
  cosineRestarts: {
    title: "Cosine with restarts",
    fields: {
      firstDecayEpochs: int({ default: 10, min: 1, max: 100_000 }),
      tMul: float({ default: 2, min: 1, max: 100 }),
      mMul: float({ default: 1, min: 0, max: 1, exclusiveMin: true, advanced: true }),
      alpha,
    },
  },
  /** LinearLR from 1 to `alpha` over the run, Keras's PolynomialDecay of power 1. */
  linear: { title: "Linear", fields: { alpha } },
  /** OneCycleLR with cosine annealing; the configured rate is its max_lr. */
  oneCycle: {
    title: "One cycle",
    fields: {
      pctStart: float({ default: 0.3, min: 0, max: 1, exclusiveMin: true, exclusiveMax: true }),
      divFactor: float({ default: 25, min: 1, max: 1e6 }),
      finalDivFactor: float({ default: 1e4, min: 1, max: 1e9, advanced: true }),
    },
  },
  /** ReduceLROnPlateau: Keras's count of epochs, PyTorch's relative threshold. */
  plateau: {
    title: "On plateau",
    fields: {
      factor: float({ default: 0.5, min: 0, max: 1, exclusiveMin: true, exclusiveMax: true }),
      patience: int({ default: 5, min: 1, max: 100_000 }),
      threshold: float({ default: 1e-4, min: 0, max: 1, advanced: true }),
      cooldown: int({ default: 0, min: 0, max: 100_000, advanced: true }),
      minRate: float({ default: 0, min: 0, max: 100, advanced: true }),
    },
  },
} as const satisfies Record<string, ScheduleSpec>;

export type ScheduleKind = keyof typeof schedules;

export interface ScheduleConfig {
  readonly kind: ScheduleKind;
  /** Values of the kind's own fields; absent ones take the field's default. */
  readonly params: Readonly<Record<string, number>>;
  /** Epochs over which the rate rises from 0 to the schedule's, which it multiplies; may be fractional, 0: none. */
  readonly warmup: number;
}

/** What "on plateau" remembers from epoch to epoch. */
export interface PlateauState {
  /** The lowest loss so far that counted; null before the first epoch. */
  readonly best: number | null;
  readonly wait: number;
  readonly cooldown: number;
  /** What the configured rate is multiplied by. */
  readonly scale: number;
}

export const freshPlateau: PlateauState = { best: null, wait: 0, cooldown: 0, scale: 1 };

type RateConfig = Pick<TrainingConfig, "learningRate" | "schedule">;

/** Where in the run an update stands. */
export interface RateClock {
  /** From 0, over the run: (epoch − 1) · updatesPerEpoch + the epoch's updates before it, whatever was resumed or forked. */
  readonly update: number;
  readonly updatesPerEpoch: number;
  readonly epochs: number;
  /** Used by "plateau" alone. */
  readonly plateau: PlateauState;
  /** How the base rate was changed by hand, in order. */
  readonly changes?: readonly RateChange[];
}

/** The learning rate of an update. */
export function rateAt(config: RateConfig, clock: RateClock): number {
  const base = baseRateAt(config, clock.update, clock.changes);
  return base * factorAt(config.schedule, clock, base) * warmupAt(config.schedule.warmup, clock);
}

/** The configured rate, or the last one that was set by hand. */
export function baseRateAt(
  { learningRate }: Pick<TrainingConfig, "learningRate">,
  update: number,
  changes: readonly RateChange[] = [],
): number {
  return changes.findLast((change) => change.update <= update)?.rate ?? learningRate;
}

/** Its first update already moves: the share is counted at the update's end. */
function warmupAt(warmup: number, { update, updatesPerEpoch }: RateClock): number {
  const updates = warmup * updatesPerEpoch;
  return updates <= 0 ? 1 : Math.min(1, (update + 1) / updates);
}

/** A parameter of the schedule, or its field's default. */
export function scheduleParam({ kind, params }: ScheduleConfig, name: string): number {
  const set = Object.hasOwn(params, name) ? params[name] : undefined;
  const value = set ?? (schedules[kind].fields as Fields)[name]?.default;
  assert(typeof value === "number", `the schedule ${kind} has a parameter ${name}`);
  return value;
}

/** From 1 at `share` 0 to `low` at 1, along half a cosine. */
const cosine = (share: number, low: number): number => low + ((1 - low) * (1 + Math.cos(Math.PI * share))) / 2;

function factorAt(schedule: ScheduleConfig, clock: RateClock, base: number): number {
  const { kind } = schedule;
  const param = (name: string) => scheduleParam(schedule, name);
  const epoch = clock.update / clock.updatesPerEpoch;
  const share = Math.min(1, epoch / clock.epochs);
  switch (kind) {
    case "constant":
      return 1;
    case "step":
      return param("decayRate") ** Math.floor(Math.floor(epoch) / param("stepSize"));
    case "exponential":
      return param("decayRate") ** epoch;
    case "cosine":
      return cosine(share, param("alpha"));
    case "cosineRestarts":
      return restarts(epoch, schedule);
    case "linear":
      return 1 - (1 - param("alpha")) * share;
    case "oneCycle":
      return oneCycle(clock, schedule);
    case "plateau":
      return base <= 0 ? 1 : Math.max(clock.plateau.scale, Math.min(1, param("minRate") / base));
    default:
      return assertNever(kind);
  }
}

/**
 * Loshchilov & Hutter 2017: cycles of T₀, T₀·tMul, T₀·tMul² … epochs, each mMul times as high as the one before; `alpha`
 * stays a share of the first height, as Keras has it.
 */
function restarts(epoch: number, schedule: ScheduleConfig): number {
  const param = (name: string) => scheduleParam(schedule, name);
  const [first, tMul, alpha] = [param("firstDecayEpochs"), param("tMul"), param("alpha")];
  // Cycles that are over, by the sum of a geometric series; a cycle's first epoch must not be counted to the one before.
  const over = tMul === 1 ? epoch / first : Math.log1p((epoch / first) * (tMul - 1)) / Math.log(tMul);
  const cycle = Math.floor(over + 1e-9);
  const start = tMul === 1 ? cycle * first : (first * (tMul ** cycle - 1)) / (tMul - 1);
  const share = Math.max(0, Math.min(1, (epoch - start) / (first * tMul ** cycle)));
  return alpha + (1 - alpha) * param("mMul") ** cycle * cosine(share, 0);
}

/** Smith & Topin 2018, as OneCycleLR draws it over all updates of the run, its first and last included. */
function oneCycle({ update, updatesPerEpoch, epochs }: RateClock, schedule: ScheduleConfig): number {
  const param = (name: string) => scheduleParam(schedule, name);
  const total = updatesPerEpoch * epochs;
  const low = 1 / param("divFactor");
  const peak = Math.max(0, param("pctStart") * total - 1);
  if (update < peak) return low + (1 - low) * (1 - cosine(update / peak, 0));
  const rest = total - 1 - peak;
  return cosine(rest <= 0 ? 0 : Math.min(1, (update - peak) / rest), low / param("finalDivFactor"));
}

/** What "plateau" remembers after an epoch of this loss (the validation loss, or training's where there is none). */
export function afterEpoch(schedule: ScheduleConfig, state: PlateauState, loss: number): PlateauState {
  if (schedule.kind !== "plateau") return state;
  const param = (name: string) => scheduleParam(schedule, name);
  const better = state.best === null || loss < state.best * (1 - Math.sign(state.best) * param("threshold"));
  const best = better ? loss : state.best;
  const wait = better || state.cooldown > 0 ? 0 : state.wait + 1;
  if (wait >= param("patience")) {
    return { best, wait: 0, cooldown: param("cooldown"), scale: state.scale * param("factor") };
  }
  return { ...state, best, wait, cooldown: Math.max(0, state.cooldown - 1) };
}

/** After the rate was set by hand: what was reduced before is let go of, the lowest loss is not. */
export const afterRateChange = ({ best }: PlateauState): PlateauState => ({ ...freshPlateau, best });
