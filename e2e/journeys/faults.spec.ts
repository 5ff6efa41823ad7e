/**
 * @file The GPU is lost in mid-training, once and again. A browser of its own: what it survives is counted by the browser
 * and would be missing in the journeys that follow.
 */

import { presentChromium, WEBGPU_FLAGS } from "../../scripts/chromium.mjs";
import { expect, test } from "../harness.ts";
import { chooseSample, epochsOf, goTo, runRow, setNumber, startTraining, trainToEnd, waitForRun } from "../steps.ts";

// Options that differ from the other journeys' begin another browser.
test.use({
  launchOptions: { executablePath: presentChromium(), args: [...WEBGPU_FLAGS, "--no-first-run"] },
});

test("the GPU is lost while it trains: no score, the reason, another device, and the run goes on", async ({
  studio,
  page,
  browser,
}) => {
  test.setTimeout(300_000);
  await studio.open();
  const engine = page.getByRole("status", { name: "Engine" });
  await expect(engine).toContainText("WebGPU", { timeout: 60_000 });
  await chooseSample(page, "Iris");
  await goTo(page, "Train");
  await setNumber(page, "Epochs", 8);
  await startTraining(page);
  await expect.poll(() => epochsOf(page, "1"), { timeout: 120_000 }).toBeGreaterThanOrEqual(2);

  const session = await browser.newBrowserCDPSession();
  // The answer never comes: the process that would give it is gone.
  void session.send("Browser.crashGpuProcess").catch(() => undefined);

  await expect(runRow(page, "1")).toContainText("failed", { timeout: 60_000 });
  await expect(runRow(page, "1")).toContainText("The GPU stopped answering");
  await test.step("no number of the failed run is shown as a result", async () => {
    await goTo(page, "Evaluate");
    await expect(page.getByText("The run failed, so none of its numbers is shown.")).toBeVisible();
    await expect(page.getByRole("table", { name: "Scores" })).toHaveCount(0);
    await expect(page.getByRole("button", { name: "Predict", exact: true })).toHaveCount(0);
    await goTo(page, "Train");
  });

  await test.step("the studio has a device again and says which", async () => {
    await expect(engine).toContainText(/^(WebGPU|WebGL|CPU)/, { timeout: 60_000 });
    console.log(`after the crash: ${await engine.textContent()}`);
  });

  await trainToEnd(page, "2");
  await goTo(page, "Evaluate");
  await expect(page.getByRole("table", { name: "Scores", exact: true })).toBeVisible();

  await test.step("the failed run can go on at its checkpoint", async () => {
    await goTo(page, "Train");
    await page.getByRole("button", { name: "Resume Run 1" }).click();
    await waitForRun(page, "1");
    expect(await epochsOf(page, "1")).toBe(8);
  });
});

test("the GPU is lost again and again: the studio computes with what is left, and says so", async ({
  studio,
  page,
  browser,
}) => {
  test.setTimeout(300_000);
  await studio.open();
  const engine = page.getByRole("status", { name: "Engine" });
  await expect(engine).toContainText(/^(WebGPU|WebGL|CPU)/, { timeout: 60_000 });
  await chooseSample(page, "Iris");
  await goTo(page, "Train");
  await setNumber(page, "Epochs", 8);
  const session = await browser.newBrowserCDPSession();
  const told: string[] = [];
  for (let crash = 1; crash <= 3; crash++) {
    await expect(engine).toContainText(/^(WebGPU|WebGL|CPU)/, { timeout: 60_000 });
    const device = (await engine.textContent()) ?? "";
    told.push(device);
    if (!device.startsWith("WebGPU")) break;
    await startTraining(page);
    await expect.poll(() => epochsOf(page, String(crash)), { timeout: 120_000 }).toBeGreaterThanOrEqual(1);
    void session.send("Browser.crashGpuProcess").catch(() => undefined);
    await waitForRun(page, String(crash), "failed");
  }
  console.log(`before each crash: ${told.join("; ")}`);
  expect(told.at(-1), "it no longer has the GPU and says why").toMatch(/^(WebGL|CPU) — /);

  await setNumber(page, "Epochs", 2);
  const next = String(told.length);
  await startTraining(page);
  await waitForRun(page, next);
  await goTo(page, "Evaluate");
  await expect(page.getByRole("table", { name: "Scores", exact: true })).toBeVisible();
});
