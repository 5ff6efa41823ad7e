/** @file From a problem in the list to its place on the Data step: the column's line, though the table is long. */
import { expect, test } from "../harness.ts";
import { chooseFile, chooseTarget, goTo, textFile } from "../steps.ts";

/** A hundred columns; one far below has text where the others have numbers for a few rows only. */
function wideTable(): string {
  const names = [...Array.from({ length: 100 }, (_, i) => `c${i}`), "y"];
  const rows = Array.from({ length: 80 }, (_, row) => [
    ...Array.from({ length: 100 }, (_, i) => (i === 90 ? "" : String(((row + 3) * (i + 7) * 31) % 97))),
    row % 2 === 0 ? "yes" : "no",
  ]);
  return [names, ...rows].map((cells) => cells.join(",")).join("\n");
}

test("a problem of a column leads to the column's line and focuses it", async ({ studio, page }) => {
  await studio.open();
  await chooseFile(page, textFile("wide.csv", wideTable()));
  await chooseTarget(page, "y");
  await goTo(page, "Train");
  const problems = page.getByRole("region", { name: "Problems" });
  await problems.getByRole("button", { name: /^Problems/ }).click();
  const line = problems.getByRole("listitem").filter({ hasText: "c90" });
  await line.getByRole("button", { name: "Show on Data" }).click();

  const row = page
    .getByRole("table", { name: "Columns" })
    .getByRole("row")
    .filter({ has: page.getByRole("rowheader", { name: "c90", exact: true }) });
  await expect(row).toBeFocused();
  await expect(row).toBeInViewport();
  // The sentence itself stands among the checks, unfolded.
  await expect(page.getByRole("list", { name: /^(What the checks found|Notices)$/ }).getByText("c90")).toBeVisible();
});
