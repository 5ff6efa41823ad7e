/** @file Generated series to forecast: a noisy wave that rises, and the visitors of two shops, day by day. */
import { chance } from "./chance.mjs";

/** A period of 24 steps on a slow rise. */
export function sine({ seed = 37, steps = 800, period = 24, noise = 0.15, rise = 0.8 } = {}) {
  const { gauss } = chance(seed);
  const lines = Array.from({ length: steps }, (_, step) => {
    const value = 2 + Math.sin((2 * Math.PI * step) / period) + (rise * step) / steps + noise * gauss();
    return `${step},${value.toFixed(3)}`;
  });
  return ["time,value", ...lines];
}

/** By day of the week, Sunday first: the one in town sells at the weekend, the one near offices on working days. */
const week = {
  town: [1.35, 0.8, 0.75, 0.8, 0.9, 1.2, 1.7],
  office: [0.35, 1.2, 1.25, 1.2, 1.15, 1, 0.5],
};
const visitors = { town: 140, office: 90 };
/** The day of the year with the most visitors: before Christmas in town, in spring near the offices. */
const peak = { town: 350, office: 110 };

/** Days of two years, a week and a year in each. */
export function shops({ seed = 41, days = 730, noise = 0.07 } = {}) {
  const { gauss } = chance(seed);
  const start = Date.UTC(2023, 0, 1);
  const lines = Array.from({ length: days }, (_, day) => {
    const date = new Date(start + day * 86_400_000);
    return Object.keys(week).map((shop) => {
      const year = 1 + 0.25 * Math.cos((2 * Math.PI * (day - peak[shop])) / 365.25);
      const count = visitors[shop] * week[shop][date.getUTCDay()] * year * Math.exp(noise * gauss());
      return `${date.toISOString().slice(0, 10)},${shop},${Math.round(count)}`;
    });
  });
  return ["date,shop,visitors", ...lines.flat()];
}
