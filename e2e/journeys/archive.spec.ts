/** @file A project taken away as one file comes back whole on an empty device, and a bad file takes nothing with it. */
import type { Page } from "@playwright/test";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { expect, test } from "../harness.ts";
import {
  type CsvRow,
  chooseInProjectMenu,
  chooseSample,
  dataSummary,
  downloaded,
  goTo,
  predictFile,
  runRow,
  runsTable,
  scoreOf,
  setNumber,
  textFile,
  trainToEnd,
} from "../steps.ts";

const rows = textFile(
  "new.csv",
  "sepal_length,sepal_width,petal_length,petal_width\n5.1,3.5,1.4,0.2\n6.4,3.2,4.5,1.5\n7.7,2.6,6.9,2.3\n,3,4.1,\n",
);

const projectFile = (name: string, buffer: Uint8Array) => ({
  name,
  mimeType: "application/zip",
  buffer: Buffer.from(buffer),
});

/** The chooser behind "Open project file…"; without a click on the menu, which would open the system's dialog. */
async function openProjectFile(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  await page.getByLabel("Open project file…").setInputFiles(projectFile(name, bytes));
}

const figures = (predicted: readonly CsvRow[]) =>
  predicted.map((row) => Object.entries(row).filter(([name]) => name.startsWith("p(")));

// On shared cores a training takes minutes.
test.describe.configure({ timeout: 300_000 });

test("export, erase everything, import: the same runs, scores and predictions", async ({ studio, page }) => {
  await studio.open();
  await page.getByRole("textbox", { name: "Project name" }).fill("Lilies");
  await chooseSample(page, "Iris");
  await goTo(page, "Train");
  await setNumber(page, "Epochs", 3);
  await trainToEnd(page, "1");
  await setNumber(page, "Learning rate", 0.01);
  await trainToEnd(page, "2");
  const listed = await runsTable(page).locator("tbody tr").allTextContents();
  await goTo(page, "Evaluate");
  const before = { accuracy: await scoreOf(page, "Accuracy"), logLoss: await scoreOf(page, "Log-loss") };
  const predicted = await predictFile(page, rows);
  expect(figures(predicted).map((row) => row.length)).toEqual([3, 3, 3, 3]);

  await goTo(page, "Deploy");
  const file = await downloaded(page, () => page.getByRole("button", { name: "Export project", exact: true }).click());
  expect(file.name).toBe("Lilies.layerwise");

  await test.step("erase everything leaves nothing", async () => {
    await chooseInProjectMenu(page, "Erase everything…");
    const erase = page.getByRole("dialog").getByRole("button", { name: "Erase everything", exact: true });
    await Promise.all([page.waitForEvent("load"), erase.click()]);
    await expect(page.getByRole("textbox", { name: "Project name" })).toHaveValue("Untitled project");
    await goTo(page, "Data");
    await expect(dataSummary(page)).toContainText("No data yet");
    await goTo(page, "Train");
    await expect(runsTable(page)).toHaveCount(0);
  });

  await openProjectFile(page, file.name, file.bytes);
  await expect(page.getByRole("textbox", { name: "Project name" })).toHaveValue("Lilies");
  await goTo(page, "Data");
  await expect(dataSummary(page)).toContainText("iris.csv");
  await goTo(page, "Train");
  await expect(runRow(page, "2")).toBeVisible();
  expect(await runsTable(page).locator("tbody tr").allTextContents()).toEqual(listed);
  await goTo(page, "Evaluate");
  expect({ accuracy: await scoreOf(page, "Accuracy"), logLoss: await scoreOf(page, "Log-loss") }).toEqual(before);

  const again = await predictFile(page, rows);
  expect(again.map((row) => row["predicted species"])).toEqual(predicted.map((row) => row["predicted species"]));
  for (const [i, shares] of figures(again).entries()) {
    for (const [j, [name, share]] of shares.entries()) {
      const expected = Number(figures(predicted)[i]?.[j]?.[1]);
      expect(Math.abs(Number(share) - expected), `${name} of row ${i + 1}`).toBeLessThan(1e-6);
    }
  }

  await test.step("what was imported survives a reload", async () => {
    await page.reload();
    await expect(page.getByRole("table", { name: "Scores", exact: true })).toBeVisible();
    await expect(page.getByRole("textbox", { name: "Project name" })).toHaveValue("Lilies");
  });
});

test("a damaged project file is refused with the reason, and nothing is lost", async ({ studio, page }) => {
  await studio.open();
  await page.getByRole("textbox", { name: "Project name" }).fill("Kept");
  await chooseSample(page, "Iris");
  await goTo(page, "Deploy");
  const { bytes } = await downloaded(page, () =>
    page.getByRole("button", { name: "Export project", exact: true }).click(),
  );

  const flipped = Uint8Array.from(bytes);
  const middle = Math.floor(flipped.length / 2);
  flipped[middle] = (flipped[middle] ?? 0) ^ 0xff;
  const damages: readonly (readonly [string, Uint8Array, RegExp])[] = [
    ["truncated.layerwise", bytes.subarray(0, Math.floor(bytes.length * 0.8)), /cut off/],
    ["flipped.layerwise", flipped, /damaged/],
    ["empty.layerwise", new Uint8Array(), /not a project/],
    ["foreign.layerwise", zipSync({ "readme.txt": strToU8("hello") }), /There is no project in this file/],
    ["folder/../climb.layerwise", strToU8('{"version":1'), /cannot be read as JSON/],
  ];
  for (const [name, damaged, reason] of damages) {
    await openProjectFile(page, name.replaceAll("/", "_"), damaged);
    const alert = page.getByRole("alert").filter({ hasText: "was not opened" });
    await expect(alert, name).toContainText(reason);
    await expect(alert).toContainText(name.replaceAll("/", "_"));
    await alert.getByRole("button", { name: "Dismiss" }).click();
    await expect(page.getByRole("textbox", { name: "Project name" })).toHaveValue("Kept");
  }
  await goTo(page, "Data");
  await expect(dataSummary(page)).toContainText("iris.csv");

  await test.step("a file of a newer version is shown and not editable; the project at hand stays", async () => {
    const entries = unzipSync(bytes);
    const document = JSON.parse(strFromU8(entries["project.json"] ?? new Uint8Array())) as Record<string, unknown>;
    const newer = zipSync({ ...entries, "project.json": strToU8(JSON.stringify({ ...document, version: 99 })) });
    await openProjectFile(page, "newer.layerwise", newer);
    await expect(page.getByText(/saved by a newer Layerwise/).first()).toBeVisible();
    await expect(page.getByText("Read-only")).toBeVisible();
    await page.reload();
    await expect(page.getByRole("textbox", { name: "Project name" })).toHaveValue("Kept");
    await goTo(page, "Data");
    await expect(dataSummary(page)).toContainText("iris.csv");
  });
});
