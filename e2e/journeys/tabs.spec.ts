/** @file Two tabs on one project: one writes, the other looks on and may take over; and an edit just before closing. */
import type { Page } from "@playwright/test";
import { expect, test } from "../harness.ts";
import { chooseSample, dataSummary, goTo, setNumber, waitUntilSaved } from "../steps.ts";

const epochs = (page: Page) => page.getByRole("spinbutton", { name: "Epochs", exact: true });
const takeOver = (page: Page) => page.getByRole("button", { name: "Take over" });

test("the second tab is read-only until it takes over, and no edit is overwritten", async ({ studio, page }) => {
  await studio.open();
  await chooseSample(page, "Iris");
  await goTo(page, "Train");
  await setNumber(page, "Epochs", 11);
  await waitUntilSaved(page);

  const second = await page.context().newPage();
  await second.goto(`${studio.url}#/train`);
  await expect(takeOver(second)).toBeVisible();
  await expect(second.getByText("This project is open in another tab.").first()).toBeVisible();
  await expect(second.getByText("Read-only")).toBeVisible();
  await expect(epochs(second)).toHaveValue("11");

  await test.step("what is tried in the reading tab is not kept", async () => {
    await expect(second.getByRole("button", { name: "Train", exact: true })).toBeDisabled();
    if (await epochs(second).isEnabled()) await epochs(second).fill("99");
    await second.waitForTimeout(1500);
    await page.reload();
    // The reload let the lock go for a moment: whoever has it now, the document is the one that was saved.
    await expect(epochs(page)).toHaveValue("11");
  });

  const [writer, reader] = (await takeOver(second).isVisible()) ? [page, second] : [second, page];
  await test.step("taking over brings the other's last edit", async () => {
    await expect(takeOver(reader)).toBeVisible();
    await setNumber(writer, "Epochs", 12);
    await takeOver(reader).click();
    await expect(takeOver(reader)).toHaveCount(0);
    await expect(epochs(reader)).toHaveValue("12");
    await expect(takeOver(writer)).toBeVisible();
  });

  await test.step("what the new writer writes is what both see", async () => {
    await setNumber(reader, "Epochs", 13);
    await waitUntilSaved(reader);
    await takeOver(writer).click();
    await expect(epochs(writer)).toHaveValue("13");
    await setNumber(writer, "Epochs", 14);
    await waitUntilSaved(writer);
  });

  await test.step("the last tab's closing loses nothing", async () => {
    await second.close();
    await page.reload();
    await expect(takeOver(page)).toHaveCount(0);
    await expect(epochs(page)).toHaveValue("14");
    await goTo(page, "Data");
    await expect(dataSummary(page)).toContainText("iris.csv");
  });
});

test("an edit made within 50 ms before the tab is closed is there afterwards", async ({ studio, page }) => {
  await studio.open("#/train");
  await epochs(page).fill("21");
  await waitUntilSaved(page);
  for (const value of [22, 23, 24]) {
    const tab = await page.context().newPage();
    await page.close();
    await tab.goto(`${studio.url}#/train`);
    await expect(epochs(tab)).toBeEnabled();
    const before = Date.now();
    await epochs(tab).fill(String(value));
    const editedMs = Date.now() - before;
    // As a person closes a tab: the page hears that it goes, and nothing asks whether to stay.
    await tab.close({ runBeforeUnload: true });
    await expect.poll(() => tab.isClosed(), { message: `closed ${editedMs} ms after the edit began` }).toBe(true);
    page = await tab.context().newPage();
    await page.goto(`${studio.url}#/train`);
    await expect(epochs(page)).toHaveValue(String(value));
  }
});

test("an edit just before a reload is there afterwards", async ({ studio, page }) => {
  await studio.open("#/train");
  for (const value of [31, 32]) {
    await epochs(page).fill(String(value));
    await page.reload();
    await expect(epochs(page)).toHaveValue(String(value));
  }
});
