/**
 * @file Vocabularies, byte-pair merges and word numbers of random texts: English with accents, capitals and apostrophes,
 * Chinese and Japanese, Korean, Arabic, emoji, numbers, odd white space, and nothing at all.
 */

import { tokenWriter } from "../../../src/core/data/text/encodeTokens.ts";
import { fitTokens } from "../../../src/core/data/text/fitTokens.ts";
import { type TextInput, tokenizers } from "../../../src/core/data/types.ts";
import { atOnce } from "../../../src/core/pieces.ts";
import { type Random, random } from "../../../src/core/random.ts";
import type { OracleCheck } from "../check.ts";

interface Case {
  readonly name: string;
  readonly input: TextInput;
  readonly texts: readonly (string | null)[];
  readonly trainRows: readonly number[];
  readonly vocabulary: readonly string[];
  readonly merges: readonly (readonly [string, string])[];
  /** Of each text. */
  readonly numbers: readonly (readonly number[])[];
}

type Produced = readonly Case[];

const parts = [
  [
    "the",
    "The",
    "low",
    "lower",
    "lowest",
    "new",
    "newer",
    "wide",
    "don't",
    "it’s",
    "café",
    "cafe\u0301",
    "ÉCOLE",
    "İzmir",
    "ΣΑΣ",
  ],
  ["我", "们", "我们", "喜欢", "电影", "很好", "不好", "。", "，", "カレー", "ひらがな", "㐀", "𠀀", "々"],
  ["한국어", "날씨", "مرحبا", "بالعالم", "नमस्ते", "привет"],
  [
    "42",
    "3.14",
    "-7",
    "50%",
    "a1b2",
    "x_y",
    "C++",
    "'quoted'",
    "e-mail",
    "😀",
    "👩\u200d💻",
    "▁",
    "__proto__",
    "\u0301",
  ],
] as const;
const gaps = [" ", " ", " ", "  ", "", "\n", "\t", "\u3000", "\u00a0", "\u0085", "\u2028", "! ", ", ", "，"] as const;

function someText(draw: Random, scripts: readonly (readonly string[])[]): string | null {
  const length = draw.int(14);
  if (length === 13) return null;
  return Array.from({ length }, () => {
    const words = scripts[draw.int(scripts.length)] ?? parts[0];
    // Squaring makes some words frequent.
    return (words[Math.floor(draw.next() ** 2 * words.length)] ?? "") + (gaps[draw.int(gaps.length)] ?? " ");
  }).join("");
}

function tokensCase(index: number): Case {
  const draw = random(41, index);
  const scripts = index % 4 === 0 ? parts : [parts[index % 4 === 1 ? 0 : index % 4 === 2 ? 1 : 3]];
  const texts = Array.from({ length: 5 + draw.int(60) }, () => someText(draw, scripts));
  const trainRows = texts.flatMap((_, row) => (draw.next() < 0.7 ? [row] : []));
  const input: TextInput = {
    kind: "text",
    column: "text",
    tokenizer: tokenizers[index % 3] ?? "words",
    lowercase: draw.int(2) === 0,
    vocabulary: 1 + draw.int([8, 60, 400][draw.int(3)] ?? 8),
    length: 1 + draw.int(20),
    padding: draw.int(2) === 0 ? "pre" : "post",
  };
  const op = atOnce(fitTokens(input, (row) => texts[row] ?? null, Uint32Array.from(trainRows)));
  const write = tokenWriter(op);
  const numbers = texts.map((text) => {
    const x = new Float32Array(input.length);
    write(text ?? "", x, 0);
    return [...x];
  });
  const name = `${input.tokenizer} ${index}: ${texts.length} texts, ${input.vocabulary} tokens`;
  return { name, input, texts, trainRows, vocabulary: op.vocabulary, merges: op.merges, numbers };
}

const damage =
  (change: (one: Case) => Partial<Case>) =>
  (cases: Produced): Produced =>
    cases.map((one) => ({ ...one, ...change(one) }));

export const check: OracleCheck<Produced> = {
  produce: () => Promise.resolve({ produced: Array.from({ length: 240 }, (_, i) => tokensCase(i)) }),
  faults: {
    "a vocabulary of all rows": (cases) =>
      cases.map((one, index) => ({ ...tokensCase(index), trainRows: one.texts.map((_, row) => row) })),
    "ties by the order of appearance": damage(({ vocabulary, input }) =>
      input.tokenizer === "bytePairs" ? {} : { vocabulary: vocabulary.toReversed() },
    ),
    "two merges exchanged": damage(({ merges }) => ({
      merges: merges.length < 2 ? merges : [merges[1] ?? ["", ""], merges[0] ?? ["", ""], ...merges.slice(2)],
    })),
    "long texts cut at their beginning": damage(({ numbers, input }) => ({
      numbers: numbers.map((own) => (own.includes(0) || input.length < 3 ? own : [...own.slice(1), own[0] ?? 0])),
    })),
    "padding on the other side": damage(({ numbers }) => ({
      numbers: numbers.map((own) => {
        const tokens = own.filter((n) => n !== 0);
        const zeros = own.filter((n) => n === 0);
        return own[0] === 0 ? [...tokens, ...zeros] : [...zeros, ...tokens];
      }),
    })),
    "unknown tokens left out": damage(({ numbers }) => ({
      numbers: numbers.map((own) => own.map((n) => (n === 1 ? 0 : n))),
    })),
  },
};
