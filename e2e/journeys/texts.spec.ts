/** @file Texts in English and Chinese: seen as tokens, then told apart by a recurrent network. */
import type { Page } from "@playwright/test";
import { accessibilityViolations } from "../accessibility.ts";
import { expect, test } from "../harness.ts";
import { chooseFile, dataSummary, goTo, palette, scoreOf, setNumber, textFile, trainToEnd } from "../steps.ts";

// On shared cores a training takes minutes.
test.describe.configure({ timeout: 300_000 });

const inputSection = (page: Page) => page.getByRole("region", { name: "Input", exact: true });
const texts = (page: Page) => inputSection(page).getByRole("list", { name: "Texts as tokens" }).getByRole("listitem");

async function takeReviews(page: Page, language: "English" | "Chinese"): Promise<void> {
  await goTo(page, "Data");
  await page
    .getByRole("group", { name: "Samples" })
    .getByRole("button")
    .filter({ hasText: `Reviews, ${language}` })
    .click();
  await expect(dataSummary(page)).toContainText(language === "English" ? "reviews-en.csv" : "reviews-zh.csv");
}

async function trainGru(page: Page, epochs: number): Promise<number> {
  await goTo(page, "Model");
  await palette(page).getByRole("button", { name: "All templates…" }).click();
  await page.getByRole("dialog", { name: "Templates" }).getByRole("button", { name: "GRU", exact: true }).click();
  await expect(page.getByText("The network is complete.")).toBeVisible();
  await goTo(page, "Train");
  await setNumber(page, "Epochs", epochs);
  await setNumber(page, "Learning rate", 0.01);
  await trainToEnd(page);
  await goTo(page, "Evaluate");
  const { model, baseline } = await scoreOf(page, "Accuracy");
  expect(baseline).toBeLessThan(0.65);
  return model;
}

test("reviews in English, by words", async ({ page, studio }) => {
  await studio.open();
  await takeReviews(page, "English");
  await expect(inputSection(page).getByRole("radio", { name: "Text" })).toBeChecked();
  await expect(texts(page).first()).toContainText("music");
  expect(await accessibilityViolations(page)).toEqual([]);
  expect(await trainGru(page, 4)).toBeGreaterThanOrEqual(0.9);
});

test("reviews in Chinese, by characters", async ({ page, studio }) => {
  await studio.open();
  await takeReviews(page, "Chinese");
  await expect(inputSection(page).getByLabel("Tokens", { exact: true })).toHaveValue("characters");
  await expect(texts(page)).toHaveCount(3);
  expect(await trainGru(page, 4)).toBeGreaterThanOrEqual(0.9);
});

test("a table of texts and labels begins with its texts, cut in three ways", async ({ page, studio }) => {
  const nouns = ["train", "bridge", "kettle", "garden", "window"];
  const lines = Array.from({ length: 60 }, (_, i) => {
    const noun = nouns[i % nouns.length] ?? "";
    return `"The ${noun} number ${i} was ${i % 2 === 0 ? "lovely" : "broken"}, they said",${i % 2 === 0 ? "up" : "down"}`;
  });
  await studio.open();
  await chooseFile(page, textFile("notes.csv", ["note,mood", ...lines].join("\n")));
  const section = inputSection(page);
  await expect(section.getByRole("radio", { name: "Text" })).toBeChecked();
  await expect(section.getByLabel("Text column")).toHaveValue("0");
  await expect(texts(page).first()).toContainText("lovely");

  await test.step("what the vocabulary does not hold is marked", async () => {
    await setNumber(page, "Vocabulary", 5);
    await expect(texts(page).first().getByTitle("Not in the vocabulary").first()).toBeVisible();
    await section.getByRole("button", { name: /^Use a length of \d+$/ }).click();
    await expect(section.getByRole("spinbutton", { name: "Text length" })).toHaveValue("9");
  });
  await test.step("byte pairs know every letter", async () => {
    await section.getByLabel("Tokens", { exact: true }).selectOption("bytePairs");
    await setNumber(page, "Vocabulary", 60);
    await expect(texts(page).first()).toContainText("▁");
    await expect(texts(page).first().getByTitle("Not in the vocabulary")).toHaveCount(0);
  });
  await test.step("rows and back, each one step of undo", async () => {
    await section.getByRole("radio", { name: "Rows" }).check();
    await section.getByRole("button", { name: "Use the texts" }).click();
    await expect(section.getByRole("spinbutton", { name: "Text length" })).toHaveValue("9");
  });
});
