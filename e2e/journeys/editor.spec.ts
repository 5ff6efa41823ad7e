/** @file The canvas as an editor, by mouse and by keys: clipboard, blocks, notes, the map, the history's words, pictures. */
import type { Locator, Page } from "@playwright/test";
import { accessibilityViolations } from "../accessibility.ts";
import type { Studio } from "../harness.ts";
import { expect, test } from "../harness.ts";
import { chooseInProjectMenu, chooseSample, downloaded, goTo } from "../steps.ts";

const canvas = (page: Page): Locator => page.getByRole("application", { name: "Model graph" });
const cards = (page: Page): Locator => canvas(page).locator(".react-flow__node-layer");
const rows = (page: Page): Locator => page.getByRole("tree", { name: "Layers" }).getByRole("treeitem");
const news = (page: Page): Locator => page.getByRole("status", { name: "What was done" });

async function openModel(page: Page, studio: Studio): Promise<void> {
  await studio.open();
  await chooseSample(page, "Iris");
  await goTo(page, "Model");
  await expect(cards(page)).toHaveCount(4);
}

/** What the undo button would take back, as its tooltip says. */
async function expectUndo(page: Page, text: string): Promise<void> {
  const undo = page.getByRole("button", { name: "Undo", exact: true });
  await undo.hover();
  await expect(page.getByRole("tooltip")).toHaveText(text);
  await page.mouse.move(720, 860);
  await expect(page.getByRole("tooltip")).toHaveCount(0);
}

const chooseInMenu = (page: Page, name: string): Promise<void> => page.getByRole("menuitem", { name }).first().click();

test("layers go through the clipboard into another project, as a text that says what it is", async ({
  studio,
  page,
  context,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await openModel(page, studio);

  await test.step("two layers by mouse, copied and pasted by keys", async () => {
    await cards(page).nth(1).click();
    await cards(page)
      .nth(2)
      .click({ modifiers: ["Shift"] });
    await expect(rows(page).nth(1)).toHaveAttribute("aria-selected", "true");
    await expect(rows(page).nth(2)).toHaveAttribute("aria-selected", "true");
    await page.keyboard.press("Control+c");
    const text: unknown = JSON.parse(await page.evaluate(() => navigator.clipboard.readText()));
    expect(text).toMatchObject({ layerwise: "layers", version: 1, nodes: [{ kind: "dense" }, { kind: "dense" }] });
    await page.keyboard.press("Control+v");
    await expect(cards(page)).toHaveCount(6);
    await expect(news(page)).toHaveText("Done: Paste 2 layers");
    await expectUndo(page, "Undo: Paste 2 layers");
    await page.keyboard.press("Control+z");
    await expect(cards(page)).toHaveCount(4);
    await expect(news(page)).toHaveText("Taken back: Paste 2 layers");
  });

  await test.step("into a new project, behind its Input", async () => {
    await chooseInProjectMenu(page, "New project");
    await goTo(page, "Model");
    await expect(cards(page).first()).toContainText("no data yet");
    await expect(cards(page)).toHaveCount(4);
    await cards(page).first().click();
    await page.keyboard.press("Control+v");
    await expect(cards(page)).toHaveCount(6);
    await expect(rows(page).filter({ hasText: "not connected" })).toHaveCount(0);
  });

  await test.step("cut by the menu; a paste into a field stays text", async () => {
    await cards(page).nth(1).click();
    await cards(page).nth(1).click({ button: "right" });
    await chooseInMenu(page, "Cut");
    await expect(cards(page)).toHaveCount(5);
    await page.keyboard.press("a");
    await page.keyboard.press("Control+v");
    await expect(page.getByRole("searchbox", { name: "Search layers" })).toHaveValue(/"layerwise": "layers"/);
    await expect(cards(page)).toHaveCount(5);
    await page.keyboard.press("Escape");
  });

  await test.step("what nobody can paste is refused by name", async () => {
    const clip = { layerwise: "layers", version: 1, positions: {}, blocks: [], notes: [] };
    const nodes = [{ id: "a", kind: "warpDrive", params: {}, inputs: [] }];
    await page.evaluate((text) => navigator.clipboard.writeText(text), JSON.stringify({ ...clip, nodes }));
    await cards(page).first().click();
    await page.keyboard.press("Control+v");
    await expect(page.getByText("does not know the layer kinds warpDrive")).toBeVisible();
    await expect(cards(page)).toHaveCount(5);
  });
});

test("blocks, notes and the map, by mouse", async ({ studio, page }) => {
  await openModel(page, studio);

  await test.step("a frame drawn around two layers makes a block, which folds and unfolds", async () => {
    const [first, second] = [await cards(page).nth(1).boundingBox(), await cards(page).nth(2).boundingBox()];
    if (first === null || second === null) throw new Error("no cards");
    await page.mouse.move(first.x - 30, first.y - 12);
    await page.mouse.down();
    await page.mouse.move(second.x + second.width + 20, second.y + second.height + 10, { steps: 8 });
    await page.mouse.up();
    await page.getByRole("button", { name: "More for the canvas" }).click();
    await chooseInMenu(page, "Group as a block");
    await expect(page.getByRole("button", { name: "Collapse Block 1 (E)" })).toBeVisible();
    await expect(rows(page)).toHaveCount(5);
    const output = await cards(page).last().boundingBox();
    await page.getByRole("button", { name: "Collapse Block 1 (E)" }).click();
    await expect(cards(page)).toHaveCount(2);
    const block = canvas(page).getByRole("group", { name: "Block Block 1: 2 layers, 4,480 parameters" });
    await expect(block).toBeVisible();
    await expect(rows(page)).toHaveCount(3);
    const raised = await cards(page).last().boundingBox();
    expect(raised?.y, "what stands below comes up").toBeLessThan(output?.y ?? 0);

    // Dragged as one card, its layers go with it.
    const at = await block.boundingBox();
    if (at === null) throw new Error("no block");
    await page.mouse.move(at.x + 60, at.y + 30);
    await page.mouse.down();
    await page.mouse.move(at.x + 260, at.y + 60, { steps: 6 });
    await page.mouse.up();
    await expectUndo(page, "Undo: Move 2 layers");
    await page.getByRole("button", { name: "Expand Block 1 (E)" }).click();
    const moved = await cards(page).nth(1).boundingBox();
    // The first step of a drag only begins it.
    expect(moved?.x).toBeGreaterThan(first.x + 150);
    await page.getByRole("button", { name: "Tidy up" }).click();
    await expect(cards(page)).toHaveCount(4);
  });

  await test.step("a block under another name, copied as a block", async () => {
    await page.getByRole("button", { name: "Block 1", exact: true }).dblclick();
    await page.getByRole("textbox", { name: "Name of the block" }).fill("Body");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Body", exact: true }).click();
    await page.keyboard.press("Control+d");
    await expect(page.getByRole("button", { name: "Collapse Body (E)" })).toHaveCount(2);
    await page.keyboard.press("Control+z");
    await expect(page.getByRole("button", { name: "Collapse Body (E)" })).toHaveCount(1);
  });

  await test.step("a note: written, moved, made larger, deleted", async () => {
    const hostile = '<img src=x onerror="document.title=1">';
    await page.getByRole("button", { name: "Note", exact: true }).click();
    await page.getByRole("textbox", { name: "Text of the note" }).fill(hostile);
    await page.keyboard.press("Escape");
    const note = canvas(page).getByRole("group", { name: `Note: ${hostile}` });
    await expect(note.getByText(hostile)).toBeVisible();
    const before = await note.boundingBox();
    if (before === null) throw new Error("no note");
    const corner = note.locator(".react-flow__resize-control.handle.bottom.right");
    expect(await accessibilityViolations(page), "a block, a note and their outline").toEqual([]);
    await corner.hover();
    await page.mouse.down();
    await page.mouse.move(before.x + before.width + 60, before.y + before.height + 40, { steps: 5 });
    await page.mouse.up();
    await expect.poll(async () => (await note.boundingBox())?.width).toBeGreaterThan(before.width + 40);
    await page.keyboard.press("ArrowRight");
    await expectUndo(page, "Undo: Move a note");
    await note.click();
    await page.keyboard.press("Delete");
    await expect(note).toHaveCount(0);
    await expect(page, "a note's text is never run").not.toHaveTitle("1");
  });

  await test.step("a layer put on a connection by its plus", async () => {
    await canvas(page)
      .getByRole("group", { name: /^From Input to Dense/ })
      .hover({ force: true });
    await page.getByRole("button", { name: "Insert a layer here" }).click();
    await page.keyboard.type("dropout");
    await page.keyboard.press("Enter");
    await expect(rows(page).nth(1)).toContainText("Dropout");
    await expectUndo(page, "Undo: Add Dropout");
  });

  await test.step("the map stays as it was left", async () => {
    await page.getByRole("button", { name: "Map of the model" }).click();
    await expect(page.getByRole("img", { name: "Map of the model" })).toBeVisible();
    await cards(page).nth(1).click({ button: "right" });
    await expect(page.getByRole("menu", { name: "Actions" })).toBeVisible();
    expect(await accessibilityViolations(page), "the map, and a menu").toEqual([]);
    await page.keyboard.press("a");
    await expect(page.getByRole("searchbox"), "letters belong to the menu").toHaveCount(0);
    await page.keyboard.press("Escape");
    await page.reload();
    await expect(page.getByRole("img", { name: "Map of the model" })).toBeVisible();
  });
});

test("the outline edits by keyboard alone what the canvas edits by mouse", async ({ studio, page }) => {
  await openModel(page, studio);
  await rows(page).nth(1).focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowDown");
  await expect(rows(page).nth(1)).toBeFocused();

  await test.step("frozen, and free again", async () => {
    await page.keyboard.press("f");
    await expect(rows(page).nth(1)).toContainText("frozen");
    await expect(news(page)).toHaveText("Done: Freeze Dense");
    await page.keyboard.press("f");
    await expect(rows(page).nth(1)).not.toContainText("frozen");
  });

  await test.step("several marked, grouped, folded, named, opened and taken apart", async () => {
    await page.keyboard.press("Shift+ArrowDown");
    await expect(rows(page).nth(2)).toHaveAttribute("aria-selected", "true");
    await page.keyboard.press("Control+g");
    await expect(rows(page)).toHaveCount(5);
    await expect(news(page)).toHaveText("Done: Group as Block 1");
    const block = rows(page).filter({ hasText: "Block 1" });
    await expect(block).toHaveAttribute("aria-expanded", "true");
    await expect(rows(page).nth(2)).toHaveAttribute("aria-level", "2");
    await page.keyboard.press("e");
    await expect(block).toHaveAttribute("aria-expanded", "false");
    await expect(rows(page)).toHaveCount(3);
    await expect(block).toBeFocused();
    await page.keyboard.press("F2");
    await page.getByRole("textbox", { name: "Name of the block" }).fill("Body");
    await page.keyboard.press("Enter");
    const named = rows(page).filter({ hasText: "Body" });
    await expect(named).toBeFocused();
    await page.keyboard.press("ArrowRight");
    await expect(named).toHaveAttribute("aria-expanded", "true");
    await page.keyboard.press("Control+Shift+g");
    await expect(rows(page)).toHaveCount(4);
    await page.keyboard.press("Control+z");
    await page.keyboard.press("Control+z");
    await page.keyboard.press("Control+z");
    await page.keyboard.press("Control+z");
    await page.keyboard.press("Control+z");
    await expect(rows(page)).toHaveCount(4);
  });

  await test.step("another input, by the list of those that may feed it", async () => {
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("c");
    const dialog = page.getByRole("dialog", { name: "Inputs of Dense" });
    await expect(dialog.getByRole("radio", { checked: true })).toBeVisible();
    await expect(dialog.getByRole("radio"), "what would close a circle is not offered").toHaveCount(2);
    await dialog.getByRole("radio", { name: "Input input_1" }).check();
    await dialog.getByRole("button", { name: "Connect" }).click();
    await expect(news(page)).toHaveText("Done: Choose the inputs of Dense");
    await expect(rows(page).filter({ hasText: "not connected" })).toHaveCount(1);
  });

  await test.step("everything that may go goes, and comes back", async () => {
    await page.keyboard.press("Control+a");
    await page.keyboard.press("Delete");
    await expect(rows(page)).toHaveCount(2);
    await expect(news(page)).toHaveText("Done: Delete 2 layers");
    await page.keyboard.press("Control+z");
    await expect(rows(page)).toHaveCount(4);
  });
});

test("pictures hold each layer's name, and names are text wherever they stand", async ({ studio, page, context }) => {
  await openModel(page, studio);
  const hostile = `<img src=x onerror="document.title='broken'"> & </text>`;
  await cards(page).nth(1).click();
  const settings = page.getByRole("form", { name: "Layer settings" });
  await settings.getByText("More", { exact: true }).click();
  await settings.getByRole("textbox", { name: "Name" }).fill(hostile.slice(0, 60));
  await expect(cards(page).nth(1)).toContainText(hostile.slice(0, 60));
  await expect(rows(page).nth(1)).toContainText(hostile.slice(0, 60));
  await expect(canvas(page).locator("img[src=x]")).toHaveCount(0);

  const take = (name: string) =>
    downloaded(page, async () => {
      await page.getByRole("button", { name: "More for the canvas" }).click();
      await chooseInMenu(page, name);
    });
  const svg = await take("Export picture (SVG)");
  expect(svg.name).toBe("iris.svg");
  // The studio's own page lets nobody parse a text as markup.
  const blank = await context.newPage();
  const seen = await blank.evaluate((source) => {
    const parsed = new DOMParser().parseFromString(source, "image/svg+xml");
    return {
      broken: parsed.querySelector("parsererror")?.textContent ?? null,
      foreign: parsed.querySelectorAll("img, script, foreignObject").length,
      texts: Array.from(parsed.querySelectorAll("text"), (text) => text.textContent ?? ""),
    };
  }, svg.bytes.toString("utf8"));
  expect(seen.broken).toBeNull();
  expect(seen.foreign).toBe(0);
  for (const name of ["Input", hostile.slice(0, 60), "Dense", "Output", "64 relu", "4"])
    expect(seen.texts).toContain(name);

  const png = await take("Export picture (PNG)");
  expect(png.name).toBe("iris.png");
  expect(png.bytes.subarray(1, 4).toString("latin1")).toBe("PNG");
  const width = Number(/width="(\d+)"/.exec(svg.bytes.toString("utf8"))?.[1]);
  expect(png.bytes.readUInt32BE(16), "twice the size of the drawing").toBe(2 * width);
  await expect(page).not.toHaveTitle("broken");
});
