/** @file Suggestions that a reader made before columns were taken out. */
import { expect, it } from "vitest";
import { columnFromTexts } from "../core/data/columns.ts";
import { summarizeDataset } from "../core/data/summarize.ts";
import { commonFormat } from "../core/data/types.ts";
import { suggestedOf } from "./suggested.ts";

const summaryOf = (columns: Readonly<Record<string, (row: number) => string>>) =>
  summarizeDataset(
    {
      id: "t",
      fileName: "t",
      bytes: 0,
      rows: 40,
      format: commonFormat,
      names: Object.keys(columns),
      columns: Object.values(columns).map((of) =>
        columnFromTexts(
          Array.from({ length: 40 }, (_, row) => of(row)),
          commonFormat,
        ),
      ),
      issues: [],
    },
    {},
  );
const text = { kind: "text", column: "note" } as const;
const input = { ...text, tokenizer: "words", lowercase: true, vocabulary: 9, length: 9, padding: "pre" } as const;
const kind = (row: number) => "ab"[row % 2] as string;
const part = (row: number) => (row % 4 === 0 ? "test" : "train");

it("name no column that was taken out", () => {
  const left = summaryOf({ x: (row) => String(row / 3), kind, part });
  expect(suggestedOf({ target: "mail", input }, left)).toEqual({
    target: "kind",
    input: { kind: "columns" },
    split: { strategy: "column", by: "part" },
  });
  expect(suggestedOf({ target: null, input: { kind: "columns" } }, left).target).toBeNull();
});

it("stay where nothing they name was", () => {
  const whole = summaryOf({ note: (row) => `a note ${row}`, kind });
  expect(suggestedOf({ target: "kind", input }, whole)).toEqual({ target: "kind", input });
});
