/** @file A model of TensorFlow.js, made here, opened in the studio; its body is kept and a new head learns. */
import { createRequire } from "node:module";
import type { Page } from "@playwright/test";
import type * as TensorFlow from "@tensorflow/tfjs";
import { expect, test } from "../harness.ts";
import { chooseSample, goTo, scoreOf, setNumber, trainToEnd } from "../steps.ts";

// On shared cores a training takes minutes.
test.describe.configure({ timeout: 300_000 });

// The package's ESM files import without endings, which Node refuses.
const tf = createRequire(import.meta.url)("@tensorflow/tfjs") as typeof TensorFlow;

interface Made {
  readonly files: readonly { readonly name: string; readonly mimeType: string; readonly buffer: Buffer }[];
  /** The body's kernel, which training must leave as it is. */
  readonly kernel: readonly number[];
}

/** Four inputs, a body of random features, and a head for five classes of something else. */
async function madeModel(): Promise<Made> {
  await tf.setBackend("cpu");
  const uniform = (seed: number) => tf.initializers.randomUniform({ minval: -1, maxval: 1, seed });
  const model = tf.sequential({
    layers: [
      tf.layers.dense({ inputShape: [4], units: 32, activation: "tanh", kernelInitializer: uniform(3), name: "body" }),
      tf.layers.dropout({ rate: 0.1, name: "drop" }),
      tf.layers.dense({ units: 5, activation: "softmax", kernelInitializer: uniform(4), name: "head" }),
    ],
  });
  let files: Made["files"] = [];
  await model.save(
    tf.io.withSaveHandler(async ({ modelTopology, weightSpecs, weightData }) => {
      const json = {
        format: "layers-model",
        modelTopology,
        weightsManifest: [{ paths: ["group1-shard1of1.bin"], weights: weightSpecs }],
      };
      files = [
        { name: "model.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(json)) },
        {
          name: "group1-shard1of1.bin",
          mimeType: "application/octet-stream",
          buffer: Buffer.from(weightData as ArrayBuffer),
        },
      ];
      return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: "JSON" } };
    }),
  );
  const kernel = [...((await model.getLayer("body").getWeights()[0]?.data()) ?? [])];
  return { files, kernel };
}

/** A weight of the newest run, as the browser stores it. */
const storedWeight = (page: Page, name: string): Promise<readonly number[]> =>
  page.evaluate(async (wanted) => {
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const [studio] = await indexedDB.databases();
    const database = await done(indexedDB.open(studio?.name ?? ""));
    const all = await done(database.transaction("weights").objectStore("weights").getAll());
    database.close();
    const run = (all as { runId: string; weights: { name: string; values: Float32Array }[] }[]).find(
      ({ runId }) => !runId.startsWith("model-"),
    );
    return [...(run?.weights.find((weight) => weight.name === wanted)?.values ?? [])];
  }, name);

/** Takes the last edit back, which must be this one. */
async function undo(page: Page, edit: RegExp): Promise<void> {
  const button = page.getByRole("button", { name: "Undo", exact: true });
  await button.hover();
  await expect(page.getByRole("tooltip")).toHaveText(edit);
  await button.click();
  await page.mouse.move(0, 0);
}

test("open a TensorFlow.js model and fine-tune its head", async ({ studio, page }) => {
  const { files, kernel } = await madeModel();
  await studio.open();
  await chooseSample(page, "Iris");
  await goTo(page, "Model");
  const tree = page.getByRole("tree", { name: "Layers" });

  await test.step("files that are no model change nothing", async () => {
    await page.getByRole("button", { name: "Open a model…" }).click();
    const dialog = page.getByRole("dialog", { name: "Open a model" });
    await dialog.getByText("From a web address?").click();
    await expect(dialog).toContainText("security policy");
    await dialog
      .getByLabel("Model files")
      .setInputFiles({ name: "notes.json", mimeType: "application/json", buffer: Buffer.from("{}") });
    await expect(dialog.getByRole("status")).toContainText("The model was not opened");
    await expect(dialog.getByRole("status")).toContainText("“notes.json” is no Keras model");
    await page.keyboard.press("Escape");
    await expect(tree.getByRole("treeitem")).toHaveCount(4);
  });

  await test.step("the model becomes the graph, with weights that are chosen after it", async () => {
    await page.getByRole("button", { name: "Open a model…" }).click();
    const dialog = page.getByRole("dialog", { name: "Open a model" });
    await dialog.getByLabel("Model files").setInputFiles(files.filter(({ name }) => name.endsWith(".json")));
    await expect(dialog.getByRole("button", { name: "Choose its weight files…" })).toBeVisible();
    await dialog.getByLabel("Weight files").setInputFiles(files.filter(({ name }) => !name.endsWith(".json")));
    await expect(dialog.getByRole("status")).toContainText("“model.json” is the graph now, with 3 layers.");
    await expect(dialog.getByRole("status")).toContainText("Weights fit all 2 layers");
    await dialog.getByRole("button", { name: "Done" }).click();
    await expect(tree.getByRole("treeitem")).toHaveCount(4);
    await expect(page.getByRole("region", { name: "Start weights" })).toContainText("Weights fit all 2 layers");
    await expect(page.getByRole("combobox", { name: "Starts from" }).locator("option:checked")).toHaveText(
      "model.json",
    );
  });

  await test.step("a new head for three classes, on a frozen body", async () => {
    await page.getByRole("button", { name: "Transfer learning: new head" }).click();
    await expect(tree.getByRole("treeitem", { name: /Output.*3 softmax/ })).toBeVisible();
    await expect(page.getByRole("region", { name: "Start weights" })).toContainText("Weights fit 1 of 2 layers");
    await undo(page, /Give the model a new head/);
    await expect(page.getByRole("region", { name: "Start weights" })).toContainText("Weights fit all 2 layers");
    await page.getByRole("button", { name: "Redo", exact: true }).click();
    await expect(page.getByRole("region", { name: "Start weights" })).toContainText("Weights fit 1 of 2 layers");
  });

  await goTo(page, "Train");
  await setNumber(page, "Epochs", 40);
  await setNumber(page, "Learning rate", 0.03);
  await trainToEnd(page);
  expect(await storedWeight(page, "body/kernel")).toEqual(kernel);
  await goTo(page, "Evaluate");
  expect((await scoreOf(page, "Accuracy")).model).toBeGreaterThanOrEqual(0.85);
});
