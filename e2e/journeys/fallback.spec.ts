/** @file A browser without WebGPU: the studio says what it computes with and why, and trains all the same. */
import { presentChromium } from "../../scripts/chromium.mjs";
import { expect, test } from "../harness.ts";
import { chooseSample, goTo, scoreOf, setNumber, trainToEnd } from "../steps.ts";

test.use({
  launchOptions: {
    executablePath: presentChromium(),
    args: ["--disable-features=WebGPU,WebGPUService", "--disable-gpu"],
  },
});

test("without WebGPU it falls back, says so, and trains", async ({ studio, page }) => {
  await studio.open();
  const engine = page.getByRole("status", { name: "Engine" });
  await expect(engine).toContainText(/^(WebGL|CPU) — (this browser offers no WebGPU|no GPU was found)/, {
    timeout: 60_000,
  });
  console.log(`without WebGPU: ${await engine.textContent()}`);
  await chooseSample(page, "Iris");
  await goTo(page, "Train");
  await setNumber(page, "Epochs", 5);
  await setNumber(page, "Learning rate", 0.02);
  await trainToEnd(page);
  await goTo(page, "Evaluate");
  const accuracy = await scoreOf(page, "Accuracy");
  expect(accuracy.model).toBeGreaterThan(accuracy.baseline);
});
