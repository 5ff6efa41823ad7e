/**
 * @file Steering a run: pause, one epoch or one batch at a time, another learning rate, stop; one run a click; runs that later
 * edits do not touch; a run forked at a checkpoint; and a learning rate found by a test.
 */
import type { Page } from "@playwright/test";
import { expect, test } from "../harness.ts";
import {
  chooseSample,
  epochsOf,
  goTo,
  lossTable,
  runRow,
  runsTable,
  setEndless,
  setNumber,
  startTraining,
  trainButton,
  trainToEnd,
  waitForRun,
} from "../steps.ts";

const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
const bar = (page: Page) => page.getByRole("progressbar", { name: "Training", exact: true });

/** Long enough never to end by itself. */
async function longTraining(page: Page): Promise<void> {
  await chooseSample(page, "Iris");
  await goTo(page, "Train");
  await setEndless(page);
}

// On shared cores a training takes minutes.
test.describe.configure({ timeout: 300_000 });

test("pause, step, resume and stop", async ({ studio, page }) => {
  await studio.open();
  await longTraining(page);
  await startTraining(page);
  await expect.poll(() => epochsOf(page, "1"), { timeout: 120_000 }).toBeGreaterThanOrEqual(1);

  await button(page, "Pause").click();
  await expect(button(page, "Resume")).toBeVisible();
  await expect(bar(page)).toHaveAttribute("aria-valuetext", /Paused/);
  const paused = await epochsOf(page, "1");

  await test.step("Step trains one epoch and waits", async () => {
    await button(page, "Step").click();
    await expect.poll(() => epochsOf(page, "1"), { timeout: 60_000 }).toBeGreaterThan(paused);
    await expect(bar(page)).toHaveAttribute("aria-valuetext", /Paused/);
    expect(await epochsOf(page, "1")).toBe(paused + 1);
  });

  await button(page, "Resume").click();
  await expect(button(page, "Pause")).toBeEnabled();
  await expect.poll(() => epochsOf(page, "1"), { timeout: 60_000 }).toBeGreaterThan(paused + 2);

  await test.step("Stop ends the training within a second", async () => {
    // Measured in the page, from the click to the moment when it no longer says that it trains.
    const elapsedMs = await button(page, "Stop").evaluate(
      (stop: HTMLButtonElement) =>
        new Promise<number>((resolve) => {
          const isTraining = () =>
            /^Training/.test(
              document.querySelector('[role="progressbar"][aria-label="Training"]')?.getAttribute("aria-valuetext") ??
                "",
            );
          const clickedAt = performance.now();
          const watch = new MutationObserver(() => {
            if (isTraining()) return;
            watch.disconnect();
            resolve(performance.now() - clickedAt);
          });
          watch.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
          stop.click();
        }),
    );
    console.log(`stopped after ${elapsedMs.toFixed(0)} ms`);
    expect(elapsedMs).toBeLessThan(1000);
  });
  await waitForRun(page, "1", "stopped");
  await goTo(page, "Evaluate");
  await expect(page.getByRole("table", { name: "Scores", exact: true })).toBeVisible();
});

test("one batch at a time, and another learning rate from the next one on", async ({ studio, page }) => {
  await studio.open();
  await longTraining(page);
  await setNumber(page, "Batch size", 4);
  await startTraining(page);
  await expect.poll(() => epochsOf(page, "1"), { timeout: 120_000 }).toBeGreaterThanOrEqual(1);
  await button(page, "Pause").click();
  await expect(bar(page)).toHaveAttribute("aria-valuetext", /Paused/);
  // From the end of an epoch on, so that what is said of its batches is known.
  const paused = await epochsOf(page, "1");
  await button(page, "Step").click();
  await expect.poll(() => epochsOf(page, "1")).toBeGreaterThan(paused);
  await expect(bar(page)).toHaveAttribute("aria-valuetext", /Paused · [\d,]+\/10,000$/);
  const epochs = await epochsOf(page, "1");

  await test.step("Batch trains one batch and waits", async () => {
    for (const batch of [1, 2, 3]) {
      await button(page, "Batch").click();
      await expect(bar(page)).toHaveAttribute("aria-valuetext", new RegExp(`Paused .* batch ${batch} of 27$`));
    }
    expect(await epochsOf(page, "1")).toBe(epochs);
  });

  await test.step("the new learning rate is in the curve", async () => {
    await expect(button(page, "Apply")).toBeDisabled();
    await page.getByRole("spinbutton", { name: "New learning rate" }).fill("0.0125");
    await button(page, "Apply").click();
    await expect(button(page, "Apply")).toBeDisabled();
    await expect(page.getByText("From the next update on the learning rate is 0.0125.")).toBeVisible();
    await expect(page.getByRole("spinbutton", { name: "New learning rate" })).toHaveValue("0.0125");
    await button(page, "Step").click();
    await expect.poll(() => epochsOf(page, "1")).toBe(epochs + 1);
    await expect(page.getByRole("spinbutton", { name: "New learning rate" })).toHaveValue("0.0125");
    await button(page, "Learning rate, gradients, speed and memory").click();
    const rates = page.getByRole("region", { name: /^Learning rate · 0\.0125$/ });
    await rates.getByRole("button", { name: "Show table" }).click();
    await expect(rates.getByRole("table").locator("tbody tr").first()).toContainText("0.0125");
    await expect(rates.getByText("rate 0.013")).toBeVisible();
  });
  await button(page, "Stop").click();
  await waitForRun(page, "1", "stopped");
});

test("a run forked at a checkpoint goes on there with other settings", async ({ studio, page }) => {
  await studio.open();
  await chooseSample(page, "Iris");
  await goTo(page, "Train");
  await setNumber(page, "Epochs", 5);
  await button(page, "More").click();
  await setNumber(page, "Checkpoint every (epochs)", 2);
  await trainToEnd(page, "1");
  const before = await lossTable(page);
  expect(before.map(([epoch]) => Number(epoch))).toEqual([1, 2, 3, 4, 5]);

  await page.getByRole("button", { name: "Fork Run 1 at a checkpoint…" }).click();
  const dialog = page.getByRole("dialog", { name: "Fork Run 1" });
  const from = dialog.getByRole("combobox", { name: "Begin after" });
  await expect(from.getByRole("option")).toHaveText([/^Epoch 4: /, /^Epoch 2: /, /weights only$/]);
  await from.selectOption({ label: "Epoch 2: weights and optimizer" });
  const start = dialog.getByRole("button", { name: "Train from here" });

  await test.step("it has to train beyond its beginning", async () => {
    await dialog.getByRole("spinbutton", { name: "Epochs", exact: true }).fill("2");
    await expect(start).toBeDisabled();
    await expect(dialog.getByText(/The fork begins after epoch 2/)).toBeVisible();
  });
  await dialog.getByRole("spinbutton", { name: "Epochs", exact: true }).fill("6");
  await dialog.getByRole("spinbutton", { name: "Batch size", exact: true }).fill("16");
  await start.click();
  await expect(runRow(page, "2")).toBeVisible();
  await waitForRun(page, "2");
  expect(await epochsOf(page, "2")).toBe(6);
  await expect(runRow(page, "2")).toContainText("Run 1 after epoch 2");
  await expect(runRow(page, "2")).toContainText(/batch size 32 → 16/);

  const after = await lossTable(page);
  expect(after.map(([epoch]) => Number(epoch))).toEqual([1, 2, 3, 4, 5, 6]);
  expect(after.slice(0, 2), "the epochs before the fork are the other run's").toEqual(before.slice(0, 2));
  expect(after[2]).not.toEqual(before[2]);

  await test.step("with the same settings it repeats the run", async () => {
    await page.getByRole("button", { name: "Fork Run 1 at a checkpoint…" }).click();
    await from.selectOption({ label: "Epoch 2: weights and optimizer" });
    await start.click();
    await expect(runRow(page, "3")).toBeVisible();
    await waitForRun(page, "3");
    expect(await lossTable(page)).toEqual(before);
  });
});

test("a test of learning rates suggests one and takes it over", async ({ studio, page }) => {
  await studio.open();
  await chooseSample(page, "Iris");
  await goTo(page, "Train");
  await expect(trainButton(page)).toBeEnabled();
  await button(page, "Find a learning rate").click();
  const dialog = page.getByRole("dialog", { name: "Find a learning rate" });
  await dialog.getByRole("button", { name: "Start the test" }).click();
  await expect(dialog.getByRole("status")).toHaveText(/The loss falls fastest at/, { timeout: 120_000 });
  const use = dialog.getByRole("button", { name: /^Use / });
  const rate = ((await use.textContent()) ?? "").replace("Use ", "");
  expect(Number(rate)).toBeGreaterThan(0.0001);
  await use.click();
  await expect(page.getByRole("spinbutton", { name: "Learning rate", exact: true })).toHaveValue(rate);
  await expect(runsTable(page)).toHaveCount(0);
});

test("a double click on Train makes one run", async ({ studio, page }) => {
  await studio.open();
  await chooseSample(page, "Iris");
  await goTo(page, "Train");
  await setNumber(page, "Epochs", 2);
  // Forced, it does not wait by itself until it may be pressed.
  await expect(trainButton(page)).toBeEnabled();
  await trainButton(page).dblclick({ force: true });
  await waitForRun(page, "1");
  await expect(runsTable(page).locator("tbody tr")).toHaveCount(1);
  await page.reload();
  await expect(runsTable(page).locator("tbody tr")).toHaveCount(1);
});

test("the Step button starts a run that waits after its first epoch", async ({ studio, page }) => {
  await studio.open();
  await chooseSample(page, "Iris");
  await goTo(page, "Train");
  await setNumber(page, "Epochs", 3);
  await button(page, "Step").click();
  await expect(bar(page)).toHaveAttribute("aria-valuetext", /Paused/, { timeout: 60_000 });
  expect(await epochsOf(page, "1")).toBe(1);
  await button(page, "Resume").click();
  await waitForRun(page, "1");
  expect(await epochsOf(page, "1")).toBe(3);
});

test("edits and undo during and after a run do not touch it", async ({ studio, page }) => {
  await studio.open();
  await longTraining(page);
  await startTraining(page);
  await expect(page.getByRole("spinbutton", { name: "Epochs", exact: true })).toBeDisabled();

  await test.step("the model is edited and the edits undone while it trains", async () => {
    await goTo(page, "Model");
    await button(page, "Linear").click();
    await button(page, "Undo").first().click();
    await button(page, "Undo").first().click();
    await goTo(page, "Train");
    const epochs = await epochsOf(page, "1");
    await expect.poll(() => epochsOf(page, "1"), { timeout: 60_000 }).toBeGreaterThan(epochs);
    await button(page, "Stop").click();
  });
  await waitForRun(page, "1", "stopped");
  const first = await runRow(page, "1").textContent();

  await setNumber(page, "Epochs", 2);
  await setNumber(page, "Learning rate", 0.05);
  await trainToEnd(page, "2");
  await expect(runRow(page, "2")).toContainText(/epochs 10,000 → 2/);
  await expect(runRow(page, "2")).toContainText(/learning rate 0\.001 → 0\.05/);
  await expect(runRow(page, "1")).toContainText("first run");
  expect(await runRow(page, "1").textContent(), "the first run is as it was").toBe(first);

  await page.reload();
  await expect(runRow(page, "2")).toContainText(/learning rate 0\.001 → 0\.05/);
  expect(await runRow(page, "1").textContent()).toBe(first);
});
