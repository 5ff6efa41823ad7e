/** @file Once it is loaded, the studio needs no network: from a file to the project taken away, with whatever kind of data. */
import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { BrowserContext, Page } from "@playwright/test";
import { samples } from "../../src/core/data/samples.ts";
import { expect, type Studio, test } from "../harness.ts";
import { buildFolder } from "../serveBuild.ts";
import {
  chooseFile,
  chooseSample,
  dataSummary,
  downloaded,
  goTo,
  scoreOf,
  setNumber,
  textFile,
  trainToEnd,
  uploadInput,
} from "../steps.ts";

/** Loads the studio, waits until all that it fetches ahead has come, and pulls the plug. */
async function openThenOffline(studio: Studio, page: Page, context: BrowserContext): Promise<void> {
  await studio.open();
  await expect(page.getByRole("status", { name: "Engine" })).toContainText("WebGPU", { timeout: 60_000 });
  // The browser asks for the icon by itself, again at each change of the address.
  const icon = { contentType: "image/svg+xml", body: '<svg xmlns="http://www.w3.org/2000/svg"/>' };
  await page.route("**/icon.svg", (route) => route.fulfill(icon));
  // What is fetched ahead ends with the samples.
  await expect.poll(async () => (await samplesFetched(studio, page)).size, { timeout: 60_000 }).toBe(samples.length);
  await page.waitForLoadState("networkidle");
  await context.setOffline(true);
}

/** By the page's own account as well: the watch on requests has been seen to miss one. */
async function samplesFetched(studio: Studio, page: Page): Promise<ReadonlySet<string>> {
  const timed = await page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name));
  return new Set([...studio.requests, ...timed].filter((url) => url.includes("/samples/")));
}

/** Only a browser without WebGPU computes with these. */
const otherDevices = /backendName:.(webgl|cpu)/;

/** Parts of the build that are wanted by other parts than those of other devices. */
async function partsOf(folder: string): Promise<readonly string[]> {
  const names = (await readdir(folder)).filter((name) => /\.(js|css)$/.test(name));
  const texts = await Promise.all(names.map((name) => readFile(`${folder}/${name}`, "utf8")));
  const used = texts.filter((text) => !otherDevices.test(text));
  return names.filter((name, i) => !otherDevices.test(texts[i] ?? "") && used.some((text) => text.includes(name)));
}

/** What was fetched by the page and by its worker; the watch does not hear of every import within a worker. */
async function fetchedBy(page: Page, requests: readonly string[]): Promise<ReadonlySet<string>> {
  const workers = page
    .workers()
    .map((worker) => worker.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name)));
  const addresses = [...requests, ...(await Promise.all(workers)).flat()];
  return new Set(addresses.map((address) => address.split("/").at(-1) ?? ""));
}

test("every part of the studio is fetched ahead", async ({ studio, page, context }) => {
  await openThenOffline(studio, page, context);
  const parts = await partsOf(`${buildFolder()}/assets`);
  expect(parts.length).toBeGreaterThan(100);
  const fetched = await fetchedBy(page, studio.requests);
  expect(parts.filter((name) => !fetched.has(name))).toEqual([]);
});

test("the whole flow works offline after the page was loaded", async ({ studio, page, context }) => {
  await openThenOffline(studio, page, context);
  const rows = Array.from({ length: 80 }, (_, i) => `${i % 8},${(i * 7) % 5},${i % 8 > 3 ? "high" : "low"}`);
  await chooseFile(page, textFile("made.csv", ["x,y,level", ...rows].join("\n")));
  await goTo(page, "Model");
  await expect(page.getByRole("tree", { name: "Layers" }).getByRole("treeitem").first()).toBeVisible();
  await goTo(page, "Train");
  await setNumber(page, "Epochs", 2);
  await trainToEnd(page);
  await goTo(page, "Evaluate");
  expect((await scoreOf(page, "Accuracy")).model).toBeGreaterThan(0);
  await page.getByRole("button", { name: "Predict", exact: true }).click();
  await expect(page.getByRole("list", { name: "Probabilities" })).toBeVisible();
  await page.getByRole("combobox", { name: "Language" }).selectOption({ label: "中文" });
  await expect(page.getByRole("navigation", { name: "步骤" })).toBeVisible();
  await page.getByRole("combobox", { name: "语言" }).selectOption({ label: "English" });
  await goTo(page, "Deploy");
  const keras = await downloaded(page, () => page.getByRole("button", { name: "Export Keras", exact: true }).click());
  expect(keras.name).toBe("made_run_1_keras.py");
  expect(keras.bytes.toString("utf8")).toContain("keras.Model(");
  const project = await downloaded(page, () =>
    page.getByRole("button", { name: "Export project", exact: true }).click(),
  );
  expect(project.name).toBe("made.layerwise");
  await test.step("the project, read back", async () => {
    await page
      .getByLabel("Open project file…")
      .setInputFiles({ name: project.name, mimeType: "application/zip", buffer: project.bytes });
    await expect(page.getByText("was opened").first()).toBeVisible();
  });
  await test.step("a sample, which comes with the studio", () => chooseSample(page, "Iris"));
});

test("every kind of data is read, looked at and scanned offline", async ({ studio, page, context }) => {
  await openThenOffline(studio, page, context);
  for (const name of ["plants.xlsx", "plants.parquet", "plants.jsonl", "plants.csv.gz"]) {
    await uploadInput(page).setInputFiles(fileURLToPath(new URL(`../fixtures/tables/${name}`, import.meta.url)));
    await expect(dataSummary(page)).toContainText(name);
    await expect(dataSummary(page)).toContainText("60 rows");
  }
  await page.getByRole("tab", { name: "Understand" }).click();
  await expect(page.getByRole("table", { name: "Strength with the target" })).toBeVisible({ timeout: 60_000 });
  await page.getByRole("tab", { name: /^Scan/ }).click();
  await expect(page.getByRole("tabpanel", { name: /^Scan/ })).not.toBeEmpty();
  await page.getByRole("tab", { name: "Data" }).click();

  await test.step("images from an archive, as class cards", async () => {
    await page
      .getByRole("group", { name: "Samples" })
      .getByRole("button", { name: /^Shapes/ })
      .click();
    await expect(dataSummary(page)).toContainText("570 images", { timeout: 60_000 });
    const classes = page.getByRole("group", { name: "Classes", exact: true });
    await expect(classes.getByRole("option").first()).toBeVisible();
    await expect(page.getByRole("list", { name: "Images before and after" })).toBeVisible();
  });
  await test.step("texts", async () => {
    await page
      .getByRole("group", { name: "Samples" })
      .getByRole("button", { name: /^Reviews, English/ })
      .click();
    await expect(dataSummary(page)).toContainText("800 rows");
    await expect(page.getByRole("spinbutton", { name: "Vocabulary" })).toBeVisible();
  });
});
