/** @file The borders between a step's columns: by mouse and keyboard, kept over a reload, forgotten with everything else. */
import type { Locator, Page } from "@playwright/test";
import { accessibilityViolations } from "../accessibility.ts";
import { expect, test } from "../harness.ts";
import { chooseInProjectMenu, chooseSample, goTo } from "../steps.ts";

const border = (page: Page, side: "left" | "right"): Locator =>
  page.getByRole("separator", { name: `Resize the ${side} column`, exact: true });

/** The middle of a border, across the window. */
async function place(of: Locator): Promise<number> {
  const box = await of.boundingBox();
  if (box === null) throw new Error("The border is not drawn.");
  return Math.round(box.x);
}

async function drag(page: Page, of: Locator, by: number): Promise<void> {
  const from = await place(of);
  await page.mouse.move(from, 400);
  await page.mouse.down();
  await page.mouse.move(from + by, 400, { steps: 4 });
  await page.mouse.up();
}

test("borders are dragged, moved by keys, kept, and put back", async ({ studio, page }) => {
  await studio.open();
  await chooseSample(page, "Iris");
  const [left, right] = [border(page, "left"), border(page, "right")];
  const [leftAtFirst, rightAtFirst] = [await place(left), await place(right)];

  await drag(page, left, 60);
  await right.focus();
  await page.keyboard.press("ArrowLeft");
  await expect.poll(() => place(left)).toBe(leftAtFirst + 60);
  const rightMoved = await place(right);
  expect(rightMoved).toBeLessThan(rightAtFirst);

  await page.reload();
  await expect(right).toBeVisible();
  expect(await place(left)).toBe(leftAtFirst + 60);
  expect(await place(right)).toBe(rightMoved);
  expect(await accessibilityViolations(page)).toEqual([]);

  await left.dblclick();
  await expect.poll(() => place(left)).toBe(leftAtFirst);
  await right.focus();
  await page.keyboard.press("Enter");
  await expect.poll(() => place(right)).toBe(rightAtFirst);
});

test("erasing everything forgets the widths", async ({ studio, page }) => {
  await studio.open();
  const left = border(page, "left");
  await expect(left).toBeVisible();
  const atFirst = await place(left);
  await drag(page, left, 60);
  await expect.poll(() => place(left)).toBe(atFirst + 60);
  await chooseInProjectMenu(page, "Erase everything…");
  const erase = page.getByRole("dialog").getByRole("button", { name: "Erase everything", exact: true });
  await Promise.all([page.waitForEvent("load"), erase.click()]);
  await expect(left).toBeVisible();
  expect(await place(left)).toBe(atFirst);
});

test("a narrow window keeps room for the work, and a wide one gives back what was chosen", async ({ studio, page }) => {
  await studio.open();
  await chooseSample(page, "Iris");
  await goTo(page, "Model");
  await drag(page, border(page, "left"), 400);
  await drag(page, border(page, "right"), -400);
  const chosen = [await place(border(page, "left")), await place(border(page, "right"))];

  await page.setViewportSize({ width: 1024, height: 768 });
  await expect
    .poll(async () => (await place(border(page, "right"))) - (await place(border(page, "left"))))
    .toBeGreaterThanOrEqual(320);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(1024);

  await page.setViewportSize({ width: 1440, height: 900 });
  await expect.poll(() => place(border(page, "left"))).toBe(chosen[0]);
  await expect.poll(() => place(border(page, "right"))).toBe(chosen[1]);
});

test("on a phone the columns stand below one another, without borders", async ({ studio, page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await studio.open();
  await chooseSample(page, "Iris");
  await expect(page.getByRole("combobox", { name: "Target", exact: true })).toBeVisible();
  await expect(page.getByRole("separator")).toHaveCount(0);
});
