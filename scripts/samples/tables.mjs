/** @file Generated tables: points in the plane, waves, card payments few of which are fraud, and decisions about loans. */
import { chance, normal, shuffle, uniform } from "./chance.mjs";

/** Three arms of a spiral, each a turn and a quarter, with Gaussian noise. */
export function spiral({ seed = 7, perArm = 200, noise = 0.03 } = {}) {
  const next = uniform(seed);
  const gauss = normal(next);
  const points = ["red", "green", "blue"].flatMap((arm, a) =>
    Array.from({ length: perArm }, (_, i) => {
      const radius = 0.08 + (0.92 * i) / (perArm - 1);
      const angle = radius * 2.5 * Math.PI + (a * 2 * Math.PI) / 3;
      return [radius * Math.cos(angle) + noise * gauss(), radius * Math.sin(angle) + noise * gauss(), arm];
    }),
  );
  shuffle(points, next);
  return ["x,y,arm", ...points.map(([x, y, arm]) => `${x.toFixed(4)},${y.toFixed(4)},${arm}`)];
}

/** Two rings, one within the other. */
export function circles({ seed = 13, perRing = 250, noise = 0.08 } = {}) {
  const { next, gauss } = chance(seed);
  const points = Object.entries({ inner: 0.5, outer: 1 }).flatMap(([ring, radius]) =>
    Array.from({ length: perRing }, () => {
      const angle = 2 * Math.PI * next();
      const at = [radius * Math.cos(angle), radius * Math.sin(angle)].map((place) =>
        (place + noise * gauss()).toFixed(4),
      );
      return `${at.join(",")},${ring}`;
    }),
  );
  return ["x,y,ring", ...shuffle(points, next)];
}

/** What a wave is at a phase from 0 to 1; each has a mean of 0. */
const waveforms = {
  sine: (phase) => Math.sin(2 * Math.PI * phase),
  square: (phase) => (phase < 0.5 ? 1 : -1),
  sawtooth: (phase) => 2 * phase - 1,
};

/** Rows of steps in time, each a wave of random phase, period and height with Gaussian noise; the form is to be told. */
export function waves({ seed = 11, perForm = 200, steps = 24, noise = 0.1 } = {}) {
  const next = uniform(seed);
  const gauss = normal(next);
  const rows = Object.entries(waveforms).flatMap(([form, at]) =>
    Array.from({ length: perForm }, () => {
      const [start, period, height] = [next(), 10 + 6 * next(), 0.8 + 0.4 * next()];
      const values = Array.from(
        { length: steps },
        (_, step) => height * at((start + step / period) % 1) + noise * gauss(),
      );
      return [...values.map((value) => value.toFixed(3)), form].join(",");
    }),
  );
  shuffle(rows, next);
  const names = Array.from({ length: steps }, (_, step) => `step_${String(step + 1).padStart(2, "0")}`);
  return [[...names, "wave"].join(","), ...rows];
}

const shops = ["groceries", "fuel", "restaurant", "clothes", "electronics", "travel"];

/** An honest payment: by day, near home, of a usual height for the shop. */
function honest({ gauss, happens, pick, between }) {
  const shop = pick([...shops, "groceries", "groceries", "fuel", "restaurant"]);
  const usual = 12 + 14 * shops.indexOf(shop);
  return {
    amount: usual * Math.exp(0.6 * gauss()),
    hour: happens(0.06) ? between(0, 6) : 13.5 + 3.4 * gauss(),
    shop,
    distance: Math.exp(1.2 + 1.1 * gauss()),
    newDevice: happens(0.08),
    attempts: 1 + Number(happens(0.1)) + Number(happens(0.03)),
    fraud: "no",
  };
}

/** A stolen card: mostly by night, far away, on a device not seen before; one in some looks like any other payment. */
function stolen(draws) {
  const { gauss, happens, pick, between } = draws;
  const usual = honest(draws);
  if (happens(0.12)) return { ...usual, fraud: "yes" };
  return {
    amount: 110 * Math.exp(0.8 * gauss()),
    hour: happens(0.5) ? between(0, 6) : usual.hour,
    shop: happens(0.75) ? pick(["electronics", "travel", "clothes"]) : usual.shop,
    distance: Math.exp(3.4 + 1.3 * gauss()),
    newDevice: happens(0.6),
    attempts: usual.attempts + Number(happens(0.5)) + Number(happens(0.3)),
    fraud: "yes",
  };
}

/** Three payments in a hundred are fraud. */
export function payments({ seed = 29, count = 2000, frauds = 60 } = {}) {
  const draws = chance(seed);
  const rows = Array.from({ length: count }, (_, i) => (i < frauds ? stolen(draws) : honest(draws)));
  shuffle(rows, draws.next);
  const lines = rows.map(({ amount, hour, shop, distance, newDevice, attempts, fraud }) => {
    const clock = Math.floor(((hour % 24) + 24) % 24);
    return [amount.toFixed(2), clock, shop, distance.toFixed(1), newDevice ? "yes" : "no", attempts, fraud].join(",");
  });
  return ["amount,hour,shop,distance_km,new_device,attempts,fraud", ...lines];
}

/**
 * Invented decisions about loans, unfair on purpose: of two equal applicants the woman is refused more often. Women also
 * work part-time more often here, so that leaving `gender` out does not make a model fair by itself.
 */
export function loans({ seed = 31, count = 1000 } = {}) {
  const { gauss, happens, between } = chance(seed);
  const lines = Array.from({ length: count }, () => {
    const woman = happens(0.5);
    const hours = happens(woman ? 0.45 : 0.1) ? Math.round(between(15, 30)) : Math.round(between(35, 42));
    const age = Math.round(between(21, 66));
    const income = 80 * hours * Math.exp(0.35 * gauss());
    const debt = Math.max(0, 9000 + 9000 * gauss());
    const years = Math.min(age - 20, Math.floor(between(0, 1) ** 2 * 30));
    const amount = Math.round(between(2, 40)) * 1000;
    const score =
      income / 900 - debt / 6000 - amount / 9000 + Math.min(years, 10) / 5 + 1.2 + (woman ? -1 : 0.4) + 0.4 * gauss();
    return [
      woman ? "female" : "male",
      age,
      hours,
      Math.round(income),
      Math.round(debt),
      years,
      amount,
      score > 0 ? "yes" : "no",
    ].join(",");
  });
  return ["gender,age,hours_per_week,monthly_income,debt,years_employed,amount,approved", ...lines];
}
