/** @file The whole path in Chinese: nothing on the way is left in English, and nothing is wider than a small screen. */
import type { Page } from "@playwright/test";
import { activations } from "../../src/core/layers/activations.ts";
import { layerKinds, layers } from "../../src/core/layers/index.ts";
import { expect, type Studio, test } from "../harness.ts";

/** Words that Chinese texts keep as they are: names of layers, methods, formats, units, devices. */
const kept = [
  ...["Layerwise", "WebGPU", "WebGL", "GPU", "CPU", "CSV", "TSV", "PNG", "English", "Ctrl", "Shift", "Alt", "Enter"],
  ...["Delete", "A", ...layerKinds.map((kind) => layers[kind].title)],
  ...["LeNet", "VGG", "ResNet", "MobileNet", "Transformer"],
  ...[
    "MLP",
    "Adam",
    "AdamW",
    "Adamax",
    "Nadam",
    "Lion",
    "SGD",
    "RMSprop",
    "Adagrad",
    "Nesterov",
    "Huber",
    "Beta",
    "Epsilon",
    "Rho",
  ],
  ...["MAE", "RMSE", "R²", "ROC", "AUC", "F1", "UTF", "Keras", "PyTorch", "ONNX", "TensorFlow.js", "React", "Flow"],
  ...["ReLU", ...activations],
  ...["Excel", "Parquet", "JSON", "JPEG", "zip", "IDX", "NPY", "Box", "Cox", "Yeo", "Johnson", "L1", "RGB"],
  ...["train", "validation", "test"],
  ...["kB", "MB", "GB", "byte", "ms", "s", "min", "h", "auto"],
];
/** Whole texts that are no language: encodings, fingerprints, the device's own name, a citation, an argument in Keras. */
const noLanguage = [
  /^(utf|windows|iso|gb|big|shift|euc)[-_\d]*[a-z\d-_]*$/i,
  /^[\da-f-]{16,}$/,
  /^WebGPU — [\w .-]+$/,
  /UCI Machine Learning Repository, CC BY 4\.0$/,
  /^iris\.csv$/,
  /^Keras：[a-z_]+$/,
  // What a step makes of a number.
  /^[xye\d\s().,+−×/-]+$/,
  // A drawing that stands for text.
  /^Aa$/,
];
/** What came with the data. */
const data = ["iris", "csv", "layerwise", "sepal_length", "sepal_width", "petal_length", "petal_width", "species"];
const classes = ["setosa", "versicolor", "virginica", "Iris"];
const images = ["shapes", "image", "label", "file", "circle", "square", "triangle"];
const series = ["shops", "date", "shop", "visitors", "town", "office"];
const reviews = ["reviews", "zh", "text", "opinion"];
const shops = ["groceries", "fuel", "restaurant", "clothes", "electronics", "travel"];
const payments = ["payments", "amount", "hour", "distance_km", "new_device", "attempts", "fraud", "yes", "no"];

interface Text {
  readonly text: string;
  readonly where: string;
}

/** Every text that can be seen or is read out: text, names, hints, placeholders, choices. */
async function texts(page: Page): Promise<readonly Text[]> {
  return page.evaluate(() => {
    const found: { text: string; where: string }[] = [];
    const whereOf = (element: Element) =>
      `<${element.tagName.toLowerCase()} class="${element.getAttribute("class") ?? ""}">`;
    const add = (text: string | null, element: Element) => {
      const trimmed = text?.replace(/\s+/g, " ").trim() ?? "";
      if (trimmed !== "") found.push({ text: trimmed, where: whereOf(element) });
    };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const element = node instanceof Element ? node : node.parentElement;
      // Code, identifiers and credits are the same in every language; <bdi> holds names that came with the data.
      if (element === null || element.closest("script, style, code, bdi, a[target=_blank]") !== null) continue;
      if (!(element instanceof HTMLOptionElement) && !element.checkVisibility()) continue;
      if (!(node instanceof Element)) add(node.textContent, element);
      else
        for (const name of ["aria-label", "title", "placeholder", "alt", "aria-valuetext"])
          add(node.getAttribute(name), node);
    }
    return found;
  });
}

const known = new Set(
  [...kept, ...data, ...classes, ...images, ...series, ...reviews, ...payments, ...shops].map((word) =>
    word.toLowerCase(),
  ),
);

/** Texts with a word that no Chinese text of the studio has. */
function untranslated(found: readonly Text[]): readonly string[] {
  return found
    .filter(({ text }) => !noLanguage.some((pattern) => pattern.test(text)))
    .filter(({ text }) => {
      const words = (text.match(/[A-Za-z][A-Za-z.²]*[\d_]*[A-Za-z²]*/g) ?? []).map((word) => word.replace(/\.$/, ""));
      const strange = words.filter((word) => !known.has(word.toLowerCase()) && !/^[a-z]+_\d+$|^[pf]$|^x$/i.test(word));
      if (strange.length === 0) return false;
      // A Chinese sentence may name a thing by its own name; a sentence without Chinese is not Chinese.
      return !/\p{Script=Han}/u.test(text) || strange.length > 2;
    })
    .map(({ text, where }) => `${text}   ${where}`);
}

/** Keys look like "train.runs.title" or "common:steps.data". */
const keys = (found: readonly Text[]) =>
  found
    .map(({ text }) => text)
    .filter((text) => !noLanguage.some((pattern) => pattern.test(text)))
    .filter((text) => /^([a-z]+:)?[a-z][A-Za-z]*(\.[a-z][A-Za-z]*)+$/.test(text));

/** What sticks out of the window: the page itself, or a control that cannot be scrolled to. */
async function overflow(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    const scrolls = (element: Element | null): boolean =>
      element !== null && (/auto|scroll/.test(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
    const out = Array.from(document.querySelectorAll("button, a, input, select, [tabindex='0']"))
      .filter((element) => element.checkVisibility() && element.closest("svg, .react-flow") === null)
      .filter((element) => {
        const { left, right, width } = element.getBoundingClientRect();
        return width > 1 && (right > innerWidth + 1 || left < -1) && !scrolls(element.parentElement);
      })
      .map((element) => `${element.tagName} ${element.getAttribute("aria-label") ?? element.textContent}`);
    return [...(wide > 0 ? [`the page is ${wide} px too wide`] : []), ...out];
  });
}

async function check(page: Page, step: string): Promise<void> {
  const found = await texts(page);
  expect(found.length, `${step} has texts`).toBeGreaterThan(20);
  expect.soft(keys(found), `${step}: keys without a text`).toEqual([]);
  expect.soft(untranslated(found), `${step}: not in Chinese`).toEqual([]);
  expect.soft(await overflow(page), `${step}: wider than the window`).toEqual([]);
}

async function go(page: Page, step: string): Promise<void> {
  const link = page.getByRole("navigation", { name: "步骤" }).getByRole("link", { name: step, exact: true });
  await link.click();
  await expect(link).toHaveAttribute("aria-current", "page");
  await expect(page.getByRole("heading", { level: 1, name: step })).toBeAttached();
}

test.use({ viewport: { width: 1024, height: 768 } });

test.describe.configure({ timeout: 300_000 });

/** Opens the studio and has it speak Chinese. */
async function openInChinese(studio: Studio, page: Page): Promise<void> {
  await studio.open();
  await page.getByRole("combobox", { name: "Language" }).selectOption({ label: "中文" });
  await expect(page.locator("html")).toHaveAttribute("lang", "zh-CN");
  await expect(page.getByRole("status", { name: "引擎" })).toContainText("WebGPU", { timeout: 60_000 });
}

test("the whole path in Chinese, on a screen of 1024 px", async ({ studio, page }) => {
  await openInChinese(studio, page);

  await test.step("a new project has a Chinese name; the first one was named before the language was chosen", async () => {
    await page.getByRole("button", { name: "项目", exact: true }).click();
    await page.getByRole("menuitem", { name: "新建项目" }).click();
    await expect(page.getByRole("textbox", { name: "项目名称" })).toHaveValue("未命名项目");
  });

  await test.step("before there is data", async () => {
    for (const step of ["数据", "模型", "训练", "评估", "部署"]) {
      await go(page, step);
      await check(page, `${step}, empty`);
    }
  });

  await go(page, "数据");
  await page.getByRole("group", { name: "示例" }).getByRole("button").first().click();
  await expect(page.getByRole("status", { name: "数据概要" })).toContainText("iris.csv");
  await expect(page.getByRole("table").first()).toContainText("petal_length");
  await check(page, "数据");
  await test.step("the recipe, with every step there is", () => checkRecipe(page));
  await test.step("what is understood of the data", () => checkTabs(page, "iris"));

  await go(page, "模型");
  await page.getByRole("treeitem").nth(1).click();
  await check(page, "模型");

  await go(page, "训练");
  await test.step("every choice of the settings", () => checkSettings(page));
  await test.step("what is found before training", () => checkBefore(page));
  await test.step("a run under way, at rest, stopped; one that ends; one of them forked", () => checkRuns(page));

  await go(page, "评估");
  const scores = page.getByRole("table", { name: "得分", exact: true });
  await expect(scores.getByRole("rowheader", { name: "准确率", exact: true })).toBeVisible();
  await page.getByRole("region", { name: "试一试" }).getByRole("button", { name: "预测", exact: true }).click();
  await expect(page.getByRole("list", { name: "概率" }).getByRole("listitem")).toHaveCount(3);
  await check(page, "评估");

  await go(page, "部署");
  await expect(page.getByRole("button", { name: "导出项目", exact: true })).toBeEnabled();
  await check(page, "部署");

  await test.step("the language outlives a reload", async () => {
    await page.reload();
    await expect(page.getByRole("navigation", { name: "步骤" })).toBeVisible();
  });
});

/** Adds one of each step of the recipe, opens its settings, and takes them all back. */
async function checkRecipe(page: Page): Promise<void> {
  const list = page.getByRole("group", { name: "数据准备的步骤" });
  await expect(list.getByRole("listitem").first()).toBeVisible();
  const before = await list.getByRole("listitem").count();
  const add = page.getByRole("button", { name: "添加步骤" });
  await add.click();
  await check(page, "数据, choice of a step");
  const names = await page.getByRole("menuitem").allTextContents();
  await page.keyboard.press("Escape");
  expect(names.length).toBeGreaterThan(10);
  for (const [index, name] of names.entries()) {
    await add.click();
    await page.getByRole("menuitem").nth(index).click();
    await expect(list.getByRole("listitem")).toHaveCount(before + 1);
    await check(page, `数据, ${name}`);
    await page.getByRole("button", { name: "撤销", exact: true }).click();
    await expect(list.getByRole("listitem")).toHaveCount(before);
  }
}

/** The settings that are folded away, and each choice that brings settings of its own. */
async function checkSettings(page: Page): Promise<void> {
  await page.getByRole("button", { name: "更多", exact: true }).click();
  for (const name of ["优化器", "学习率调度", "梯度裁剪"]) {
    const choice = page.getByRole("combobox", { name, exact: true });
    const before = await choice.inputValue();
    const options = await choice.locator("option").all();
    expect(options.length, name).toBeGreaterThan(3);
    for (const option of options) {
      await choice.selectOption((await option.getAttribute("value")) ?? "");
      await check(page, `${name}, ${await option.textContent()}`);
    }
    await choice.selectOption(before);
  }
}

/** The check of speed and memory, and the test of learning rates. */
async function checkBefore(page: Page): Promise<void> {
  const before = page.getByRole("region", { name: "训练之前" });
  await before.getByText("所需内存").click();
  await before.getByRole("button", { name: "检查速度和内存" }).click();
  await expect(before).toContainText("一轮大约需要", { timeout: 120_000 });
  await check(page, "训练, before it");
  await page.getByRole("button", { name: "寻找学习率", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "寻找学习率" });
  await check(page, "训练, test of learning rates");
  await dialog.getByRole("button", { name: "开始测试" }).click();
  await expect(dialog.getByRole("status")).toHaveText(/损失/, { timeout: 120_000 });
  await check(page, "训练, tested learning rates");
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
}

async function checkRuns(page: Page): Promise<void> {
  const epochs = page.getByRole("spinbutton", { name: "训练轮数" });
  const train = page.getByRole("button", { name: "训练", exact: true });
  const runs = page.getByRole("table", { name: "运行记录" });
  // The first ends only by being stopped, however fast the machine.
  await epochs.fill("10000");
  const early = page.getByRole("switch", { name: "提前停止" });
  if (await early.isChecked()) await early.click();
  await train.click();
  await expect(page.getByRole("progressbar", { name: "训练进度" })).toBeVisible();
  await page.getByRole("button", { name: "学习率、梯度、速度和内存" }).click();
  await check(page, "训练, under way");
  await page.getByRole("button", { name: "暂停", exact: true }).click();
  await expect(page.getByRole("button", { name: "继续", exact: true })).toBeVisible();
  await check(page, "训练, at rest");
  await page.getByRole("button", { name: "停止", exact: true }).click();
  await expect(runs).toContainText("已停止", { timeout: 60_000 });
  await check(page, "训练, stopped");

  await epochs.fill("3");
  await page.getByRole("spinbutton", { name: "检查点间隔（轮）" }).fill("1");
  await train.click();
  await expect(runs).toContainText("已完成", { timeout: 120_000 });
  await page.getByRole("button", { name: "从检查点为运行 2开分支…" }).click();
  await expect(page.getByRole("dialog", { name: "运行 2的分支" })).toBeVisible();
  await check(page, "训练, fork");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  for (const run of ["1", "2"]) await page.getByRole("checkbox", { name: `比较运行 ${run}` }).check();
  await check(page, "训练, compared");
}

/** The tabs beside the data themselves. */
async function checkTabs(page: Page, name: string): Promise<void> {
  await page.getByRole("tab", { name: "理解" }).click();
  await expect(page.getByRole("region", { name: "各列统计", exact: true })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText("正在分析数据…")).toHaveCount(0);
  await check(page, `${name}, 理解`);
  await page.getByRole("tab", { name: "扫描" }).click();
  await expect(page.getByRole("tab", { name: "扫描" })).toHaveAttribute("aria-selected", "true");
  await check(page, `${name}, 扫描`);
  await page.getByRole("tab", { name: "数据", exact: true }).click();
}

const summary = (page: Page) => page.getByRole("status", { name: "数据概要" });

async function take(page: Page, title: string, file: string): Promise<void> {
  await page
    .getByRole("group", { name: "示例" })
    .getByRole("button", { name: new RegExp(`^${title}`) })
    .click();
  await expect(summary(page)).toContainText(file, { timeout: 60_000 });
}

test("images, series and texts in Chinese: cards, windows, tokens, balance and folds", async ({ studio, page }) => {
  await openInChinese(studio, page);

  await test.step("class cards, what enters of an image, and changes at random", async () => {
    await take(page, "几何图形", "shapes.zip");
    const classes = page.getByRole("group", { name: "类别", exact: true }).first();
    await expect(classes.getByRole("option").first()).toBeVisible();
    await expect(page.getByRole("list", { name: "处理前后的图像" })).toBeVisible();
    await check(page, "几何图形");
    await classes.getByRole("option").first().click();
    await expect(page.getByRole("group", { name: "选中的图像" })).toBeVisible();
    await check(page, "几何图形, one chosen");
    await page.getByRole("button", { name: "取消选择" }).click();
    await page.getByRole("button", { name: "添加变化" }).click();
    await page.getByRole("menuitem").first().click();
    await expect(page.getByRole("list", { name: "一个样本的原样，以及可能的变化" })).toBeVisible({ timeout: 60_000 });
    await check(page, "几何图形, changed at random");
    await classes.getByRole("button", { name: "绘制" }).first().click();
    await expect(page.getByRole("dialog", { name: "绘制" })).toBeVisible();
    await check(page, "几何图形, drawing");
    await page.keyboard.press("Escape");
    await checkTabs(page, "几何图形");
  });

  await test.step("windows of a series", async () => {
    await take(page, "两家商店", "shops.csv");
    await expect(page.getByRole("button", { name: "下一个窗口" })).toBeEnabled();
    await check(page, "两家商店");
    await checkTabs(page, "两家商店");
  });

  await test.step("tokens of texts", async () => {
    await take(page, "中文评论", "reviews-zh.csv");
    await expect(page.getByRole("list", { name: "切分后的文本" })).toBeVisible();
    await check(page, "中文评论");
    await checkTabs(page, "中文评论");
  });

  await test.step("balance, and the ways to divide rows", async () => {
    await take(page, "刷卡交易", "payments.csv");
    const balance = page.getByRole("group", { name: "平衡" }).getByRole("combobox");
    for (const way of await balance.locator("option").all()) {
      await balance.selectOption((await way.getAttribute("value")) ?? "");
      await check(page, `平衡, ${await way.textContent()}`);
    }
    const strategy = page.getByRole("group", { name: "划分", exact: true }).getByRole("combobox", { name: "方式" });
    for (const way of await strategy.locator("option").all()) {
      if (await way.isDisabled()) continue;
      await strategy.selectOption((await way.getAttribute("value")) ?? "");
      await check(page, `划分, ${await way.textContent()}`);
    }
    await strategy.selectOption("kFold");
    await checkTabs(page, "刷卡交易");
    await go(page, "训练");
    await check(page, "训练, folds");
  });
});
