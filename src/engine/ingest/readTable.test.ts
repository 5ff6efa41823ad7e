import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { suggestTarget, summarizeDataset } from "../../core/data/summarize.ts";
import { inferTask } from "../../core/data/task.ts";
import { encodeUtf8 } from "../../core/data/utf8.ts";
import { AppError } from "../../core/fault.ts";
import { cellsOf, codesOf, contextOf, readOk, readOutcome, refusalOf } from "./readForTest.ts";

const ascii = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(text, (character) => character.charCodeAt(0));
const bytesOf = (...parts: readonly (string | readonly number[])[]): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === "string" ? [...encodeUtf8(part)] : [...part])));

/** UTF-16, as `TextEncoder` cannot write it. */
function utf16(text: string, order: "le" | "be", mark: boolean): Uint8Array<ArrayBuffer> {
  const units = [...(mark ? [0xfeff] : []), ...Array.from({ length: text.length }, (_, i) => text.charCodeAt(i))];
  return Uint8Array.from(units.flatMap((unit) => (order === "le" ? [unit & 255, unit >> 8] : [unit >> 8, unit & 255])));
}

describe("nothing to read", () => {
  it.each([
    ["0 bytes", ""],
    ["white space", " \n\r\n\t\n"],
    ["a mark only", "\ufeff"],
    ["comments only", "# a\n# b\n"],
  ])("1: %s", async (_, text) => {
    expect(await refusalOf(text)).toEqual(["emptyFile"]);
  });
  it("2: a header without rows", async () => {
    const outcome = await readOutcome("name,city\n");
    expect(outcome).toMatchObject({ ok: false, issues: [{ code: "noRows", context: { columns: 2 } }] });
  });
});

describe("header", () => {
  it("3: none", async () => {
    const dataset = await readOk("1,2.5,red\n3,4.5,blue\n5,6.5,red\n");
    expect(dataset).toMatchObject({ rows: 3, names: ["column_1", "column_2", "column_3"], format: { header: false } });
    expect(contextOf(dataset, "noHeader").example).toBe("1, 2.5, red");
  });
  it("3: the other reading can be had", async () => {
    expect(await readOk("1,2\n3,4\n", { format: { header: true } })).toMatchObject({ rows: 1, names: ["1", "2"] });
    expect(await readOk("a,b\n3,4\n", { format: { header: false } })).toMatchObject({
      rows: 2,
      names: ["column_1", "column_2"],
    });
  });
  it("3: says so where nothing tells names from values", async () => {
    const dataset = await readOk("name,city\nAnn,Rome\nBob,Oslo\n");
    expect(dataset).toMatchObject({ rows: 2, names: ["name", "city"] });
    expect(codesOf(dataset)).toEqual(["headerUncertain"]);
  });
  it.each([
    ["x,y,arm\n0.1,-0.1,blue\n0.2,-0.1,red\n", ["x", "y", "arm"]],
    ["country,2019,2020,2021\nItaly,1,2,3\nNorway,4,5,6\n", ["country", "2019", "2020", "2021"]],
    ["# a,b\n1,2\n3,4\n", ["a", "b"]],
    ["#,Name,Power\n1,Pika,3\n2,Chu,4\n", ["#", "Name", "Power"]],
    [",a,b\n0,1,2\n1,3,4\n", ["column_1", "a", "b"]],
    ["a b\n1 2\n", ["a b"]],
  ])("finds names in %j", async (text, names) => expect((await readOk(text)).names).toEqual(names));
  it("takes R's header, which has no name for the row names", async () => {
    const dataset = await readOk('"mpg","cyl"\n"Mazda",21,6\n"Fiat",32.4,4\n');
    expect(dataset.names).toEqual(["column_1", "mpg", "cyl"]);
    expect(cellsOf(dataset)).toEqual([
      ["Mazda", "21", "6"],
      ["Fiat", "32.4", "4"],
    ]);
  });
  it("19: duplicate and blank names", async () => {
    const dataset = await readOk("a,a,,a (2),a\n1,2,3,4,5\n");
    expect(dataset.names).toEqual(["a", "a (3)", "column_3", "a (2)", "a (4)"]);
    expect(contextOf(dataset, "headersRenamed")).toMatchObject({ count: 3 });
  });
  it("19: names of 10,000 characters", async () => {
    const long = "x".repeat(10_000);
    const dataset = await readOk(`${long}1,${long}2,b\n1,2,3\n`);
    expect(dataset.names.map((name) => name.length)).toEqual([200, 200, 1]);
    expect(new Set(dataset.names).size).toBe(3);
    expect(contextOf(dataset, "headersShortened")).toEqual({ count: 2, limit: 200 });
  });
  it("20: __proto__, constructor and toString are ordinary columns", async () => {
    const dataset = await readOk("__proto__,constructor,toString,hasOwnProperty\n1,2,3,4\n5,6,7,8\n");
    expect(dataset.names).toEqual(["__proto__", "constructor", "toString", "hasOwnProperty"]);
    const summary = summarizeDataset(dataset, {});
    expect(summary.columns.map(({ name, unique }) => [name, unique])).toEqual(dataset.names.map((name) => [name, 2]));
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
  it("69: markup in names and cells is text like any other", async () => {
    const name = "<img src=x onerror=alert(1)>";
    const dataset = await readOk(`${name},b\n</script>,1\n`);
    expect(dataset.names[0]).toBe(name);
    expect(cellsOf(dataset)).toEqual([["</script>", "1"]]);
  });
});

describe("encodings", () => {
  const text = "名前,city,größe\n太郎,Zürich,1\n花子,Genève,2\n";
  it("4: UTF-8 with a mark", async () => {
    const dataset = await readOk(bytesOf([0xef, 0xbb, 0xbf], text));
    expect(dataset.names).toEqual(["名前", "city", "größe"]);
    expect(dataset.issues).toEqual([]);
  });
  it.each([
    ["le", true],
    ["le", false],
    ["be", true],
    ["be", false],
  ] as const)("4: UTF-16%s, mark %s", async (order, mark) => {
    const dataset = await readOk(utf16(text, order, mark));
    expect(dataset.format.encoding).toBe(`utf-16${order}`);
    expect(dataset.names).toEqual(["名前", "city", "größe"]);
    expect(cellsOf(dataset)[1]).toEqual(["花子", "Genève", "2"]);
  });
  // Bytes written by Python: text.encode(encoding).
  it.each([
    [
      "gb18030",
      "d0d5c3fb2cb3c7cad02cb7d6cafd0ad5c5c8fd2cb1b1bea92c310ac0eecbc42cc9cfbaa32c320a",
      ["姓名", "城市", "分数"],
    ],
    [
      "shift_jis",
      "96bc914f2c93738e732c935f90940a91be98592c938c8b9e2c310a89d48e712c91e58de32c320a",
      ["名前", "都市", "点数"],
    ],
    [
      "windows-1252",
      "6e6f6d2c76696c6c652c6be9790a5a6fe92c47656ee876652c310a416e6e612c5afc726963682c320a",
      ["nom", "ville", "kéy"],
    ],
  ])("5: %s is guessed, and said to be a guess", async (encoding, hex, names) => {
    const dataset = await readOk(Uint8Array.from(Buffer.from(hex, "hex")));
    expect(dataset.format.encoding).toBe(encoding);
    expect(dataset.names).toEqual(names);
    expect(contextOf(dataset, "encodingGuessed").others).toContain("utf-8");
  });
  it("5: the user's choice counts", async () => {
    const bytes = Uint8Array.from(Buffer.from("a4a2a4a4", "hex"));
    const dataset = await readOk(bytesOf("a,b\n", [...bytes], ",1\n"), { format: { encoding: "euc-jp" } });
    expect(cellsOf(dataset)).toEqual([["あい", "1"]]);
    expect(await refusalOf("a,b\n1,2\n", { format: { encoding: "klingon" } })).toEqual(["unknownEncoding"]);
  });
  it("6: one invalid byte in row 81,233", async () => {
    const before = Array.from({ length: 81_232 }, (_, i) => `${i},word\n`).join("");
    const dataset = await readOk(bytesOf("a,b\n", before, "81232,w", [0xff], "rd\n", "81233,word\n"));
    expect(dataset.rows).toBe(81_234);
    expect(contextOf(dataset, "undecodableCharacters")).toEqual({ count: 1, rows: "81233", encoding: "utf-8" });
    expect(cellsOf(dataset)[81_232]?.[1]).toBe("w\ufffdrd");
  });
  it("does not take U+FFFD in the file itself for damage", async () => {
    expect((await readOk("a,b\n\ufffd,1\nx,2\n")).issues.map(({ code }) => code)).toEqual([]);
  });
  it("finds Latin-1 though the first accent comes after a megabyte", async () => {
    const rows = "plain,1\n".repeat(200_000);
    const dataset = await readOk(new Blob(["a,b\n", rows, ascii("caf\xe9,2\n".repeat(50_000))]));
    expect(dataset.format.encoding).toBe("windows-1252");
    expect(cellsOf(dataset).at(-1)).toEqual(["café", "2"]);
  });
});

describe("other files", () => {
  const png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
  it.each([
    ["7: PNG", Uint8Array.from(Buffer.from(png, "base64")), "png"],
    ["8: JPEG", bytesOf([0xff, 0xd8, 0xff, 0xe0, 0, 16], "JFIF"), "jpeg"],
    ["8: GIF", bytesOf("GIF89a", [1, 0, 1, 0]), "gif"],
    [
      "8: XLSX",
      Uint8Array.from(zipSync({ "[Content_Types].xml": encodeUtf8("<x/>"), "xl/workbook.xml": encodeUtf8("<x/>") })),
      "xlsx",
    ],
    ["8: zip", Uint8Array.from(zipSync({ "a.csv": encodeUtf8("a,b\n1,2\n") })), "zip"],
    ["8: gzip", Uint8Array.from(gzipSync("a,b\n1,2\n")), "gzip"],
    ["8: PDF", bytesOf("%PDF-1.7\n%", [0xe2, 0xe3]), "pdf"],
    ["8: Parquet", bytesOf("PAR1", [0x15, 4, 0x15]), "parquet"],
    ["8: HTML", bytesOf("\n<!DOCTYPE html>\n<html><body>a,b</body></html>"), "html"],
    ["8: JSON object", bytesOf('{"a": 1, "b": [1, 2]}'), "json"],
    ["8: JSON rows", bytesOf('[{"a": 1},\n{"a": 2}]'), "json"],
    ["8: JSON numbers", bytesOf("[1, 2, 3]\n"), "json"],
    ["8: XML", bytesOf('<?xml version="1.0"?><a/>'), "xml"],
  ])("%s", async (_, content, kind) => {
    expect(await readOutcome(content)).toMatchObject({ ok: false, issues: [{ code: "notATable", context: { kind } }] });
  });
  it("8: bytes that no text has", async () => {
    expect(await refusalOf(bytesOf("abc", [0, 1, 2, 0, 0, 3], "def\n"))).toEqual(["binaryFile"]);
  });
  it("does not take a table for another file", async () => {
    expect(await refusalOf("BMI,age\n22.5,31\n")).toEqual([]);
    expect(await refusalOf("PAR10,b\n1,2\n")).toEqual(["notATable"]);
    expect(await refusalOf("[id];[x]\n1;2\n")).toEqual([]);
  });
  it("9: a file that cannot be read any more", async () => {
    class Gone extends Blob {
      override slice(): Blob {
        const part = new Blob(["x"]);
        part.arrayBuffer = () => Promise.reject(new DOMException("changed on disk", "NotReadableError"));
        return part;
      }
    }
    const failure = await readOutcome(new Gone(["a,b\n1,2\n"])).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(AppError);
    expect(failure).toMatchObject({ code: "fileUnreadable", context: { fileName: "test.csv" } });
  });
});

describe("structure", () => {
  it("12: mixed CRLF and LF", async () => {
    expect(cellsOf(await readOk("a,b\r\n1,2\n3,4\r\n5,6\r7,8"))).toEqual([
      ["1", "2"],
      ["3", "4"],
      ["5", "6"],
      ["7", "8"],
    ]);
  });
  it("13: an unterminated quote names row and line of its opening", async () => {
    const outcome = await readOutcome('a,b\n\n1,2\n3,"four\n5,6\n7,8\n');
    expect(outcome).toMatchObject({
      ok: false,
      issues: [{ code: "unterminatedQuote", at: { row: 2 }, context: { row: 2, line: 4 } }],
    });
  });
  it("14: junk after a closing quote", async () => {
    const dataset = await readOk('a,b\n1,"x"y\n2,z\n');
    expect(contextOf(dataset, "junkAfterQuote")).toEqual({ count: 1, rows: "1" });
    expect(cellsOf(dataset)).toEqual([
      ["1", "xy"],
      ["2", "z"],
    ]);
  });
  it("15: rows too short and too long", async () => {
    const dataset = await readOk("a,b,c\n1,2,3\n4,5\n6,7,8,nine,ten\n9,10,11\n1,2,3,\n");
    expect(cellsOf(dataset)).toEqual([
      ["1", "2", "3"],
      ["4", "5", null],
      ["6", "7", "8"],
      ["9", "10", "11"],
      ["1", "2", "3"],
    ]);
    expect(contextOf(dataset, "shortRows")).toEqual({ count: 1, rows: "2", columns: 3 });
    expect(contextOf(dataset, "longRows")).toEqual({ count: 1, rows: "3", columns: 3, examples: "3: “nine”, “ten”" });
  });
  it("16: semicolons with decimal commas", async () => {
    const dataset = await readOk("a;b\n1,5;2,25\n3,5;1.234,5\n");
    expect(dataset.format).toMatchObject({ delimiter: ";", decimal: "," });
    expect(contextOf(dataset, "decimalComma")).toEqual({ example: "1,5" });
    expect(summarizeDataset(dataset, {}).columns[1]?.stats).toMatchObject({ min: 2.25, max: 1234.5 });
  });
  it("16: asks where a comma can be either", async () => {
    const dataset = await readOk("a;b\n1,234;2\n3,456;1\n");
    expect(contextOf(dataset, "decimalUncertain")).toEqual({ example: "1,234", asComma: "1.234", asPoint: "1234" });
    const other = await readOk("a;b\n1,234;2\n3,456;1\n", { format: { decimal: "." } });
    expect(summarizeDataset(other, {}).columns[0]?.stats?.max).toBe(3456);
    expect(codesOf(other)).toEqual([]);
  });
  it("16: a header is not needed for it", async () => {
    expect((await readOk("1,5;2,5\n3,5;4,5\n5,5;6,5\n")).format).toMatchObject({ delimiter: ";", header: false });
  });
  it.each([
    ["tab", "\t"],
    ["pipe", "|"],
    ["semicolon", ";"],
  ])("17: %s", async (_, delimiter) => {
    const dataset = await readOk(`a${delimiter}b\n1${delimiter}x y, z\n2${delimiter}w\n`);
    expect(dataset.format.delimiter).toBe(delimiter);
    expect(cellsOf(dataset)).toEqual([
      ["1", "x y, z"],
      ["2", "w"],
    ]);
  });
  it("17: Excel's sep= line", async () => {
    const dataset = await readOk("sep=|\na|b\n1|2\n");
    expect(dataset).toMatchObject({ names: ["a", "b"], rows: 1, format: { delimiter: "|" } });
  });
  it("18: one column only", async () => {
    expect(await readOk("height\n1.5\n2.5\n")).toMatchObject({ names: ["height"], rows: 2 });
    const texts = await readOk("review\nGood, really good\nBad\nSo, so, so\n");
    expect(cellsOf(texts)).toEqual([["Good, really good"], ["Bad"], ["So, so, so"]]);
  });
  it("21: comments, blank lines, a title, trailing delimiters, a total", async () => {
    const dataset = await readOk(
      "# made by hand\na,b,c,\n1,2,3,\n\n# in between, with, commas, too\n4,5,6,\n,,,\nTotal,7,9,\n",
    );
    expect(dataset.names).toEqual(["a", "b", "c"]);
    expect(dataset.rows).toBe(3);
    expect(contextOf(dataset, "blankLines")).toEqual({ count: 2 });
    expect(contextOf(dataset, "commentLines")).toEqual({ count: 1 });
    expect(contextOf(dataset, "totalRow")).toEqual({ row: 3, text: "Total" });
    expect(codesOf(dataset)).toContain("trailingColumnDropped");
    const titled = await readOk("Report of 2020\n\na,b,c\n1,2,3\n4,5,6\n");
    expect(titled.names).toEqual(["a", "b", "c"]);
    expect(contextOf(titled, "preambleLines")).toMatchObject({ count: 1 });
  });
  it("22: a million columns and a cell of 50 MB are refused by a stated limit", async () => {
    expect(await readOutcome(`${"x,".repeat(1_000_000)}x\n`)).toMatchObject({
      issues: [{ code: "tooManyColumns", context: { limit: 16384 } }],
    });
    const cell = `a,b\n1,${"x".repeat(50e6)}\n`;
    expect(await readOutcome(cell)).toMatchObject({
      issues: [{ code: "cellTooLong", context: { limit: 1_000_000, row: 1 } }],
    });
  });
  it("23: takes the first rows only, and says so", async () => {
    const dataset = await readOk("a,b\n1,2\n3,4\n5,6\n", { maxRows: 2 });
    expect(dataset.rows).toBe(2);
    expect(contextOf(dataset, "firstRowsOnly")).toEqual({ count: 2 });
    expect(codesOf(await readOk("a,b\n1,2\n3,4\n", { maxRows: 2 }))).toEqual([]);
  });
  it("23: refuses what would not fit after a look at its beginning, and says how much does", async () => {
    const piece = encodeUtf8(
      Array.from({ length: 40_000 }, (_, i) => `${i},${(i * 7919) % 99991}.5,a sentence that is row ${i}\n`).join(""),
    );
    class Huge extends Blob {
      override get size(): number {
        return 5e9;
      }
      override slice(start = 0, end = 0): Blob {
        const part = Uint8Array.from({ length: end - start }, (_, i) => piece[(start + i) % piece.length] as number);
        return new Blob([part]);
      }
    }
    const huge = new Huge();
    const outcome = await readOutcome(huge);
    expect(outcome).toMatchObject({ ok: false, issues: [{ code: "tableTooLarge" }] });
    expect(outcome.progress.at(-1)?.done ?? 0).toBeLessThan(40e6);
    const first = await readOk(huge, { maxRows: 1000 });
    expect(first.rows).toBe(1000);
  }, 30_000);
});

describe("reading", () => {
  const big = new Blob(["a,b\n", Array.from({ length: 300_000 }, (_, i) => `${i},${i % 7}\n`).join("")]);
  it("stops when it is told to", async () => {
    const controller = new AbortController();
    controller.abort();
    await expect(readOutcome(big, {}, controller.signal)).rejects.toMatchObject({ code: "cancelled" });
  });
  it("reports bytes that never go back and end at the whole", async () => {
    const { progress } = await readOutcome(big);
    const done = progress.map((step) => step.done);
    expect(done).toEqual([...done].sort((a, b) => a - b));
    expect(progress.at(-1)).toEqual({ done: big.size, total: big.size, rows: 300_000 });
  });
  it("gives the same table the same id, another table or reading another", async () => {
    const id = (await readOk("a,b\n1,2\n")).id;
    expect((await readOk(new Blob(["a,b", "\n1,2\n"]))).id).toBe(id);
    expect((await readOk("a,b\n1,3\n")).id).not.toBe(id);
    expect((await readOk("a,b\n1,2\n", { format: { header: false } })).id).not.toBe(id);
  });
  it("finds a change of one byte beyond the first piece", async () => {
    const bytes = new Uint8Array(await big.arrayBuffer());
    const before = (await readOk(bytes)).id;
    bytes[bytes.length - 2] = 0x39;
    expect((await readOk(bytes)).id).not.toBe(before);
  });
});

describe("dates", () => {
  it("30: asks which of 01/02/2020 is the day", async () => {
    const dataset = await readOk("d,x\n01/02/2020,1\n03/04/2020,2\n");
    expect(contextOf(dataset, "dateOrderUncertain")).toMatchObject({
      column: "d",
      example: "01/02/2020",
      order: "monthFirst",
    });
    expect(dataset.format.dayFirst).toBe(false);
  });
  it.each([
    ["31/01/2020", true],
    ["01/31/2020", false],
  ])("30: %s tells", async (proof, dayFirst) => {
    const dataset = await readOk(`d,x\n01/02/2020,1\n${proof},2\n`);
    expect(dataset.format.dayFirst).toBe(dayFirst);
    expect(dataset.issues).toEqual([]);
  });
  it("30: both orders in one column are reported", async () => {
    const dataset = await readOk("d,x\n31/01/2020,1\n01/31/2020,2\n");
    expect(contextOf(dataset, "dateOrderMixed")).toEqual({
      column: "d",
      dayFirst: "31/01/2020",
      monthFirst: "01/31/2020",
    });
  });
});

describe("real tables", () => {
  const penguins = join(import.meta.dirname, "../../../../shared/data/penguins.csv");
  const present = existsSync(penguins);
  if (!present) console.log(`skipped: ${penguins} is absent`);
  it.skipIf(!present)("penguins", async () => {
    const dataset = await readOk(new Uint8Array(readFileSync(penguins)));
    const summary = summarizeDataset(dataset, {});
    expect(summary.rows).toBe(344);
    expect(summary.columns.map(({ type }) => type)).toEqual([
      "category",
      "category",
      "number",
      "number",
      "integer",
      "integer",
      "category",
      "integer",
    ]);
    expect(summary.columns.map(({ missing }) => missing)).toEqual([0, 0, 2, 2, 2, 2, 11, 0]);
    // pandas 1.5.3: describe() and std(ddof=0).
    expect(summary.columns[2]?.stats).toMatchObject({ min: 32.1, max: 59.6, median: 44.45 });
    expect(summary.columns[2]?.stats?.mean).toBeCloseTo(43.92192982456142, 10);
    expect(summary.columns[2]?.stats?.std).toBeCloseTo(5.4515960231618, 10);
    expect(summary.issues).toEqual([]);
    expect(suggestTarget(summary)).toBe("species");
  });
  it.each([
    ["iris", 150, "species", "multiclass"],
    ["digits", 1797, "digit", "multiclass"],
    ["spiral", 600, "arm", "multiclass"],
    ["waves", 600, "wave", "multiclass"],
  ])("sample %s", async (name, rows, target, task) => {
    const file = join(import.meta.dirname, `../../../public/samples/${name}.csv`);
    const summary = summarizeDataset(await readOk(new Uint8Array(readFileSync(file))), {});
    expect(summary.rows).toBe(rows);
    expect(suggestTarget(summary)).toBe(target);
    const column = summary.columns.find((candidate) => candidate.name === target);
    expect(column && inferTask(column)).toBe(task);
  });
});
