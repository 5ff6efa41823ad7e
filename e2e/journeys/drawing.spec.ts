/** @file Two classes drawn by hand, a network that tells them apart, and a drawing it is asked about. */
import type { Locator, Page } from "@playwright/test";
import { accessibilityViolations } from "../accessibility.ts";
import { expect, test } from "../harness.ts";
import { dataSummary, goTo, kerasSource, outlineRows, setNumber, trainToEnd } from "../steps.ts";

// On shared cores a training takes minutes.
test.describe.configure({ timeout: 300_000 });

/** Filters for strokes of either direction, and how often each was met: six drawings are enough for it. */
const network = `inputs = keras.Input(shape=(8, 8, 1))
x = layers.Conv2D(8, 3, padding="same", activation="relu")(inputs)
x = layers.GlobalAveragePooling2D()(x)
outputs = layers.Dense(1, activation="sigmoid")(x)
model = keras.Model(inputs, outputs)
`;

const card = (page: Page, name: string) =>
  page.getByRole("group", { name: "Classes", exact: true }).getByRole("group", { name, exact: true });
const pad = (within: Page | Locator) => within.getByRole("img", { name: "Drawing pad" });

/** A straight stroke on the pad, from and to in shares of its side. */
async function stroke(page: Page, on: Locator, from: readonly [number, number], to: readonly [number, number]) {
  await on.scrollIntoViewIfNeeded();
  const box = await on.boundingBox();
  if (box === null) throw new Error("There is no pad.");
  const at = ([x, y]: readonly [number, number]) => [box.x + x * box.width, box.y + y * box.height] as const;
  await page.mouse.move(...at(from));
  await page.mouse.down();
  await page.mouse.move(...at(to), { steps: 6 });
  await page.mouse.up();
}

/** The share of the pad that is not its paper. */
const inked = (on: Locator): Promise<number> =>
  on.evaluate((canvas: HTMLCanvasElement) => {
    const pixels = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
    const shades = Array.from({ length: pixels.length / 4 }, (_, i) => pixels[i * 4] ?? 0);
    return shades.filter((shade) => shade !== shades[0]).length / shades.length;
  });

test("drawn classes, and a drawing recognized", async ({ studio, page }) => {
  await studio.open("#/data");
  await page.getByRole("button", { name: "Take or draw pictures…" }).click();
  const dialog = page.getByRole("dialog", { name: "Draw" });

  await test.step("strokes are taken back one by one", async () => {
    await card(page, "Class 1").getByRole("button", { name: "Draw" }).click();
    await expect(dialog.getByRole("button", { name: "Add to “Class 1”" })).toBeDisabled();
    await stroke(page, pad(dialog), [0.2, 0.2], [0.8, 0.2]);
    const one = await inked(pad(dialog));
    await stroke(page, pad(dialog), [0.2, 0.8], [0.8, 0.8]);
    expect(await inked(pad(dialog))).toBeGreaterThan(one * 1.5);
    await dialog.getByRole("button", { name: "Undo the last stroke" }).click();
    await expect.poll(() => inked(pad(dialog))).toBeCloseTo(one, 6);
    await dialog.getByRole("button", { name: "Clear" }).click();
    await expect.poll(() => inked(pad(dialog))).toBe(0);
    expect(await accessibilityViolations(page)).toEqual([]);
  });

  await test.step("five lines lying and five standing", async () => {
    await dialog.getByRole("combobox", { name: "Ink" }).selectOption("White on black");
    for (const [name, lying] of [
      ["Class 1", true],
      ["Class 2", false],
    ] as const) {
      await dialog.getByRole("combobox", { name: "Class" }).selectOption({ label: name });
      for (const place of [0.3, 0.4, 0.5, 0.6, 0.7]) {
        if (lying) await stroke(page, pad(dialog), [0.1, place], [0.9, place]);
        else await stroke(page, pad(dialog), [place, 0.1], [place, 0.9]);
        await dialog.getByRole("button", { name: `Add to “${name}”` }).click();
        await expect.poll(() => inked(pad(dialog))).toBe(0);
      }
    }
    await expect(dialog.getByRole("status")).toContainText("10 drawings added");
    await page.keyboard.press("Escape");
    await expect(dataSummary(page)).toContainText("10 images");
    await expect(card(page, "Class 1")).toContainText("5 images");
    await expect(card(page, "Class 2")).toContainText("5 images");
  });

  await test.step("a network learns them", async () => {
    await setNumber(page, "Width", 8);
    await setNumber(page, "Height", 8);
    await page.getByRole("combobox", { name: "Colours" }).selectOption("Grey");
    await setNumber(page, "Validation %", 20);
    await setNumber(page, "Test %", 20);
    await goTo(page, "Model");
    await page.getByRole("button", { name: "Keras source" }).click();
    await kerasSource(page).fill(network);
    await expect(outlineRows(page)).toHaveCount(4);
    await expect(page.getByText("The network is complete.")).toBeVisible();
    await goTo(page, "Train");
    await setNumber(page, "Epochs", 40);
    await setNumber(page, "Learning rate", 0.03);
    await trainToEnd(page);
  });

  await test.step("a drawing is asked about", async () => {
    await goTo(page, "Evaluate");
    const tryIt = page.getByRole("region", { name: "Try it" });
    await tryIt.getByRole("button", { name: "Draw" }).click();
    // As the drawings that it learnt from.
    await expect(tryIt.getByRole("combobox", { name: "Ink" })).toHaveValue("white");
    const first = tryIt.getByRole("list", { name: "Probabilities" }).getByRole("listitem").first();
    await stroke(page, pad(tryIt), [0.1, 0.45], [0.9, 0.45]);
    await tryIt.getByRole("button", { name: "Use this drawing" }).click();
    await expect(first).toContainText("Class 1");
    await tryIt.getByRole("button", { name: "Clear" }).click();
    await stroke(page, pad(tryIt), [0.45, 0.1], [0.45, 0.9]);
    await tryIt.getByRole("button", { name: "Use this drawing" }).click();
    await expect(first).toContainText("Class 2");
    expect(await accessibilityViolations(page)).toEqual([]);
  });
});
