import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { summarizeDataset } from "../../core/data/summarize.ts";
import { fc } from "../../testing/property.ts";
import { readParquet } from "./parquet.ts";
import { cellsOf, codesOf, contextOf, okWith, readWith } from "./readForTest.ts";

/** Written by `make_tables.py` there with pyarrow, with what it reads back. */
const tables = join(import.meta.dirname, "../../../e2e/fixtures/tables");
const fixture = (name: string): Uint8Array<ArrayBuffer> => Uint8Array.from(readFileSync(join(tables, name)));
const expected = JSON.parse(readFileSync(join(tables, "expected.json"), "utf8")) as Readonly<
  Record<"plants" | "types", readonly (readonly (string | null)[])[]>
>;

const read = (content: Uint8Array<ArrayBuffer>, options?: Parameters<typeof okWith>[2]) =>
  okWith(readParquet, content, options);

/** Python's spelling of a value as the studio's: words in lower case, no zone, no zeros at the end. */
const plain = (cell: string | null | undefined): string | null => {
  if (cell === null || cell === undefined || cell === "nan") return null;
  const text = cell.replace(/\+00:00$/, "").replace(/(\.\d*[1-9])0+$/, "$1");
  if (/^(True|False)$/.test(text)) return text.toLowerCase();
  if (/^inf(inity)?$/i.test(text)) return "inf";
  if (/^-?\d+\.0+$/.test(text)) return text.replace(/\.0+$/, "");
  return text;
};

const apart = ["ns", "bytes", "record", "list"];

describe("types", () => {
  it.each(["none", "snappy", "gzip", "brotli", "zstd", "lz4", "v2"])("are exact, packed by %s", async (codec) => {
    const dataset = await read(fixture(`types.${codec}.parquet`));
    const kept = dataset.names.flatMap((name, i) => (apart.includes(name) ? [] : [i]));
    const got = cellsOf(dataset).map((cells) => kept.map((i) => plain(cells[i])));
    expect(got).toEqual(expected.types.map((cells) => cells.map(plain)));
    expect(dataset.names).toContain("__proto__");
  });
  it("keep nanoseconds, and lists and records as JSON", async () => {
    const dataset = await read(fixture("types.snappy.parquet"));
    const column = (name: string) => cellsOf(dataset).map((cells) => cells[dataset.names.indexOf(name)]);
    // pandas: pd.Timestamp(1577836800123456789), pd.Timestamp(-1).
    expect(column("ns")).toEqual(["2020-01-01 00:00:00.123456789", null, "1969-12-31 23:59:59.999999999"]);
    expect(column("list")).toEqual(["[1,2]", "[]", null]);
    expect(column("record")).toEqual(['{"a":1,"b":"x"}', '{"a":null,"b":"y"}', null]);
    expect(column("bytes")).toEqual([null, "text", null]);
    expect(contextOf(dataset, "nestedAsText")).toEqual({ count: 2, columns: "list, record" });
    expect(contextOf(dataset, "binaryCells")).toEqual({ column: "bytes", count: 1 });
  });
  it("reads times of 96 bits", async () => {
    const dataset = await read(fixture("types.int96.parquet"));
    expect(cellsOf(dataset).map(([, moment]) => moment)).toEqual([
      "2020-01-01 00:00:00.123456789",
      null,
      "1969-12-31 23:59:59.999999999",
    ]);
  });
});

describe("reading", () => {
  it("joins row groups and infers the types of columns", async () => {
    const dataset = await read(fixture("plants.parquet"));
    expect(cellsOf(dataset)).toEqual(expected.plants);
    expect(codesOf(dataset)).toEqual([]);
    expect(summarizeDataset(dataset, {}).columns.map(({ type }) => type)).toEqual([
      "date",
      "category",
      "number",
      "integer",
      "boolean",
      "category",
    ]);
  });
  it("takes the first rows only, across groups, and says so", async () => {
    const dataset = await read(fixture("plants.parquet"), { maxRows: 30 });
    expect(cellsOf(dataset)).toEqual(expected.plants.slice(0, 30));
    expect(contextOf(dataset, "firstRowsOnly")).toEqual({ count: 30 });
  });
  it("spells numbers with the decimal mark that the user chose, and is another table then", async () => {
    const [point, comma] = [
      await read(fixture("plants.parquet")),
      await read(fixture("plants.parquet"), { format: { decimal: "," } }),
    ];
    expect(cellsOf(comma)[1]?.[2]).toBe(expected.plants[1]?.[2]?.replace(".", ","));
    expect(comma.id).not.toBe(point.id);
  });
  it("reports what never goes back and ends at the whole, and stops when told to", async () => {
    const { progress } = await readWith(readParquet, fixture("plants.parquet"));
    const done = progress.map((step) => step.done);
    expect(done).toEqual([...done].sort((a, b) => a - b));
    expect(progress.at(-1)).toMatchObject({ done: 60, total: 60 });
    const controller = new AbortController();
    controller.abort();
    await expect(readWith(readParquet, fixture("plants.parquet"), {}, controller.signal)).rejects.toMatchObject({
      code: "cancelled",
    });
  });
  it("starts no WebAssembly, whatever the packing", async () => {
    const refusal = () => {
      throw new Error("WebAssembly");
    };
    const webAssembly = Object.fromEntries(
      ["Module", "Instance", "Memory", "instantiate", "compile", "instantiateStreaming", "validate"].map((name) => [
        name,
        refusal,
      ]),
    );
    vi.stubGlobal("WebAssembly", webAssembly);
    vi.resetModules();
    try {
      const fresh = await import("./parquet.ts");
      for (const codec of ["none", "snappy", "gzip", "brotli", "zstd", "lz4"])
        expect((await okWith(fresh.readParquet, fixture(`types.${codec}.parquet`))).rows).toBe(3);
    } finally {
      vi.unstubAllGlobals();
    }
  });
  it("60: cut anywhere, it is refused by name", async () => {
    const whole = fixture("plants.parquet");
    for (const share of [0.001, 0.1, 0.5, 0.99]) {
      const outcome = await readWith(readParquet, whole.slice(0, Math.floor(whole.length * share)));
      expect(outcome).toMatchObject({ ok: false, issues: [{ code: "fileDamaged" }] });
    }
  });
  it("gives an outcome for any change of any byte", async () => {
    const whole = fixture("plants.parquet");
    const change = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(change, async (changes) => {
        const broken = whole.slice();
        for (const [at, byte] of changes) broken[at] = byte;
        const outcome = await readWith(readParquet, broken);
        expect(outcome.ok ? outcome.dataset.rows > 0 : outcome.issues.length > 0).toBe(true);
      }),
      {
        // A fixed seed: one change in 20,000 or so makes a run so long that the library exhausts all memory with it.
        numRuns: 1000,
        seed: 1,
        examples: [
          [[[2389, 99]]],
          [
            [
              [2400, 0],
              [0, 0],
            ],
          ],
        ],
      },
    );
  }, 60_000);
});
