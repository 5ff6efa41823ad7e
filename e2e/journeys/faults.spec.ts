/**
 * @file The GPU is lost in mid-training, once and again. A browser of its own: what it survives is counted by the browser
 * and would be missing in the journeys that follow.
 */

import type { Browser, Page } from "@playwright/test";
import { presentChromium, WEBGPU_FLAGS } from "../../scripts/chromium.mjs";
import { expect, test } from "../harness.ts";
import { chooseSample, epochsOf, goTo, setNumber, startTraining, trainToEnd, waitForRun } from "../steps.ts";

// Options that differ from the other journeys' begin another browser.
test.use({
  launchOptions: { executablePath: presentChromium(), args: [...WEBGPU_FLAGS, "--no-first-run"] },
});

/** With few rows a step these last long enough for two crashes to come between them, on a fast machine as well. */
const epochs = 60;

/** Ends the process that drives the GPU. The answer never comes: who would give it is gone. */
async function crashGpu(browser: Browser): Promise<void> {
  const session = await browser.newBrowserCDPSession();
  void session.send("Browser.crashGpuProcess").catch(() => undefined);
}

const engineOf = (page: Page) => page.getByRole("status", { name: "Engine" });
const outlived = (page: Page) => page.getByRole("list", { name: "Faults this run went on after" });

async function startLongRun(page: Page): Promise<void> {
  await expect(engineOf(page)).toContainText("WebGPU", { timeout: 60_000 });
  await chooseSample(page, "Digits");
  await goTo(page, "Train");
  await setNumber(page, "Epochs", epochs);
  await setNumber(page, "Batch size", 8);
  const early = page.getByRole("switch", { name: "Stop early" });
  if (await early.isChecked()) await early.click();
  await startTraining(page);
}

test("the GPU is lost while it trains: the run goes on by itself and says so, again without the GPU", async ({
  studio,
  page,
  browser,
}) => {
  test.setTimeout(400_000);
  await studio.open();
  await startLongRun(page);
  await expect.poll(() => epochsOf(page, "1"), { timeout: 120_000 }).toBeGreaterThanOrEqual(2);
  await crashGpu(browser);

  await test.step("it waits for the device, in sight, and goes on after a saved epoch", async () => {
    await expect(outlived(page)).toContainText("The GPU stopped answering and was started again.", { timeout: 60_000 });
    await expect(outlived(page)).toContainText(/Training (went on after epoch \d+|began again)/, { timeout: 60_000 });
    await expect(page.getByRole("progressbar", { name: "Training", exact: true })).toBeVisible();
  });

  await test.step("a second loss leaves the GPU alone", async () => {
    const before = await epochsOf(page, "1");
    await expect.poll(() => epochsOf(page, "1"), { timeout: 120_000 }).toBeGreaterThan(before);
    if (!(await engineOf(page).textContent())?.startsWith("WebGPU")) return;
    await crashGpu(browser);
    await expect(outlived(page).getByRole("listitem")).toHaveCount(2, { timeout: 60_000 });
    await expect(outlived(page)).toContainText("a second time");
    await expect(engineOf(page)).toContainText(/^CPU.* — the GPU was lost/, { timeout: 60_000 });
  });

  await test.step("it ends by itself, with every epoch and a report", async () => {
    await waitForRun(page, "1");
    expect(await epochsOf(page, "1")).toBe(epochs);
    await expect(outlived(page)).toBeVisible();
    await goTo(page, "Evaluate");
    await expect(page.getByRole("table", { name: "Scores", exact: true })).toBeVisible();
  });
});

test("stopped while its device is started again, the run keeps what it has and can be resumed", async ({
  studio,
  page,
  browser,
}) => {
  test.setTimeout(300_000);
  await studio.open();
  await startLongRun(page);
  await expect.poll(() => epochsOf(page, "1"), { timeout: 120_000 }).toBeGreaterThanOrEqual(1);
  await crashGpu(browser);
  await expect(page.getByText("Starting the device again…").first()).toBeVisible({ timeout: 60_000 });
  await page.getByRole("button", { name: "Stop", exact: true }).click();
  await waitForRun(page, "1", "failed");
  await test.step("no number of it is shown as a result", async () => {
    await goTo(page, "Evaluate");
    await expect(page.getByText("The run failed, so none of its numbers is shown.")).toBeVisible();
    await expect(page.getByRole("table", { name: "Scores" })).toHaveCount(0);
    await goTo(page, "Train");
  });
  await expect(page.getByRole("button", { name: "Resume Run 1" })).toBeVisible();
  await expect(engineOf(page)).toContainText(/^(WebGPU|WebGL|CPU)/, { timeout: 60_000 });
  await setNumber(page, "Epochs", 2);
  await setNumber(page, "Batch size", 64);
  await trainToEnd(page, "2");
});
