/** @file A reload in mid-training loses no finished epoch: the run waits in the list and goes on where it was. */
import { expect, test } from "../harness.ts";
import { chooseSample, epochsOf, goTo, lossTable, runRow, setNumber, startTraining, waitForRun } from "../steps.ts";

const planned = 120;

// On shared cores a training takes minutes.
test.describe.configure({ timeout: 300_000 });

test("reload while it trains, then resume from the last finished epoch", async ({ studio, page }) => {
  await studio.open();
  await chooseSample(page, "Iris");
  await goTo(page, "Train");
  await setNumber(page, "Epochs", planned);
  // One row a step, and to its end: a run that lasts long enough for a reload to come in its midst.
  await setNumber(page, "Batch size", 1);
  await page.getByRole("switch", { name: "Stop early" }).click();
  await startTraining(page);
  await expect.poll(() => epochsOf(page, "1"), { timeout: 120_000 }).toBeGreaterThanOrEqual(2);

  await page.reload();
  await expect(page.getByRole("link", { name: "Train", exact: true })).toHaveAttribute("aria-current", "page");
  await expect(page.getByRole("spinbutton", { name: "Epochs", exact: true })).toHaveValue(String(planned));
  await expect(runRow(page, "1")).toContainText("interrupted");
  // Checkpoints take a tenth of the time at most: where writing is slow, the last one is some epochs old.
  const kept = await epochsOf(page, "1");
  expect(kept).toBeGreaterThanOrEqual(1);
  expect(kept).toBeLessThan(planned);
  await expect(page.getByText("Not saved")).toHaveCount(0);

  await test.step("no score is shown of a run that did not end", async () => {
    await goTo(page, "Evaluate");
    await expect(page.getByText("The run was interrupted before it could be evaluated.")).toBeVisible();
    await expect(page.getByRole("table", { name: "Scores" })).toHaveCount(0);
    await goTo(page, "Train");
  });

  const early = await lossTable(page);
  expect(early.map(([epoch]) => Number(epoch))).toEqual(Array.from({ length: kept }, (_, i) => i + 1));
  await page.getByRole("button", { name: "Resume Run 1" }).click();
  await expect(page.getByRole("progressbar", { name: "Training", exact: true })).toBeVisible();
  // Never behind what was kept: the epochs go on counting.
  expect(await epochsOf(page, "1")).toBeGreaterThanOrEqual(kept);
  await waitForRun(page, "1");
  expect(await epochsOf(page, "1")).toBe(planned);

  const all = await lossTable(page);
  expect(all.map(([epoch]) => Number(epoch))).toEqual(Array.from({ length: planned }, (_, i) => i + 1));
  expect(all.slice(0, kept), "the finished epochs are those from before the reload").toEqual(early);
  await goTo(page, "Evaluate");
  await expect(page.getByRole("table", { name: "Scores", exact: true })).toBeVisible();
});
