import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Papa from "papaparse";
import { describe, expect, it } from "vitest";
import { decodeUtf8, encodeUtf8 } from "../../core/data/utf8.ts";
import { fc } from "../../testing/property.ts";
import { cellBytes, cellLimit, columnLimit, Tokenizer } from "./tokenize.ts";

interface Cut {
  readonly rows: string[][];
  readonly lines: number[];
  readonly junk: number[];
  readonly failure: Tokenizer["failure"];
}

/** Cuts `bytes`, handed over in pieces of `pieceSize`. */
function cut(bytes: Uint8Array, delimiter = ",", pieceSize = bytes.length + 1, comments = false): Cut {
  const rows: string[][] = [];
  const lines: number[] = [];
  const junk: number[] = [];
  const tokenizer = new Tokenizer(delimiter, comments, (row) => {
    if (row.junk) junk.push(rows.length);
    lines.push(row.line);
    rows.push(
      Array.from({ length: row.count }, (_, i) =>
        decodeUtf8(cellBytes(row, i), row.starts[i] as number, row.ends[i] as number),
      ),
    );
    return true;
  });
  let more = true;
  for (let at = 0; at < bytes.length && more; at += pieceSize)
    more = tokenizer.push(bytes.subarray(at, at + pieceSize));
  if (more) tokenizer.finish();
  return { rows, lines, junk, failure: tokenizer.failure };
}

const rowsOf = (text: string, delimiter = ","): string[][] => cut(encodeUtf8(text), delimiter).rows;

describe("csv-spectrum", () => {
  const folder = join(import.meta.dirname, "../../../../shared/data/csv-spectrum");
  const present = existsSync(folder);
  if (!present) console.log(`skipped: ${folder} is absent`);
  const names = present ? readdirSync(folder).filter((name) => name.endsWith(".csv")) : [];
  it.skipIf(!present)("is there in full", () => expect(names).toHaveLength(11));
  it.each(names)("10: %s, cut in pieces of any size", (name) => {
    const stored = readFileSync(join(folder, name), "utf8");
    // A copy through version control may have lost the CR that the name promises.
    const bytes = encodeUtf8(name.includes("_crlf") ? stored.replace(/\r?\n/g, "\r\n") : stored);
    const expected = JSON.parse(readFileSync(join(folder, name.replace(".csv", ".json")), "utf8")) as Record<
      string,
      string
    >[];
    for (let size = 1; size <= bytes.length + 1; size++) {
      const [header = [], ...rows] = cut(bytes, ",", size).rows;
      expect(rows.map((row) => Object.fromEntries(row.map((cell, i) => [header[i], cell])))).toEqual(expected);
    }
  });
});

describe("line ends", () => {
  it("11: lone CR", () =>
    expect(rowsOf("a,b\r1,2\r3,4\r")).toEqual([
      ["a", "b"],
      ["1", "2"],
      ["3", "4"],
    ]));
  it("12: mixed CRLF and LF", () => {
    expect(rowsOf("a,b\r\n1,2\n3,4\r\n5,6\r7,8\n")).toEqual([
      ["a", "b"],
      ["1", "2"],
      ["3", "4"],
      ["5", "6"],
      ["7", "8"],
    ]);
  });
  it("keeps blank lines as rows of one empty cell", () =>
    expect(rowsOf("a\n\r\n\n1")).toEqual([["a"], [""], [""], ["1"]]));
  it("counts lines through quoted line breaks", () => {
    expect(cut(encodeUtf8('a\r\n"x\r\ny\nz\rw"\r\nb\n')).lines).toEqual([1, 2, 6]);
  });
});

describe("quotes", () => {
  it("13: an unterminated quote fails with the line in which it was opened", () => {
    const { failure, rows } = cut(encodeUtf8('a,b\n1,2\n3,"four\n5,6\n7,8\n'));
    expect(failure).toEqual({ kind: "unterminatedQuote", line: 3 });
    expect(rows).toEqual([
      ["a", "b"],
      ["1", "2"],
    ]);
  });
  it("14: junk after a closing quote stays in the cell and marks the row", () => {
    const { rows, junk } = cut(encodeUtf8('a,b\n"1"x"y",2\n3,"4" \n'));
    expect(rows).toEqual([
      ["a", "b"],
      ['1x"y"', "2"],
      ["3", "4"],
    ]);
    expect(junk).toEqual([1]);
  });
  it("takes quotes inside a plain cell as text", () => expect(rowsOf('6" pipe,a"b')).toEqual([['6" pipe', 'a"b']]));
  it('finds a quote after spaces, as in a, "b, c"', () => expect(rowsOf('a, "b, c",d')).toEqual([["a", "b, c", "d"]]));
});

describe("delimiters", () => {
  it.each([";", "\t", "|"])("17: %j", (delimiter) => {
    expect(rowsOf(`a${delimiter}b\n1,5${delimiter}"${delimiter}"\n`, delimiter)).toEqual([
      ["a", "b"],
      ["1,5", delimiter],
    ]);
  });
  it("gives an empty last cell after a delimiter at the very end", () =>
    expect(rowsOf("a,b,")).toEqual([["a", "b", ""]]));
});

describe("22: limits", () => {
  it("refuses more columns than the limit, before the row ends", () => {
    const { failure, rows } = cut(encodeUtf8(`a\n${"x,".repeat(1_000_000)}`), ",", 65536);
    expect(failure).toEqual({ kind: "tooManyColumns", line: 2 });
    expect(rows).toEqual([["a"]]);
  });
  it("allows as many columns as the limit", () => {
    const { failure, rows } = cut(encodeUtf8(`${"x,".repeat(columnLimit - 1)}x\n`), ",", 65536);
    expect(failure).toBeUndefined();
    expect(rows[0]).toHaveLength(columnLimit);
  });
  it.each([
    ["plain", "x".repeat(cellLimit + 1)],
    ["quoted", `"${"x".repeat(cellLimit + 1)}"`],
    ["never closed", `"${"x\n".repeat(cellLimit)}`],
  ])("refuses a long cell: %s", (_, cell) => {
    expect(cut(encodeUtf8(`a,b\n1,2\n3,${cell}`), ",", 100_000).failure).toEqual({ kind: "cellTooLong", line: 3 });
  });
});

describe("comments", () => {
  it("21: takes a comment line whole, whatever stands in it", () => {
    const { rows } = cut(encodeUtf8("# it's \"quoted, and open\na,b\n#1,2\n"), ",", 7, true);
    expect(rows).toEqual([["# it's \"quoted, and open"], ["a", "b"], ["#1,2"]]);
  });
});

const cell = fc.string({ unit: fc.constantFrom("a", "7", '"', ",", "\n", " ", "é", "😀", "\t", ";"), maxLength: 6 });
const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 });

/** Writes a table as RFC 4180 has it. */
const write = (rows: readonly (readonly string[])[], lineEnd: string): string =>
  rows
    .map((row) => row.map((text) => (/[",\r\n]|^\s/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)).join(","))
    .join(lineEnd);

describe("against papaparse", () => {
  it("cuts what is well formed as papaparse does, and as it was written", () => {
    fc.assert(
      fc.property(table, fc.constantFrom("\n", "\r\n"), (rows, lineEnd) => {
        const text = write(rows, lineEnd);
        const peer = Papa.parse<string[]>(text, { header: false, delimiter: ",", newline: lineEnd as "\n" });
        expect(rowsOf(text)).toEqual(rows);
        expect(peer.data).toEqual(rows);
      }),
      { numRuns: 500 },
    );
  });
});

describe("pieces", () => {
  it("gives the same rows wherever the text is cut, for any text", () => {
    const anything = fc.string({ unit: fc.constantFrom("a", '"', ",", "\n", "\r", " ", "#", "é"), maxLength: 40 });
    fc.assert(
      fc.property(anything, fc.boolean(), (text, comments) => {
        const bytes = encodeUtf8(text);
        const whole = cut(bytes, ",", bytes.length + 1, comments);
        for (let size = 1; size < bytes.length; size++) expect(cut(bytes, ",", size, comments)).toEqual(whole);
      }),
      { numRuns: 500 },
    );
  });
});
