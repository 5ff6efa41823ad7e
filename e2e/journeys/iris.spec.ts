/** @file The quickest way in: a sample by one click, defaults all through. On the way each step is read by axe in both themes. */
import type { Page } from "@playwright/test";
import { accessibilityViolations } from "../accessibility.ts";
import { expect, test } from "../harness.ts";
import {
  chooseSample,
  goTo,
  type StepName,
  scoreOf,
  setEndless,
  startTraining,
  trainToEnd,
  waitForRun,
} from "../steps.ts";

const steps: readonly StepName[] = ["Data", "Model", "Train", "Evaluate", "Deploy"];

async function setTheme(page: Page, theme: "Light" | "Dark"): Promise<void> {
  const button = page.getByRole("button", { name: /^Theme: / });
  for (let press = 0; press < 3; press++) {
    if ((await button.getAttribute("aria-label")) === `Theme: ${theme}`) break;
    await button.click();
  }
  await expect(button).toHaveAttribute("aria-label", `Theme: ${theme}`);
  // The hint over the button goes with the pointer.
  await page.mouse.move(0, 0);
  await expect(page.getByRole("tooltip")).toHaveCount(0);
}

/** What is taller than its frame though it must not scroll: the document, and what holds the step's panels. */
const overhang = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() =>
    [document.documentElement, document.body, document.getElementById("main")]
      .filter((element) => element !== null && element.scrollHeight > element.clientHeight)
      .map((element) => `${element?.tagName} ${element?.scrollHeight} > ${element?.clientHeight}`),
  );

async function checkSteps(page: Page, theme: "Light" | "Dark"): Promise<void> {
  await setTheme(page, theme);
  for (const step of steps) {
    await goTo(page, step);
    await expect(page.getByText("Loading…")).toHaveCount(0);
    expect(await accessibilityViolations(page), `${step}, ${theme}`).toEqual([]);
    expect(await overhang(page), `${step} scrolls its panels, never the page`).toEqual([]);
  }
}

// On shared cores a training takes minutes.
test.describe.configure({ timeout: 300_000 });

test("iris: a sample, trained with what the studio suggests", async ({ studio, page }) => {
  await studio.open();
  await chooseSample(page, "Iris");
  await expect(page.getByRole("combobox", { name: "Target", exact: true }).locator("option:checked")).toHaveText(
    "species",
  );
  await trainToEnd(page);
  for (const chart of ["Loss", "Metrics"]) {
    await expect(page.getByRole("img", { name: chart, exact: true })).toBeVisible();
  }
  await goTo(page, "Evaluate");
  const accuracy = await scoreOf(page, "Accuracy");
  expect(accuracy.model).toBeGreaterThanOrEqual(0.9);
  expect(accuracy.baseline).toBeCloseTo(1 / 3, 1);

  for (const theme of ["Light", "Dark"] as const) {
    await test.step(`axe finds nothing on the five steps, ${theme}`, () => checkSteps(page, theme));
  }
});

test("axe finds nothing on the five steps before there is data, nor while it trains", async ({ studio, page }) => {
  await studio.open();
  for (const theme of ["Light", "Dark"] as const) await checkSteps(page, theme);
  await chooseSample(page, "Iris");
  await goTo(page, "Train");
  await setEndless(page);
  await startTraining(page);
  await expect(page.getByRole("button", { name: "Pause", exact: true })).toBeEnabled({ timeout: 60_000 });
  expect(await accessibilityViolations(page), "Train, while it trains").toEqual([]);
  await page.getByRole("button", { name: "Stop", exact: true }).click();
  await waitForRun(page, "1", "stopped");
});
