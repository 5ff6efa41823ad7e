/** @file Work in pieces: what is told of it, and that nothing is done twice or left out. */
import { describe, expect, it } from "vitest";
import { fc } from "../testing/property.ts";
import { atOnce, inBlocks, type Pieces, within } from "./pieces.ts";

function shares<T>(work: Pieces<T>): { readonly told: number[]; readonly value: T } {
  const told: number[] = [];
  for (;;) {
    const next = work.next();
    if (next.done === true) return { told, value: next.value };
    told.push(next.value);
  }
}

describe("work in pieces", () => {
  it("visits everything once, in order, however large a block is", () => {
    fc.assert(
      fc.property(fc.nat(50), fc.integer({ min: 1, max: 60 }), (count, block) => {
        const visited: number[] = [];
        const { told } = shares(
          inBlocks(
            count,
            (from, to) => {
              for (let i = from; i < to; i++) visited.push(i);
            },
            block,
          ),
        );
        expect(visited).toEqual(Array.from({ length: count }, (_, i) => i));
        expect(told).toHaveLength(Math.ceil(count / block));
        expect(told.at(-1) ?? 1).toBe(1);
      }),
    );
  });

  it("tells the share of a part as a share of the whole, and hands its result on", () => {
    function* whole(): Pieces<string> {
      yield* within(
        inBlocks(4, () => undefined, 1),
        0,
        0.5,
      );
      return yield* within(last(), 0.5, 1);
    }
    function* last(): Pieces<string> {
      yield 0.5;
      return "made";
    }
    expect(shares(whole())).toEqual({ told: [0.125, 0.25, 0.375, 0.5, 0.75], value: "made" });
    expect(atOnce(whole())).toBe("made");
  });
});
