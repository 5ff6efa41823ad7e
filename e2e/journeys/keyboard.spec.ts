/** @file The whole path without a pointer: every press is a key, every place is reached by Tab and arrows. */
import { expect, test } from "../harness.ts";
import { goByKeyboard, tabTo, typeNumber } from "../keys.ts";
import { dataSummary, epochsOf, readFigure, runRow, scoreOf } from "../steps.ts";

test("from an empty page to a prediction by keyboard alone", async ({ studio, page }) => {
  test.setTimeout(300_000);
  await studio.open();
  await expect(page.getByRole("navigation", { name: "Steps" })).toBeVisible();

  await test.step("the first stop leads past the bar", async () => {
    const skip = page.getByRole("button", { name: "Skip to the content" });
    await tabTo(page, skip);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("main")).toBeFocused();
  });

  await test.step("Data: a sample", async () => {
    await tabTo(page, page.getByRole("group", { name: "Samples" }).getByRole("button", { name: /Iris/ }));
    await page.keyboard.press("Enter");
    await expect(dataSummary(page)).toContainText("iris.csv");
    const target = page.getByRole("combobox", { name: "Target", exact: true });
    await tabTo(page, target);
    // The list of a select is the platform's; the arrows work while it is closed.
    const chosen = target.locator("option:checked");
    await expect(chosen).toHaveText("species");
    await page.keyboard.press("ArrowUp");
    await expect(chosen).toHaveText("petal_width");
    await page.keyboard.press("ArrowDown");
    await expect(chosen).toHaveText("species");
  });

  await test.step("Model: a layer more in the outline, with other units", async () => {
    await goByKeyboard(page, "Model");
    const tree = page.getByRole("tree", { name: "Layers" });
    const layers = tree.getByRole("treeitem");
    await expect(layers).toHaveCount(4);
    await tabTo(page, layers.first());
    await page.keyboard.press("ArrowDown");
    await expect(layers.nth(1)).toBeFocused();
    await page.keyboard.press("a");
    await expect(page.getByRole("searchbox", { name: "Search layers" })).toBeFocused();
    await page.keyboard.type("dens");
    await page.keyboard.press("Enter");
    await expect(layers).toHaveCount(5);
    await expect(layers.nth(2), "the new layer stands after the selected one, with the focus").toBeFocused();
    await page.keyboard.press("Enter");
    const settings = page.getByRole("form", { name: "Layer settings" });
    const units = settings.getByRole("spinbutton", { name: "Units", exact: true });
    await expect(units).toBeFocused();
    await page.keyboard.press("Control+A");
    await page.keyboard.type("24");
    await expect(layers.nth(2)).toContainText("24");

    await page.keyboard.press("Shift+Tab");
    await tabTo(page, layers.nth(2), "Shift+Tab");
    await page.keyboard.press("Control+d");
    await expect(layers).toHaveCount(6);
    await page.keyboard.press("Delete");
    await expect(layers).toHaveCount(5);
    await page.keyboard.press("Control+z");
    await expect(layers).toHaveCount(6);
    await page.keyboard.press("Control+z");
    await expect(layers).toHaveCount(5);
    await expect(tree).not.toContainText("has problems");
  });

  await test.step("Train: a few epochs", async () => {
    await goByKeyboard(page, "Train");
    await typeNumber(page, "Epochs", 4);
    await typeNumber(page, "Learning rate", 0.02);
    await tabTo(page, page.getByRole("button", { name: "Train", exact: true }), "Shift+Tab");
    await page.keyboard.press("Enter");
    await expect(runRow(page, "1")).toContainText("done", { timeout: 120_000 });
    expect(await epochsOf(page, "1")).toBe(4);
    await tabTo(page, page.getByRole("region", { name: "Loss" }).getByRole("button", { name: "Show table" }));
    await page.keyboard.press("Space");
    await expect(page.getByRole("table", { name: "Data of Loss" }).locator("tbody tr")).toHaveCount(4);
  });

  await test.step("Evaluate: the scores, and a row of one's own", async () => {
    await goByKeyboard(page, "Evaluate");
    const accuracy = await scoreOf(page, "Accuracy");
    expect(accuracy.model).toBeGreaterThan(accuracy.baseline);
    const tryIt = page.getByRole("region", { name: "Try it" });
    await tabTo(page, tryIt.getByLabel("petal_length", { exact: true }));
    await page.keyboard.press("Control+A");
    await page.keyboard.type("1.4");
    await page.keyboard.press("Enter");
    const shares = tryIt.getByRole("list", { name: "Probabilities" }).getByRole("listitem");
    await expect(shares).toHaveCount(3);
    const percents = (await shares.allTextContents()).map((text) => readFigure(/[\d.]+\s*%/.exec(text)?.[0]));
    expect(percents.reduce((sum, share) => sum + share, 0)).toBeCloseTo(100, 0);
  });

  await test.step("Deploy: the project as a file", async () => {
    await goByKeyboard(page, "Deploy");
    await tabTo(page, page.getByRole("button", { name: "Export project", exact: true }));
    const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
    expect(download.suggestedFilename()).toBe("iris.layerwise");
  });
});

test("buttons that go away by being pressed leave the keyboard where it was", async ({ studio, page }) => {
  await studio.open();
  await page.getByRole("button", { name: /^Iris flowers/ }).click();
  await expect(dataSummary(page)).toContainText("iris.csv");
  await tabTo(page, page.getByRole("button", { name: "Next: Model" }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main")).toBeFocused();

  await goByKeyboard(page, "Train");
  const before = page.getByRole("region", { name: "Before training" });
  await tabTo(page, before.getByRole("button", { name: "Check speed and memory" }));
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await expect(before.getByRole("button", { name: "Cancel" })).toBeFocused();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await expect(before.getByRole("button", { name: /^Check/ })).toBeFocused();

  const controls = page.getByRole("group", { name: "Training controls" });
  await typeNumber(page, "Epochs", 300);
  await tabTo(page, controls.getByRole("button", { name: "Train", exact: true }), "Shift+Tab");
  await page.keyboard.press("Enter");
  await expect(controls).toBeFocused();
  await tabTo(page, controls.getByRole("button", { name: "Stop" }));
  await page.keyboard.press("Enter");
  await expect(controls.getByRole("button", { name: "Train", exact: true })).toBeVisible({ timeout: 60_000 });
  await expect(controls).toBeFocused();
});

test("the command palette goes everywhere, and dialogs give the focus back", async ({ studio, page }) => {
  await studio.open();
  await expect(page.getByRole("navigation", { name: "Steps" })).toBeVisible();
  for (const step of ["Model", "Train", "Evaluate", "Deploy", "Data"]) {
    await page.keyboard.press("Control+k");
    await expect(page.getByRole("dialog", { name: "Command palette" })).toBeVisible();
    await page.keyboard.type(`go to ${step}`);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("link", { name: step, exact: true })).toHaveAttribute("aria-current", "page");
  }
  const privacy = page.getByRole("button", { name: /Your data stays on this device/ });
  await tabTo(page, privacy);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(privacy).toBeFocused();
});
