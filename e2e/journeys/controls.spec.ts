/** @file Steering a run: pause, one epoch at a time, stop; one run a click; and runs that later edits do not touch. */
import type { Page } from "@playwright/test";
import { expect, test } from "../harness.ts";
import {
  chooseSample,
  epochsOf,
  goTo,
  runRow,
  runsTable,
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
  await setNumber(page, "Epochs", 10_000);
  const early = page.getByRole("switch", { name: "Stop early" });
  if (await early.isChecked()) await early.click();
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

test("a double click on Train makes one run", async ({ studio, page }) => {
  await studio.open();
  await chooseSample(page, "Iris");
  await goTo(page, "Train");
  await setNumber(page, "Epochs", 2);
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
  await chooseSample(page, "Iris");
  await goTo(page, "Train");
  await setNumber(page, "Epochs", 3);
  await setNumber(page, "Batch size", 4);
  await startTraining(page);
  await expect(page.getByRole("spinbutton", { name: "Epochs", exact: true })).toBeDisabled();

  await test.step("the model is edited and the edits undone while it trains", async () => {
    await goTo(page, "Model");
    await button(page, "Linear").click();
    await button(page, "Undo").first().click();
    await button(page, "Undo").first().click();
    await goTo(page, "Train");
  });
  await waitForRun(page, "1");
  expect(await epochsOf(page, "1")).toBe(3);
  const first = await runRow(page, "1").textContent();

  await setNumber(page, "Epochs", 2);
  await setNumber(page, "Learning rate", 0.05);
  await trainToEnd(page, "2");
  await expect(runRow(page, "2")).toContainText(/epochs 3 → 2/);
  await expect(runRow(page, "2")).toContainText(/learning rate 0\.001 → 0\.05/);
  await expect(runRow(page, "1")).toContainText("first run");
  expect(await runRow(page, "1").textContent(), "the first run is as it was").toBe(first);

  await page.reload();
  await expect(runRow(page, "2")).toContainText(/learning rate 0\.001 → 0\.05/);
  expect(await runRow(page, "1").textContent()).toBe(first);
});
