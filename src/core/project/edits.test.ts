/** @file What an edit leaves of the settings that were made for something else. */
import { expect, it } from "vitest";
import { createProject } from "./create.ts";
import { applyEdit } from "./edits.ts";

const fresh = createProject({ id: "p", now: 0, name: "p" });

it("gives no other column the labels that were given by hand to the target, and keeps rows out that were taken out", () => {
  const sorted = applyEdit(applyEdit(fresh, "setTarget", { target: "animal" }), "setRows", {
    rows: { 3: "cat", 5: null, 8: undefined },
  });
  expect(applyEdit(sorted, "setTarget", { target: "animal" }).data.rows).toEqual({ 3: "cat", 5: null });
  const other = applyEdit(sorted, "setTarget", { target: "place" });
  expect(other.data).toMatchObject({ target: "place", task: null });
  expect(other.data.rows).toEqual({ 5: null });
});
