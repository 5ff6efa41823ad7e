/**
 * @file Files made to hold a reader up: each is answered in a moment, where a reader that looks at the same characters
 * again and again, or waits for bytes that never come, would outlast the test's time.
 */
import { strToU8, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { readExcel } from "./excel.ts";
import { nameColumns } from "./headers.ts";
import { readJson } from "./jsonLines.ts";
import { cellsOf, codesOf, okWith, readOutcome, readWith } from "./readForTest.ts";
import { isDateFormat } from "./spreadsheetDate.ts";
import { Tokenizer } from "./tokenize.ts";
import { XmlCutter } from "./xml.ts";

/** A file that says it has `size` bytes and gives only the first `there`, as one that is overwritten while it is read. */
function shrunk(size: number, there: string): Blob {
  let reads = 0;
  const whole = new Blob([there]);
  const slice = (start: number, end: number): Blob => {
    reads++;
    if (reads > 1000) throw new Error("the same bytes are asked for without an end");
    return whole.slice(start, end);
  };
  return Object.defineProperties(new Blob([]), { size: { value: size }, slice: { value: slice } });
}

describe("a file that became shorter while it is read", () => {
  const told = { code: "fileUnreadable", context: { message: "it became shorter" } };
  it.each([
    ["nothing left", ""],
    ["a part left", '{"a":1}\n{"a":2}\n'],
  ])("is told: %s", async (_, there) => {
    await expect(readWith(readJson, shrunk(5000, there))).rejects.toMatchObject(told);
    await expect(readOutcome(shrunk(5000, there))).rejects.toMatchObject(told);
  });
});

describe("XML", () => {
  const cut = (text: string, pieces = 1): string[] => {
    const found: string[] = [];
    const xml = new XmlCutter({
      open: (name, attributes) => found.push(`<${name}>${attributes.length}`),
      close: () => undefined,
      text: (part) => found.push(part),
    });
    for (let i = 0; i < pieces; i++) {
      const at = (n: number): number => Math.floor((text.length * n) / pieces);
      xml.push(text.slice(at(i), at(i + 1)));
    }
    xml.finish();
    return found;
  };
  it("with a value of the signs that end tags", () => {
    expect(cut(`<a b="${">".repeat(600_000)}">x</a>`)).toEqual(["<a>600005", "x"]);
    expect(cut(`<a b='>"' c=">'"/><d e="1">`, 7)).toEqual([`<a>${` b='>"' c=">'"`.length}`, `<d>${` e="1"`.length}`]);
  });
  it("with a format of opening brackets, for many styles", () => {
    expect(isDateFormat(164, "[".repeat(600_000))).toBe(false);
    expect(isDateFormat(164, "[Red][$-409]d mmm yyyy")).toBe(true);
  });
});

const relations = (items: string) => `<Relationships>${items}</Relationships>`;

it("a workbook that lists as many sheets as relations", async () => {
  const many = (item: (i: number) => string) => Array.from({ length: 150_000 }, (_, i) => item(i)).join("");
  const bytes = zipSync(
    {
      "_rels/.rels": strToU8(relations('<Relationship Id="a" Type="x/officeDocument" Target="xl/workbook.xml"/>')),
      "xl/workbook.xml": strToU8(`<workbook><sheets>${many((i) => `<sheet id="s${i}"/>`)}</sheets></workbook>`),
      "xl/_rels/workbook.xml.rels": strToU8(relations(many((i) => `<Relationship Id="r${i}" Target="x"/>`))),
    },
    { level: 1 },
  );
  const outcome = await readWith(readExcel, Uint8Array.from(bytes));
  expect(outcome).toMatchObject({ ok: false, issues: [{ code: "emptyWorkbook" }] });
});

describe("JSON", () => {
  it("keeps a row with a long integer and a text of 16 MB", async () => {
    const dataset = await okWith(readJson, `{"a":12345678901234567890,"b":"${"x".repeat(16e6)}\\"1"}\n`);
    expect(codesOf(dataset)).toEqual([]);
    const [[a, b] = []] = cellsOf(dataset);
    expect(a).toBe("12345678901234567890");
    expect(b).toHaveLength(16e6 + 2);
  });
  it("with escaped quotes outside of texts", async () => {
    const dataset = await okWith(readJson, `{"a":1}\n{"a":1111111111111111${'\\"'.repeat(500_000)}}\n{"a":3}`);
    expect(cellsOf(dataset)).toEqual([["1"], ["3"]]);
    expect(codesOf(dataset)).toEqual(["jsonLinesSkipped"]);
  });
  it("a value longer than any row is refused: what follows it would be lost", async () => {
    const long = new Blob(['[{"a":1},\n{"b":[', "1,\n".repeat(24e6), ']},\n{"a":3}]\n']);
    expect(await readWith(readJson, long)).toMatchObject({ ok: false, issues: [{ code: "jsonBroken" }] });
  });
});

describe("columns", () => {
  it("of one name are numbered", () => {
    const { names } = nameColumns(new Array<string>(60_000).fill("a"));
    expect(new Set(names).size).toBe(60_000);
    expect(names.at(-1)).toBe("a (60000)");
  });
  it("keep clear of names that are there, whatever they begin with", () => {
    const long = "x".repeat(198);
    const cells = ["a", "a (2)", "a", "a", `${long}1`, `${long}2`, `${long}1`, `${long}2`, "a"];
    const { names } = nameColumns(cells);
    expect(new Set(names).size).toBe(cells.length);
    expect(names.slice(0, 4)).toEqual(["a", "a (2)", "a (3)", "a (4)"]);
    expect(names.at(-1)).toBe("a (5)");
  });
});

it("a row without an end is refused at a stated limit, not read again with every piece", () => {
  const tokenizer = new Tokenizer(",", false, () => true);
  const piece = new TextEncoder().encode(`${"x".repeat(499_999)},`.repeat(33));
  tokenizer.push(new TextEncoder().encode("a,b\n"));
  let pushed = 0;
  while (pushed < 100 && tokenizer.push(piece)) pushed++;
  expect(tokenizer.failure).toEqual({ kind: "rowTooLong", line: 2 });
  expect(pushed).toBe(4);
});
