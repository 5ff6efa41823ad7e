/**
 * @file Broken graphs mended by nothing but what the studio offers: each problem at its layer, one press each, until Train
 * may be pressed and a step is trained.
 */
import type { Locator, Page } from "@playwright/test";
import { expect, test } from "../harness.ts";
import {
  canvas,
  chooseSample,
  epochsOf,
  goTo,
  kerasCalls,
  kerasSource,
  layerSettings,
  outlineRows,
  palette,
  setNumber,
  trainButton,
  trainToEnd,
} from "../steps.ts";

test.describe.configure({ timeout: 120_000 });

const problems = (page: Page): Locator => page.getByRole("region", { name: "Problems", exact: true });

async function openEmptyModel(page: Page): Promise<void> {
  await goTo(page, "Model");
  await page.getByRole("group", { name: "Templates" }).getByRole("button", { name: "Linear", exact: true }).click();
  await expect(outlineRows(page)).toHaveCount(2);
}

async function add(page: Page, group: string, title: string): Promise<void> {
  const region = palette(page).getByRole("region", { name: group, exact: true });
  await region.getByRole("button", { name: title, exact: true }).click();
  await expect(layerSettings(page).getByRole("heading", { name: title, exact: true })).toBeVisible();
}

/** Presses what is offered for the layer on show. */
async function mend(page: Page, offer: string): Promise<void> {
  await layerSettings(page).getByRole("button", { name: offer, exact: true }).click();
}

/** Opens the list of problems; it shuts when something else is pressed. */
async function openProblems(page: Page, count: string): Promise<Locator> {
  await problems(page)
    .getByRole("button", { name: `Problems: ${count}`, exact: true })
    .click();
  return problems(page).getByRole("list");
}

/** What Train says while it may not be pressed. */
async function expectBlocked(page: Page, reason: string): Promise<void> {
  await goTo(page, "Train");
  await expect(trainButton(page)).toBeDisabled();
  await expect(trainButton(page)).toHaveAccessibleDescription(`${reason} Show on Model`);
  await goTo(page, "Model");
}

async function trainOneStep(page: Page, calls: readonly string[]): Promise<void> {
  await page.getByRole("button", { name: "Keras source" }).click();
  await expect(kerasSource(page)).toHaveValue(/output_1/);
  expect(await kerasCalls(page)).toEqual(calls);
  await goTo(page, "Train");
  await expect(trainButton(page)).toBeEnabled();
  await setNumber(page, "Epochs", 1);
  await setNumber(page, "Batch size", 2048);
  await trainToEnd(page);
  expect(await epochsOf(page, "1")).toBe(1);
}

test("an image network in pieces: the wrong axes, a window too large, a wrong number of units", async ({
  studio,
  page,
}) => {
  await studio.open();
  await chooseSample(page, "Digits");
  await openEmptyModel(page);
  const form = layerSettings(page);

  await test.step("what a newcomer draws: every part right, the whole wrong", async () => {
    await add(page, "Convolution", "Conv2D");
    await form.getByRole("spinbutton", { name: "Filters", exact: true }).fill("4");
    await add(page, "Pooling", "MaxPooling2D");
    await form.getByRole("spinbutton", { name: "Pool size, 1 of 2", exact: true }).fill("20");
    await outlineRows(page).last().click();
    await form.getByRole("spinbutton", { name: "Units", exact: true }).fill("7");
  });

  await test.step("the list leads from problem to problem, and back", async () => {
    const list = await openProblems(page, "2 problems");
    const [next, previous] = ["Next problem", "Previous problem"].map((name) =>
      problems(page).getByRole("button", { name }),
    ) as [Locator, Locator];
    await next.click();
    await expect(form.getByRole("heading")).toHaveText("Conv2D");
    await expect(list.getByRole("listitem").first()).toHaveAttribute("aria-current", "true");
    await next.click();
    await expect(form.getByRole("heading")).toHaveText("Output");
    await expect(list.getByRole("listitem").nth(1)).toHaveAttribute("aria-current", "true");
    await previous.click();
    await expect(form.getByRole("heading")).toHaveText("Conv2D");
    await page.keyboard.press("F8");
    await expect(form.getByRole("heading")).toHaveText("Output");
    await page.keyboard.press("Shift+F8");
    await expect(form.getByRole("heading")).toHaveText("Conv2D");
    await page.keyboard.press("Escape");
  });
  await expectBlocked(page, "2 problems to solve first");

  await test.step("a row of numbers becomes an image", async () => {
    await expect(form.getByRole("listitem")).toContainText(
      "Conv2D needs an image (height × width × channels), and gets a flat row of 64 numbers.",
    );
    await mend(page, "Insert Reshape");
    await expect(outlineRows(page)).toHaveCount(5);
    await expect(outlineRows(page).nth(1)).toHaveAccessibleName("Reshape 8×8×1");
  });

  await test.step("a window no larger than the image", async () => {
    await outlineRows(page).nth(3).click();
    await expect(form.getByRole("alert")).toContainText("covers 20 along the height, and its input has only 8");
    await expect(form.getByRole("button", { name: "Pad with “same”" })).toBeVisible();
    await mend(page, "Use a smaller window");
    await expect(form.getByRole("spinbutton", { name: "Pool size, 1 of 2", exact: true })).toHaveValue("4");
    await expect(form.getByRole("alert")).toHaveCount(0);
  });

  await test.step("an image becomes a row again, in one of two ways", async () => {
    await outlineRows(page).last().click();
    await expect(form.getByRole("listitem")).toContainText("and gets an image (2×4×4)");
    await expect(form.getByRole("button", { name: "Insert Flatten" })).toBeVisible();
    await mend(page, "Insert GlobalAveragePooling2D");
    await expect(outlineRows(page).nth(4)).toHaveAccessibleName(/^GlobalAveragePooling2D/);
  });

  await test.step("the units of the Output follow the task", async () => {
    await expect(form.getByRole("alert")).toContainText("The target has 10 classes: the Output needs 10 units");
    // This one from the list.
    const list = await openProblems(page, "1 problem");
    await list.getByRole("button", { name: "Follow the task" }).click();
    await expect(form.getByRole("alert")).toHaveCount(0);
    // The list covers a part of the page until it is shut.
    await problems(page)
      .getByRole("button", { name: /^Problems: (\d+ notices|No problems)$/ })
      .click();
  });

  await trainOneStep(page, [
    "input_1 = keras.Input(shape=(64,))",
    "reshape_1 = layers.Reshape(target_shape=(8, 8, 1))(input_1)",
    'conv2d_1 = layers.Conv2D(filters=4, kernel_size=(3, 3), padding="same", activation="relu")(reshape_1)',
    "max_pooling2d_1 = layers.MaxPooling2D(pool_size=(4, 2))(conv2d_1)",
    "global_average_pooling2d_1 = layers.GlobalAveragePooling2D()(max_pooling2d_1)",
    'output_1 = layers.Dense(units=10, activation="softmax")(global_average_pooling2d_1)',
  ]);
});

test("a sequence network in pieces: no sequence, one that ends too early, a connection cut", async ({
  studio,
  page,
}) => {
  await studio.open();
  await chooseSample(page, "Waves");
  await openEmptyModel(page);
  const form = layerSettings(page);

  await test.step("a row of numbers becomes a sequence", async () => {
    await add(page, "Recurrent", "LSTM");
    await expect(form.getByRole("listitem")).toContainText(
      "LSTM needs a sequence (steps × features), and gets a flat row of 24 numbers.",
    );
    await mend(page, "Insert Reshape");
    await form.getByRole("spinbutton", { name: "Units", exact: true }).fill("6");
  });

  await test.step("a recurrent layer before another gives every step", async () => {
    await add(page, "Recurrent", "GRU");
    await form.getByRole("spinbutton", { name: "Units", exact: true }).fill("5");
    await expect(form.getByRole("listitem")).toContainText(
      "GRU needs a sequence (steps × features), and LSTM before it hands on its last step only.",
    );
    await mend(page, "Turn on “Return all steps” before it");
    await expect(outlineRows(page).nth(2)).toHaveAccessibleName("LSTM 6 sequence 24×6");
    await expect(page.getByRole("button", { name: "Next: Train" })).toBeEnabled();
  });

  await test.step("a connection cut is put back", async () => {
    await canvas(page)
      .getByRole("group", { name: /^From LSTM to GRU, / })
      .focus();
    await page.keyboard.press("Enter");
    await page.keyboard.press("Delete");
    await expect(canvas(page).getByRole("group", { name: /^From LSTM/ })).toHaveCount(0);
    await expectBlocked(page, "1 problem to solve first");
    await page.keyboard.press("F8");
    await expect(form.getByRole("heading")).toHaveText("GRU");
    await expect(form.getByRole("listitem")).toContainText("Nothing feeds GRU.");
    await mend(page, "Connect the layer before it");
  });

  await trainOneStep(page, [
    "input_1 = keras.Input(shape=(24,))",
    "reshape_1 = layers.Reshape(target_shape=(24, 1))(input_1)",
    'lstm_1 = layers.LSTM(units=6, recurrent_activation="sigmoid", return_sequences=True)(reshape_1)',
    'gru_1 = layers.GRU(units=5, recurrent_activation="sigmoid", reset_after=True)(lstm_1)',
    'output_1 = layers.Dense(units=3, activation="softmax")(gru_1)',
  ]);
});
