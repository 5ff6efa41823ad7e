/**
 * @file Schedules against PyTorch's. The numbers were printed by `torch.optim.lr_scheduler` (2.x) with a base rate of 0.1
 * and the arguments named at each test; warm-up is its LinearLR chained before an ExponentialLR.
 */

import { expect, it } from "vitest";
import { fc } from "../../testing/property.ts";
import {
  afterEpoch,
  afterRateChange,
  freshPlateau,
  type PlateauState,
  rateAt,
  type ScheduleConfig,
  type ScheduleKind,
  schedules,
} from "./schedules.ts";

const base = 0.1;

interface Span {
  readonly updatesPerEpoch?: number;
  readonly epochs: number;
  readonly updates: number;
  readonly warmup?: number;
}

function rates(kind: ScheduleKind, params: ScheduleConfig["params"], span: Span): readonly number[] {
  const { updatesPerEpoch = 1, epochs, updates, warmup = 0 } = span;
  const config = { learningRate: base, schedule: { kind, params, warmup } };
  return Array.from({ length: updates }, (_, update) =>
    rateAt(config, { update, updatesPerEpoch, epochs, plateau: freshPlateau }),
  );
}

function expectClose(found: readonly number[], expected: readonly number[]) {
  expect(found).toHaveLength(expected.length);
  for (const [index, value] of expected.entries()) expect(found[index]).toBeCloseTo(value, 10);
}

it("step: StepLR(step_size=3, gamma=0.5)", () => {
  const expected = [0.1, 0.1, 0.1, 0.05, 0.05, 0.05, 0.025, 0.025, 0.025, 0.0125];
  expectClose(rates("step", { stepSize: 3, decayRate: 0.5 }, { epochs: 10, updates: 10 }), expected);
  // Inside an epoch nothing changes.
  const many = rates("step", { stepSize: 3, decayRate: 0.5 }, { epochs: 10, updates: 70, updatesPerEpoch: 7 });
  expectClose(
    many,
    expected.flatMap((rate) => Array.from({ length: 7 }, () => rate)),
  );
});

it("exponential: ExponentialLR(gamma=0.9)", () => {
  const expected = [0.1, 0.09, 0.081, 0.0729, 0.06561, 0.059049];
  expectClose(rates("exponential", { decayRate: 0.9 }, { epochs: 6, updates: 6 }), expected);
  const many = rates("exponential", { decayRate: 0.9 }, { epochs: 6, updates: 24, updatesPerEpoch: 4 });
  expectClose(
    many.filter((_, update) => update % 4 === 0),
    expected,
  );
});

it("cosine: CosineAnnealingLR(T_max=8, eta_min=0.01)", () => {
  expectClose(
    rates("cosine", { alpha: 0.1 }, { epochs: 8, updates: 9 }),
    [
      0.1, 0.096574578963, 0.0868198051534, 0.0722207544564, 0.055, 0.0377792455436, 0.0231801948466, 0.013425421037,
      0.01,
    ],
  );
});

it("cosineRestarts: CosineAnnealingWarmRestarts(T_0=3, T_mult=2, eta_min=0.01), four updates an epoch", () => {
  const params = { firstDecayEpochs: 3, tMul: 2, alpha: 0.1 };
  expectClose(
    rates("cosineRestarts", params, { epochs: 11, updatesPerEpoch: 4, updates: 44 }),
    [
      0.1, 0.098466662183, 0.0939711431703, 0.0868198051534, 0.0775, 0.0666468570296, 0.055, 0.0433531429704, 0.0325,
      0.0231801948466, 0.0160288568297, 0.011533337817, 0.1, 0.0996150187618, 0.098466662183, 0.096574578963,
      0.0939711431703, 0.0907009003131, 0.0868198051534, 0.0823942643054, 0.0775, 0.0722207544564, 0.0666468570296,
      0.0608736786499, 0.055, 0.0491263213501, 0.0433531429704, 0.0377792455436, 0.0325, 0.0276057356946,
      0.0231801948466, 0.0192990996869, 0.0160288568297, 0.013425421037, 0.011533337817, 0.0103849812382, 0.1,
      0.0999036515457, 0.0996150187618, 0.0991353376181, 0.098466662183, 0.0976118558273, 0.096574578963,
      0.095359273369,
    ],
  );
});

it("cosineRestarts: CosineAnnealingWarmRestarts(T_0=3, T_mult=1), two updates an epoch", () => {
  const once = [0.1, 0.0933012701892, 0.075, 0.05, 0.025, 0.00669872981078];
  expectClose(
    rates("cosineRestarts", { firstDecayEpochs: 3, tMul: 1 }, { epochs: 7, updatesPerEpoch: 2, updates: 14 }),
    [...once, ...once, 0.1, 0.0933012701892],
  );
  // Each cycle half as high as the one before.
  const lower = rates("cosineRestarts", { firstDecayEpochs: 3, tMul: 1, mMul: 0.5 }, { epochs: 9, updates: 9 });
  expectClose([lower[0], lower[3], lower[6]] as number[], [0.1, 0.05, 0.025]);
});

it("linear: LinearLR(start_factor=1, end_factor=0.2, total_iters=8)", () => {
  const expected = [0.1, 0.09, 0.08, 0.07, 0.06, 0.05, 0.04, 0.03, 0.02];
  expectClose(rates("linear", { alpha: 0.2 }, { epochs: 8, updates: 9 }), expected);
});

it("oneCycle: OneCycleLR(max_lr=0.1, pct_start=0.3, div_factor=25, final_div_factor=1e4), 20 updates", () => {
  expectClose(
    rates("oneCycle", {}, { epochs: 5, updatesPerEpoch: 4, updates: 20 }),
    [
      0.004, 0.01316718427, 0.03716718427, 0.06683281573, 0.09083281573, 0.1, 0.0987464006235, 0.0950484632013,
      0.0890916177571, 0.081174565395, 0.0716943001791, 0.0611262021936, 0.0500002, 0.0388741978064, 0.0283060998209,
      0.018825834605, 0.0109087822429, 0.00495193679865, 0.00125399937649, 4e-7,
    ],
  );
});

it("oneCycle: OneCycleLR(max_lr=0.1, pct_start=0.45, div_factor=10, final_div_factor=100), 15 updates", () => {
  const params = { pctStart: 0.45, divFactor: 10, finalDivFactor: 100 };
  expectClose(
    rates("oneCycle", params, { epochs: 3, updatesPerEpoch: 5, updates: 15 }),
    [
      0.01, 0.0165511267954, 0.0342970733021, 0.0580709086014, 0.0809506144952, 0.0962745085677, 0.0997738225325,
      0.0944473306603, 0.0827602936606, 0.0663870447677, 0.0476732833046, 0.0293000201006, 0.0138994847967,
      0.00367802174585, 0.0001,
    ],
  );
});

it("plateau: ReduceLROnPlateau(factor=0.5, patience=2, cooldown=2, min_lr=0.02), whose patience is one less than Keras's", () => {
  const losses = [1.0, 0.8, 0.79999, 0.81, 0.7, 0.7, 0.71, 0.72, 0.73, 0.9, 0.69999, 0.6, 0.61, 0.62, 0.63, 0.64];
  const schedule: ScheduleConfig = {
    kind: "plateau",
    params: { factor: 0.5, patience: 3, cooldown: 2, minRate: 0.02 },
    warmup: 0,
  };
  const config = { learningRate: base, schedule };
  const rateOf = (plateau: PlateauState) => rateAt(config, { update: 1, updatesPerEpoch: 1, epochs: 100, plateau });
  let state = freshPlateau;
  const found = losses.map((loss) => {
    state = afterEpoch(schedule, state, loss);
    return rateOf(state);
  });
  expectClose(found, [0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.025, 0.025]);
  for (let epoch = 0; epoch < 40; epoch++) state = afterEpoch(schedule, state, 1);
  expect(rateOf(state)).toBeCloseTo(0.02, 12);
  expect(rateOf(afterRateChange(state))).toBe(base);
  expect(afterRateChange(state).best).toBe(0.6);
});

it("warm-up multiplies: LinearLR(start_factor=1/4, total_iters=3) chained with ExponentialLR(gamma=0.9)", () => {
  const found = rates("exponential", { decayRate: 0.9 }, { epochs: 6, updates: 6, warmup: 4 });
  expectClose(found, [0.025, 0.045, 0.06075, 0.0729, 0.06561, 0.059049]);
  // A part of an epoch: 10 updates an epoch, half an epoch of warm-up.
  const part = rates("constant", {}, { epochs: 2, updatesPerEpoch: 10, updates: 7, warmup: 0.5 });
  expectClose(part, [0.02, 0.04, 0.06, 0.08, 0.1, 0.1, 0.1]);
});

it("takes a rate set by hand for the base from its update on", () => {
  const config = { learningRate: base, schedule: { kind: "linear", params: {}, warmup: 0 } } as const;
  const changes = [
    { update: 2, rate: 1 },
    { update: 4, rate: 0.5 },
  ];
  const found = Array.from({ length: 6 }, (_, update) =>
    rateAt(config, { update, updatesPerEpoch: 1, epochs: 10, plateau: freshPlateau, changes }),
  );
  expectClose(found, [0.1, 0.09, 0.8, 0.7, 0.3, 0.25]);
});

it("is a finite rate from 0 to the base for any schedule, at any update of any run", () => {
  const kinds = Object.keys(schedules) as ScheduleKind[];
  const clock = fc.record({
    updatesPerEpoch: fc.integer({ min: 1, max: 10_000 }),
    epochs: fc.integer({ min: 1, max: 100_000 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    warmup: fc.constantFrom(0, 0.01, 1, 7.5),
    tMul: fc.constantFrom(1, 1.0001, 1.5, 100),
    pctStart: fc.constantFrom(0.001, 0.5, 0.999),
    divFactor: fc.constantFrom(1, 25),
  });
  fc.assert(
    fc.property(fc.constantFrom(...kinds), clock, (kind, { share, warmup, tMul, pctStart, divFactor, ...span }) => {
      const own = { cosineRestarts: { tMul }, oneCycle: { pctStart, divFactor } };
      const params: Readonly<Record<string, number>> = kind in own ? own[kind as keyof typeof own] : {};
      const update = Math.floor(share * (span.epochs * span.updatesPerEpoch - 1));
      const config = { learningRate: base, schedule: { kind, params, warmup } };
      const rate = rateAt(config, { ...span, update, plateau: freshPlateau });
      expect(Number.isFinite(rate)).toBe(true);
      expect(rate).toBeGreaterThanOrEqual(0);
      expect(rate).toBeLessThanOrEqual(base * (1 + 1e-9));
    }),
  );
});
