import { beforeEach, describe, expect, it } from "vitest";
import { defaultDataSettings } from "../core/data/types.ts";
import { isBlank, picked, useClassBoard } from "./pictures.ts";

const board = useClassBoard.getState;
const settings = () => ({ ...defaultDataSettings });

describe("what class cards remember", () => {
  const data = settings();
  beforeEach(() => {
    board().show({ id: "another", datasetId: null, data: settings() });
    board().show({ id: "mine", datasetId: "first", data });
    board().add("new");
    board().select(new Set([1, 2]));
  });

  it("goes on while the settings change", () => {
    board().show({ id: "mine", datasetId: "first", data: settings() });
    expect(board().added).toEqual(["new"]);
    expect(board().selected).toEqual(new Set([1, 2]));
  });

  it("keeps new classes when the data grow, and lets the selection go", () => {
    board().show({ id: "mine", datasetId: "grown", data });
    expect(board().added).toEqual(["new"]);
    expect(board().selected.size).toBe(0);
  });

  it("forgets classes and selection with other data, and all of it with another project", () => {
    board().show({ id: "mine", datasetId: "second", data: settings() });
    expect(board().added).toEqual([]);
    expect(board().selected.size).toBe(0);
    board().start("mine", ["Class 1"]);
    board().open({ how: "camera", name: "Class 1" });
    board().show({ id: "other", datasetId: null, data: settings() });
    expect(board()).toMatchObject({ added: [], started: false, capture: null });
  });

  it("keeps the classes that were made before there were data", () => {
    board().show({ id: "fresh", datasetId: null, data: settings() });
    board().start("fresh", ["Class 1", "Class 2"]);
    board().show({ id: "fresh", datasetId: "made", data: settings() });
    expect(board().added).toEqual(["Class 1", "Class 2"]);
  });

  it("names a new class once, also when two get one name", () => {
    board().add("new");
    board().add("other");
    board().rename("other", "new");
    expect(board().added).toEqual(["new"]);
  });
});

it("picks one picture of several, and knows one that cannot be shown", () => {
  const rgba = Uint8ClampedArray.from([1, 1, 1, 255, 2, 2, 2, 255, 0, 0, 0, 0, 0, 0, 0, 0]);
  const pictures = { width: 2, height: 1, rows: [5, 6], rgba };
  expect([...picked(pictures, 0).rgba]).toEqual([1, 1, 1, 255, 2, 2, 2, 255]);
  expect([0, 1].map((i) => isBlank(picked(pictures, i)))).toEqual([false, true]);
});
