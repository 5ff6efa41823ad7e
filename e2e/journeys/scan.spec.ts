/** @file From a table with everything wrong that a scan looks for to a table without: each finding answered with one click. */
import type { Locator, Page } from "@playwright/test";
import { accessibilityViolations } from "../accessibility.ts";
import { expect, test } from "../harness.ts";
import { chooseFile, chooseSample, chooseTarget, dataSummary, textFile } from "../steps.ts";

/** Tabs and what they show; the panels beside them have journeys of their own. */
const views = "[role=tablist], [role=tabpanel]";
const tab = (page: Page, name: string): Locator => page.getByRole("tab", { name: new RegExp(`^${name}`) });
const findings = (page: Page): Locator => page.getByRole("list", { name: "What the scan found" }).getByRole("listitem");
const finding = (page: Page, text: RegExp): Locator => findings(page).filter({ hasText: text });

/** A number that looks drawn at random, the same in every run. */
const drawn = (i: number, salt: number): number => Math.abs(Math.sin(i * 12.9898 + salt * 78.233) * 43758.5453) % 1;

/** 300 rows of a clinic: addresses, a leak, several rows a patient, spellings of one town, a rare answer, copies. */
function clinic(): string {
  const rows = Array.from({ length: 300 }, (_, i) => {
    const ill = i % 15 === 0;
    const town = ["Bern", "bern", "Basel", "Chur"][Math.floor(drawn(i, 1) * 4)] ?? "Bern";
    return [
      `person${i}@mail.example`,
      `P${100 + (i % 40)}`,
      (20 + drawn(i, 2) * 60).toFixed(3),
      (36 + drawn(i, 3) * 4).toFixed(3),
      town,
      ill ? "ward 9" : `ward ${i % 3}`,
      ill ? "ill" : "well",
    ];
  });
  const copies = rows.slice(1, 13).map(([, ...rest], i) => [`copy${i}@mail.example`, ...rest]);
  const header = ["mail", "patient_id", "age", "fever", "town", "ward", "outcome"];
  return [header, ...rows, ...copies].map((cells) => cells.join(",")).join("\n");
}

test("findings of the scan are told, and each is answered with one click", async ({ studio, page }) => {
  await studio.open();
  await chooseFile(page, textFile("clinic.csv", clinic()));
  await chooseTarget(page, "outcome");
  await tab(page, "Scan").click();

  const leak = finding(page, /“ward” alone tells “outcome”/);
  await expect(leak).toBeVisible();
  await expect(finding(page, /classes of “outcome” are out of balance/)).toBeVisible();
  await expect(finding(page, /“patient_id” has 40 values in 312 rows/)).toBeVisible();
  await expect(finding(page, /the same as an earlier one/)).toContainText("Rows: 12");
  const mail = finding(page, /“mail” looks like personal data \(e-mail addresses\)/);
  await expect(mail).toBeVisible();
  const told = await findings(page).count();
  await expect(tab(page, "Scan")).toContainText(String(told));
  expect(await accessibilityViolations(page, views)).toEqual([]);

  await leak.getByRole("button", { name: "Leave out ward" }).click();
  await expect(leak).toHaveCount(0);
  await finding(page, /out of balance/)
    .getByRole("button", { name: "Weigh rare classes more" })
    .click();
  await finding(page, /the same as an earlier one/)
    .getByRole("button", { name: "Keep the first of each" })
    .click();
  await finding(page, /“patient_id” has/)
    .getByRole("button", { name: "Split by patient_id" })
    .click();
  await expect(findings(page)).toHaveCount(1);

  // Masked, the addresses are nowhere in the dataset any more.
  await mail.getByRole("button", { name: "Mask", exact: true }).click();
  await expect(page.getByText("The scan found nothing")).toBeVisible();
  await tab(page, "Data").click();
  await expect(page.getByRole("region", { name: "Preview", exact: true })).not.toContainText("person1@mail.example");
  await expect(dataSummary(page)).toContainText("clinic.csv");
});

test("spellings of one category become one", async ({ studio, page }) => {
  await studio.open();
  await chooseFile(page, textFile("clinic.csv", clinic()));
  const row = page
    .getByRole("table", { name: "Columns" })
    .getByRole("row")
    .filter({ has: page.getByRole("rowheader", { name: "town" }) });
  await expect(row.getByRole("cell", { name: "4", exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Give them one name" }).click();
  await expect(row.getByRole("cell", { name: "3", exact: true })).toBeVisible();
  await expect(page.getByRole("button", { name: "Give them one name" })).toHaveCount(0);
});

test("a clean table has nothing to answer, and its figures can be read without seeing them", async ({
  studio,
  page,
}) => {
  await studio.open();
  await chooseSample(page, "Iris");
  const tabs = page.getByRole("tablist", { name: "What to look at" });
  await tab(page, "Data").focus();
  await page.keyboard.press("ArrowRight");
  await expect(tabs.getByRole("tab", { name: "Understand" })).toBeFocused();
  await expect(tabs.getByRole("tab", { name: "Understand" })).toHaveAttribute("aria-selected", "true");

  const strengths = page.getByRole("table", { name: "Strength with the target" });
  await expect(strengths.getByRole("row")).toHaveCount(5);
  // By R. A. Fisher's table, petals tell the species best.
  await expect(strengths.getByRole("rowheader").first()).toContainText("petal");
  await expect(
    page.getByRole("table", { name: "Class balance" }).getByRole("row", { name: /setosa.*50/ }),
  ).toBeVisible();

  const figures = page.getByRole("table", { name: "Figures of the columns" });
  await figures.getByRole("button", { name: "sepal_width" }).click();
  // numpy.quantile of the column: 2.8, 3, 3.3; four flowers lie beyond 1.5 interquartile ranges.
  await expect(figures.getByRole("img", { name: "From 2 to 4.4; quartiles 2.8, 3, 3.3" })).toBeVisible();
  await expect(figures.getByText(/Outliers: 4\. They lie below 2\.05 or above 4\.05/)).toBeVisible();

  await expect(page.getByRole("img", { name: "Correlations", exact: true })).toBeVisible();
  await page.getByRole("region", { name: "Correlations" }).getByRole("button", { name: "Show table" }).click();
  const matrix = page.getByRole("table", { name: "Data of Correlations" });
  // pandas' corr() of the same file: petal_length and petal_width 0.96.
  await expect(matrix.getByRole("row", { name: /^petal_length/ })).toContainText("0.96");
  expect(await accessibilityViolations(page, views)).toEqual([]);

  await page.keyboard.press("Escape");
  await tab(page, "Scan").click();
  await expect(page.getByText("The scan found nothing")).toBeVisible();
  expect(await accessibilityViolations(page, views)).toEqual([]);
});
