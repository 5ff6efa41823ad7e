/** @file Starting from a template, seeing a row flow through it, and mending a model by the buttons that are offered. */
import type { Page } from "@playwright/test";
import { accessibilityViolations } from "../accessibility.ts";
import { expect, test } from "../harness.ts";
import { chooseSample, goTo, layerSettings, outlineRows, palette } from "../steps.ts";

const gallery = (page: Page) => page.getByRole("dialog", { name: "Templates" });
const sample = (page: Page) => page.getByRole("region", { name: "Sample", exact: true });
const complete = (page: Page) => page.getByText("The network is complete.");

test("a template from the gallery, and a digit seen through it", async ({ page, studio }) => {
  await studio.open();
  await chooseSample(page, "Digits");
  await goTo(page, "Model");

  await test.step("the gallery shows first what suits the data", async () => {
    await palette(page).getByRole("button", { name: "All templates…" }).click();
    const suits = gallery(page).getByRole("region", { name: "For these data" });
    await expect(suits.getByRole("button", { name: "LeNet", exact: true })).toBeVisible();
    const others = gallery(page).getByRole("region", { name: "For other data" });
    await expect(others.getByRole("button", { name: "Text classifier" })).toHaveAccessibleDescription(/whole numbers/);
    expect(await accessibilityViolations(page)).toEqual([]);
    await gallery(page).getByRole("searchbox", { name: "Search templates" }).fill("residual");
    await page.keyboard.press("Enter");
    await expect(gallery(page)).toHaveCount(0);
    await expect(outlineRows(page).filter({ hasText: "Add" })).toHaveCount(2);
    await expect(complete(page)).toBeVisible();
  });

  await test.step("it can be taken back, whatever was done since", async () => {
    await page.getByRole("button", { name: "Undo", exact: true }).last().click();
    await expect(outlineRows(page)).toHaveCount(4);
    await palette(page).getByRole("button", { name: "LeNet", exact: true }).click();
    await expect(outlineRows(page).nth(1)).toContainText("8×8×1");
    await expect(complete(page)).toBeVisible();
  });

  await test.step("a row flows through", async () => {
    await page.getByRole("button", { name: "Show a sample" }).click();
    await outlineRows(page).filter({ hasText: "Conv2D" }).first().click();
    const here = page.getByRole("region", { name: "A real sample here" });
    await expect(here).toContainText("8×8×6", { timeout: 60_000 });
    await expect(here.locator("canvas")).toHaveCount(6);
    await here.getByText("Numbers").click();
    const numbers = here.getByRole("table", { name: "Numbers" }).getByRole("row");
    await expect(numbers).toHaveCount(201);
    const before = await numbers.allTextContents();
    await sample(page).getByRole("button", { name: "Next row" }).click();
    await expect(sample(page).getByRole("spinbutton", { name: "Row" })).toHaveValue("2");
    // Another row's numbers, and nothing of the one before in between.
    await expect(sample(page).getByRole("status")).toHaveText(/^true: 1 · says: \d \(\d+\s%\)$/, { timeout: 30_000 });
    await expect(numbers).toHaveCount(201);
    expect(await numbers.allTextContents()).not.toEqual(before);
    expect(await accessibilityViolations(page)).toEqual([]);
    await sample(page).getByRole("button", { name: "Hide the sample" }).click();
    await expect(here).toHaveCount(0);
  });
});

test("a model is mended by the buttons offered, found by F8", async ({ page, studio }) => {
  await studio.open();
  await chooseSample(page, "Waves");
  await goTo(page, "Model");
  await outlineRows(page).first().click();
  await page.keyboard.press("a");
  await page.getByRole("searchbox", { name: "Search layers" }).fill("recurrent memory");
  await page.keyboard.press("Enter");
  await expect(outlineRows(page).nth(1)).toContainText("LSTM");
  await expect(complete(page)).toHaveCount(0);

  await outlineRows(page).last().click();
  await page.keyboard.press("F8");
  await expect(page.getByText(/^Problem 1 of 1: LSTM needs/)).toBeAttached();
  await expect(outlineRows(page).nth(1)).toHaveAttribute("aria-selected", "true");
  await layerSettings(page).getByRole("button", { name: "Insert Reshape" }).click();
  await expect(complete(page)).toBeVisible();
  await expect(outlineRows(page).nth(1)).toContainText("24×1");

  await test.step("every step is returned, so the output needs a mend in turn", async () => {
    await outlineRows(page).filter({ hasText: "LSTM" }).click();
    const everyStep = layerSettings(page).getByRole("checkbox", { name: "Return all steps" });
    await everyStep.check();
    await page.keyboard.press("F8");
    await layerSettings(page).getByRole("button", { name: "Insert GlobalAveragePooling1D" }).click();
    await expect(complete(page)).toBeVisible();
  });

  await test.step("help and the way back to the default", async () => {
    await outlineRows(page).filter({ hasText: "LSTM" }).click();
    const units = layerSettings(page).getByRole("spinbutton", { name: "Units", exact: true });
    await units.fill("12");
    await layerSettings(page).getByRole("button", { name: "What is Units?" }).click();
    await expect(units).toHaveAccessibleDescription(/numbers/);
    await layerSettings(page).getByRole("button", { name: "Units: back to 32" }).click();
    await expect(units).toHaveValue("32");
  });
});
