import { describe, expect, it } from "vitest";
import { summarizeDataset } from "../../core/data/summarize.ts";
import { fc } from "../../testing/property.ts";
import { JsonCutter } from "./jsonCutter.ts";
import { readJson } from "./jsonLines.ts";
import { type Content, cellsOf, codesOf, contextOf, okWith, readWith } from "./readForTest.ts";

const read = (content: Content, options?: Parameters<typeof okWith>[2]) => okWith(readJson, content, options);

describe("what rows are", () => {
  it.each([
    ["lines", '{"a":1,"b":"x"}\n{"a":2,"b":"y"}\n'],
    ["lines with CRLF and blank ones", '{"a":1,"b":"x"}\r\n\r\n{"a":2,"b":"y"}'],
    ["a list", '[{"a":1,"b":"x"},{"a":2,"b":"y"}]'],
    ["a list over many lines", '[\n  {\n    "a": 1,\n    "b": "x"\n  },\n  {\n    "a": 2,\n    "b": "y"\n  }\n]\n'],
    ["objects over many lines", '{\n  "a": 1,\n  "b": "x"\n}\n{\n  "a": 2,\n  "b": "y"\n}\n'],
    ["objects without a line end between", '{"a":1,"b":"x"} {"a":2,"b":"y"}'],
    ["with a byte order mark", '\ufeff{"a":1,"b":"x"}\n{"a":2,"b":"y"}\n'],
  ])("%s", async (_, text) => {
    const dataset = await read(text);
    expect(dataset.names).toEqual(["a", "b"]);
    expect(cellsOf(dataset)).toEqual([
      ["1", "x"],
      ["2", "y"],
    ]);
    expect(codesOf(dataset)).toEqual([]);
  });
  it("unfolds objects, keeps lists as text, and fills keys that come late or not at all", async () => {
    const dataset = await read('{"a":{"b":1,"c":{"d":"x"}},"l":[1,{"m":2}]}\n{"z":true,"a":{"b":null}}\n{}\n');
    expect(dataset.names).toEqual(["a.b", "a.c.d", "l", "z"]);
    expect(cellsOf(dataset)).toEqual([
      ["1", "x", '[1,{"m":2}]', null],
      [null, null, null, "true"],
      [null, null, null, null],
    ]);
    expect(contextOf(dataset, "nestedAsText")).toEqual({ count: 1, columns: "l" });
  });
  it("tells a key with a point from an object in an object", async () => {
    const dataset = await read('{"a.b":1,"a":{"b":2}}\n');
    expect(dataset.names).toEqual(["a.b", "a.b (2)"]);
    expect(cellsOf(dataset)).toEqual([["1", "2"]]);
  });
  it("29: keeps all digits of integers, beside numbers of every form", async () => {
    const dataset = await read(
      '{"id":9007199254740993,"x":0.12345678901234567,"y":-1.5e3,"s":"9007199254740993 \\"q\\" 12345678901234567890"}\n',
    );
    expect(cellsOf(dataset)).toEqual([
      ["9007199254740993", "0.12345678901234566", "-1500", '9007199254740993 "q" 12345678901234567890'],
    ]);
  });
  it("20, 63: __proto__ and constructor are ordinary keys", async () => {
    const dataset = await read('{"__proto__":{"polluted":1},"constructor":2,"toString":3}\n{"__proto__":4}\n');
    expect(dataset.names).toEqual(["__proto__.polluted", "constructor", "toString", "__proto__"]);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
  it("mixes types in a column as other tables do", async () => {
    const lines = Array.from(
      { length: 99 },
      (_, i) => `{"a":${i}.5,"d":"2020-01-${String((i % 28) + 1).padStart(2, "0")}"}\n`,
    );
    const dataset = await read(`${lines.join("")}{"a":"abc","d":"2020-02-01"}\n`);
    const [a, d] = summarizeDataset(dataset, {}).columns;
    expect(a).toMatchObject({ type: "number", invalid: { count: 1 } });
    expect(d).toMatchObject({ type: "date" });
  });
  it("reads UTF-16 with its mark", async () => {
    const text = '\ufeff{"a":"名前"}\n';
    const bytes = Uint8Array.from([...text].flatMap((unit) => [unit.charCodeAt(0) & 255, unit.charCodeAt(0) >> 8]));
    expect(cellsOf(await read(bytes))).toEqual([["名前"]]);
  });
});

describe("what is broken", () => {
  it("62: a broken line is skipped, counted and named by its number", async () => {
    const dataset = await read('{"a":1}\n{"a":2\n{"a":3}\nnonsense\n[4]\n{"a":5}\n');
    expect(cellsOf(dataset)).toEqual([["1"], ["3"], ["5"]]);
    expect(contextOf(dataset, "jsonLinesSkipped")).toEqual({ count: 3, lines: "2, 4, 5", text: '{"a":2' });
  });
  it("62: a file cut at its end loses its last row only, and says so", async () => {
    for (const text of ['{"a":1}\n{"a":2}\n{"a":', '[{"a":1},\n{"a":2},\n{"a":']) {
      const dataset = await read(text);
      expect(cellsOf(dataset)).toEqual([["1"], ["2"]]);
      expect(contextOf(dataset, "jsonLinesSkipped")).toMatchObject({ count: 1, lines: "3" });
    }
  });
  it.each([
    ["[1, 2, 3]", "jsonBroken"],
    ['{"a": 1', "jsonBroken"],
    ["[]", "notATable"],
    ["[[1,2],[3,4]]", "jsonBroken"],
    ["{not json}\n{either}\n", "jsonBroken"],
  ])("%s is refused", async (text, code) => {
    expect(await readWith(readJson, text)).toMatchObject({ ok: false, issues: [{ code }] });
  });
  it("62: 100,000 levels are no row", async () => {
    const deep = `{"a":${"[".repeat(100_000)}${"]".repeat(100_000)}}\n`;
    const dataset = await read(`{"a":1}\n${deep}{"a":2}\n`);
    expect(dataset.rows).toBeGreaterThanOrEqual(2);
    expect(cellsOf(dataset)[0]).toEqual(["1"]);
  });
  it("refuses objects whose keys are values", async () => {
    const lines = Array.from({ length: 20_000 }, (_, i) => `"k${i}":1`);
    expect(await readWith(readJson, `{${lines.join(",")}}\n`)).toMatchObject({
      issues: [{ code: "tooManyKeys", context: { limit: 16384, line: 1 } }],
    });
  });
});

describe("reading", () => {
  it("cuts the same rows whatever the pieces", async () => {
    const value = fc.jsonValue({ maxDepth: 3 });
    const rows = fc.array(fc.dictionary(fc.string({ maxLength: 5 }), value, { maxKeys: 4 }), {
      minLength: 1,
      maxLength: 8,
    });
    await fc.assert(
      fc.asyncProperty(rows, fc.boolean(), async (objects, asList) => {
        const text = asList ? JSON.stringify(objects, null, 2) : objects.map((row) => JSON.stringify(row)).join("\n");
        const bytes = new TextEncoder().encode(text);
        const cut: unknown[] = [];
        const cutter = new JsonCutter((part) => {
          cut.push(JSON.parse(part));
          return true;
        });
        for (let i = 0; i < bytes.length; i += 3) cutter.push(bytes.slice(i, i + 3));
        cutter.finish();
        expect(cut).toEqual(JSON.parse(JSON.stringify(objects)));
      }),
      { numRuns: 200 },
    );
  });
  it("ends behind a list that is closed twice, and takes what follows", async () => {
    const dataset = await read('[{"a":1}]]]\n{"a":2}');
    expect(cellsOf(dataset)).toEqual([["1"], ["2"]]);
    expect(contextOf(dataset, "jsonLinesSkipped")).toMatchObject({ count: 2, text: "]" });
  });
  it("moves on through every short text of brackets, whole or byte by byte", () => {
    const signs = ["{", "}", "[", "]", ",", '"', "\n", "1"];
    const cut = (text: string, piece: number): string[] => {
      const parts: string[] = [];
      const cutter = new JsonCutter((part) => {
        parts.push(part);
        // A cutter that stands still would tell the same place for ever.
        if (parts.length > text.length) throw new Error(`no end in ${JSON.stringify(text)}`);
        return true;
      });
      const bytes = new TextEncoder().encode(text);
      for (let i = 0; i < bytes.length; i += piece) cutter.push(bytes.slice(i, i + piece));
      cutter.finish();
      return parts;
    };
    for (let code = 0; code < signs.length ** 5; code++) {
      const text = Array.from({ length: 5 }, (_, i) => signs[Math.floor(code / signs.length ** i) % signs.length]).join(
        "",
      );
      expect(cut(text, 1), JSON.stringify(text)).toEqual(cut(text, 5));
    }
  });
  it("gives an outcome for any text", async () => {
    const piece = fc.constantFrom("{", "}", "[", "]", '"', "\\", ",", ":", "1", "a", "\n", " ", '{"a":1}', "é");
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 40 }), async (pieces) => {
        const outcome = await readWith(readJson, pieces.join(""));
        expect(outcome.ok ? outcome.dataset.rows > 0 : outcome.issues.length > 0).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
  it("takes the first rows only, reports, and stops when told to", async () => {
    const text = Array.from({ length: 50_000 }, (_, i) => `{"a":${i},"b":"x"}\n`).join("");
    const dataset = await read(text, { maxRows: 10 });
    expect(dataset.rows).toBe(10);
    expect(contextOf(dataset, "firstRowsOnly")).toEqual({ count: 10 });
    const { progress } = await readWith(readJson, text);
    expect(progress.at(-1)).toEqual({ done: text.length, total: text.length, rows: 50_000 });
    const controller = new AbortController();
    controller.abort();
    await expect(readWith(readJson, text, {}, controller.signal)).rejects.toMatchObject({ code: "cancelled" });
  });
});
