/**
 * @file Images into the studio and through a network: MNIST from its two packed files, photographs from a folder and from
 * a zip, classes sorted by hand. The expected counts are the files' own, counted here by another program.
 */
import { existsSync } from "node:fs";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import type { Locator, Page } from "@playwright/test";
import { zipSync } from "fflate";
import { accessibilityViolations } from "../accessibility.ts";
import { expect, test } from "../harness.ts";
import {
  dataSummary,
  goTo,
  kerasSource,
  outlineRows,
  readFigure,
  scoreOf,
  setNumber,
  trainToEnd,
  uploadInput,
} from "../steps.ts";

/** A folder of real data. It lies beside the repository, so a lone clone skips; where all must run it may not be absent. */
function realData(name: string): string {
  const path = fileURLToPath(new URL(`../../../shared/data/${name}`, import.meta.url));
  const absent = !existsSync(path);
  if (absent && process.env.CI) throw new Error(`The data are missing: ${path}`);
  if (absent) console.log(`Skipped: there are no data at ${path}.`);
  test.skip(absent, `${name} is not beside this clone`);
  return path;
}

// On shared cores a training takes minutes.
test.describe.configure({ timeout: 300_000 });

/** Two convolutions that halve the image each: a step of it takes a software GPU some 50 ms. */
const smallCnn = (
  shape: string,
  outputs: number,
  activation = "softmax",
): string => `inputs = keras.Input(shape=(${shape}))
x = layers.Conv2D(8, 3, strides=2, padding="same", activation="relu")(inputs)
x = layers.Conv2D(16, 3, strides=2, padding="same", activation="relu")(x)
x = layers.Flatten()(x)
outputs = layers.Dense(${outputs}, activation="${activation}")(x)
model = keras.Model(inputs, outputs)
`;

async function useModel(page: Page, source: string): Promise<void> {
  await goTo(page, "Model");
  await page.getByRole("button", { name: "Keras source" }).click();
  await kerasSource(page).fill(source);
  await expect(outlineRows(page)).toHaveCount(5);
  await expect(page.getByText("The network is complete.")).toBeVisible();
}

const classes = (page: Page): Locator => page.getByRole("group", { name: "Classes", exact: true });
const card = (page: Page, name: string): Locator => classes(page).getByRole("group", { name, exact: true });
const images = (page: Page, name: string): Locator => card(page, name).getByRole("option");

/** How many different shades a picture on the page has: one, where nothing is drawn. */
const shades = (picture: Locator): Promise<number> =>
  picture.locator("canvas").evaluate((canvas: HTMLCanvasElement) => {
    const pixels = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
    return new Set(Array.from({ length: pixels.length / 4 }, (_, i) => pixels[i * 4])).size;
  });

test("MNIST from its two packed files, and a CNN that reads digits", async ({ studio, page }) => {
  const folder = realData("mnist-t10k");
  const labels = gunzipSync(await readFile(`${folder}/t10k-labels-idx1-ubyte.gz`)).subarray(8);
  const countOf = (digit: number) => labels.filter((label) => label === digit).length;
  await studio.open("#/data");

  await test.step("10,000 images are listed and seen", async () => {
    await uploadInput(page).setInputFiles([
      `${folder}/t10k-images-idx3-ubyte.gz`,
      `${folder}/t10k-labels-idx1-ubyte.gz`,
    ]);
    await expect(dataSummary(page)).toContainText("10,000 images", { timeout: 30_000 });
    for (const digit of [0, 1, 2]) {
      const number = countOf(digit).toLocaleString("en-US");
      await expect(card(page, String(digit))).toContainText(`${number} images`);
      await expect.poll(() => shades(images(page, String(digit)).first())).toBeGreaterThan(10);
    }
    expect(await accessibilityViolations(page)).toEqual([]);
  });

  await test.step("a class is looked through page by page", async () => {
    const seven = card(page, "7");
    await seven.getByRole("button", { name: "Show more" }).click();
    const shown = await images(page, "7").count();
    expect(shown).toBeGreaterThan(40);
    const first = await images(page, "7").first().getAttribute("aria-label");
    // The first 7 of the file, counted by rows from 1.
    expect(first).toBe(`Image ${labels.indexOf(7) + 1}`);
    await seven.getByRole("button", { name: "Next images" }).click();
    await expect(images(page, "7").first()).not.toHaveAccessibleName(first ?? "");
    const rows = [...labels].flatMap((label, row) => (label === 7 ? [row] : []));
    await expect(images(page, "7").first()).toHaveAccessibleName(
      `Image ${((rows[shown] ?? 0) + 1).toLocaleString("en-US")}`,
    );
    await seven.getByRole("button", { name: "Show fewer" }).click();
  });

  await test.step("2,000 of them enter the model at 14 × 14, half of them to learn from", async () => {
    await page.getByText("How the file is read").click();
    await setNumber(page, "At most so many images", 2000);
    await page.getByRole("button", { name: "Read again" }).click();
    await expect(dataSummary(page)).toContainText("2,000 images");
    await setNumber(page, "Width", 14);
    await setNumber(page, "Height", 14);
    await expect(page.getByText("14 × 14 × 1 = 196 numbers an image")).toBeVisible();
    const preview = page.getByRole("list", { name: "Images before and after" }).getByRole("listitem");
    await expect.poll(() => shades(preview.first().locator("span").last())).toBeGreaterThan(10);
    await setNumber(page, "Validation %", 10);
    await setNumber(page, "Test %", 40);
    await expect(page.getByText("1,000", { exact: true })).toBeVisible();
  });

  await test.step("a CNN learns", async () => {
    await useModel(page, smallCnn("14, 14, 1", 10));
    await goTo(page, "Train");
    await setNumber(page, "Epochs", 6);
    await setNumber(page, "Learning rate", 0.01);
    await trainToEnd(page);
  });

  await test.step("it reads digits it never saw", async () => {
    await goTo(page, "Evaluate");
    const { model, baseline } = await scoreOf(page, "Accuracy");
    expect(baseline).toBeLessThan(0.15);
    expect(model).toBeGreaterThanOrEqual(0.85);
  });
});

/** Lets go files and folders of the disk over the page, beside the class cards, which take them for themselves. */
async function drop(page: Page, paths: readonly string[]): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const at = { x: 150, y: 300, data: { items: [], files: [...paths], dragOperationsMask: 1 } };
  for (const type of ["dragEnter", "dragOver", "drop"] as const) {
    await session.send("Input.dispatchDragEvent", { type, ...at });
  }
  await session.detach();
}

/** Every photograph of the folder by its path, as a zip program would pack it. */
async function packed(folder: string): Promise<Buffer> {
  const entries: [string, Uint8Array][] = [];
  for (const name of await readdir(folder)) {
    for (const file of await readdir(`${folder}/${name}`)) {
      entries.push([`signs/${name}/${file}`, await readFile(`${folder}/${name}/${file}`)]);
    }
  }
  return Buffer.from(zipSync(Object.fromEntries(entries), { level: 0 }));
}

test("photographs from a folder and from a zip, sorted by hand, and trained", async ({ studio, page }, info) => {
  const folder = realData("sign-digits-mini");
  await studio.open("#/data");

  await test.step("a folder: a class for each of its folders", async () => {
    await page.getByLabel("Upload a folder", { exact: true }).setInputFiles(folder);
    await expect(dataSummary(page)).toContainText("72 images");
    await expect(dataSummary(page)).toContainText("6 classes");
    for (const sign of ["0", "1", "2", "3", "4", "5"]) {
      await expect(card(page, sign)).toContainText("12 images");
      await expect.poll(() => shades(images(page, sign).first())).toBeGreaterThan(30);
    }
  });

  await test.step("the same folder dropped beside a file that is no image", async () => {
    const readme = info.outputPath("about.txt");
    await writeFile(readme, "hands\n");
    await drop(page, [folder, readme]);
    await expect(page.getByText("about.txt").first()).toBeAttached();
    await expect(classes(page).getByText("12 images")).toHaveCount(6);
  });

  await test.step("the same from a zip", async () => {
    const buffer = await packed(folder);
    await uploadInput(page).setInputFiles({ name: "signs.zip", mimeType: "application/zip", buffer });
    await expect(dataSummary(page)).toContainText("signs.zip");
    await expect(dataSummary(page)).toContainText("72 images");
    await expect(classes(page).getByText("12 images")).toHaveCount(6);
  });

  await test.step("images are moved to a new class and left out, by keys alone", async () => {
    await page.getByRole("button", { name: "New class" }).click();
    await page.keyboard.type("mixed");
    await page.keyboard.press("Enter");
    await expect(card(page, "mixed")).toContainText("0 images");
    await images(page, "3").first().focus();
    await page.keyboard.press("Space");
    await page.keyboard.press("Shift+ArrowRight");
    await page.keyboard.press("Shift+ArrowRight");
    await expect(page.getByRole("group", { name: "Selected images" })).toContainText("3 images selected");
    await page.getByRole("combobox", { name: "Move to" }).selectOption({ label: "mixed" });
    await page.getByRole("button", { name: "Move", exact: true }).press("Enter");
    await expect(card(page, "mixed")).toContainText("3 images");
    await expect(card(page, "3")).toContainText("9 images");
    await images(page, "4").first().focus();
    await page.keyboard.press("Space");
    await page.keyboard.press("Delete");
    await expect(card(page, "4")).toContainText("11 images");
    await expect(card(page, "Left out")).toContainText("1 image");
    await expect(dataSummary(page)).toContainText("7 classes");
    expect(await accessibilityViolations(page)).toEqual([]);
  });

  await test.step("a class is renamed to one that is there: they become one; each change is one undo", async () => {
    await card(page, "mixed").getByRole("textbox", { name: "Name of the class" }).fill("3");
    await page.keyboard.press("Enter");
    await expect(card(page, "mixed")).toHaveCount(0);
    await expect(card(page, "3")).toContainText("12 images");
    await card(page, "5").getByRole("button", { name: "Remove class 5" }).click();
    await expect(card(page, "5")).toHaveCount(0);
    await expect(card(page, "No class")).toContainText("12 images");
    const undo = page.getByRole("button", { name: "Undo", exact: true });
    await undo.click();
    await expect(card(page, "5")).toContainText("12 images");
    await undo.click();
    await expect(card(page, "mixed")).toContainText("3 images");
    await undo.click();
    await expect(card(page, "4")).toContainText("12 images");
    await undo.click();
    await expect(card(page, "3")).toContainText("12 images");
  });

  await test.step("the same data as a table", async () => {
    await page.getByRole("button", { name: "Table", exact: true }).click();
    await expect(page.getByRole("table", { name: "Columns" })).toContainText("label");
    await page.getByRole("button", { name: "Images", exact: true }).click();
  });

  await test.step("changed at random, seen, and trained", async () => {
    await setNumber(page, "Width", 16);
    await setNumber(page, "Height", 16);
    await page.getByRole("combobox", { name: "Colours" }).selectOption("Grey");
    await expect(page.getByText("16 × 16 × 1 = 256 numbers an image")).toBeVisible();
    await page.getByRole("button", { name: "Add a change" }).click();
    await page.getByRole("menuitem", { name: "Shift" }).click();
    const gallery = page.getByRole("list", { name: "A sample as it is, then as it may be changed" });
    await expect(gallery.getByRole("img")).toHaveCount(8, { timeout: 30_000 });
    const bytes = (i: number) =>
      gallery
        .getByRole("img")
        .nth(i)
        .evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
    await expect.poll(async () => (await bytes(0)) === (await bytes(1))).toBe(false);
    await useModel(page, smallCnn("16, 16, 1", 6));
    await goTo(page, "Train");
    await setNumber(page, "Epochs", 3);
    await trainToEnd(page);
    await goTo(page, "Evaluate");
    await expect(page.getByRole("table", { name: "Confusion matrix" })).toBeVisible();
  });

  await test.step("the model is asked about a photograph", async () => {
    const tryIt = page.getByRole("region", { name: "Try it" });
    const [photo] = await readdir(`${folder}/2`);
    await tryIt.getByLabel("Choose an image").last().setInputFiles(`${folder}/2/${photo}`);
    const shares = tryIt.getByRole("list", { name: "Probabilities" }).getByRole("listitem");
    await expect(shares).toHaveCount(6);
    const percents = (await shares.getByText(/^[\d.]+\s*%$/).allTextContents()).map(readFigure);
    expect(percents).toHaveLength(6);
    expect(percents.reduce((sum, share) => sum + share, 0)).toBeCloseTo(100, 0);
    await expect.poll(() => shades(tryIt)).toBeGreaterThan(30);
    expect(await accessibilityViolations(page)).toEqual([]);
  });
});
