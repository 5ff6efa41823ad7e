/**
 * @file A browser without WebGPU, and without WebGL by a graphics processor: the studio says what it computes with and why,
 * and trains by WebAssembly, under the page's policy, to the report that WebGPU comes to.
 */
import { type Browser, chromium, type Page } from "@playwright/test";
import { presentChromium, WEBGPU_FLAGS } from "../../scripts/chromium.mjs";
import { expect, test } from "../harness.ts";
import { chooseFile, goTo, penguinsFile, scoreOf, setNumber, trainToEnd } from "../steps.ts";

test.use({
  launchOptions: {
    executablePath: presentChromium(),
    args: ["--disable-features=WebGPU,WebGPUService", "--disable-gpu", "--disable-3d-apis"],
  },
});
test.describe.configure({ timeout: 300_000 });

/** Trains on the penguins for a few epochs; what the report says. */
async function reportOf(page: Page, file: string) {
  await chooseFile(page, file);
  await goTo(page, "Train");
  await setNumber(page, "Epochs", 8);
  await setNumber(page, "Learning rate", 0.01);
  await trainToEnd(page);
  await goTo(page, "Evaluate");
  const cells = page.getByRole("table", { name: "Confusion matrix" }).locator("tbody").getByRole("cell");
  await expect(cells).toHaveCount(9);
  return { accuracy: await scoreOf(page, "Accuracy"), confusion: await cells.allTextContents() };
}

async function reportOnWebGpu(url: string, file: string) {
  const browser: Browser = await chromium.launch({ executablePath: presentChromium(), args: WEBGPU_FLAGS });
  try {
    const page = await browser.newPage({ locale: "en-US", viewport: { width: 1440, height: 900 } });
    await page.goto(url);
    await expect(page.getByRole("status", { name: "Engine" })).toContainText("WebGPU", { timeout: 60_000 });
    return await reportOf(page, file);
  } finally {
    await browser.close();
  }
}

test("without WebGPU and WebGL it trains by WebAssembly, says so, and comes to the same report", async ({
  studio,
  page,
}) => {
  const file = penguinsFile();
  await studio.open();
  const engine = page.getByRole("status", { name: "Engine" });
  await expect(engine).toContainText(/^CPU \(WebAssembly\) — (this browser offers no WebGPU|no GPU was found)/, {
    timeout: 60_000,
  });
  const report = await reportOf(page, file);
  expect(report.accuracy.model).toBeGreaterThan(0.9);
  expect(report).toEqual(await reportOnWebGpu(studio.url, file));

  await test.step("in as many threads as there are cores", async () => {
    const cores = await page.evaluate(() => navigator.hardwareConcurrency);
    const threads = page.workers().filter((worker) => /\/thread-[^/]+\.js$/.test(worker.url()));
    expect(threads).toHaveLength(Math.min(8, cores) - 1);
  });

  await test.step("in Chinese", async () => {
    await page.getByRole("combobox", { name: "Language" }).selectOption({ label: "中文" });
    await expect(page.getByRole("status", { name: "引擎" })).toContainText(/^CPU \(WebAssembly\) — /);
  });
});
