/** @file A note asked for by a button is wholly in view, and over a layer only where there is no room beside. */
import { expect, test } from "vitest";
import { nodeSize } from "../../core/graph/layout.ts";
import { noteSize } from "./noteCommands.ts";
import { notePlace } from "./notePlace.ts";

const view = { x: -100, y: 50, width: 900, height: 600 };
const middle = { x: 350, y: 350 };

test("an empty view gets it in its middle", () => {
  expect(notePlace(view, [])).toEqual(middle);
});

test("it stands beside a chain of layers, at the same height, within the view", () => {
  const chain = Array.from({ length: 12 }, (_, row) => ({ x: 350 - nodeSize.width / 2, y: row * 96 }));
  const { x, y } = notePlace(view, chain);
  expect(y).toBe(middle.y);
  expect(Math.abs(x - middle.x)).toBeGreaterThanOrEqual((noteSize.width + nodeSize.width) / 2);
  expect(x - noteSize.width / 2).toBeGreaterThanOrEqual(view.x);
  expect(x + noteSize.width / 2).toBeLessThanOrEqual(view.x + view.width);
});

test("where there is no room it is in the middle all the same", () => {
  expect(notePlace({ ...view, width: 300, x: 200 }, [{ x: 250, y: 330 }])).toEqual(middle);
});
