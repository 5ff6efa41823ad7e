/** @file Long work beside other calls: they are heard while it goes on, and a cancel ends it. */
import { describe, expect, it } from "vitest";
import type { Pieces } from "../core/pieces.ts";
import { inTurns, Pause } from "./pause.ts";
import { breathe } from "./train/pace.ts";

/** Works for so long in pieces of some milliseconds, and counts them. */
function* busy(ms: number, count: { pieces: number }): Pieces<string> {
  const began = performance.now();
  for (let now = began; now - began < ms; now = performance.now()) {
    const until = now + 3;
    while (performance.now() < until);
    count.pieces++;
    yield Math.min(1, (now - began) / ms);
  }
  return "done";
}

describe("work in turns", () => {
  it("is over before it is done only where it is cancelled", async () => {
    const count = { pieces: 0 };
    const stop = new AbortController();
    const work = inTurns(busy(20_000, count), stop.signal);
    const ended = expect(work).rejects.toMatchObject({ code: "cancelled" });
    await breathe();
    stop.abort();
    await ended;
    const { pieces } = count;
    await breathe();
    expect(count.pieces).toBe(pieces);
  });

  it("hears messages meanwhile, and other work of the same kind goes on when one is cancelled", async () => {
    const stop = new AbortController();
    const cancelled = inTurns(busy(20_000, { pieces: 0 }), stop.signal);
    const ended = expect(cancelled).rejects.toMatchObject({ code: "cancelled" });
    let heard = false;
    const other = inTurns(busy(200, { pieces: 0 }), new AbortController().signal).then((result) => [result, heard]);
    await breathe();
    heard = true;
    stop.abort();
    await ended;
    expect(await other).toEqual(["done", true]);
  });

  it("tells how far it is, ascending", async () => {
    const told: number[] = [];
    const work = new Pause(new AbortController().signal).telling(busy(500, { pieces: 0 }));
    for (;;) {
      const next = await work.next();
      if (next.done === true) break;
      told.push(next.value);
    }
    expect(told.length).toBeGreaterThan(0);
    expect(told).toEqual([...told].sort((a, b) => a - b));
  });
});
