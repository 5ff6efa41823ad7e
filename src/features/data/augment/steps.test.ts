import { expect, it } from "vitest";
import { kindsFor, withParam, withStep } from "./steps.ts";

it("offers what suits the samples", () => {
  expect(kindsFor("image")).toContain("flip");
  expect(kindsFor("image")).not.toContain("jitter");
  expect(kindsFor("sequence")).toEqual(["jitter", "scaling"]);
});

it("gives each step an id of its own, also after one is gone", () => {
  const three = withStep(withStep(withStep([], "flip"), "noise"), "flip");
  expect(new Set(three.map(({ id }) => id)).size).toBe(3);
  const again = withStep(three.slice(1), "flip");
  expect(new Set(again.map(({ id }) => id)).size).toBe(3);
});

it("changes one parameter of one step", () => {
  const [first, second] = withStep(withStep([], "shift"), "shift");
  if (first === undefined || second === undefined) throw new Error("two steps");
  const changed = withParam([first, second], second.id, "widthFactor", 0.3);
  expect(changed[0]).toBe(first);
  expect(changed[1]?.params).toEqual({ widthFactor: 0.3 });
});
