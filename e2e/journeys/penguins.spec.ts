/** @file The studio's promise in one go: a real table with gaps and categories in, a model that is right, predictions out. */
import { readFile } from "node:fs/promises";
import { expect, test } from "../harness.ts";
import {
  chooseFile,
  dataSummary,
  goTo,
  parseCsv,
  penguinsFile,
  predictFile,
  readFigure,
  scoreOf,
  textFile,
  trainToEnd,
} from "../steps.ts";

// On shared cores a training takes minutes.
test.describe.configure({ timeout: 300_000 });

test("penguins: from the file to predictions for rows without a label", async ({ studio, page }) => {
  const file = penguinsFile();
  await studio.open();
  await chooseFile(page, file);
  await expect(dataSummary(page)).toContainText("344 rows");
  await expect(dataSummary(page)).toContainText("8 columns");
  await expect(dataSummary(page)).toContainText("3 classes");
  const target = page.getByRole("combobox", { name: "Target", exact: true });
  await expect(target.locator("option:checked")).toHaveText("species");
  await expect(page.getByRole("group", { name: "Task" }).getByRole("radio", { name: "Multi-class" })).toBeChecked();

  await trainToEnd(page);
  await goTo(page, "Evaluate");
  const accuracy = await scoreOf(page, "Accuracy");
  expect(accuracy.model).toBeGreaterThanOrEqual(0.95);
  // 152 of the 344 are Adélies: whoever always says so is right in 44 of 100.
  expect(accuracy.baseline).toBeGreaterThan(0.4);
  expect(accuracy.baseline).toBeLessThan(0.5);

  await test.step("the confusion matrix counts each test row once", async () => {
    const rows = readFigure(
      (
        await page
          .getByText(/^[\d,]+ test rows$/)
          .first()
          .textContent()
      )?.split(" ")[0],
    );
    expect(rows).toBeGreaterThan(30);
    const matrix = page.getByRole("table", { name: "Confusion matrix" });
    const cells = await matrix.locator("tbody").getByRole("cell").allTextContents();
    expect(cells).toHaveLength(9);
    expect(cells.map(readFigure).reduce((sum, count) => sum + count, 0)).toBe(rows);
    const perClass = page.getByRole("table", { name: "Per-class scores" });
    await expect(perClass.getByRole("rowheader")).toHaveText(["Adelie", "Chinstrap", "Gentoo"]);
  });

  await test.step("a row typed by hand", async () => {
    const tryIt = page.getByRole("region", { name: "Try it" });
    await tryIt.getByLabel("island", { exact: true }).selectOption("Biscoe");
    await tryIt.getByLabel("bill_length_mm", { exact: true }).fill("47.5");
    await tryIt.getByLabel("bill_depth_mm", { exact: true }).fill("15");
    await tryIt.getByLabel("flipper_length_mm", { exact: true }).fill("217");
    await tryIt.getByLabel("body_mass_g", { exact: true }).fill("5100");
    await tryIt.getByRole("button", { name: "Predict", exact: true }).click();
    const shares = tryIt.getByRole("list", { name: "Probabilities" }).getByRole("listitem");
    await expect(shares).toHaveCount(3);
    // A Gentoo by every measure.
    await expect(shares.first()).toContainText("Gentoo");
    const percents = (await shares.allTextContents()).map((text) => readFigure(/[\d.]+\s*%/.exec(text)?.[0]));
    expect(percents.reduce((sum, share) => sum + share, 0)).toBeCloseTo(100, 0);
  });

  await test.step("a file of rows without a label", async () => {
    const known = parseCsv(await readFile(file, "utf8"));
    const columns = Object.keys(known[0] ?? {}).filter((name) => name !== "species");
    const text = [columns, ...known.map((row) => columns.map((name) => row[name]))]
      .map((row) => row.join(","))
      .join("\n");
    const predicted = await predictFile(page, textFile("unlabelled.csv", text));
    expect(predicted).toHaveLength(known.length);
    const right = predicted.filter((row, i) => row["predicted species"] === known[i]?.species).length;
    expect(right / known.length).toBeGreaterThanOrEqual(0.95);
    for (const [i, row] of predicted.entries()) {
      for (const name of columns) expect(row[name], `${name} of row ${i + 1} came back`).toBe(known[i]?.[name]);
      const shares = ["Adelie", "Chinstrap", "Gentoo"].map((name) => Number(row[`p(${name})`]));
      expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 5);
    }
  });
});
