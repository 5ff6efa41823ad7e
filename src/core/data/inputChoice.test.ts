import { expect, it } from "vitest";
import { columnFromTexts } from "./columns.ts";
import {
  type ChoiceOf,
  fittedText,
  offersSeries,
  sequenceInput,
  startingInput,
  textColumns,
  textInput,
} from "./inputChoice.ts";
import { summarizeDataset } from "./summarize.ts";
import { commonFormat } from "./types.ts";

function choiceOf(table: Readonly<Record<string, readonly string[]>>, target: string | null): ChoiceOf {
  const lists = Object.values(table);
  const dataset = {
    id: "t",
    fileName: "t.csv",
    bytes: 0,
    rows: lists[0]?.length ?? 0,
    format: commonFormat,
    names: Object.keys(table),
    columns: lists.map((cells) => columnFromTexts(cells, commonFormat)),
    issues: [],
  };
  return { summary: summarizeDataset(dataset, {}), columns: {}, target };
}

const many = (count: number, of: (i: number) => unknown): string[] =>
  Array.from({ length: count }, (_, i) => String(of(i)));
const day = (i: number) => new Date(86_400_000 * (18_000 + i)).toISOString().slice(0, 10);
const half = (i: number) => (i * 37.7) % 11;

it("texts are what a table begins with where nothing else can be learnt from", () => {
  const review = many(60, (i) => `The ${i}th film was quite long and rather loud`);
  const label = many(60, (i) => (i % 2 === 0 ? "good" : "bad"));
  expect(startingInput(choiceOf({ review, label }, "label"))).toMatchObject({
    kind: "text",
    column: "review",
    tokenizer: "words",
  });
  expect(startingInput(choiceOf({ review, price: many(60, half), label }, "label"))).toEqual({ kind: "columns" });
  expect(startingInput(choiceOf({ colour: label, label }, "label"))).toEqual({ kind: "columns" });
  const split = many(60, (i) => (i % 5 === 0 ? "test" : "train"));
  expect(startingInput(choiceOf({ review, label, split }, "label"))).toMatchObject({ kind: "text", column: "review" });
});

it("a few texts that repeat are texts too, and the longest come first", () => {
  const choice = choiceOf(
    {
      title: many(60, (i) => `A film with number ${i % 12}`),
      review: many(60, (i) => `It is a long film, and ${i % 9} of us fell asleep over it`),
      label: many(60, (i) => (i % 3 === 0 ? "good" : "bad")),
    },
    "label",
  );
  expect(textColumns(choice).map(({ name }) => name)).toEqual(["review", "title"]);
});

it("Chinese goes by characters", () => {
  const choice = choiceOf({ 评论: many(40, (i) => `这部电影有${i}个演员，非常好看`), y: many(40, (i) => i % 2) }, "y");
  const input = textInput(choice);
  expect(input).toMatchObject({ column: "评论", tokenizer: "characters", vocabulary: 3000 });
  if (input !== null)
    expect(fittedText(input, { vocabulary: 31, lengths: [15, 17, 18] })).toMatchObject({ vocabulary: 31, length: 17 });
});

it("a series is ordered by its dates and forecast", () => {
  const choice = choiceOf({ date: many(400, day), sold: many(400, half) }, "sold");
  expect(offersSeries(choice)?.name).toBe("date");
  expect(sequenceInput(choice, "regression")).toEqual({
    input: {
      kind: "sequence",
      mode: "forecast",
      time: "date",
      group: null,
      length: 24,
      stride: 1,
      horizon: 1,
      gaps: "break",
      duplicates: "keep",
    },
    split: { strategy: "chronological", by: "date" },
  });
});

it("where dates repeat, the column with as many names as a date has rows names the series", () => {
  const choice = choiceOf(
    {
      date: many(300, (i) => day(Math.floor(i / 5))),
      shop: many(300, (i) => `shop ${i % 5}`),
      weather: many(300, (i) => ["dry", "wet"][i % 2]),
      sold: many(300, half),
    },
    "sold",
  );
  expect(sequenceInput(choice, "regression").input).toMatchObject({ time: "date", group: "shop", length: 7 });
});

it("series of one class each are divided as a whole", () => {
  const choice = choiceOf(
    {
      device: many(800, (i) => `d${Math.floor(i / 40)}`),
      speed: many(800, half),
      state: many(800, (i) => (Math.floor(i / 40) % 2 === 0 ? "ok" : "worn")),
    },
    "state",
  );
  expect(sequenceInput(choice, "binary")).toMatchObject({
    input: { mode: "classify", time: null, group: "device", length: 5, stride: 2 },
    split: { strategy: "group", by: "device" },
  });
  expect(offersSeries(choice)).toBeNull();
});
