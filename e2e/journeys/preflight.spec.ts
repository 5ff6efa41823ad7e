/** @file Before training: what it will take, measured on the device when asked, and the batch that would be faster. */
import { expect, test } from "../harness.ts";
import { chooseSample, goTo, layerSettings, outlineRows, setNumber, trainToEnd } from "../steps.ts";

test.describe.configure({ timeout: 300_000 });

test("memory is said before, time when asked; the check can be cancelled, and a larger batch taken over", async ({
  studio,
  page,
}) => {
  await studio.open();
  await chooseSample(page, "Digits");
  await goTo(page, "Train");
  const before = page.getByRole("region", { name: "Before training" });
  await expect(before).toContainText(/Memory needed\s*≈ [\d.,]+\s*[kM]B/);
  await before.getByText("Memory needed").click();
  await expect(before).toContainText("Optimizer");
  await setNumber(page, "Batch size", 8);

  await test.step("cancelled, it leaves nothing behind", async () => {
    await before.getByRole("button", { name: "Check speed and memory" }).click();
    await before.getByRole("button", { name: "Cancel", exact: true }).click();
    await expect(before.getByRole("button", { name: "Check speed and memory" })).toBeEnabled();
  });

  await test.step("it says how long an epoch takes and what each batch gives", async () => {
    await before.getByRole("button", { name: "Check speed and memory" }).click();
    await expect(before).toContainText("One epoch takes about", { timeout: 120_000 });
    const tried = before.getByRole("table", { name: "Batch sizes that were tried" });
    await expect(tried.getByRole("rowheader")).toHaveText(["8", "16", "32", "64"]);
  });

  await test.step("the batch it advises is set with one button, and the figures follow", async () => {
    const advice = before.getByRole("button", { name: /^Use \d+$/ });
    // Larger batches are faster wherever a batch of eight is; the sentence says how much.
    await expect(before).toContainText(/would be [\d.]+× as fast/);
    const batch = (await advice.textContent())?.match(/\d+/)?.[0] ?? "";
    await advice.click();
    await expect(page.getByRole("spinbutton", { name: "Batch size", exact: true })).toHaveValue(batch);
    await expect(before).toContainText("One epoch takes about");
  });

  await test.step("another setting makes the figures old", async () => {
    await page.getByRole("combobox", { name: "Optimizer", exact: true }).selectOption({ label: "SGD" });
    await expect(before).toContainText("Something has changed since it was measured.");
  });

  await setNumber(page, "Epochs", 2);
  await trainToEnd(page);
});

test("a model that may be too large for the device says so before anything is built", async ({ studio, page }) => {
  await studio.open();
  await chooseSample(page, "Digits");
  await goTo(page, "Model");
  const units = async (row: number, value: number) => {
    await outlineRows(page).nth(row).click();
    await layerSettings(page).getByRole("spinbutton", { name: "Units" }).fill(String(value));
  };
  await units(1, 65_536);
  await units(2, 600);
  await goTo(page, "Train");
  const before = page.getByRole("region", { name: "Before training" });
  await expect(before).toContainText("which not every GPU has");
  await expect(before).toContainText(/Memory needed\s*≈ 1[\d.,]* GB/);
  await goTo(page, "Model");
  await units(2, 65_536);
  await goTo(page, "Train");
  await expect(page.getByRole("button", { name: "Train", exact: true })).toBeDisabled();
});
