/** @file What comes with the studio: each sample is taken by a click, and the model it names learns it with its settings. */
import type { Page } from "@playwright/test";
import { accessibilityViolations } from "../accessibility.ts";
import { expect, test } from "../harness.ts";
import { dataSummary, goTo, outlineRows, palette, scoreOf, setNumber, trainToEnd } from "../steps.ts";

/** Title, the file it opens as, and what the summary then says. */
const gallery = [
  ["Iris flowers", "iris.csv", "150 rows", "3 classes"],
  ["Handwritten digits", "digits.csv", "1,797 rows", "10 classes"],
  ["Two rings", "circles.csv", "500 rows", "2 classes"],
  ["Spiral", "spiral.csv", "600 rows", "3 classes"],
  ["Card payments", "payments.csv", "2,000 rows", "2 classes"],
  ["Loan decisions", "loans.csv", "1,000 rows", "2 classes"],
  ["Shapes", "shapes.zip", "570 images", "3 classes"],
  ["Drawn numbers", "drawn-digits.zip", "600 images", "10 classes"],
  ["Waves in time", "waves.csv", "600 rows", "3 classes"],
  ["Noisy sine", "sine.csv", "800 rows", "2 columns"],
  ["Two shops", "shops.csv", "1,460 rows", "3 columns"],
  ["Reviews, English", "reviews-en.csv", "800 rows", "2 classes"],
  ["Reviews, Chinese", "reviews-zh.csv", "800 rows", "2 classes"],
] as const;
type Title = (typeof gallery)[number][0];

const cards = (page: Page) => page.getByRole("group", { name: "Samples" }).getByRole("button");

async function take(page: Page, title: Title): Promise<void> {
  const [, file, ...figures] = gallery.find(([name]) => name === title) ?? [];
  await goTo(page, "Data");
  await cards(page).filter({ hasText: title }).click();
  for (const part of [file, ...figures]) await expect(dataSummary(page)).toContainText(part ?? "");
}

async function applyTemplate(page: Page, name: string): Promise<void> {
  await goTo(page, "Model");
  await palette(page).getByRole("group", { name: "Templates" }).getByRole("button", { name, exact: true }).click();
  await expect(page.getByText("The network is complete.")).toBeVisible();
}

/** Trains what the sample names with the settings it brings, or for fewer epochs, and opens the scores. */
async function trainAsNamed(page: Page, template: string, epochs?: number): Promise<void> {
  await applyTemplate(page, template);
  await goTo(page, "Train");
  if (epochs !== undefined) await setNumber(page, "Epochs", epochs);
  await trainToEnd(page);
  await goTo(page, "Evaluate");
}

// On shared cores a training takes minutes.
test.describe.configure({ timeout: 300_000 });

test("each sample is taken by a click", async ({ page, studio }) => {
  await studio.open();
  await expect(cards(page)).toHaveCount(gallery.length);
  expect(await accessibilityViolations(page)).toEqual([]);
  for (const [title] of gallery) await test.step(title, () => take(page, title));
});

test("drawn numbers: images, by the convolutional model that is named", async ({ page, studio }) => {
  await studio.open();
  await take(page, "Drawn numbers");
  await trainAsNamed(page, "LeNet");
  const accuracy = await scoreOf(page, "Accuracy");
  expect(accuracy.baseline).toBeCloseTo(0.1, 1);
  expect(accuracy.model).toBeGreaterThanOrEqual(0.85);
});

test("sine: a forecast better than that nothing changes", async ({ page, studio }) => {
  await studio.open();
  await take(page, "Noisy sine");
  await trainAsNamed(page, "LSTM", 5);
  const error = await scoreOf(page, "MAE");
  expect(error.model).toBeLessThan(0.35);
  expect(error.baseline).toBeGreaterThan(0.6);
});

test("reviews in Chinese, and the way back", async ({ page, studio }) => {
  await studio.open();
  await take(page, "Reviews, Chinese");
  await trainAsNamed(page, "Text classifier");
  expect((await scoreOf(page, "Accuracy")).model).toBeGreaterThanOrEqual(0.9);

  await test.step("the next sample brings its own settings, not those of the last", async () => {
    await take(page, "Iris flowers");
    await applyTemplate(page, "MLP");
    await expect(outlineRows(page).first()).toContainText("4");
    await goTo(page, "Train");
    await expect(page.getByRole("spinbutton", { name: "Epochs", exact: true })).toHaveValue("60");
  });
});
