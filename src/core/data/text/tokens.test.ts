import { describe, expect, it } from "vitest";
import { atOnce } from "../../pieces.ts";
import { random } from "../../random.ts";
import type { TokensOp } from "../recipe.ts";
import type { TextInput } from "../types.ts";
import { learnBytePairs } from "./bytePairs.ts";
import { tokenWriter } from "./encodeTokens.ts";
import { fitTokens, tokenIssues } from "./fitTokens.ts";
import { normalized, tokenWalk, walkPieces } from "./tokenize.ts";

const tokensOf = (text: string, change: Partial<TokensOp> = {}): string[] => {
  const tokens: string[] = [];
  tokenWalk({ tokenizer: "words", lowercase: true, merges: [], ...change })(text, (token) => tokens.push(token) > 0);
  return tokens;
};

const usual: TextInput = {
  kind: "text",
  column: "text",
  tokenizer: "words",
  lowercase: true,
  vocabulary: 100,
  length: 6,
  padding: "post",
};

const learn = (texts: readonly (string | null)[], change: Partial<TextInput> = {}): TokensOp =>
  atOnce(
    fitTokens(
      { ...usual, ...change },
      (row) => texts[row] ?? null,
      Uint32Array.from(texts, (_, row) => row),
    ),
  );

const write = (op: TokensOp, text: string, before = 9): number[] => {
  const x = new Float32Array(op.length + 2).fill(before);
  tokenWriter(op)(text, x, 1);
  expect([x[0], x.at(-1)]).toEqual([before, before]);
  return [...x.subarray(1, -1)];
};

describe("cutting texts", () => {
  it("words: letters and digits with apostrophes inside, other signs alone", () => {
    expect(tokensOf("Don't panic — it’s 42.5%, 'ok'?")).toEqual([
      "don't",
      "panic",
      "—",
      "it’s",
      "42",
      ".",
      "5",
      "%",
      ",",
      "'",
      "ok",
      "'",
      "?",
    ]);
  });
  it("words: each Chinese or Japanese character is one, words of other scripts between them stay whole", () => {
    expect(tokensOf("我爱Python3编程。カレーを")).toEqual([
      "我",
      "爱",
      "python3",
      "编",
      "程",
      "。",
      "カ",
      "レ",
      "ー",
      "を",
    ]);
    expect(tokensOf("서울 날씨")).toEqual(["서울", "날씨"].map((word) => word.normalize("NFC")));
  });
  it("38: one spelling of accented letters, and no half of an emoji", () => {
    expect(tokensOf("cafe\u0301 CAFÉ")).toEqual(["café", "café"]);
    expect(tokensOf("a😀\u200d🚀", { tokenizer: "characters" })).toEqual(["a", "😀", "\u200d", "🚀"]);
    expect(tokensOf("مرحبا بالعالم")).toEqual(["مرحبا", "بالعالم"]);
  });
  it("characters: a run of any white space is one space, none at the ends", () => {
    expect(tokensOf("\u3000A \t\r\nb\u0085c ", { tokenizer: "characters", lowercase: false })).toEqual([
      "A",
      " ",
      "b",
      " ",
      "c",
    ]);
  });
  it("stops when it is told to, however long the text is", () => {
    const seen: string[] = [];
    tokenWalk({ tokenizer: "words", lowercase: false, merges: [] })("a b c d", (token) => seen.push(token) < 2);
    expect(seen).toEqual(["a", "b"]);
  });
  it("byte pairs: the space is kept at the word that follows, and merges are made in the order learnt", () => {
    const merges = [
      ["l", "o"],
      ["▁", "lo"],
      ["lo", "w"],
      ["▁lo", "w"],
    ] as const;
    expect(tokensOf("Low slow", { tokenizer: "bytePairs", merges })).toEqual(["▁low", "▁", "s", "low"]);
  });
});

describe("learning byte pairs", () => {
  it("merges the most frequent pair, equal ones by code point, and stops at the vocabulary's size", () => {
    const pieces = new Map([
      ["abab", 3],
      ["ba", 3],
      ["cc", 1],
    ]);
    // "ab" stands 6 times, "ba" 6 times: "ab" comes first. Then only abab's two halves meet.
    expect(atOnce(learnBytePairs(pieces, 100))).toEqual({
      vocabulary: ["a", "b", "c", "ab", "abab", "ba"],
      merges: [
        ["a", "b"],
        ["ab", "ab"],
        ["b", "a"],
      ],
    });
    expect(atOnce(learnBytePairs(pieces, 4)).vocabulary).toEqual(["a", "b", "c", "ab"]);
    expect(atOnce(learnBytePairs(pieces, 2))).toEqual({ vocabulary: ["a", "b"], merges: [] });
  });
  it("equal counts go by code point, not by half of a character", () => {
    const pieces = new Map([
      ["😀x", 2],
      ["\uff21x", 2],
    ]);
    expect(atOnce(learnBytePairs(pieces, 5)).merges[0]).toEqual(["\uff21", "x"]);
  });
  it("counts what overlaps as it stands, and merges from the left", () => {
    expect(atOnce(learnBytePairs(new Map([["aaaaa", 2]]), 10)).vocabulary).toEqual(["a", "aa", "aaa", "aaaaa"]);
  });
  it("keeps its counts as if each were counted anew", () => {
    const draw = random(5);
    const pieces = new Map<string, number>();
    for (let i = 0; i < 400; i++) {
      const word = Array.from({ length: 1 + draw.int(9) }, () => "abcd"[draw.int(4)]).join("");
      pieces.set(word, 1 + draw.int(5));
    }
    const { merges, vocabulary } = atOnce(learnBytePairs(pieces, 60));
    expect(vocabulary).toHaveLength(60);
    // Replays the merges: each must be the most frequent pair when its turn comes.
    let state = [...pieces].map(([piece, count]) => ({ symbols: [...piece], count }));
    for (const [left, right] of merges) {
      const counts = new Map<string, number>();
      for (const { symbols, count } of state)
        for (let i = 1; i < symbols.length; i++) {
          const pair = `${symbols[i - 1]} ${symbols[i]}`;
          counts.set(pair, (counts.get(pair) ?? 0) + count);
        }
      expect(counts.get(`${left} ${right}`)).toBe(Math.max(...counts.values()));
      state = state.map(({ symbols, count }) => {
        const joined: string[] = [];
        for (let i = 0; i < symbols.length; i++)
          if (symbols[i] === left && symbols[i + 1] === right) joined.push(left + (symbols[++i] ?? ""));
          else joined.push(symbols[i] ?? "");
        return { symbols: joined, count };
      });
    }
  });
});

describe("texts as word numbers", () => {
  it("the most frequent tokens get the first numbers, equal ones by code point", () => {
    const op = learn(["b a b", "c a", null, "d"], { vocabulary: 3 });
    expect(op).toEqual({
      kind: "tokens",
      tokenizer: "words",
      lowercase: true,
      vocabulary: ["a", "b", "c"],
      merges: [],
      length: 6,
      padding: "post",
    });
    expect(write(op, "c b d a")).toEqual([4, 3, 1, 2, 0, 0]);
    expect(write({ ...op, padding: "pre" }, "c b d a")).toEqual([0, 0, 4, 3, 1, 2]);
    expect(write(op, "")).toEqual([0, 0, 0, 0, 0, 0]);
    expect(write(op, "a b c a b c a b")).toEqual([2, 3, 4, 2, 3, 4]);
    expect(write({ ...op, padding: "pre" }, "a b c a b c a b")).toEqual([2, 3, 4, 2, 3, 4]);
  });
  it("reads the rows it is given and no other", () => {
    const texts = ["a", "b", "c"];
    expect(atOnce(fitTokens(usual, (row) => texts[row] ?? null, Uint32Array.of(2, 0))).vocabulary).toEqual(["a", "c"]);
  });
  it("Chinese is cut to characters, and byte pairs find its words", () => {
    const texts = ["很好吃", "不好吃", "好吃吗", "好看"];
    expect(learn(texts, { tokenizer: "characters" }).vocabulary.slice(0, 2)).toEqual(["好", "吃"]);
    const op = learn(texts, { tokenizer: "bytePairs" });
    expect(op.merges[0]).toEqual(["好", "吃"]);
    expect(tokensOf("很好吃", op)).toEqual(["▁", "很", "好吃"]);
  });
  it("__proto__ and constructor are words like others", () => {
    const op = learn(["constructor __proto__ constructor"], { tokenizer: "words" });
    expect(write(op, "constructor toString").slice(0, 3)).toEqual([op.vocabulary.indexOf("constructor") + 2, 1, 0]);
  });
  it("texts without a word cannot be learnt", () => {
    expect(tokenIssues("text", learn(["", null, " "]))).toMatchObject([{ code: "textsEmpty", severity: "error" }]);
    expect(tokenIssues("text", learn(["x"]))).toEqual([]);
  });
});

describe("texts made to hold a tokenizer up", () => {
  const count = (text: string, tokenizer: TokensOp["tokenizer"]): number => {
    let tokens = 0;
    tokenWalk({ tokenizer, lowercase: true, merges: [] })(text, () => ++tokens > 0);
    return tokens;
  };
  it.each([
    ["spaces at the end", `a${" ".repeat(400_000)}`, [1, 2]],
    ["spaces at both ends", `${"\n".repeat(300_000)}a${"\u3000".repeat(300_000)}`, [1, 2]],
    ["a word without an end", "a".repeat(1_000_000), [10, 1_000_001]],
  ])("%s", (_, text, [words, pairs]) => {
    expect(count(text, "words")).toBe(words);
    expect(count(text, "bytePairs")).toBe(pairs);
  });
  it("a word longer than a regular expression remembers", () => {
    expect(count("a".repeat(16_000_000), "words")).toBe(160);
  });
  it("marks without an end, each behind one that must follow it", () => {
    const marks = "\u0301\u0316".repeat(250_000);
    expect(normalized(`e${marks}`, false)).toHaveLength(500_000);
    expect(normalized(`e${"\u0301\u0316".repeat(40)}`, false)).toBe(`e${"\u0301\u0316".repeat(40)}`.normalize("NFC"));
  });
  it("the space before a piece is told, however many characters it has", () => {
    const seen: string[] = [];
    walkPieces(" a\t\n b-c", (piece) => seen.push(piece) > 0);
    expect(seen).toEqual(["▁a", "▁b", "-", "c"]);
  });
});
