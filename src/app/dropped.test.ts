import { expect, it } from "vitest";
import { describeDrop, pastedTable } from "./dropped.ts";

const file = (name: string) => new File(["a,b\n1,2\n"], name);
const dropOf = (files: readonly File[], folder: string | null = null) => {
  const entry = { isDirectory: true, name: folder };
  const items = folder === null ? [] : [{ kind: "file", webkitGetAsEntry: () => entry }];
  return describeDrop({ items, files } as unknown as DataTransfer);
};

it("tells tables, projects, folders, several files and nothing apart", () => {
  expect(dropOf([file("a.csv")])).toMatchObject({ kind: "file", file: { name: "a.csv" } });
  expect(dropOf([file("Mine.LAYERWISE")])).toMatchObject({ kind: "project" });
  expect(dropOf([file("a.csv"), file("b.csv")])).toEqual({ kind: "several", count: 2 });
  expect(dropOf([file("photos")], "photos")).toEqual({ kind: "folder", name: "photos" });
  expect(dropOf([])).toEqual({ kind: "nothing" });
});

it("takes pasted text for a table where it has a header and a row", async () => {
  const pasted = pastedTable("x\ty\n1\t2\n", "Pasted");
  expect(pasted?.name).toBe("Pasted.csv");
  expect(await pasted?.text()).toBe("x\ty\n1\t2\n");
  expect(pastedTable("one line\n\n  \n", "Pasted")).toBeNull();
  expect(pastedTable("a,b\r1,2", "Pasted")).not.toBeNull();
});
