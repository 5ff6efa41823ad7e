/** @file Once it is loaded, the studio needs no network: from a file to the project taken away. */
import { samples } from "../../src/core/data/samples.ts";
import { expect, test } from "../harness.ts";
import { chooseFile, chooseSample, downloaded, goTo, scoreOf, setNumber, textFile, trainToEnd } from "../steps.ts";

test("the whole flow works offline after the page was loaded", async ({ studio, page, context }) => {
  await studio.open();
  await expect(page.getByRole("status", { name: "Engine" })).toContainText("WebGPU", { timeout: 60_000 });
  // The browser asks for the icon by itself, again at each change of the address.
  const icon = { contentType: "image/svg+xml", body: '<svg xmlns="http://www.w3.org/2000/svg"/>' };
  await page.route("**/icon.svg", (route) => route.fulfill(icon));
  // What is fetched ahead ends with the samples.
  await expect.poll(() => studio.requests.filter((url) => url.includes("/samples/")).length).toBe(samples.length);
  await page.waitForLoadState("networkidle");
  await context.setOffline(true);

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
  const { name } = await downloaded(page, () =>
    page.getByRole("button", { name: "Export project", exact: true }).click(),
  );
  expect(name).toBe("made.layerwise");
  await test.step("a sample, which comes with the studio", () => chooseSample(page, "Iris"));
});
