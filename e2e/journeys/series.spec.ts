/** @file A series from CSV: rows become windows, an LSTM forecasts better than "as it was last", what is odd about the time is asked. */
import type { Page } from "@playwright/test";
import { accessibilityViolations } from "../accessibility.ts";
import { expect, test } from "../harness.ts";
import {
  chooseFile,
  chooseTarget,
  goTo,
  palette,
  predictFile,
  readFigure,
  scoreOf,
  setNumber,
  textFile,
  trainToEnd,
} from "../steps.ts";

// On shared cores a training takes minutes.
test.describe.configure({ timeout: 300_000 });

/** mulberry32: the same series in every run. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const date = (day: number): string => new Date(86_400_000 * (19_000 + day)).toISOString().slice(0, 10);

/** A slight trend, a season of 14 days, and noise. */
function visits(count: number): readonly number[] {
  const draw = chance(7);
  return Array.from({ length: count }, (_, day) => {
    const season = 30 * Math.sin((2 * Math.PI * day) / 14);
    return Number((200 + 0.02 * day + season + 6 * (draw() - 0.5)).toFixed(2));
  });
}

const csv = (values: readonly number[], from = 0): string =>
  ["day,visits", ...values.map((value, i) => `${date(from + i)},${value}`)].join("\n");

const [rows, length, horizon] = [420, 14, 5] as const;

const inputSection = (page: Page) => page.getByRole("region", { name: "Input", exact: true });
const windowCount = (page: Page) => inputSection(page).getByText(/^of [\d,]+$/);

test("a series is forecast by an LSTM better than that nothing changes", async ({ page, studio }) => {
  const values = visits(rows);
  await studio.open();
  await chooseFile(page, textFile("visits.csv", csv(values)));
  await chooseTarget(page, "visits");

  await test.step("the table is offered as a series, and never taken for one silently", async () => {
    await expect(inputSection(page).getByRole("radio", { name: "Rows" })).toBeChecked();
    await inputSection(page).getByRole("button", { name: "Use windows of rows" }).click();
    await expect(inputSection(page).getByRole("radio", { name: "Series" })).toBeChecked();
    await expect(inputSection(page).getByLabel("Time", { exact: true }).locator("option:checked")).toHaveText("day");
    await setNumber(page, "Length", length);
    await setNumber(page, "Horizon", horizon);
    await expect(page.getByRole("combobox", { name: "Strategy" }).locator("option:checked")).toContainText(
      "Chronological",
    );
  });

  await test.step("its windows are looked through", async () => {
    await expect(windowCount(page)).toHaveText(`of ${rows - length - horizon + 1}`);
    const shown = inputSection(page);
    await expect(shown.getByText(`${date(0)} – ${date(length - 1)}`)).toBeVisible();
    await shown.getByRole("button", { name: "Next window" }).click();
    await expect(shown.getByText(`${date(1)} – ${date(length)}`)).toBeVisible();
    await expect(shown.getByText(date(length + horizon))).toBeVisible();
    await expect(shown.getByRole("img", { name: /^visits: / })).toBeVisible();
    expect(await accessibilityViolations(page)).toEqual([]);
  });

  await goTo(page, "Model");
  await palette(page)
    .getByRole("group", { name: "Templates" })
    .getByRole("button", { name: "LSTM", exact: true })
    .click();
  await expect(page.getByText("The network is complete.")).toBeVisible();
  await goTo(page, "Train");
  await setNumber(page, "Epochs", 12);
  await setNumber(page, "Learning rate", 0.01);
  await trainToEnd(page);

  await test.step("the scores stand beside the naive forecast, and are better", async () => {
    await goTo(page, "Evaluate");
    const mae = await scoreOf(page, "MAE");
    // The last 15 % of the rows test; the first target there has a whole window between itself and the border.
    const first = rows - 0.15 * rows + length - 1 + horizon;
    const targets = Array.from({ length: rows - first }, (_, i) => first + i);
    const misses = targets.map((row) => Math.abs((values[row] ?? 0) - (values[row - horizon] ?? 0)));
    const naive = misses.reduce((sum, miss) => sum + miss, 0) / misses.length;
    expect(mae.baseline / naive).toBeCloseTo(1, 2);
    expect(mae.model).toBeLessThan(0.5 * naive);
  });

  await test.step("rows that follow get a forecast, the last of them beyond the file's end", async () => {
    const later = visits(rows + 40).slice(rows);
    const lines = await predictFile(page, textFile("later.csv", csv(later.slice(0, 20), rows)));
    const predicted = lines.map((line) => line["predicted visits"] ?? "");
    expect(predicted.slice(0, length - 1).every((cell) => cell === "")).toBe(true);
    const forecasts = predicted.slice(length - 1).map(readFigure);
    expect(forecasts).toHaveLength(20 - length + 1);
    const misses = forecasts.map((forecast, i) => Math.abs(forecast - (later[length - 1 + i + horizon] ?? 0)));
    expect(misses.reduce((sum, miss) => sum + miss, 0) / misses.length).toBeLessThan(15);
  });
});

test("41: unsorted rows, a gap and a repeated day are told, each with an answer", async ({ page, studio }) => {
  const lines = visits(120).map((value, day) => `${date(day < 60 ? day : day + 9)},${value}`);
  const [first = "", second = "", third = ""] = lines;
  // The second day stands before the first, the third twice.
  const odd = [second, first, third, third, ...lines.slice(3)];
  await studio.open();
  await chooseFile(page, textFile("odd.csv", ["day,visits", ...odd].join("\n")));
  await chooseTarget(page, "visits");
  await inputSection(page).getByRole("radio", { name: "Series" }).check();
  await setNumber(page, "Length", 10);

  const checks = page.getByRole("region", { name: "Checks" });
  await expect(checks).toContainText("Gaps in “day”: 1, the first before row 62, the longest 10 times the usual step.");
  await expect(checks).toContainText("Rows that have the time of an earlier one in “day”: 1, the first of them row 4.");
  // 61 rows before the gap and 60 after it.
  await expect(windowCount(page)).toHaveText("of 101");
  await checks.getByRole("button", { name: "Let windows go across gaps" }).click();
  await expect(windowCount(page)).toHaveText("of 111");
  await checks.getByRole("button", { name: "Keep the first row of each time" }).click();
  await expect(windowCount(page)).toHaveText("of 110");
  await expect(inputSection(page).getByText(`${date(0)} – ${date(9)}`)).toBeVisible();
  await checks.getByText(/notices?$/).click();
  await expect(checks).toContainText("Rows that stood after a later one: 1.");
});
