/** @file What is predicted of new rows, files and images: by the run's own recipe, told truly, and in linear time. */
import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it, vi } from "vitest";
import * as cellSource from "../../core/data/cellSource.ts";
import { columnFromTexts } from "../../core/data/columns.ts";
import { noKnownColumn } from "../../core/data/encodeIssues.ts";
import { inputShapeOf, type Recipe } from "../../core/data/recipe.ts";
import { commonFormat, type Dataset } from "../../core/data/types.ts";
import type { Run } from "../../core/training/types.ts";
import type { TrainableModel } from "../model/build.ts";
import { predictRows, predictTable } from "./predict.ts";

beforeAll(async () => {
  await tf.setBackend("cpu");
});

const base = { task: "regression", decimal: ".", dayFirst: false, missing: [""], window: null } as const;
const series: Recipe = {
  ...base,
  features: [{ column: "v", type: "number", ops: [] }],
  target: { kind: "number", column: "v", offset: 0, scale: 1 },
  window: {
    mode: "forecast",
    time: "t",
    timeType: "number",
    group: null,
    length: 3,
    stride: 1,
    horizon: 1,
    step: null,
    duplicates: "keep",
  },
};
const image: Recipe = {
  ...base,
  features: [
    {
      column: "image",
      type: "image",
      ops: [{ kind: "pixels", height: 1, width: 2, channels: 1, policy: "stretch", offset: [0], scale: [1] }],
    },
  ],
  target: { kind: "number", column: "y", offset: 0, scale: 1 },
};

const runOf = (recipe: Recipe): Run => ({ recipe }) as unknown as Run;
/** Sums a sample's numbers. */
const summing = (rowsAtOnce: number): TrainableModel =>
  ({ rowsAtOnce, predict: (x: tf.Tensor2D) => tf.sum(x, 1, true) }) as unknown as TrainableModel;

const tableOf = (columns: Readonly<Record<string, readonly string[]>>): Dataset => {
  const list = Object.values(columns);
  return {
    id: "t",
    fileName: "t.csv",
    bytes: 0,
    rows: list[0]?.length ?? 0,
    format: commonFormat,
    names: Object.keys(columns),
    columns: list.map((cells) => columnFromTexts(cells, commonFormat)),
    issues: [],
  };
};

async function linesOf(recipe: Recipe, dataset: Dataset, rowsAtOnce: number): Promise<string[]> {
  const stream = predictTable(summing(rowsAtOnce), runOf(recipe), dataset, new AbortController().signal);
  for (;;) {
    const { done, value } = await stream.next();
    if (done) return (await value.file.text()).trim().split(/\r?\n/);
  }
}

describe("a file", () => {
  it("of a series has each window's answer in its last row, however many are asked at once", async () => {
    const t = ["3", "1", "2", "5", "4", "6", "7"];
    const v = t.map((time) => String(10 ** Number(time)));
    const expected = ["t,v,predicted v", "3,1000,1110", "1,10,", "2,100,", "5,100000,111000", "4,10000,11100"];
    for (const rowsAtOnce of [1, 2, 100]) {
      const lines = await linesOf(series, tableOf({ t, v }), rowsAtOnce);
      expect(lines.slice(0, 6)).toEqual(expected);
      expect(lines[7]).toBe("7,10000000,11100000");
    }
  });

  it("of several groups takes those for one that were given one name", async () => {
    const t = ["1", "2", "3", "4"];
    const g = ["north", "North", "north", "North"];
    const v = ["1", "10", "100", "1000"];
    const { window } = series;
    if (window === null) throw new Error("a window");
    const apart: Recipe = { ...series, window: { ...window, group: "g" } };
    const one: Recipe = { ...series, window: { ...window, group: "g", groupRename: { North: "north" } } };
    expect((await linesOf(one, tableOf({ t, g, v }), 9)).slice(3)).toEqual(["3,north,100,111", "4,North,1000,1110"]);
    expect((await linesOf(apart, tableOf({ t, g, v }), 9)).slice(3)).toEqual(["3,north,100,", "4,North,1000,"]);
  });

  it("encodes a series' rows about once, not once for every batch of windows", async () => {
    const cells = Array.from({ length: 600 }, (_, i) => String(i));
    const make = cellSource.columnSource;
    let encoded = 0;
    const made = vi.spyOn(cellSource, "columnSource").mockImplementation((column, ...rest) => {
      const source = make(column, ...rest);
      const { number } = source;
      const isValue = number(0) === 0.5;
      return {
        ...source,
        number: (row) => {
          if (isValue) encoded++;
          return number(row);
        },
      };
    });
    await linesOf(series, tableOf({ t: cells, v: cells.map((cell) => `${cell}.5`) }), 10);
    made.mockRestore();
    expect(encoded).toBeGreaterThanOrEqual(600);
    // Where batches meet a window's rows are read again, and all once more for what cannot be read.
    expect(encoded).toBeLessThan(600 + 1200);
  });

  it("of rows is answered row by row", async () => {
    const recipe: Recipe = { ...series, window: null };
    const lines = await linesOf(recipe, tableOf({ v: ["1", "2", "3"] }), 2);
    expect(lines).toEqual(["v,predicted v", "1,1", "2,2", "3,3"]);
  });

  it("of names of images is no file of images", () => {
    expect(noKnownColumn(image, ["image", "y"])).toMatchObject({ code: "predictNoColumn" });
  });
});

describe("an image", () => {
  const predicted = (row: Readonly<Record<string, Blob | string | null>>) =>
    predictRows(summing(8), runOf(image), [row], async () => Uint8Array.of(255, 51));

  it("that is given is not told of as missing", async () => {
    const [one] = await predicted({ image: new Blob(["bytes"]) });
    expect(one?.value).toBeCloseTo(1.2);
    expect(one?.issues).toEqual([]);
  });

  it("that is not given, or only named, is", async () => {
    expect((await predicted({ image: null }))[0]?.issues).toMatchObject([{ code: "predictMissing" }]);
    expect((await predicted({ image: "1.png" }))[0]?.issues).toMatchObject([{ code: "predictUnreadable" }]);
  });
});

it("shapes are those of the recipes above", () => {
  expect([inputShapeOf(series), inputShapeOf(image)]).toEqual([
    [3, 1],
    [1, 2, 1],
  ]);
});
