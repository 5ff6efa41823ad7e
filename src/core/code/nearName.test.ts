import { expect, it } from "vitest";
import { nearName } from "./nearName.ts";

it.each([
  ["Conv2d", "Conv2D"],
  ["conv1d", "Conv1D"],
  ["rellu", "relu"],
  ["dense", "Dense"],
  ["Dropuot", "Dropout"],
  ["wobble", null],
  ["x", null],
  ["Den", null],
  ["D".repeat(1000), null],
])("%s most likely means %s", (name, near) => {
  expect(nearName(name, ["Dense", "Conv1D", "Conv2D", "Dropout", "relu", "gelu"])).toBe(near);
});
