/** @file Two branches drawn on the canvas: layers dropped, connections dragged from handle to handle, circles refused. */
import type { Locator, Page } from "@playwright/test";
import { expect, test } from "../harness.ts";
import {
  canvas,
  card,
  cardEnd,
  chooseSample,
  epochsOf,
  goTo,
  kerasCalls,
  kerasSource,
  layerSettings,
  outline,
  outlineRows,
  palette,
  setNumber,
  trainToEnd,
} from "../steps.ts";

test.describe.configure({ timeout: 300_000 });

const line = (page: Page, from: string, to: string): Locator =>
  canvas(page).getByRole("group", { name: new RegExp(`^From ${from} to ${to}, `) });

const entry = (page: Page, title: string): Locator => palette(page).getByRole("button", { name: title, exact: true });

const row = (page: Page, name: RegExp): Locator => outline(page).getByRole("treeitem", { name });

/** Draws a connection as a hand does. */
async function drag(page: Page, from: Locator, to: Locator): Promise<void> {
  const [start, goal] = [await cardEnd(from, "bottom"), await cardEnd(to, "top")];
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move((start.x + goal.x) / 2 + 40, (start.y + goal.y) / 2, { steps: 5 });
  await page.mouse.move(goal.x, goal.y, { steps: 5 });
  await page.mouse.up();
}

/** Enters the units of the layer that was just added. */
async function setUnits(page: Page, units: number): Promise<void> {
  await layerSettings(page).getByRole("spinbutton", { name: "Units", exact: true }).fill(String(units));
}

/** What stands there when all is drawn, written by hand. */
const drawn = [
  "input_1 = keras.Input(shape=(4,))",
  'dense_1 = layers.Dense(units=9, activation="relu")(input_1)',
  'dense_2 = layers.Dense(units=8, activation="relu")(dense_1)',
  "dense_3 = layers.Dense(units=8)(dense_1)",
  "add_1 = layers.Add()([dense_3, dense_2])",
  "concatenate_1 = layers.Concatenate()([add_1, input_1])",
  'output_1 = layers.Dense(units=3, activation="softmax")(concatenate_1)',
];

test("a branch with a skip and a join, drawn by hand; a circle is refused while it is drawn", async ({
  studio,
  page,
}) => {
  await studio.open();
  await chooseSample(page, "Iris");
  await goTo(page, "Model");
  await page.getByRole("group", { name: "Templates" }).getByRole("button", { name: "Linear", exact: true }).click();
  await expect(outlineRows(page)).toHaveCount(2);

  await test.step("the trunk, and a layer beside it that nothing feeds", async () => {
    await entry(page, "Dense").click();
    await setUnits(page, 9);
    const area = await canvas(page).boundingBox();
    const trunk = await card(page, "Dense", "9 relu").boundingBox();
    if (area === null || trunk === null) throw new Error("no canvas");
    const targetPosition = { x: trunk.x - area.x - 140, y: trunk.y - area.y + trunk.height + 40 };
    await entry(page, "Dense").dragTo(canvas(page), { targetPosition });
    await setUnits(page, 8);
    await expect(row(page, /^Dense 8 relu .*not connected/)).toHaveCount(1);
  });
  const trunk = card(page, "Dense", "9 relu");
  const branch = card(page, "Dense", "8 relu");

  await test.step("connected from handle to handle, it has a shape", async () => {
    await drag(page, trunk, branch);
    await expect(line(page, "Dense", "Dense")).toHaveCount(1);
    await expect(branch).toHaveAccessibleName(/Output 8\./);
  });

  await test.step("Add joins both, says that they do not fit, and is mended by its own offer", async () => {
    await entry(page, "Add").dragTo(line(page, "Dense", "Output"), { force: true });
    await expect(layerSettings(page)).toContainText("Add joins at least two inputs and has 1.");
    await drag(page, branch, card(page, "Add"));
    await expect(layerSettings(page)).toContainText("Add needs inputs that fit together, and got 9, 8.");
    await layerSettings(page).getByRole("button", { name: "Insert Dense to match" }).click();
    await expect(card(page, "Add")).toHaveAccessibleName(/Output 8\./);
  });

  await test.step("a skip from the very beginning, joined by Concatenate", async () => {
    await entry(page, "Concatenate").dragTo(line(page, "Add", "Output"), { force: true });
    await drag(page, card(page, "Input"), card(page, "Concatenate"));
    await expect(card(page, "Concatenate")).toHaveAccessibleName(/Output 12\./);
    await expect(page.getByRole("button", { name: "Next: Train" })).toBeEnabled();
  });

  await test.step("what would make a circle is refused, with the reason", async () => {
    const reason = page.getByText("That would make a circle: the layer would depend on itself.");
    await expect(reason).toHaveCount(0);
    await drag(page, card(page, "Add"), branch);
    await expect(reason).toBeVisible();
    await expect(page.getByRole("button", { name: "Next: Train" })).toBeEnabled();
    await page.getByRole("button", { name: "Keras source" }).click();
    await expect(kerasSource(page)).toHaveValue(/output_1/);
    expect(await kerasCalls(page), "nothing but what was drawn").toEqual(drawn);
  });

  await goTo(page, "Train");
  await setNumber(page, "Epochs", 1);
  await trainToEnd(page);
  expect(await epochsOf(page, "1")).toBe(1);
});
