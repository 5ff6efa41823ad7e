/** @file The whole walk over small tables: what the scan finds, what it must not find, and that a cancel is heard. */

import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Analysis } from "../../core/data/analysis.ts";
import { columnFromTexts } from "../../core/data/columns.ts";
import { suggestTarget, summarizeDataset } from "../../core/data/summarize.ts";
import { inferTask } from "../../core/data/task.ts";
import { commonFormat, type DataSettings, type Dataset, defaultDataSettings } from "../../core/data/types.ts";
import type { Issue } from "../../core/issue.ts";
import { atOnce } from "../../core/pieces.ts";
import { createProject } from "../../core/project/create.ts";
import { applyEdit } from "../../core/project/edits.ts";
import { random } from "../../core/random.ts";
import { divideRows } from "../prepare/prepare.ts";
import { analyse } from "./analyse.ts";

type Cells = readonly (string | number | null)[];

function tableOf(columns: Readonly<Record<string, Cells>>): Dataset {
  const lists = Object.values(columns);
  return {
    id: "table",
    fileName: "table.csv",
    bytes: 0,
    rows: lists[0]?.length ?? 0,
    format: commonFormat,
    names: Object.keys(columns),
    columns: lists.map((cells) =>
      columnFromTexts(
        cells.map((cell) => (cell === null ? null : String(cell))),
        commonFormat,
      ),
    ),
    issues: [],
  };
}

function fromCsv(text: string): Dataset {
  const [head = "", ...lines] = text.trim().split(/\r?\n/);
  const rows = lines.map((line) => line.split(","));
  return tableOf(Object.fromEntries(head.split(",").map((name, i) => [name, rows.map((cells) => cells[i] ?? null)])));
}

const noImages = () => Promise.reject(new Error("no images here"));

async function analysisOf(dataset: Dataset, change: Partial<DataSettings> = {}): Promise<Analysis> {
  const columns = change.columns ?? {};
  const summary = summarizeDataset(dataset, columns);
  const target = change.target === undefined ? suggestTarget(summary) : change.target;
  const data = { ...defaultDataSettings, ...change, target };
  const column = summary.columns.find(({ name }) => name === target);
  const task = data.task ?? (column === undefined ? null : inferTask(column));
  const types = summary.columns.map(({ type }) => type);
  const walk = analyse({ dataset, types, data, task }, new AbortController().signal, noImages);
  for (;;) {
    const { done, value } = await walk.next();
    if (done) return value;
  }
}

const codes = ({ findings }: Analysis) => findings.map(({ code }) => code);
const find = <C extends Issue["code"]>({ findings }: Analysis, code: C) =>
  findings.find((issue): issue is Extract<Issue, { code: C }> => issue.code === code);

/** The settings after the first answer of a finding. */
function answered(issue: Issue | undefined, target: string): DataSettings {
  const fix = issue?.fixes?.[0];
  if (fix === undefined) throw new Error("a finding with an answer");
  const project = createProject({ id: "p", name: "p", now: 0 });
  return applyEdit({ ...project, data: { ...project.data, target } }, fix.edit, fix.args as never).data;
}

const draw = (seed: number) => random(seed, 5);
const many = <T>(count: number, of: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => of(i));

/** Numbers and a class that hardly have to do with one another. */
function plainTable(rows = 200) {
  const [a, b, c] = [draw(1), draw(2), draw(3)];
  return {
    height: many(rows, () => (150 + a.next() * 40).toFixed(2)),
    weight: many(rows, () => (50 + b.next() * 40).toFixed(2)),
    group: many(rows, () => (c.next() < 0.5 ? "red" : "blue")),
  };
}

describe("a scan of clean tables", () => {
  const files = {
    iris: "public/samples/iris.csv",
    digits: "public/samples/digits.csv",
    spiral: "public/samples/spiral.csv",
    waves: "public/samples/waves.csv",
    penguins: "../shared/data/penguins.csv",
  };
  it.for(Object.entries(files))("finds nothing in %s", async ([name, path], { skip }) => {
    if (!existsSync(path)) skip(`${name} is not here`);
    const analysis = await analysisOf(fromCsv(readFileSync(path, "utf8")));
    expect(analysis.findings).toEqual([]);
    expect(analysis.columns.length).toBeGreaterThan(2);
  });

  it("finds nothing in a table whose few different rows repeat by nature", async () => {
    const source = draw(9);
    const yes = () => many(400, () => (source.next() < 0.4 ? "yes" : "no"));
    const analysis = await analysisOf(tableOf({ a: yes(), b: yes(), c: yes(), y: yes() }));
    expect(codes(analysis)).toEqual([]);
  });
});

describe("leaks", () => {
  it("tells of a category that gives the class away, and not once it is left out", async () => {
    const plain = plainTable(600);
    const code = plain.group.map((name, i) => (i === 7 ? "K2" : name === "red" ? "K1" : i % 3 === 0 ? "K2" : "K3"));
    const dataset = tableOf({ ...plain, code });
    const issue = find(await analysisOf(dataset, { target: "group" }), "columnTellsClass");
    expect(issue).toMatchObject({ at: { column: "code" }, context: { target: "group" } });
    expect(issue?.context.percent).toBeGreaterThan(99);
    const data = answered(issue, "group");
    expect(codes(await analysisOf(dataset, data))).toEqual([]);
  });

  it("tells of a number of the class, with noise on it", async () => {
    const plain = plainTable();
    const source = draw(4);
    const score = plain.group.map((name) => ((name === "red" ? 5 : -5) + source.next() * 0.5).toFixed(4));
    const analysis = await analysisOf(tableOf({ ...plain, score }), { target: "group" });
    expect(codes(analysis)).toEqual(["columnTellsClass"]);
    expect(analysis.columns.find(({ column }) => column === "score")?.strength?.measure).toBe("eta");
  });

  it("does not call a good feature a leak: the class gives the column away, not the column the class", async () => {
    const source = draw(5);
    const animal = many(300, () => ["hen", "owl", "cow", "dog", "eel"][source.int(5)] ?? "hen");
    const feathers = animal.map((name) => (name === "hen" || name === "owl" ? "yes" : "no"));
    const wings = animal.map((name) => (name === "hen" || name === "owl" ? 2 : 0));
    const size = many(300, () => source.next().toFixed(5));
    const analysis = await analysisOf(tableOf({ feathers, wings, size, animal }));
    expect(codes(analysis)).toEqual([]);
    expect(analysis.columns[0]?.strength).toMatchObject({ measure: "cramersV", value: expect.closeTo(1, 9) });
  });

  it("tells of a column that is the target of a regression in another scale", async () => {
    const source = draw(6);
    const price = many(150, () => Math.exp(source.next() * 8));
    const table = {
      area: price.map((value) => (Math.log(value) * 10 + source.next() * 30).toFixed(3)),
      tax: price.map((value) => (value * 0.19 + 3).toFixed(6)),
      logarithm: price.map((value) => Math.log(value).toFixed(6)),
      price: price.map((value) => value.toFixed(6)),
    };
    const analysis = await analysisOf(tableOf(table));
    const leaks = analysis.findings.filter(({ code }) => code === "columnTellsNumber").map(({ at }) => at.column);
    expect(leaks).toEqual(["tax", "logarithm"]);
  });

  it("does not call a column a leak because nearly every row is of one class", async () => {
    const plain = plainTable(1200);
    const kind = many(1200, (i) => `k${i % 4}`);
    const rare = many(1200, (i) => (i % 200 === 0 ? "yes" : "no"));
    const analysis = await analysisOf(tableOf({ height: plain.height, kind, rare }), { target: "rare" });
    expect(codes(analysis)).toEqual(["classesImbalanced"]);
  });

  it("does not call the only feature a leak", async () => {
    const x = many(100, (i) => (i * 0.37).toFixed(3));
    const y = many(100, (i) => (i * 0.37 * 2 + 1).toFixed(3));
    expect(codes(await analysisOf(tableOf({ x, y })))).toEqual([]);
  });
});

describe("rows that repeat", () => {
  it("are told of where they are texts, however few there are", async () => {
    const texts = many(240, (i) => `the ${["meal", "room", "view", "staff"][i % 4]} was number ${i % 22}`);
    const table = tableOf({ text: texts, opinion: many(240, (i) => (i % 2 === 0 ? "good" : "bad")) });
    const input = {
      kind: "text",
      column: "text",
      tokenizer: "words",
      lowercase: true,
      vocabulary: 100,
      length: 8,
      padding: "pre",
    } as const;
    const analysis = await analysisOf(table, { target: "opinion", input, columns: { text: { type: "text" } } });
    expect(codes(analysis)).toContain("rowsRepeat");
  });

  it("40: exact copies are told, those across the parts counted, and the first of each kept", async () => {
    const plain = plainTable(120);
    const twice = (cells: Cells) => [...cells, ...cells.slice(0, 30)];
    const dataset = tableOf({ height: twice(plain.height), weight: twice(plain.weight), group: twice(plain.group) });
    const issue = find(await analysisOf(dataset), "rowsRepeat");
    expect(issue?.context).toMatchObject({ count: 30, rows: "121, 122, 123, 124, 125, …" });
    expect(issue?.context.across).toBeGreaterThan(0);
    const data = answered(issue, "group");
    expect(Object.keys(data.rows).length).toBe(30);
    expect(codes(await analysisOf(dataset, data))).toEqual([]);
  });

  it("tells of rows that differ in case, white space and last digits only", async () => {
    const plain = plainTable(120);
    const near = (cells: Cells, change: (cell: string) => string) => [
      ...cells,
      ...cells.slice(0, 20).map((cell) => change(String(cell))),
    ];
    const dataset = tableOf({
      height: near(plain.height, (cell) => String(Number(cell) + 0.001)),
      weight: near(plain.weight, (cell) => cell),
      town: near(
        many(120, (i) => `Town ${i % 7}`),
        (cell) => cell.toUpperCase().replace(" ", "  "),
      ),
      group: near(plain.group, (cell) => cell),
    });
    const found = codes(await analysisOf(dataset)).filter((code) => code !== "valuesLookAlike");
    expect(found).toEqual(["rowsNearlyRepeat"]);
  });

  it("names too many copies, without an answer that no document could hold", async () => {
    const rows = 24_000;
    const base = many(rows / 2, (i) => ((i * 7919) % 12007) + i / 100_000);
    const dataset = tableOf({ a: [...base, ...base], b: many(rows, (i) => ((i % (rows / 2)) * 31) % 997) });
    const issue = find(await analysisOf(dataset, { target: "b" }), "rowsRepeatMany");
    expect(issue?.context).toMatchObject({ count: 12_000, limit: 10_000 });
    expect(issue?.fixes).toBeUndefined();
  });
});

describe("other findings", () => {
  it("offers class weights where classes are out of balance", async () => {
    const dataset = tableOf({ ...plainTable(330), group: many(330, (i) => (i % 11 === 0 ? "rare" : "usual")) });
    const issue = find(await analysisOf(dataset), "classesImbalanced");
    expect(issue?.context).toMatchObject({ largest: "usual", most: 300, smallest: "rare", least: 30, ratio: 10 });
    const data = answered(issue, "group");
    expect(data.balance).toBe("weights");
    expect(codes(await analysisOf(dataset, data))).toEqual([]);
  });

  it("tells of columns that number the rows or hardly repeat", async () => {
    const plain = plainTable();
    const counter = many(200, (i) => ((i * 77) % 200) + 1000);
    const ticket = many(200, (i) => `t${i % 150}`);
    const analysis = await analysisOf(tableOf({ counter, ticket, ...plain }), {
      target: "group",
      columns: { ticket: { type: "category" } },
    });
    expect(analysis.findings.map(({ code, at }) => [code, at.column])).toEqual([
      ["columnCountsRows", "counter"],
      ["columnHardlyRepeats", "ticket"],
    ]);
  });

  it("tells of two columns that say the same", async () => {
    const plain = plainTable();
    const inches = plain.height.map((cell) => (Number(cell) / 2.54).toFixed(4));
    const issue = find(await analysisOf(tableOf({ inches, ...plain })), "columnsAlike");
    expect(issue).toMatchObject({ at: { column: "height" }, context: { other: "inches" } });
  });

  it("32: numbers and words in one column are told with their counts", async () => {
    const plain = plainTable();
    const price = many(200, (i) => (i % 3 === 0 ? "on request" : String(i % 40)));
    const issue = find(await analysisOf(tableOf({ price, ...plain })), "cellsMixed");
    expect(issue?.context).toMatchObject({ numbers: 133, others: 67, examples: "“on request”" });
    expect(answered(issue, "group").columns.price).toEqual({ type: "number" });
  });

  it("offers a split by group where one person has many rows, and is silent once it is chosen", async () => {
    const dataset = tableOf({ patient_id: many(200, (i) => 500 + (i % 25) * 3), ...plainTable() });
    const issue = find(await analysisOf(dataset), "rowsInGroups");
    expect(issue?.context).toMatchObject({ groups: 25, rows: 200 });
    const data = answered(issue, "group");
    expect(data.split).toMatchObject({ strategy: "group", by: "patient_id" });
    expect(codes(await analysisOf(dataset, data))).toEqual([]);
  });

  it("offers a split by time where many rows share a date; a date of birth is none", async () => {
    const day = many(200, (i) => `2024-03-${String((i % 20) + 1).padStart(2, "0")}`);
    const issue = find(await analysisOf(tableOf({ day, ...plainTable() })), "rowsShareDates");
    expect(issue?.fixes?.map(({ args }) => args)).toMatchObject([{ strategy: "chronological" }, { strategy: "group" }]);
    expect(codes(await analysisOf(tableOf({ birthday: day, ...plainTable() })))).toEqual([]);
  });

  it("tells of personal data, in cells and inside texts", async () => {
    const mail = many(200, (i) => `person${i}@mail.example`);
    const note = many(200, (i) => `called back on day ${i}${i % 20 === 0 ? `, wrote to anna${i}@mail.example` : ""}`);
    const analysis = await analysisOf(tableOf({ mail, note, ...plainTable() }), { target: "group" });
    expect(find(analysis, "personalData")).toMatchObject({
      at: { column: "mail" },
      context: { kind: "mail", percent: 100 },
    });
    expect(find(analysis, "personalInText")).toMatchObject({
      at: { column: "note" },
      context: { kind: "mail", count: 10 },
    });
  });
});

describe("the walk", () => {
  it("computes strengths on the training part alone", async () => {
    const rows = 300;
    const x = many(rows, (i) => (i < 200 ? i : 500 - i));
    const y = many(rows, (i) => i * 2.5);
    const time = many(rows, (i) => i);
    const split = { strategy: "chronological", by: "time", validation: 0, test: 1 / 3, seed: 1 } as const;
    const analysis = await analysisOf(tableOf({ time, x, y }), { target: "y", split });
    // The first two thirds lie on a line; the rest runs back.
    expect(analysis.columns.find(({ column }) => column === "x")?.strength?.value).toBeCloseTo(1, 12);
  });

  it("does without a target", async () => {
    const analysis = await analysisOf(tableOf(plainTable()), { target: null });
    expect(analysis.classes).toBeNull();
    expect(analysis.columns.map(({ strength }) => strength)).toEqual([null, null, null]);
    expect(analysis.correlations.columns).toEqual(["height", "weight"]);
  });

  it("tells how many columns are left out of the matrix", async () => {
    const source = draw(8);
    const wide = Object.fromEntries(many(70, (i) => [`c${i}`, many(30, () => source.next().toFixed(4))] as const));
    const { correlations } = await analysisOf(tableOf(wide), { target: null });
    expect([correlations.columns.length, correlations.left, correlations.rows]).toEqual([60, 10, 30]);
  });

  it("hears a cancel between slices", async () => {
    const dataset = tableOf(plainTable(5000));
    const controller = new AbortController();
    const types = summarizeDataset(dataset, {}).columns.map(({ type }) => type);
    const data = { ...defaultDataSettings, target: "group" };
    const walk = analyse({ dataset, types, data, task: "binary" }, controller.signal, noImages);
    await walk.next();
    controller.abort();
    await expect(walk.next()).rejects.toMatchObject({ code: "cancelled" });
  });

  it("leaves copies of images across the parts out, but for one in training", async () => {
    const rows = 40;
    const bytes = Uint8Array.from({ length: rows }, (_, i) => i);
    const images = {
      kind: "images",
      bytes,
      offsets: Float64Array.from({ length: rows + 1 }, (_, i) => i),
      sizes: new Uint32Array(),
      raw: { height: 1, width: 1, channels: 1 },
    } as const;
    const table = tableOf({ label: many(rows, (i) => (i % 2 === 0 ? "a" : "b")) });
    const dataset = { ...table, names: ["picture", "label"], columns: [images, ...table.columns] };
    const input = {
      kind: "image",
      column: "picture",
      height: 1,
      width: 1,
      channels: 1,
      policy: "stretch",
      scale: "unit",
    };
    const data = { ...defaultDataSettings, target: "label", input } as DataSettings;
    const parts = atOnce(divideRows({ dataset, types: ["image", "category"], data, task: "binary" }))?.parts;
    const even = (rowsOf?: Uint32Array) => [...(rowsOf ?? [])].filter((row) => row % 2 === 0);
    const [train, test, validation] = [even(parts?.train), even(parts?.test), even(parts?.validation)];
    const torn = [test[0] ?? -1, train[0] ?? -1, validation[0] ?? -1];
    const disputed = [train[1] ?? -1, [...(parts?.train ?? [])].find((row) => row % 2 === 1) ?? -1];
    const duplicates = { groups: [torn, disputed], rows: 5 };
    const read = () => Promise.resolve({ means: [], size: 1, duplicates });
    const walk = analyse(
      { dataset, types: ["image", "category"], data, task: "binary" },
      new AbortController().signal,
      read,
    );
    let analysis: Analysis | undefined;
    while (analysis === undefined) {
      const { done, value } = await walk.next();
      if (done) analysis = value;
    }
    expect(answered(find(analysis, "imagesAcross"), "label").rows).toEqual({
      [String(test[0])]: null,
      [String(validation[0])]: null,
    });
    const shown = disputed.sort((a, b) => a - b).map((row) => row + 1);
    expect(find(analysis, "imagesInTwoClasses")?.context).toEqual({ count: 1, rows: shown.join(", ") });
  });
});
