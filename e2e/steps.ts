/**
 * @file What people do in the studio, step by step, found by role and accessible name as a screen reader finds it. What
 * must hold afterwards is the journeys' affair; a step waits only until it is done.
 */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { expect, type Locator, type Page, test } from "@playwright/test";
import Papa from "papaparse";

export type StepName = "Data" | "Model" | "Train" | "Evaluate" | "Deploy";

/** A file as Playwright hands it to a file input: of the disk, or made on the spot. */
export type GivenFile = string | { readonly name: string; readonly mimeType: string; readonly buffer: Buffer };

/** A file with this text. */
export const textFile = (name: string, text: string) => ({ name, mimeType: "text/csv", buffer: Buffer.from(text) });

const PENGUINS = fileURLToPath(new URL("../../shared/data/penguins.csv", import.meta.url));

/** The penguins' table. It lies beside the repository, so a lone clone skips; where all must run it may not be absent. */
export function penguinsFile(): string {
  const absent = !existsSync(PENGUINS);
  if (absent && process.env.CI) throw new Error(`The penguins' table is missing: ${PENGUINS}`);
  if (absent) console.log(`Skipped: the penguins' table is not at ${PENGUINS}.`);
  test.skip(absent, "the penguins' table is not beside this clone");
  return PENGUINS;
}

/** Goes to a step by its link. */
export async function goTo(page: Page, step: StepName): Promise<void> {
  const link = page.getByRole("navigation", { name: "Steps" }).getByRole("link", { name: step, exact: true });
  await link.click();
  await expect(link).toHaveAttribute("aria-current", "page");
}

/** Chooses a file as the table, and waits until it is the open one. */
export async function chooseFile(page: Page, file: GivenFile): Promise<void> {
  await goTo(page, "Data");
  await uploadInput(page).setInputFiles(file);
  const name = typeof file === "string" ? (file.split("/").at(-1) ?? "") : file.name;
  await expect(dataSummary(page)).toContainText(name);
}

export const uploadInput = (page: Page): Locator => page.getByLabel("Upload data", { exact: true });
export const dataSummary = (page: Page): Locator => page.getByRole("status", { name: "Data summary" });

/** Takes a sample by its card. */
export async function chooseSample(page: Page, name: "Iris" | "Digits" | "Spiral" | "Waves"): Promise<void> {
  await goTo(page, "Data");
  await page
    .getByRole("group", { name: "Samples" })
    .getByRole("button", { name: new RegExp(name, "i") })
    .click();
  await expect(dataSummary(page)).toContainText(`${name.toLowerCase()}.csv`);
}

export async function chooseTarget(page: Page, column: string): Promise<void> {
  await page.getByRole("combobox", { name: "Target", exact: true }).selectOption({ label: column });
}

export const canvas = (page: Page): Locator => page.getByRole("application", { name: "Model graph" });
export const palette = (page: Page): Locator => page.getByRole("region", { name: "Palette" });
export const outline = (page: Page): Locator => page.getByRole("tree", { name: "Layers" });
export const outlineRows = (page: Page): Locator => outline(page).getByRole("treeitem");
export const layerSettings = (page: Page): Locator => page.getByRole("form", { name: "Layer settings" });
export const kerasSource = (page: Page): Locator => page.getByRole("textbox", { name: "Keras source of the model" });

/** A layer on the canvas, by its name and the line below it; the first where several are alike. */
export const card = (page: Page, name: string, badge = ""): Locator =>
  canvas(page)
    .getByRole("group", { name: new RegExp(`^${literal(name)}, ${literal(badge)}`) })
    .first();

/** The middle of a card's upper or lower edge, where its connections begin and end. */
export async function cardEnd(
  of: Locator,
  side: "top" | "bottom",
): Promise<{ readonly x: number; readonly y: number }> {
  const box = await of.boundingBox();
  if (box === null) throw new Error(`${of} is not on the canvas`);
  return { x: box.x + box.width / 2, y: side === "top" ? box.y : box.y + box.height };
}

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** The calls of the Keras source on show, a line each, without what stands around every model. */
export async function kerasCalls(page: Page): Promise<readonly string[]> {
  const text = await kerasSource(page).inputValue();
  const unwrapped = text
    .replace(/\(\n\s+/g, "(")
    .replace(/,\n\)/g, ")")
    .replace(/,\n\s+/g, ", ");
  return unwrapped.split("\n").filter((line) => /^\w+ = (keras\.Input|layers\.)/.test(line));
}

/** Types a number into one of the page's number fields. */
export async function setNumber(page: Page, name: string, value: number): Promise<void> {
  await page.getByRole("spinbutton", { name, exact: true }).fill(String(value));
}

export const trainButton = (page: Page): Locator => page.getByRole("button", { name: "Train", exact: true });
export const runsTable = (page: Page): Locator => page.getByRole("table", { name: "Runs", exact: true });
export const runRow = (page: Page, name: string): Locator =>
  runsTable(page)
    .getByRole("row")
    .filter({ has: page.getByRole("rowheader", { name: `Run ${name}`, exact: true }) });

/** On the Train step: settings of a run that ends only by being stopped, however fast the machine. */
export async function setEndless(page: Page): Promise<void> {
  await setNumber(page, "Epochs", 10_000);
  const early = page.getByRole("switch", { name: "Stop early" });
  if (await early.isChecked()) await early.click();
}

/** Presses Train on the Train step and waits for the progress bar: of runs that last, see `setEndless`. */
export async function startTraining(page: Page): Promise<void> {
  await goTo(page, "Train");
  await trainButton(page).click();
  await expect(page.getByRole("progressbar", { name: "Training", exact: true })).toBeVisible();
}

/** Waits until the run under way ends, with this status. SwiftShader computes on shared cores: minutes are normal. */
export async function waitForRun(page: Page, name: string, status = "done", timeout = 240_000): Promise<void> {
  // While a run is under way there are other buttons in its place.
  await expect(trainButton(page)).toBeVisible({ timeout });
  await expect(runRow(page, name)).toContainText(status);
}

export async function trainToEnd(page: Page, name = "1"): Promise<void> {
  // A short run is over before anybody could look for its bar.
  await goTo(page, "Train");
  await trainButton(page).click();
  await expect(runRow(page, name)).toBeVisible();
  await waitForRun(page, name);
}

/** Epochs done, as the list of runs tells of a run. */
export async function epochsOf(page: Page, name: string): Promise<number> {
  const cells = await runRow(page, name).getByRole("cell").allTextContents();
  const epochs = cells.map((text) => /^([\d,]+)\/[\d,]+$/.exec(text.trim())?.[1]).find((found) => found !== undefined);
  return epochs === undefined ? 0 : Number(epochs.replaceAll(",", ""));
}

/** A row of the table "Scores". */
export async function scoreOf(
  page: Page,
  name: string,
): Promise<{ readonly model: number; readonly baseline: number }> {
  const row = page
    .getByRole("table", { name: "Scores", exact: true })
    .getByRole("row")
    .filter({ has: page.getByRole("rowheader", { name, exact: true }) });
  await expect(row).toBeVisible();
  const [model, baseline] = await row.getByRole("cell").allTextContents();
  return { model: readFigure(model), baseline: readFigure(baseline) };
}

/** A number as the page shows it in English. */
export function readFigure(text: string | undefined): number {
  const value = Number(text?.replaceAll(",", "").replace(/\s*%$/, ""));
  if (text === undefined || text.trim() === "" || Number.isNaN(value)) throw new Error(`Not a figure: ${text}`);
  return value;
}

export type CsvRow = Readonly<Record<string, string>>;

/** The rows of a CSV, read by a reader that is not the studio's. */
export function parseCsv(text: string): readonly CsvRow[] {
  const { data, errors } = Papa.parse<CsvRow>(text, { header: true, skipEmptyLines: true });
  if (errors.length > 0) throw new Error(`The CSV cannot be read: ${errors[0]?.message}`);
  return data;
}

/** What a click downloads. */
export async function downloaded(page: Page, click: () => Promise<void>) {
  const [download] = await Promise.all([page.waitForEvent("download"), click()]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

/** Has the shown run predict a file, and reads the file that comes back. */
export async function predictFile(page: Page, file: GivenFile): Promise<readonly CsvRow[]> {
  const tryIt = page.getByRole("region", { name: "Try it" });
  await tryIt.getByLabel("From a file…").setInputFiles(file);
  const button = tryIt.getByRole("button", { name: "Download predictions" });
  const { bytes } = await downloaded(page, () => button.click());
  return parseCsv(bytes.toString("utf8"));
}

/** Opens an entry of the project menu. */
export async function chooseInProjectMenu(page: Page, entry: string): Promise<void> {
  await page.getByRole("button", { name: "Projects", exact: true }).click();
  await page.getByRole("menuitem", { name: entry }).click();
}

/** Waits until the last edit is on the disk. */
export async function waitUntilSaved(page: Page): Promise<void> {
  await expect(page.getByRole("banner").getByText(/^Saved /)).toBeVisible();
}

/** The table behind the picture "Loss", its rows by epoch. */
export async function lossTable(page: Page): Promise<readonly (readonly string[])[]> {
  const panel = page.getByRole("region", { name: "Loss", exact: true });
  const table = panel.getByRole("table");
  if ((await table.count()) === 0) await panel.getByRole("button", { name: "Show table" }).click();
  const rows = await table
    .locator("tbody tr")
    .evaluateAll((found) => found.map((row) => Array.from(row.children, (cell) => cell.textContent ?? "")));
  return rows.toSorted((a, b) => Number(a[0]) - Number(b[0]));
}
