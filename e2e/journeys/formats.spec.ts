/** @file Tables that do not come as CSV: Excel, Parquet, JSON lines, packed ones, and several files that are one table. */
import { fileURLToPath } from "node:url";
import { expect, test } from "../harness.ts";
import { chooseTarget, dataSummary, textFile, uploadInput } from "../steps.ts";

/** The same 60 plants in every file; two halves in `plants-a.csv` and `plants-b.csv`. */
const fixture = (name: string): string => fileURLToPath(new URL(`../fixtures/tables/${name}`, import.meta.url));

for (const name of ["plants.xlsx", "plants.parquet", "plants.jsonl", "plants.csv.gz"]) {
  test(`${name} becomes a table`, async ({ studio, page }) => {
    await studio.open();
    await uploadInput(page).setInputFiles(fixture(name));
    await expect(dataSummary(page)).toContainText(name);
    await expect(dataSummary(page)).toContainText("60 rows");
    // Each has a column of dates, of numbers and of classes; what is likely to be predicted is the last.
    await expect(page.getByRole("combobox", { name: "Target", exact: true }).locator("option:checked")).toHaveText(
      "kind",
    );
    await chooseTarget(page, "wet");
    if (name.endsWith(".xlsx"))
      await expect(page.getByRole("main")).toContainText(
        "The sheet “Plants” was read. Other sheets of the workbook: About / Notes.",
      );
  });
}

test("two CSV files with the same columns are one table", async ({ studio, page }) => {
  await studio.open();
  await uploadInput(page).setInputFiles([fixture("plants-b.csv"), fixture("plants-a.csv")]);
  await expect(dataSummary(page)).toContainText("60 rows");
  await expect(page.getByRole("main")).toContainText("plants-a.csv, plants-b.csv");
});

test("tables with different columns are refused together, and the difference is named", async ({ studio, page }) => {
  await studio.open();
  await uploadInput(page).setInputFiles([textFile("a.csv", "x,y\n1,2\n3,4\n"), textFile("b.csv", "x,z\n1,2\n3,4\n")]);
  const refusal = page.getByRole("main").getByRole("alert");
  await expect(refusal).toContainText("do not have the same columns");
  await expect(refusal).toContainText("Only in the first: y. Only in the other: z.");
});
