/** @file Before training: what it will take, measured on the device when asked, and the batch that would be faster. */
import type { Page } from "@playwright/test";
import { expect, test } from "../harness.ts";
import { chooseSample, goTo, layerSettings, outlineRows, setNumber, trainToEnd } from "../steps.ts";

test.describe.configure({ timeout: 300_000 });

async function command(page: Page, words: string): Promise<void> {
  await page.keyboard.press("ControlOrMeta+k");
  await expect(page.getByRole("dialog", { name: "Command palette" })).toBeVisible();
  await page.keyboard.type(words);
  await page.keyboard.press("Enter");
}

test("memory is said before, time when asked; the check can be cancelled, and a larger batch taken over", async ({
  studio,
  page,
}) => {
  await studio.open();
  await chooseSample(page, "Digits");
  await goTo(page, "Train");
  const before = page.getByRole("region", { name: "Before training" });
  await expect(before).toContainText(/Memory needed\s*≈ [\d.,]+\s*[kM]B/);
  await before.getByText("Memory needed").click();
  await expect(before).toContainText("Optimizer");
  await setNumber(page, "Batch size", 8);

  await test.step("cancelled, it leaves nothing behind", async () => {
    await before.getByRole("button", { name: "Check speed and memory" }).click();
    await before.getByRole("button", { name: "Cancel", exact: true }).click();
    await expect(before.getByRole("button", { name: "Check speed and memory" })).toBeEnabled();
  });

  await test.step("it says how long an epoch takes and what each batch gives", async () => {
    await before.getByRole("button", { name: "Check speed and memory" }).click();
    await expect(before).toContainText("One epoch takes about", { timeout: 120_000 });
    const tried = before.getByRole("table", { name: "Batch sizes that were tried" });
    await expect(tried.getByRole("rowheader")).toHaveText(["8", "16", "32", "64"]);
  });

  await test.step("the batch it advises is set with one button, and the figures follow", async () => {
    const advice = before.getByRole("button", { name: /^Use \d+$/ });
    // Larger batches are faster wherever a batch of eight is; the sentence says how much.
    await expect(before).toContainText(/would be [\d.]+× as fast/);
    const batch = (await advice.textContent())?.match(/\d+/)?.[0] ?? "";
    await advice.click();
    await expect(page.getByRole("spinbutton", { name: "Batch size", exact: true })).toHaveValue(batch);
    await expect(before).toContainText("One epoch takes about");
  });

  await test.step("another setting makes the figures old", async () => {
    await page.getByRole("combobox", { name: "Optimizer", exact: true }).selectOption({ label: "SGD" });
    await expect(before).toContainText("Something has changed since it was measured.");
  });

  await setNumber(page, "Epochs", 2);
  await trainToEnd(page);
});

test("other devices are compared; the one that is faster trains when it is chosen", async ({ studio, page }) => {
  await studio.open();
  await chooseSample(page, "Digits");
  await goTo(page, "Train");
  const before = page.getByRole("region", { name: "Before training" });
  const engine = page.getByRole("status", { name: "Engine" });
  const compared = before.getByRole("table", { name: "Devices that were tried" });
  await expect(engine).toContainText("WebGPU");

  await test.step("another device is chosen by a command, and said where the device stands", async () => {
    await command(page, "compute on the cpu (javascript)");
    await expect(engine).toContainText("CPU — as chosen", { timeout: 60_000 });
  });

  await test.step("a comparison that is cancelled leaves the figures of this device", async () => {
    await before.getByRole("button", { name: "Check speed and memory" }).click();
    await expect(before).toContainText("Comparing", { timeout: 120_000 });
    await expect(before).toContainText("One epoch takes about");
    await before.getByRole("button", { name: "Cancel", exact: true }).click();
    await expect(before).toContainText("One epoch takes about");
    await expect(before).not.toContainText("Comparing");
    await expect(compared).toHaveCount(0);
  });

  await test.step("each of them is measured, in a worker that is gone afterwards", async () => {
    await before.getByRole("button", { name: "Check again" }).click();
    await expect(compared).toBeVisible({ timeout: 120_000 });
    const devices = compared.getByRole("rowheader");
    await expect(devices).toHaveText(["CPU (JavaScript)", "GPU (WebGPU)", "GPU (WebGL)", "CPU (WebAssembly)"]);
    await expect(compared.locator("[aria-current=true]")).toContainText("JavaScript");
    // The page's own; plain JavaScript has no threads.
    await expect.poll(() => page.workers().length).toBe(1);
  });

  await test.step("one button trains on the faster one, whose figures are shown then", async () => {
    // Of all that is there, plain JavaScript is the slowest at convolutions.
    await before.getByRole("button", { name: /^Use (the CPU|Web)/ }).click();
    await expect(engine).not.toContainText("CPU — as chosen", { timeout: 60_000 });
    await expect(compared.locator("[aria-current=true]")).not.toContainText("JavaScript", { timeout: 60_000 });
    await expect(before).toContainText("One epoch takes about");
    await setNumber(page, "Epochs", 2);
    await trainToEnd(page);
  });
});

test("a device that was chosen is left again by the button beside it", async ({ studio, page }) => {
  await studio.open();
  const engine = page.getByRole("status", { name: "Engine" });
  await expect(engine).toContainText("WebGPU");
  await command(page, "compute on the cpu (webassembly)");
  await expect(engine).toContainText("as chosen", { timeout: 60_000 });
  await page.getByRole("button", { name: "Choose automatically" }).click();
  await expect(engine).toContainText("WebGPU", { timeout: 60_000 });
  await expect(engine).not.toContainText("as chosen");
});

test("a model that may be too large for the device says so before anything is built", async ({ studio, page }) => {
  await studio.open();
  await chooseSample(page, "Digits");
  await goTo(page, "Model");
  const units = async (row: number, value: number) => {
    await outlineRows(page).nth(row).click();
    await layerSettings(page).getByRole("spinbutton", { name: "Units" }).fill(String(value));
  };
  await units(1, 65_536);
  await units(2, 600);
  await goTo(page, "Train");
  const before = page.getByRole("region", { name: "Before training" });
  await expect(before).toContainText("which not every GPU has");
  await expect(before).toContainText(/Memory needed\s*≈ 1[\d.,]* GB/);
  await goTo(page, "Model");
  await units(2, 65_536);
  await goTo(page, "Train");
  await expect(page.getByRole("button", { name: "Train", exact: true })).toBeDisabled();
});
