/** @file What is left of redacted columns; digests are those of Python's hashlib. */
import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { columnFromTexts, textReader } from "../columns.ts";
import { commonFormat, type Dataset } from "../types.ts";
import { maskCell, redactDataset } from "./redact.ts";
import { sha256 } from "./sha256.ts";

const dataset: Dataset = {
  id: "d1",
  fileName: "people.csv",
  bytes: 10,
  rows: 4,
  format: commonFormat,
  names: ["mail", "phone", "note", "age"],
  columns: [
    ["eva@mail.example", "", "eva@mail.example", "jo@mail.example"],
    ["13812345678", "13987654321", "n/a", "13812345678"],
    ["please write to eva@mail.example soon", "no wish at all today", "ok", ""],
    ["31", "40", "28", "40"],
  ].map((cells) => columnFromTexts(cells, commonFormat)),
  issues: [
    {
      code: "dateOrderUncertain",
      severity: "notice",
      at: { column: "mail" },
      context: { column: "mail", example: "eva", order: "dayFirst" },
    },
    { code: "blankLines", severity: "notice", at: {}, context: { count: 1 } },
  ],
};

const cells = (table: Dataset, name: string) => {
  const column = table.columns[table.names.indexOf(name)];
  if (column === undefined) throw new Error(`column ${name}`);
  const read = textReader(column, table.format);
  return Array.from({ length: table.rows }, (_, row) => read(row));
};

describe("sha256", () => {
  it.each(["", "abc", "例え", "😀", "a".repeat(55), "b".repeat(56), "c".repeat(64), "d".repeat(1000)])(
    "of %s",
    (text) => {
      expect(sha256(text)).toBe(createHash("sha256").update(text, "utf8").digest("hex"));
    },
  );
});

describe("redaction", () => {
  it("masks letters and digits of cells, and of texts only what is personal", () => {
    const masked = redactDataset(dataset, { mail: "mask", note: "mask" });
    expect(cells(masked, "mail")).toEqual(["***@****.*******", null, "***@****.*******", "**@****.*******"]);
    expect(cells(masked, "note")).toEqual([
      "please write to ***@****.******* soon",
      "no wish at all today",
      "**",
      null,
    ]);
    expect(maskCell("王伟 13812345678")).toBe("** ***********");
  });
  it("hashes equal cells equally, and otherwise in another dataset", () => {
    const hashed = cells(redactDataset(dataset, { phone: "hash" }), "phone");
    expect(hashed[0]).toMatch(/^[0-9a-f]{12}$/);
    expect(hashed[0]).toBe(hashed[3]);
    expect(hashed[1]).not.toBe(hashed[0]);
    expect(hashed[2]).toBeNull();
    expect(cells(redactDataset({ ...dataset, id: "d2" }, { phone: "hash" }), "phone")[0]).not.toBe(hashed[0]);
  });
  it("drops columns, and leaves the others as they are", () => {
    const dropped = redactDataset(dataset, { mail: "drop" });
    expect(dropped.names).toEqual(["phone", "note", "age"]);
    expect(dropped.columns[2]).toBe(dataset.columns[3]);
  });
  it("gives another id for other answers, the same for the same, and none without a column", () => {
    const id = (columns: Parameters<typeof redactDataset>[1]) => redactDataset(dataset, columns).id;
    expect(new Set([id({ mail: "mask" }), id({ mail: "hash" }), id({ phone: "mask" }), dataset.id]).size).toBe(4);
    expect(id({ mail: "mask", phone: "drop" })).toBe(id({ phone: "drop", mail: "mask" }));
    expect(redactDataset(dataset, { constructor: "mask" } as never)).toBe(dataset);
  });
  it("forgets reading issues whose examples are cells of the column", () => {
    expect(redactDataset(dataset, { mail: "mask" }).issues.map(({ code }) => code)).toEqual(["blankLines"]);
  });
});
