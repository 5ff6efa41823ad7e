/** @file What must not be taken: broken, foreign and hostile files, given as people give them. The open table stays. */
import { writeFile } from "node:fs/promises";
import type { Locator, Page } from "@playwright/test";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { expect, test } from "../harness.ts";
import {
  chooseFile,
  chooseSample,
  chooseTarget,
  dataSummary,
  downloaded,
  goTo,
  predictFile,
  type StepName,
  setNumber,
  textFile,
  trainToEnd,
  uploadInput,
} from "../steps.ts";

/** The smallest PNG there is: one pixel. */
const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=",
  "base64",
);

const refusal = (page: Page): Locator => page.getByRole("main").getByRole("alert").filter({ hasText: "was not read" });

/** Lets go files and folders of the disk over the page, as the system does. */
async function drop(page: Page, paths: readonly string[]): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const at = { x: 700, y: 450, data: { items: [], files: [...paths], dragOperationsMask: 1 } };
  for (const type of ["dragEnter", "dragOver", "drop"] as const) {
    await session.send("Input.dispatchDragEvent", { type, ...at });
  }
  await session.detach();
}

test("files that are no table are refused at their place, and the open table stays", async ({ studio, page }) => {
  await studio.open();
  await chooseSample(page, "Iris");
  const summary = (await dataSummary(page).textContent()) ?? "";
  const bad: readonly (readonly [{ name: string; mimeType: string; buffer: Buffer }, RegExp])[] = [
    [textFile("empty.csv", ""), /is empty/],
    [textFile("blank.csv", " \n\n\t\n"), /is empty/],
    [textFile("header.csv", "a,b,c\n"), /a header and no rows/],
    [textFile("quote.csv", 'a,b\n1,"x\n2,y\n3,z\n'), /quote opened in row 1 .*never closed/],
  ];
  for (const [file, reason] of bad) {
    await uploadInput(page).setInputFiles(file);
    await expect(refusal(page), file.name).toContainText(`${file.name} was not read`);
    await expect(refusal(page), file.name).toContainText(reason);
    await expect(refusal(page)).toContainText("The table that was open is still here.");
    await expect(dataSummary(page)).toHaveText(summary);
  }
  await refusal(page).getByRole("button", { name: "Dismiss" }).click();
  await expect(refusal(page)).toHaveCount(0);
  await chooseFile(page, textFile("good.csv", "a,b\n1,x\n2,y\n3,x\n4,y\n"));
  await expect(dataSummary(page)).toContainText("4 rows");
});

test("a picture named like a table is taken for what it is", async ({ studio, page }) => {
  await studio.open();
  await uploadInput(page).setInputFiles({ name: "picture.csv", mimeType: "text/csv", buffer: png });
  await expect(dataSummary(page)).toContainText("1 image");
});

test("dropped: a file, then several that do not go together", async ({ studio, page }, info) => {
  const [one, two] = [info.outputPath("one.csv"), info.outputPath("two.csv")];
  await writeFile(one, "a,b\n1,x\n2,y\n3,x\n");
  await writeFile(two, "c,d\n1,x\n");
  await studio.open();
  await goTo(page, "Model");
  await drop(page, [one]);
  // Wherever it is dropped, the Data step shows what came of it.
  await expect(page.getByRole("link", { name: "Data", exact: true })).toHaveAttribute("aria-current", "page");
  await expect(dataSummary(page)).toContainText("one.csv");
  await drop(page, [one, two]);
  await expect(refusal(page)).toContainText("two.csv");
  await expect(dataSummary(page)).toContainText("one.csv");
});

const markup = "<img src=x onerror=window.polluted=1>";

/** Nothing of it became a part of the page or ran. */
async function expectHarmless(page: Page, where: string): Promise<void> {
  const found = await page.evaluate(() => ({
    images: document.querySelectorAll('img[src="x"]').length,
    polluted: ({} as { polluted?: unknown }).polluted ?? null,
    ran: (window as { polluted?: unknown }).polluted ?? null,
  }));
  expect(found, where).toEqual({ images: 0, polluted: null, ran: null });
}

test("hostile names are shown as they are, everywhere", async ({ studio, page }) => {
  const names = ["__proto__", `"${markup}"`, "constructor", "{{count}} $t(common:app.name)", "kind"];
  const rows = Array.from({ length: 60 }, (_, i) => {
    const right = i % 2 === 0;
    return [
      i % 7,
      (right ? 3 : -3) + (i % 5) / 10,
      right ? "toString" : "__proto__",
      i % 3,
      right ? markup : "hasOwnProperty",
    ];
  });
  const csv = [names, ...rows].map((row) => row.join(",")).join("\n");
  await studio.open();
  await chooseFile(page, textFile(`${markup.replaceAll(/[/]/g, "")}.csv`, csv));
  await chooseTarget(page, "kind");
  await page.getByRole("textbox", { name: "Project name" }).fill(markup);
  await page.getByRole("textbox", { name: "Project name" }).press("Enter");
  const columns = page.getByRole("table", { name: "Columns" });
  for (const name of ["__proto__", markup, "constructor", "{{count}} $t(common:app.name)"]) {
    await expect(columns.getByRole("rowheader").filter({ hasText: name }).first(), name).toContainText(name);
  }
  await expectHarmless(page, "Data");

  await goTo(page, "Train");
  await setNumber(page, "Epochs", 2);
  await trainToEnd(page);
  await expectHarmless(page, "Train");

  await goTo(page, "Evaluate");
  const matrix = page.getByRole("table", { name: "Confusion matrix" });
  await expect(matrix.getByRole("rowheader", { name: markup })).toBeVisible();
  await expect(matrix.getByRole("rowheader", { name: "hasOwnProperty" })).toBeVisible();
  const tryIt = page.getByRole("region", { name: "Try it" });
  await expect(tryIt.getByLabel("__proto__", { exact: true })).toBeVisible();
  await expect(tryIt.getByLabel("constructor", { exact: true })).toBeVisible();
  await tryIt.getByRole("button", { name: "Predict", exact: true }).click();
  const shares = tryIt.getByRole("list", { name: "Probabilities" }).getByRole("listitem");
  await expect(shares.filter({ hasText: markup })).toHaveCount(1);
  const predicted = await predictFile(page, textFile("hostile.csv", csv));
  expect(predicted).toHaveLength(60);
  expect(new Set(predicted.map((row) => row["predicted kind"]))).toEqual(new Set([markup, "hasOwnProperty"]));
  await expectHarmless(page, "Evaluate");

  for (const step of ["Model", "Deploy"] as const satisfies readonly StepName[]) {
    await goTo(page, step);
    await expect(page.getByRole("textbox", { name: "Project name" })).toHaveValue(markup);
    await expectHarmless(page, step);
  }
  await page.reload();
  await expect(page.getByRole("textbox", { name: "Project name" })).toHaveValue(markup);
  await expectHarmless(page, "after a reload");
});

test("a project file with the keys of prototypes changes nothing but its own project", async ({ studio, page }) => {
  await studio.open();
  await chooseSample(page, "Iris");
  await goTo(page, "Deploy");
  const { bytes } = await downloaded(page, () =>
    page.getByRole("button", { name: "Export project", exact: true }).click(),
  );
  const entries = unzipSync(bytes);
  const document = strFromU8(entries["project.json"] ?? new Uint8Array());
  const poison = '"__proto__":{"polluted":true,"dropped":true},"constructor":{"prototype":{"polluted":true}}';
  // As text: an object literal would set the prototype instead of a key.
  const hostile = document
    .replace(/^\{/, `{${poison},`)
    .replace('"columns":{', `"columns":{${poison}${document.includes('"columns":{}') ? "" : ","}`)
    .replace(/"name":"[^"]*"/, '"name":"Poison"');
  expect(hostile).toContain("Poison");
  const file = zipSync({ ...entries, "project.json": strToU8(hostile), "../climb.json": strToU8("{}") });
  await page
    .getByLabel("Open project file…")
    .setInputFiles({ name: "poison.layerwise", mimeType: "application/zip", buffer: Buffer.from(file) });
  // Opened with what is sound, or refused with a reason: either is told.
  await expect(page.getByText(/was opened|was not opened/).first()).toBeVisible();
  await expectHarmless(page, "the page");
  for (const worker of page.workers()) {
    expect(await worker.evaluate(() => (({}) as { polluted?: unknown }).polluted ?? null), "the worker").toBeNull();
  }
  await page.reload();
  await expect(page.getByRole("navigation", { name: "Steps" })).toBeVisible();
  await expectHarmless(page, "after a reload");
});
