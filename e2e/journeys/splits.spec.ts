/** @file Dividing the rows in other ways than at random: folds trained one after the other, groups, named parts, balance. */
import type { Page } from "@playwright/test";
import { accessibilityViolations } from "../accessibility.ts";
import { expect, test } from "../harness.ts";
import {
  chooseFile,
  chooseSample,
  chooseTarget,
  downloaded,
  goTo,
  parseCsv,
  readFigure,
  runsTable,
  scoreOf,
  setNumber,
  textFile,
  trainButton,
  trainToEnd,
} from "../steps.ts";

const strategy = (page: Page) => page.getByRole("group", { name: "Split" }).getByRole("combobox", { name: "Strategy" });
const splitGroup = (page: Page) => page.getByRole("group", { name: "Split" });
const foldTable = (page: Page) => page.getByRole("table", { name: "Cross-validation" });

/** Rows of each part, once the data are prepared as `test` rows say. */
async function expectCounts(page: Page, train: string, validation: string, held: string): Promise<void> {
  await expect(splitGroup(page).getByRole("definition")).toHaveText([train, validation, held]);
}

test("three folds of iris are trained one after the other, and their scores told together", async ({
  page,
  studio,
}) => {
  test.setTimeout(600_000);
  await studio.open("#/data");
  await chooseSample(page, "Iris");
  await strategy(page).selectOption("kFold");
  await setNumber(page, "Folds", 3);
  await setNumber(page, "Validation %", 20);
  await expectCounts(page, "80", "20", "50");
  await page.getByRole("combobox", { name: "Held-out fold" }).selectOption({ label: "3 of 3" });
  await expectCounts(page, "80", "20", "50");

  await goTo(page, "Train");
  await setNumber(page, "Epochs", 12);
  await setNumber(page, "Learning rate", 0.02);
  await page.getByRole("button", { name: "Train all folds (3)" }).click();
  // Which of them it is at the first look depends on the machine.
  await expect(page.getByText(/^Fold [123] of 3\. Stop ends the whole set\.$/)).toBeVisible();
  await expect(foldTable(page)).toBeVisible();
  await expect(page.getByText(/^Accuracy on the held-out rows: /)).toBeVisible({ timeout: 400_000 });
  await expect(trainButton(page)).toBeVisible();

  const rows = foldTable(page).getByRole("row");
  await expect(rows).toHaveCount(4);
  const scores: number[] = [];
  for (const [index, row] of (await rows.all()).slice(1).entries()) {
    await expect(row.getByRole("rowheader")).toHaveText(`${index + 1}/3`);
    await expect(row).toContainText("done");
    const cells = await row.getByRole("cell").allTextContents();
    expect(cells[0]).toBe("50");
    scores.push(readFigure(cells[1]));
  }
  const mean = scores.reduce((sum, score) => sum + score, 0) / 3;
  const deviation = Math.sqrt(scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / 3);
  const told = /: ([\d.]+)\s*% ± ([\d.]+)\s*%/.exec(
    (await page.getByText(/^Accuracy on the held-out/).textContent()) ?? "",
  );
  expect(Math.abs(Number(told?.[1]) - mean)).toBeLessThan(0.11);
  expect(Math.abs(Number(told?.[2]) - deviation)).toBeLessThan(0.11);
  expect(mean).toBeGreaterThan(60);
  for (const fold of [1, 2, 3]) {
    await expect(runsTable(page).getByRole("rowheader", { name: `Run 1 fold ${fold}/3`, exact: true })).toBeVisible();
  }
  expect(await accessibilityViolations(page)).toEqual([]);

  // Every row of the table was held out once, and what is kept says so.
  await goTo(page, "Deploy");
  const held: string[] = [];
  for (const fold of [1, 2, 3]) {
    const runs = page.getByRole("combobox", { name: "Run" });
    const option = runs.getByRole("option", { name: new RegExp(`fold ${fold}/3`) });
    await runs.selectOption((await option.getAttribute("value")) ?? "");
    const { name, bytes } = await downloaded(page, () => page.getByRole("button", { name: "Export split" }).click());
    expect(name).toMatch(/\.csv$/);
    const parts = parseCsv(bytes.toString("utf8"));
    expect(parts).toHaveLength(150);
    held.push(...parts.filter(({ part }) => part === "test").map(({ row }) => row ?? ""));
  }
  expect(held.map(Number).sort((a, b) => a - b)).toEqual(Array.from({ length: 150 }, (_, i) => i + 1));

  // Folds are runs like others: a reload keeps them and their table.
  await page.reload();
  await goTo(page, "Train");
  await expect(page.getByText(/^Accuracy on the held-out rows: /)).toBeVisible();
});

test("Stop ends the whole set, and a part of it is never told as a mean", async ({ page, studio }) => {
  test.setTimeout(300_000);
  await studio.open("#/data");
  await chooseSample(page, "Iris");
  await strategy(page).selectOption("kFold");
  await goTo(page, "Train");
  await setNumber(page, "Epochs", 5000);
  await setNumber(page, "Patience", 5000);
  await page.getByRole("button", { name: "Train all folds (5)" }).click();
  await expect(page.getByRole("button", { name: "Pause" })).toBeEnabled({ timeout: 120_000 });
  await page.getByRole("button", { name: "Stop", exact: true }).click();
  await expect(trainButton(page)).toBeVisible({ timeout: 120_000 });
  await expect(page.getByText("0 of 5 were trained to their end. A mean would need all of them.")).toBeVisible();
  await expect(foldTable(page).getByRole("cell", { name: "not trained" })).toHaveCount(4);
  await expect(runsTable(page).getByRole("rowheader", { name: /^Run 1 fold/ })).toHaveCount(1);
});

/** Shops of one region each; the label follows x alone. */
const shops = [
  "shop,x,part,label",
  ...Array.from(
    { length: 120 },
    (_, i) =>
      `s${i % 12},${(i * 37) % 100},${i % 5 === 0 ? "test" : "train"},${(i * 37) % 100 > 80 ? "rare" : "usual"}`,
  ),
].join("\n");

test("groups stay together, a column names the parts, and balance tells what it does", async ({ page, studio }) => {
  test.setTimeout(300_000);
  await page.setViewportSize({ width: 1024, height: 768 });
  await studio.open("#/data");
  await chooseFile(page, textFile("shops.csv", shops));
  await chooseTarget(page, "label");
  await strategy(page).selectOption("group");
  await expect(page.getByRole("combobox", { name: "Groups in" })).toHaveValue("0");
  await expectCounts(page, "80", "20", "20");

  await strategy(page).selectOption("leaveOneGroupOut");
  await page.getByRole("combobox", { name: "Held-out group" }).selectOption({ label: "s7" });
  await expect(splitGroup(page).getByRole("definition").last()).toHaveText("10");

  await strategy(page).selectOption("column");
  const parts = page.getByRole("combobox", { name: "Parts in" });
  await expect(parts.getByRole("option", { selected: true })).toHaveText("part");
  await setNumber(page, "Validation %", 25);
  await expectCounts(page, "72", "24", "24");
  await parts.selectOption({ label: "shop" });
  await expect(page.getByText(/“s0” in “shop” names no part/).first()).toBeVisible();
  await parts.selectOption({ label: "part" });
  await expectCounts(page, "72", "24", "24");

  const balance = page.getByRole("group", { name: "Balance" });
  await balance.getByRole("combobox", { name: "Classes" }).selectOption("oversample");
  await expect(balance).toContainText(/Trains on \d+ rows instead of 72/);
  const told = /instead of 72: (\d+) of each class/.exec((await balance.textContent()) ?? "");
  expect(Number(told?.[1])).toBeGreaterThan(36);
  await expectCounts(page, "72", "24", "24");
  expect(await accessibilityViolations(page)).toEqual([]);

  await goTo(page, "Train");
  await setNumber(page, "Epochs", 30);
  await setNumber(page, "Learning rate", 0.02);
  await trainToEnd(page);
  await goTo(page, "Evaluate");
  const accuracy = await scoreOf(page, "Accuracy");
  expect(accuracy.model).toBeGreaterThan(0);
  await goTo(page, "Deploy");
  const { bytes } = await downloaded(page, () => page.getByRole("button", { name: "Export split" }).click());
  const rows = parseCsv(bytes.toString("utf8"));
  expect(rows.filter(({ part }) => part === "test").map(({ row }) => Number(row))).toEqual(
    Array.from({ length: 24 }, (_, i) => i * 5 + 1),
  );
});
