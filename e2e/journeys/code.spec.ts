/** @file The graph as Keras source: pasted, faulty, mended, taken back, and trained. */
import type { Page } from "@playwright/test";
import { accessibilityViolations } from "../accessibility.ts";
import { expect, test } from "../harness.ts";
import { chooseSample, goTo, scoreOf, setNumber, trainToEnd } from "../steps.ts";

// On shared cores a training takes minutes.
test.describe.configure({ timeout: 300_000 });

const source = `import tensorflow as tf
from tensorflow.keras import layers

inputs = tf.keras.Input(shape=(4,))
x = layers.Dense(24, activation="tanh", name="wide")(inputs)
skip = x
x = layers.Dense(24, activation="relu", name="deep")(x)
x = layers.Add(name="sum")([x, skip])
outputs = layers.Dense(3, activation="softmax")(x)
model = tf.keras.Model(inputs, outputs)
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
`;

/** Takes the last edit back, which must be this one. */
async function undo(page: Page, edit: RegExp): Promise<void> {
  const button = page.getByRole("button", { name: "Undo", exact: true });
  await button.hover();
  await expect(page.getByRole("tooltip")).toHaveText(edit);
  await button.click();
  await page.mouse.move(0, 0);
}

test("paste Keras source and train it", async ({ studio, page }) => {
  await studio.open();
  await chooseSample(page, "Iris");
  await goTo(page, "Model");
  await page.getByRole("button", { name: "Keras source" }).click();
  const text = page.getByRole("textbox", { name: "Keras source of the model" });
  const panel = page.getByRole("region", { name: "Keras source" });
  const tree = page.getByRole("tree", { name: "Layers" });
  await expect(text).toHaveValue(/layers\.Dense\(units=64, activation="relu"\)/);

  await test.step("a slip stands at its line, and the graph stays as it was", async () => {
    await text.fill(source.replace('activation="tanh"', "activation=tanh").replace("layers.Add(", "layers.Addd("));
    const problems = panel.getByRole("list", { name: "Problems in the source" });
    await expect(problems.getByRole("listitem")).toHaveCount(2);
    await expect(problems).toContainText("Line 5");
    await expect(problems).toContainText("“tanh” is not defined above this line.");
    await expect(panel.getByRole("status")).toHaveText("2 problems: the graph stays as it was.");
    await expect(tree.getByRole("treeitem")).toHaveCount(4);
    await problems.getByRole("button", { name: "Line 5" }).click();
    await expect(text).toBeFocused();
    expect(await text.evaluate((field: HTMLTextAreaElement) => field.value.slice(0, field.selectionStart))).toMatch(
      /Dense\(24, activation=$/,
    );
    expect(await accessibilityViolations(page, 'section[aria-label="Keras source"]')).toEqual([]);
  });

  await test.step("what was typed waits while another step is visited", async () => {
    await goTo(page, "Data");
    await goTo(page, "Model");
    await expect(text).toHaveValue(/layers\.Addd\(/);
    await expect(panel.getByRole("status")).toHaveText("2 problems: the graph stays as it was.");
  });

  await test.step("mended, it is the graph, even for who leaves at once", async () => {
    await text.fill(source);
    await page.getByRole("button", { name: "Close the source" }).click();
    await expect(tree.getByRole("treeitem")).toHaveCount(5);
    await page.getByRole("button", { name: "Keras source" }).click();
    await expect(panel.getByRole("status")).toHaveText("The graph follows the text.");
    await expect(tree.getByRole("treeitem")).toHaveCount(5);
    await expect(tree.getByRole("treeitem", { name: /Add/ })).toBeVisible();
  });

  await test.step("one step of undo takes all of it back, and redo brings it again", async () => {
    await undo(page, /Edit code/);
    await expect(tree.getByRole("treeitem")).toHaveCount(4);
    await expect(text).toHaveValue(/units=64/);
    await page.getByRole("button", { name: "Redo", exact: true }).click();
    await expect(tree.getByRole("treeitem")).toHaveCount(5);
    await expect(text).toHaveValue(/wide = layers\.Dense\(units=24, activation="tanh"\)\(inputs\)/);
  });

  await test.step("a graph that changed elsewhere is overwritten only when asked", async () => {
    const written = await text.inputValue();
    await text.fill(written.replace('activation="tanh"', "activation=tanh"));
    await expect(panel.getByRole("status")).toHaveText(/problem/);
    await tree.getByRole("treeitem", { name: /Add/ }).click();
    await page.keyboard.press("Delete");
    await expect(tree.getByRole("treeitem")).toHaveCount(4);
    await text.fill(written);
    await expect(panel.getByRole("status")).toHaveText(/The graph has changed since/);
    await expect(tree.getByRole("treeitem")).toHaveCount(4);
    await panel.getByRole("button", { name: "Apply my text" }).click();
    await expect(tree.getByRole("treeitem")).toHaveCount(5);
  });

  await test.step("caret and selection are the same layer", async () => {
    await tree.getByRole("treeitem", { name: /Add/ }).click();
    await expect(page.getByRole("form", { name: "Layer settings" })).toContainText("Add");
    await text.press("Control+Home");
    const before = (await text.inputValue()).split("deep = ")[0]?.split("\n").length ?? 0;
    for (let line = 1; line < before; line++) await text.press("ArrowDown");
    await expect(
      page.getByRole("form", { name: "Layer settings" }).getByRole("spinbutton", { name: "Units" }),
    ).toHaveValue("24");
  });

  await goTo(page, "Train");
  await setNumber(page, "Epochs", 40);
  await setNumber(page, "Learning rate", 0.01);
  await trainToEnd(page);
  await goTo(page, "Evaluate");
  expect((await scoreOf(page, "Accuracy")).model).toBeGreaterThanOrEqual(0.9);
});
