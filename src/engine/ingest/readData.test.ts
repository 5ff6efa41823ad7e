import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { strToU8, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import type { ReadOptions } from "../../core/data/types.ts";
import { dataIssues as english } from "../../locales/en/dataIssues.ts";
import { fc } from "../../testing/property.ts";
import type { SourceFile } from "../protocol.ts";
import { readData, readTableFile } from "./readData.ts";
import { type Content, cellsOf, codesOf, contextOf, outcomeOf } from "./readForTest.ts";

/** Written by `make_tables.py` there. */
const tables = join(import.meta.dirname, "../../../e2e/fixtures/tables");
const fixture = (name: string): Uint8Array<ArrayBuffer> => Uint8Array.from(readFileSync(join(tables, name)));
const expected = JSON.parse(readFileSync(join(tables, "expected.json"), "utf8")) as {
  readonly plants: readonly (readonly (string | null)[])[];
};

const file = (path: string, content: Content): SourceFile => ({
  path,
  file: content instanceof Blob ? content : new Blob([content]),
});
const zip = (files: Readonly<Record<string, string | Uint8Array>>): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(
    zipSync(
      Object.fromEntries(
        Object.entries(files).map(([name, content]) => [
          name,
          typeof content === "string" ? strToU8(content) : content,
        ]),
      ),
    ),
  );
const outcome = (files: readonly SourceFile[], options: ReadOptions = {}, signal = new AbortController().signal) =>
  outcomeOf(readData(files, options, signal));

async function read(files: readonly SourceFile[], options?: ReadOptions) {
  const result = await outcome(files, options);
  if (!result.ok) throw new Error(JSON.stringify(result.issues));
  return result.dataset;
}

describe("one file", () => {
  it.each(["plants.xlsx", "plants.parquet", "plants.jsonl", "plants.csv.gz"])("%s is the same table", async (name) => {
    const dataset = await read([file(name, fixture(name))]);
    expect(cellsOf(dataset)).toEqual(expected.plants);
    expect(dataset).toMatchObject({ fileName: name, bytes: fixture(name).length });
  });
  it.each(["plants.xlsx", "plants.parquet", "plants.jsonl", "plants.csv.gz"])(
    "8: %s is known by its content, whatever its name",
    async (name) => {
      expect(cellsOf(await read([file("anything.csv", fixture(name))]))).toEqual(expected.plants);
    },
  );
  it("suggests what may be predicted", async () => {
    const result = await outcome([file("plants.parquet", fixture("plants.parquet"))]);
    expect(result).toMatchObject({ ok: true, suggested: { target: "kind", input: { kind: "columns" } } });
  });
  it("takes the one table of an archive, and leaves what systems and people put beside it", async () => {
    const dataset = await read([
      file("a.zip", zip({ "data/t.csv": "a,b\n1,2\n", "__MACOSX/._t.csv": "x", "data/README.md": "# About" })),
    ]);
    expect(cellsOf(dataset)).toEqual([["1", "2"]]);
    expect(contextOf(dataset, "fileInside")).toEqual({ fileName: "a.zip", member: "data/t.csv" });
  });
  it("57, 58: names inside an archive are labels only", async () => {
    for (const name of ["../../etc/x", "/absolute", "C:\\Windows", "CON", "__proto__"]) {
      // The name is put in afterwards: the packing library loses the last of them.
      const placeholder = "#".repeat(name.length);
      const archive = Buffer.from(zip({ [placeholder]: "a,b\n1,2\n" }))
        .toString("latin1")
        .replaceAll(placeholder, name);
      const dataset = await read([file("a.zip", Uint8Array.from(Buffer.from(archive, "latin1")))]);
      expect(cellsOf(dataset)).toEqual([["1", "2"]]);
      expect(contextOf(dataset, "fileInside")).toEqual({ fileName: "a.zip", member: name });
    }
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
  it.each([
    ["1: nothing", new Uint8Array(0), "emptyFile", {}],
    [
      "60: an old workbook",
      Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ...new Array<number>(600).fill(0)]),
      "notATable",
      { kind: "xls" },
    ],
    [
      "60: one with a password",
      Uint8Array.from([
        0xd0,
        0xcf,
        0x11,
        0xe0,
        0xa1,
        0xb1,
        0x1a,
        0xe1,
        ...[..."EncryptedPackage"].flatMap((c) => [c.charCodeAt(0), 0]),
      ]),
      "notATable",
      { kind: "officeEncrypted" },
    ],
    [
      "60: a binary workbook",
      zip({ "[Content_Types].xml": "<x/>", "xl/workbook.bin": "x" }),
      "notATable",
      { kind: "xlsb" },
    ],
    ["60: 7z", Uint8Array.from(Buffer.from("7z\xbc\xaf\x27\x1c\0\x04", "latin1")), "notATable", { kind: "sevenZip" }],
    ["60: RAR", Uint8Array.from(Buffer.from("Rar!\x1a\x07\0", "latin1")), "notATable", { kind: "rar" }],
    ["8: PDF", strToU8("%PDF-1.7\n"), "notATable", { kind: "pdf" }],
    ["8: HTML", strToU8("<!doctype html><html></html>"), "notATable", { kind: "html" }],
    ["8: JSON that is no rows", strToU8("[1, 2, 3]\n"), "jsonBroken", { line: 1 }],
    ["60: a cut gzip file", fixture("plants.csv.gz").slice(0, 300), "fileDamaged", {}],
    ["60: a cut zip file", zip({ "a.csv": "a,b\n1,2\n" }).slice(0, 60), "fileDamaged", {}],
    ["an empty archive", zip({}), "nothingInside", {}],
    ["a locked table", lockedZip(), "fileEncrypted", { member: "a.csv" }],
  ] as const)("%s is refused by name", async (_, content, code, context) => {
    const result = await outcome([file("x.csv", Uint8Array.from(content))]);
    expect(result).toMatchObject({ ok: false, issues: [{ code, severity: "error", context }] });
    expect(english[code]).toMatch(/\{\{/);
  });
  it("56: a gzip bomb is counted while it unpacks", async () => {
    const bomb = gzipSync(Buffer.concat([Buffer.from("a,b\n"), Buffer.alloc(100_000_000, "1,2\n")]));
    expect(bomb.length).toBeLessThan(500_000);
    expect(await outcome([file("x.csv.gz", Uint8Array.from(bomb))])).toMatchObject({
      issues: [{ code: "unpackedTooLarge" }],
    });
  });
  it("gives an outcome for any bytes, and for the beginnings of files of every kind", async () => {
    const starts = [
      "PK\x03\x04",
      "PAR1",
      "\x1f\x8b\x08",
      '{"a":',
      "[{",
      "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
      "",
      "a,b\n",
    ];
    const content = fc.tuple(
      fc.constantFrom(...starts),
      fc.uint8Array({ maxLength: 300 }),
      fc.constantFrom("", "PAR1"),
    );
    await fc.assert(
      fc.asyncProperty(content, async ([start, middle, end]) => {
        const bytes = Buffer.concat([Buffer.from(start, "latin1"), middle, Buffer.from(end)]);
        const result = await outcome([file("x", Uint8Array.from(bytes))]);
        expect(result.ok || result.issues.length > 0).toBe(true);
      }),
      { numRuns: 500 },
    );
  }, 30_000);
});

/** A stored member whose flags say that it is encrypted. */
function lockedZip(): Uint8Array<ArrayBuffer> {
  const bytes = Uint8Array.from(zipSync({ "a.csv": strToU8("a,b\n1,2\n") }, { level: 0 }));
  const directory = Buffer.from(bytes).indexOf("PK\x01\x02");
  bytes[6] = (bytes[6] as number) | 1;
  bytes[directory + 8] = (bytes[directory + 8] as number) | 1;
  return bytes;
}

describe("csv-spectrum", () => {
  const folder = join(import.meta.dirname, "../../../../shared/data/csv-spectrum");
  const present = existsSync(folder);
  if (!present) console.log(`skipped: ${folder} is absent`);
  const names = present ? readdirSync(folder).filter((name) => name.endsWith(".csv")) : [];
  it.skipIf(!present)("is there in full", () => expect(names).toHaveLength(11));
  it.each(names)("10: %s as a table equals its JSON", async (name) => {
    const stored = readFileSync(join(folder, name), "utf8");
    // A copy through version control may have lost the CR that the name promises.
    const text = name.includes("_crlf") ? stored.replace(/\r?\n/g, "\r\n") : stored;
    const dataset = await read([file(name, text)], { format: { missing: [] } });
    const rows = cellsOf(dataset).map((cells) => Object.fromEntries(cells.map((cell, i) => [dataset.names[i], cell])));
    expect(rows).toEqual(JSON.parse(readFileSync(join(folder, name.replace(".csv", ".json")), "utf8")));
  });
});

describe("several files", () => {
  const halves = [file("plants-b.csv", fixture("plants-b.csv")), file("plants-a.csv", fixture("plants-a.csv"))];
  it("9: with the same columns are one table, in the order of their names", async () => {
    const dataset = await read(halves);
    expect(cellsOf(dataset)).toEqual(expected.plants);
    expect(contextOf(dataset, "filesJoined")).toEqual({ count: 2, files: "plants-a.csv, plants-b.csv" });
    expect((await read([...halves].reverse())).id).toBe(dataset.id);
  });
  it("may be of several kinds, with columns in another order", async () => {
    const dataset = await read([
      file("1.csv", "b,a\n1,x\n2,y\n"),
      file("10.json", '[{"a":"z","b":3}]'),
      file("9.csv", "a,b\nq,4\nr,5\n"),
    ]);
    expect(dataset.names).toEqual(["b", "a"]);
    expect(cellsOf(dataset)).toEqual([
      ["1", "x"],
      ["2", "y"],
      ["4", "q"],
      ["5", "r"],
      ["3", "z"],
    ]);
  });
  it("may write numbers and dates in different ways", async () => {
    const dataset = await read([
      file("a.csv", "n;d\n1,5;31/01/2020\n2,25;01/02/2020\n"),
      file("b.csv", "n,d\n3.5,01/31/2020\n1.25,02/01/2020\n"),
    ]);
    expect(dataset.format).toMatchObject({ decimal: ",", dayFirst: true });
    expect(cellsOf(dataset)).toEqual([
      ["1,5", "31/01/2020"],
      ["2,25", "01/02/2020"],
      ["3,5", "01/31/2020"],
      ["1,25", "2020-02-01"],
    ]);
  });
  it("in one archive are one table too", async () => {
    const dataset = await read([
      file("all.zip", zip({ "plants-a.csv": fixture("plants-a.csv"), "plants-b.csv": fixture("plants-b.csv") })),
    ]);
    expect(cellsOf(dataset)).toEqual(expected.plants);
  });
  it("with different columns are refused, and the difference is named", async () => {
    expect(await outcome([file("a.csv", "x,y\n1,2\n"), file("b.csv", "x,z\n1,2\n")])).toMatchObject({
      ok: false,
      issues: [{ code: "tablesDiffer", context: { first: "a.csv", other: "b.csv", missing: "y", extra: "z" } }],
    });
  });
  it("name the one that is no table", async () => {
    expect(await outcome([file("a.csv", "x,y\n1,2\n"), file("b.pdf", "%PDF-1.4")])).toMatchObject({
      issues: [{ code: "notATable", context: { fileName: "b.pdf", kind: "pdf" } }],
    });
  });
  it("53: skips what systems leave behind, and counts it", async () => {
    const dataset = await read([file("d/.DS_Store", "x"), file("d/a.csv", "x,y\n1,2\n"), file("d/Thumbs.db", "x")]);
    expect(contextOf(dataset, "filesSkipped")).toEqual({ count: 2, examples: "d/.DS_Store, d/Thumbs.db" });
    expect(await outcome([file("Thumbs.db", "x")])).toMatchObject({
      issues: [{ code: "noFiles", context: { skipped: 1 } }],
    });
  });
  it("stop when told to, and report bytes that never go back", async () => {
    const { progress } = await outcome(halves);
    const done = progress.map((step) => step.done / (step.total ?? 1));
    expect(done.length).toBeGreaterThan(1);
    const controller = new AbortController();
    controller.abort();
    await expect(outcome(halves, {}, controller.signal)).rejects.toMatchObject({ code: "cancelled" });
  });
  it("take the first rows of the whole", async () => {
    const dataset = await read(halves, { maxRows: 40 });
    expect(cellsOf(dataset)).toEqual(expected.plants.slice(0, 40));
  });
});

describe("a table to predict from", () => {
  it.each(["plants.xlsx", "plants.parquet", "plants.jsonl", "plants.csv.gz"])("may be %s", async (name) => {
    const result = await outcomeOf(readTableFile(file(name, fixture(name)), {}, new AbortController().signal));
    expect(result.ok && cellsOf(result.dataset)).toEqual(expected.plants);
    expect(result.ok && codesOf(result.dataset)).not.toContain("dateOrderUncertain");
  });
});
