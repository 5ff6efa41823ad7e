import { readFileSync } from "node:fs";
import { join } from "node:path";
import { strToU8, unzipSync, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { summarizeDataset } from "../../core/data/summarize.ts";
import { fc } from "../../testing/property.ts";
import { readExcel } from "./excel.ts";
import { cellsOf, codesOf, contextOf, okWith, readWith } from "./readForTest.ts";

/** Written by `make_tables.py` there, with what the programs that wrote them read back. */
const tables = join(import.meta.dirname, "../../../e2e/fixtures/tables");
const fixture = (name: string): Uint8Array<ArrayBuffer> => Uint8Array.from(readFileSync(join(tables, name)));
const expected = JSON.parse(readFileSync(join(tables, "expected.json"), "utf8")) as Readonly<
  Record<"plants" | "cells", readonly (readonly (string | null)[])[]>
>;

const read = (content: Uint8Array<ArrayBuffer>, options?: Parameters<typeof okWith>[2]) =>
  okWith(readExcel, content, options);

const relations = (items: string) =>
  `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${items}</Relationships>`;

/** The smallest workbook: sheets by name, each the XML between its sheetData tags. */
function workbook(sheets: Readonly<Record<string, string>>, strings = ""): Uint8Array<ArrayBuffer> {
  const names = Object.keys(sheets);
  const list = names.map((name, i) => `<sheet name="${name}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`).join("");
  const targets = names
    .map((_, i) => `<Relationship Id="rId${i + 1}" Type="x/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`)
    .join("");
  const files: Record<string, Uint8Array> = {
    "[Content_Types].xml": strToU8("<Types/>"),
    "_rels/.rels": strToU8(relations('<Relationship Id="a" Type="x/officeDocument" Target="xl/workbook.xml"/>')),
    "xl/workbook.xml": strToU8(`<workbook xmlns:r="r"><sheets>${list}</sheets></workbook>`),
    "xl/_rels/workbook.xml.rels": strToU8(
      relations(`${targets}<Relationship Id="s" Type="x/sharedStrings" Target="sharedStrings.xml"/>`),
    ),
    "xl/sharedStrings.xml": strToU8(`<sst>${strings}</sst>`),
  };
  names.forEach((name, i) => {
    files[`xl/worksheets/sheet${i + 1}.xml`] = strToU8(`<worksheet><sheetData>${sheets[name]}</sheetData></worksheet>`);
  });
  return Uint8Array.from(zipSync(files));
}

const text = (value: string) => `<c t="inlineStr"><is><t>${value}</t></is></c>`;
const row = (...cells: readonly string[]) => `<row>${cells.join("")}</row>`;
const number = (value: number) => `<c><v>${value}</v></c>`;

describe("cells", () => {
  it("are those that the program reads back that wrote them", async () => {
    const dataset = await read(fixture("cells.xlsx"));
    expect(dataset.names).toEqual([
      "text",
      "number",
      "date",
      "moment",
      "truth",
      "formula",
      "rich",
      "duration",
      "percent",
      "money",
    ]);
    const wanted = expected.cells.filter((cells) => cells.some((cell) => cell !== null));
    const got = cellsOf(dataset);
    expect(got).toHaveLength(wanted.length);
    const plain = (cell: string | null | undefined): string | number | null | undefined => {
      // The other program gives days as midnights, and errors as their texts.
      const shown = cell?.replace(/ 00:00:00$/, "").replace(/^#(DIV\/0!|N\/A)$/, "");
      return shown === undefined || shown === ""
        ? null
        : Number.isNaN(Number(shown))
          ? shown
          : Number(Number(shown).toPrecision(14));
    };
    expect(got.map((cells) => cells.map(plain))).toEqual(wanted.map((cells) => cells.map(plain)));
  });
  it("tells of errors, merged cells, a title and other things it met", async () => {
    const dataset = await read(fixture("cells.xlsx"));
    expect(contextOf(dataset, "formulaErrors")).toEqual({ count: 1, rows: "9", examples: "#DIV/0!" });
    expect(contextOf(dataset, "mergedCells")).toEqual({ count: 1, examples: "B13:C13" });
    expect(contextOf(dataset, "preambleLines")).toMatchObject({
      count: 1,
      example: "A title that is not part of the table",
    });
    const types = summarizeDataset(dataset, {}).columns.map(({ name, type }) => `${name}: ${type}`);
    expect(types).toContain("date: date");
    expect(types).toContain("truth: boolean");
  });
  it("takes formulas that nobody computed for missing, and says so; days may count from 1904", async () => {
    const dataset = await read(fixture("uncomputed.xlsx"));
    expect(cellsOf(dataset)).toEqual([
      ["0", "0", null, "2021-05-01"],
      ["1", "2", null, "2021-05-02"],
      ["2", "4", null, "2021-05-03"],
    ]);
    expect(contextOf(dataset, "formulasUncomputed")).toEqual({ count: 3, rows: "2, 3, 4" });
  });
  it("spells numbers with the decimal mark that the user chose", async () => {
    const dataset = await read(workbook({ S: row(text("a"), text("b")) + row(number(1.5), number(2)) }), {
      format: { decimal: "," },
    });
    expect(cellsOf(dataset)).toEqual([["1,5", "2"]]);
  });
  it("20: __proto__ and constructor are ordinary names; markup is text", async () => {
    const sheet =
      row(text("__proto__"), text("constructor"), text("&lt;img src=x&gt;")) +
      row(number(1), number(2), text("&lt;b&gt;"));
    const dataset = await read(workbook({ S: sheet }));
    expect(dataset.names).toEqual(["__proto__", "constructor", "<img src=x>"]);
    expect(cellsOf(dataset)).toEqual([["1", "2", "<b>"]]);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
  it("leaves empty rows and columns around the table out, and fills short rows without a complaint", async () => {
    const cells = (r: number, ...values: readonly (readonly [string, number])[]) =>
      `<row r="${r}">${values.map(([column, value]) => `<c r="${column}${r}"><v>${value}</v></c>`).join("")}</row>`;
    const names = `<row r="3"><c r="C3" t="inlineStr"><is><t>a</t></is></c><c r="D3" t="inlineStr"><is><t>b</t></is></c><c r="E3" t="inlineStr"><is><t>c</t></is></c></row>`;
    const dataset = await read(
      workbook({ S: [names, cells(4, ["C", 1], ["E", 3]), cells(7, ["D", 2]), '<row r="9"/>'].join("") }),
    );
    expect(dataset.names).toEqual(["a", "b", "c"]);
    expect(cellsOf(dataset)).toEqual([
      ["1", null, "3"],
      [null, "2", null],
    ]);
    expect(codesOf(dataset)).toEqual([]);
  });
  it("tells of values left of the table that come after its beginning", async () => {
    const rows = Array.from(
      { length: 250 },
      (_, i) => `<row r="${i + 2}"><c r="B${i + 2}"><v>${i}</v></c><c r="C${i + 2}"><v>1</v></c></row>`,
    );
    const sheet = `<row r="1"><c r="B1" t="inlineStr"><is><t>x</t></is></c><c r="C1" t="inlineStr"><is><t>y</t></is></c></row>${rows.join("")}<row r="300"><c r="A300"><v>9</v></c><c r="B300"><v>1</v></c></row>`;
    const dataset = await read(workbook({ S: sheet }));
    expect(dataset.rows).toBe(251);
    expect(contextOf(dataset, "cellsOutside")).toEqual({ count: 1, rows: "251" });
  });
});

describe("sheets", () => {
  it("takes the first that holds a table and names the others", async () => {
    const dataset = await read(fixture("plants.xlsx"));
    expect(dataset).toMatchObject({ rows: 60, names: ["day", "city", "leaf", "height", "wet", "kind"] });
    expect(cellsOf(dataset)).toEqual(expected.plants);
    expect(contextOf(dataset, "sheetChosen")).toEqual({ sheet: "Plants", others: "About / Notes" });
  });
  it("takes the one that the user names; another sheet is another table", async () => {
    const book = workbook({
      One: row(text("a"), text("b")) + row(number(1), number(2)),
      Two: row(text("c"), text("d")) + row(number(3), number(4)),
    });
    const [one, two] = [await read(book), await read(book, { sheet: "Two" })];
    expect(two.names).toEqual(["c", "d"]);
    expect(two.id).not.toBe(one.id);
    expect((await read(book, { sheet: "One" })).id).toBe(one.id);
    expect(await readWith(readExcel, book, { sheet: "Three" })).toMatchObject({
      ok: false,
      issues: [{ code: "sheetMissing", context: { sheet: "Three", others: "One, Two" } }],
    });
  });
  it("refuses a workbook without a value, and one with names only", async () => {
    expect(await readWith(readExcel, workbook({ A: "", B: "<row/>" }))).toMatchObject({
      issues: [{ code: "emptyWorkbook", context: { sheets: "A, B" } }],
    });
    expect(await readWith(readExcel, workbook({ A: row(text("x"), text("y")) }))).toMatchObject({
      issues: [{ code: "noRows", context: { columns: 2 } }],
    });
  });
});

describe("reading", () => {
  const many = (rows: number) =>
    row(text("a"), text("b")) + Array.from({ length: rows }, (_, i) => row(number(i), number(i % 7))).join("");
  it("takes the first rows only, and says so", async () => {
    const dataset = await read(workbook({ S: many(1000) }), { maxRows: 300 });
    expect(dataset.rows).toBe(300);
    expect(contextOf(dataset, "firstRowsOnly")).toEqual({ count: 300 });
  });
  it("reports what never goes back and ends at the whole, and stops when told to", async () => {
    const book = workbook({ S: many(30_000) });
    const { progress } = await readWith(readExcel, book);
    const done = progress.map((step) => step.done);
    expect(done).toEqual([...done].sort((a, b) => a - b));
    expect(progress.at(-1)).toMatchObject({ rows: 30_000 });
    expect(progress.at(-1)?.done).toBe(progress.at(-1)?.total);
    const controller = new AbortController();
    const stream = readExcel(new (await import("./source.ts")).Source(new Blob([book]), "x", controller.signal), {});
    controller.abort();
    await expect(stream.next()).rejects.toMatchObject({ code: "cancelled" });
  });
  it("56: what a bomb unpacks to is counted, and the rest is never unpacked", async () => {
    const zeros = "<row></row>".repeat(8_000_000);
    const bomb = workbook({ S: row(text("a"), text("b")) + zeros });
    expect(bomb.length).toBeLessThan(200_000);
    expect(await readWith(readExcel, bomb)).toMatchObject({
      issues: [{ code: "unpackedTooLarge", context: { limit: 64 } }],
    });
  });
  it("60: cut anywhere, it is refused by name and never read in part", async () => {
    const book = fixture("plants.xlsx");
    for (const share of [0.1, 0.5, 0.9, 0.99]) {
      const outcome = await readWith(readExcel, book.slice(0, Math.floor(book.length * share)));
      expect(outcome).toMatchObject({ ok: false, issues: [{ code: "fileDamaged" }] });
    }
  });
  it("59: a part that is not what its check sum says is refused", async () => {
    const book = fixture("plants.xlsx");
    const files = unzipSync(book);
    const stored = Uint8Array.from(zipSync(files, { level: 0 }));
    const at = Buffer.from(stored).indexOf("<v>4</v>");
    expect(at).toBeGreaterThan(0);
    stored[at + 3] = 0x35;
    expect(await readWith(readExcel, stored)).toMatchObject({ issues: [{ code: "fileDamaged" }] });
  });
  it("has no entities of its own making", async () => {
    const files = unzipSync(workbook({ S: row(text("a")) }));
    files["xl/worksheets/sheet1.xml"] = strToU8('<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><worksheet/>');
    expect(await readWith(readExcel, Uint8Array.from(zipSync(files)))).toMatchObject({
      issues: [{ code: "fileDamaged" }],
    });
  });
  it("gives an outcome for any change of any byte", async () => {
    const book = fixture("uncomputed.xlsx");
    const change = fc.array(fc.tuple(fc.nat(book.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(change, async (changes) => {
        const broken = book.slice();
        for (const [at, byte] of changes) broken[at] = byte;
        const outcome = await readWith(readExcel, broken);
        expect(outcome.ok || outcome.issues.length > 0).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
  it("gives an outcome for any sheet, well-formed or not", async () => {
    const piece = fc.constantFrom(
      "<row>",
      "</row>",
      "<c>",
      '<c t="s">',
      "</c>",
      "<v>",
      "</v>",
      "1",
      "x",
      "<",
      ">",
      "&",
      '"',
      "<is><t>",
      "</t></is>",
      "<!--",
      "]]>",
      "<f>",
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 40 }), async (pieces) => {
        const outcome = await readWith(readExcel, workbook({ S: pieces.join("") }, "<si><t>s</t></si>"));
        expect(outcome.ok || outcome.issues.length > 0).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});
