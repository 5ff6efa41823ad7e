/** @file A number as the target: the task, the loss, the scores and the picture follow it. */
import { expect, test } from "../harness.ts";
import { chooseFile, chooseTarget, goTo, penguinsFile, readFigure, scoreOf, trainToEnd } from "../steps.ts";

// On shared cores a training takes minutes.
test.describe.configure({ timeout: 300_000 });

test("regression: the body mass of penguins", async ({ studio, page }) => {
  const file = penguinsFile();
  await studio.open();
  await chooseFile(page, file);
  await chooseTarget(page, "body_mass_g");
  await expect(page.getByRole("group", { name: "Task" }).getByRole("radio", { name: "Regression" })).toBeChecked();
  await goTo(page, "Train");
  await expect(page.getByRole("combobox", { name: "Loss", exact: true }).locator("option:checked")).toContainText(
    "Mean squared error",
  );

  await trainToEnd(page);
  await goTo(page, "Evaluate");
  const r2 = await scoreOf(page, "R²");
  expect(r2.model).toBeGreaterThanOrEqual(0.75);
  const [mae, rmse] = [await scoreOf(page, "MAE"), await scoreOf(page, "RMSE")];
  expect(mae.model).toBeLessThan(mae.baseline);
  expect(rmse.model).toBeGreaterThanOrEqual(mae.model);
  // Grams: the mean of all penguins misses by hundreds.
  expect(mae.baseline).toBeGreaterThan(300);
  expect(mae.baseline).toBeLessThan(1500);

  await test.step("the residuals are drawn, and their table says the same as the scores", async () => {
    await expect(page.getByRole("img", { name: "Residuals", exact: true })).toBeVisible();
    await page.getByRole("button", { name: "Show table" }).click();
    const cells = page
      .getByRole("table", { name: /Residuals/ })
      .locator("tbody")
      .getByRole("row");
    const rows = readFigure(
      (
        await page
          .getByText(/^[\d,]+ test rows$/)
          .first()
          .textContent()
      )?.split(" ")[0],
    );
    await expect(cells).toHaveCount(rows);
    const residuals = await cells.evaluateAll((found) => found.map((row) => row.lastElementChild?.textContent ?? ""));
    const mean = residuals.map((text) => Math.abs(readFigure(text))).reduce((sum, size) => sum + size, 0) / rows;
    expect(mean / mae.model).toBeCloseTo(1, 2);
  });

  await test.step("a row typed by hand gets a mass", async () => {
    const tryIt = page.getByRole("region", { name: "Try it" });
    await tryIt.getByLabel("flipper_length_mm", { exact: true }).fill("230");
    await tryIt.getByRole("button", { name: "Predict", exact: true }).click();
    const answer = tryIt.getByRole("status").first();
    await expect(answer).toContainText("body_mass_g");
    const mass = readFigure(/[\d,]+(\.\d+)?$/.exec((await answer.textContent())?.trim() ?? "")?.[0]);
    expect(mass).toBeGreaterThan(2500);
    expect(mass).toBeLessThan(7500);
  });
});
