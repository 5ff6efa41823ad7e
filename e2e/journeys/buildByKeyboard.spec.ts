/**
 * @file The networks of `buildByMouse.spec.ts` built by keys alone: A, a name, Enter, the fields one after another, Escape.
 * What is there at the end is the same model, line by line.
 */
import type { Locator, Page } from "@playwright/test";
import type { Studio } from "../harness.ts";
import { expect, test } from "../harness.ts";
import { goByKeyboard, tabTo, typeNumber } from "../keys.ts";
import { type LayerToAdd, leNet, lstm, mlp, type Network, type Setting } from "../networks.ts";
import {
  dataSummary,
  epochsOf,
  kerasCalls,
  kerasSource,
  layerSettings,
  outlineRows,
  runRow,
  scoreOf,
  trainButton,
} from "../steps.ts";

test.describe.configure({ timeout: 300_000 });

// A press of the mouse anywhere would make these journeys say what they do not show.
test.beforeEach(async ({ page }) => {
  await page.addInitScript(() => {
    addEventListener("pointerdown", () => console.error("a pointer was pressed"), true);
  });
});

async function openEmptyModel(page: Page, studio: Studio, { sample }: Network): Promise<void> {
  await studio.open();
  const card = page.getByRole("group", { name: "Samples" }).getByRole("button", { name: new RegExp(sample, "i") });
  await tabTo(page, card);
  await page.keyboard.press("Enter");
  await expect(dataSummary(page)).toContainText(`${sample.toLowerCase()}.csv`);
  // A table of 65 columns lies ahead; the steps lie behind.
  await goByKeyboard(page, "Model", "Shift+Tab");
  const templates = page.getByRole("group", { name: "Templates" });
  await tabTo(page, templates.getByRole("button", { name: "Linear", exact: true }));
  await page.keyboard.press("Enter");
  await expect(outlineRows(page)).toHaveCount(2);
}

/** Adds a layer behind the one before it; the keyboard then stands on the new layer in the outline. */
async function addByKeys(page: Page, { title }: LayerToAdd, place: number): Promise<Locator> {
  await page.keyboard.press("a");
  const search = page.getByRole("searchbox", { name: "Search layers" });
  await expect(search).toBeFocused();
  await page.keyboard.type(title.toLowerCase());
  await expect(search).toHaveValue(title.toLowerCase());
  await page.keyboard.press("Enter");
  await expect(outlineRows(page)).toHaveCount(place + 2);
  const row = outlineRows(page).nth(place);
  await expect(row).toBeFocused();
  await expect(row).toContainText(title);
  return row;
}

async function enter(page: Page, { control, name, value }: Setting): Promise<void> {
  const field = layerSettings(page).getByRole(control, { name, exact: true });
  await tabTo(page, field);
  if (control === "combobox") {
    await page.keyboard.type(value);
    await expect(field.locator("option:checked")).toHaveText(value);
    return;
  }
  await page.keyboard.press("Control+A");
  await page.keyboard.type(value);
  await expect(field).toHaveValue(value);
}

async function build(page: Page, { layers, source }: Network): Promise<void> {
  for (const [index, layer] of layers.entries()) {
    const row = await addByKeys(page, layer, index + 1);
    if (layer.settings.length === 0) continue;
    await page.keyboard.press("Enter");
    await expect(layerSettings(page).locator(":focus")).toBeAttached();
    for (const setting of layer.settings) await enter(page, setting);
    await page.keyboard.press("Escape");
    await expect(row, "Escape leads from the settings back to the layer").toBeFocused();
  }
  await tabTo(page, page.getByRole("button", { name: "Keras source" }));
  await page.keyboard.press("Enter");
  await expect(kerasSource(page)).toHaveValue(/output_1/);
  expect(await kerasCalls(page)).toEqual(source);
}

interface Settings {
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
}

async function train(page: Page, { epochs, batchSize, learningRate }: Settings) {
  await goByKeyboard(page, "Train");
  await typeNumber(page, "Epochs", epochs);
  await typeNumber(page, "Batch size", batchSize);
  await typeNumber(page, "Learning rate", learningRate);
  await tabTo(page, trainButton(page), "Shift+Tab");
  await page.keyboard.press("Enter");
  await expect(runRow(page, "1")).toContainText("done", { timeout: 240_000 });
  expect(await epochsOf(page, "1")).toBe(epochs);
  await goByKeyboard(page, "Evaluate");
  return scoreOf(page, "Accuracy");
}

test("an MLP on Iris by keyboard alone", async ({ studio, page }) => {
  await openEmptyModel(page, studio, mlp);
  await build(page, mlp);
  const accuracy = await train(page, { epochs: 12, batchSize: 32, learningRate: 0.03 });
  expect(accuracy.model).toBeGreaterThanOrEqual(0.8);
});

test("LeNet on Digits by keyboard alone", async ({ studio, page }) => {
  await openEmptyModel(page, studio, leNet);
  await build(page, leNet);
  // That it learns is shown by the journey with the mouse; here one epoch shows that it trains.
  const accuracy = await train(page, { epochs: 1, batchSize: 128, learningRate: 0.01 });
  expect(accuracy.baseline).toBeLessThan(0.2);
  expect(accuracy.model).toBeGreaterThan(accuracy.baseline);
});

test("an LSTM on Waves by keyboard alone", async ({ studio, page }) => {
  await openEmptyModel(page, studio, lstm);
  await build(page, lstm);
  const accuracy = await train(page, { epochs: 4, batchSize: 64, learningRate: 0.02 });
  expect(accuracy.model).toBeGreaterThan(accuracy.baseline);
});

test("a search given up leads back to where it was begun", async ({ studio, page }) => {
  await openEmptyModel(page, studio, mlp);
  await addByKeys(page, { group: "Core", title: "Dense", settings: [] }, 1);
  await page.keyboard.press("a");
  await expect(page.getByRole("searchbox", { name: "Search layers" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(outlineRows(page).nth(1)).toBeFocused();
  const add = page.getByRole("button", { name: "Add layer" });
  await tabTo(page, add, "Shift+Tab");
  await page.keyboard.press("Enter");
  await page.keyboard.type("lst");
  await page.keyboard.press("Escape");
  await expect(add).toBeFocused();
  await expect(outlineRows(page)).toHaveCount(3);
});
