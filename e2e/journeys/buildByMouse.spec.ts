/** @file Networks built layer by layer with the mouse, from a model that holds nothing but its two ends, and trained. */
import type { Locator, Page } from "@playwright/test";
import type { Studio } from "../harness.ts";
import { expect, test } from "../harness.ts";
import { type LayerToAdd, leNet, lstm, mlp, type Network } from "../networks.ts";
import {
  canvas,
  card,
  chooseSample,
  epochsOf,
  goTo,
  kerasCalls,
  kerasSource,
  layerSettings,
  outlineRows,
  palette,
  scoreOf,
  setNumber,
  trainToEnd,
} from "../steps.ts";

async function openEmptyModel(page: Page, studio: Studio, { sample }: Network): Promise<void> {
  await studio.open();
  await chooseSample(page, sample);
  await goTo(page, "Model");
  const templates = page.getByRole("group", { name: "Templates" });
  await templates.getByRole("button", { name: "Linear", exact: true }).click();
  await expect(outlineRows(page)).toHaveCount(2);
}

const inPalette = (page: Page, { group, title }: LayerToAdd): Locator =>
  palette(page).getByRole("region", { name: group, exact: true }).getByRole("button", { name: title, exact: true });

/** Fills in the form of the selected layer. */
async function configure(page: Page, { title, settings }: LayerToAdd): Promise<void> {
  const form = layerSettings(page);
  await expect(form.getByRole("heading", { name: title, exact: true })).toBeVisible();
  for (const { control, name, value } of settings) {
    const field = form.getByRole(control, { name, exact: true });
    if (control === "combobox") await field.selectOption({ label: value });
    else await field.fill(value);
  }
}

async function expectBuilt(page: Page, { source }: Network): Promise<void> {
  await expect(page.getByRole("button", { name: "Next: Train" })).toBeEnabled();
  await page.getByRole("button", { name: "Keras source" }).click();
  await expect(kerasSource(page)).toHaveValue(/output_1/);
  expect(await kerasCalls(page)).toEqual(source);
}

interface Settings {
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
}

async function train(page: Page, { epochs, batchSize, learningRate }: Settings) {
  await goTo(page, "Train");
  await setNumber(page, "Epochs", epochs);
  await setNumber(page, "Batch size", batchSize);
  await setNumber(page, "Learning rate", learningRate);
  await trainToEnd(page);
  expect(await epochsOf(page, "1")).toBe(epochs);
  await goTo(page, "Evaluate");
  return scoreOf(page, "Accuracy");
}

test("an MLP on Iris: one layer by click, one dropped on a connection", async ({ studio, page }) => {
  await openEmptyModel(page, studio, mlp);
  const [first, second] = mlp.layers as readonly [LayerToAdd, LayerToAdd];
  await inPalette(page, first).click();
  await expect(outlineRows(page)).toHaveCount(3);
  await configure(page, first);
  await expect(card(page, "Dense", "16 relu")).toBeVisible();

  await inPalette(page, second).dragTo(canvas(page).getByRole("group", { name: "From Dense to Output, 16" }), {
    force: true,
  });
  await expect(outlineRows(page)).toHaveCount(4);
  await expect(outlineRows(page).nth(2), "the dropped layer is the one to configure").toHaveAttribute(
    "aria-selected",
    "true",
  );
  await configure(page, second);
  await expect(canvas(page).getByRole("group", { name: "From Dense to Output, 12" })).toBeAttached();
  await expectBuilt(page, mlp);

  const accuracy = await train(page, { epochs: 12, batchSize: 32, learningRate: 0.03 });
  expect(accuracy.baseline).toBeLessThan(0.5);
  expect(accuracy.model).toBeGreaterThanOrEqual(0.8);
});

test("LeNet on Digits, its layers found by searching", async ({ studio, page }) => {
  await openEmptyModel(page, studio, leNet);
  for (const [index, layer] of leNet.layers.entries()) {
    await page.getByRole("button", { name: "Add layer" }).click();
    await page.getByRole("searchbox", { name: "Search layers" }).fill(layer.title);
    await palette(page).getByRole("button", { name: layer.title, exact: true }).click();
    await expect(outlineRows(page)).toHaveCount(index + 3);
    await configure(page, layer);
  }
  await expectBuilt(page, leNet);

  const accuracy = await train(page, { epochs: 4, batchSize: 128, learningRate: 0.01 });
  expect(accuracy.baseline).toBeLessThan(0.2);
  expect(accuracy.model).toBeGreaterThanOrEqual(0.6);
});

test("an LSTM on Waves, its layers dropped where they belong", async ({ studio, page }) => {
  await openEmptyModel(page, studio, lstm);
  const ends = ["Input", "Reshape"];
  for (const [index, layer] of lstm.layers.entries()) {
    const line = canvas(page).getByRole("group", { name: new RegExp(`^From ${ends[index]} to Output, `) });
    await inPalette(page, layer).dragTo(line, { force: true });
    await expect(outlineRows(page)).toHaveCount(index + 3);
    await configure(page, layer);
  }
  await expectBuilt(page, lstm);

  const accuracy = await train(page, { epochs: 5, batchSize: 64, learningRate: 0.02 });
  expect(accuracy.baseline).toBeLessThan(0.5);
  expect(accuracy.model).toBeGreaterThan(accuracy.baseline + 0.2);
});
