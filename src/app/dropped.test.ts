import { describe, expect, it } from "vitest";
import { walk } from "../ui/collectFiles.ts";
import { describeDrop, pastedTable } from "./dropped.ts";

const file = (name: string) => new File(["a,b\n1,2\n"], name);

type Tree = { readonly [name: string]: Tree | "file" | "gone" };

/** Entries as a browser hands them out: children in portions of two, a file that is gone fails. */
function entryOf(name: string, tree: Tree | "file" | "gone", parent = ""): FileSystemEntry {
  const fullPath = `${parent}/${name}`;
  if (tree === "file" || tree === "gone") {
    const open = (found: (file: File) => void, failed: (error: Error) => void) =>
      tree === "file" ? found(file(name)) : failed(new DOMException("gone", "NotFoundError"));
    return { isDirectory: false, isFile: true, name, fullPath, file: open } as unknown as FileSystemEntry;
  }
  const createReader = () => {
    const rest = Object.entries(tree).map(([child, inside]) => entryOf(child, inside, fullPath));
    return { readEntries: (found: (some: FileSystemEntry[]) => void) => found(rest.splice(0, 2)) };
  };
  return { isDirectory: true, isFile: false, name, fullPath, createReader } as unknown as FileSystemEntry;
}

const transferOf = (entries: readonly FileSystemEntry[], files: readonly File[] = []) =>
  ({
    items: entries.map((entry) => ({ kind: "file", webkitGetAsEntry: () => entry })),
    files,
  }) as unknown as DataTransfer;

describe("a drop", () => {
  it("is data, a project, a project among others, or nothing", () => {
    expect(describeDrop(transferOf([entryOf("a.csv", "file")]))).toMatchObject({ kind: "data" });
    const project = file("Mine.LAYERWISE");
    expect(describeDrop(transferOf([entryOf("Mine.LAYERWISE", "file")], [project]))).toEqual({
      kind: "project",
      file: project,
    });
    expect(describeDrop(transferOf([entryOf("a.csv", "file"), entryOf("b.layerwise", "file")]))).toEqual({
      kind: "projectAmongOthers",
      name: "b.layerwise",
    });
    expect(describeDrop(transferOf([]))).toEqual({ kind: "nothing" });
  });

  it("takes a pasted picture, which is no entry of a file system", async () => {
    const picture = file("image.png");
    const items = [{ kind: "file", webkitGetAsEntry: () => null, getAsFile: () => picture }, { kind: "string" }];
    const dropped = describeDrop({ items, files: [picture] } as unknown as DataTransfer);
    if (dropped.kind !== "data") throw new Error("no data");
    expect((await walk(dropped.held)).files).toEqual([{ file: picture, path: "image.png" }]);
  });
});

describe("walking folders (9: a folder dropped as a file, files that vanish)", () => {
  const photos = entryOf("photos", {
    cats: { "1.png": "file", "2.png": "file", "3.png": "file", deep: { "4.png": "file" }, "5.png": "file" },
    dogs: {},
    "6.png": "file",
  });

  it("finds every file of every portion, with its path, in order", async () => {
    const { files, lost, cut } = await walk({ entries: [photos, entryOf("labels.csv", "file")], files: [] });
    expect(files.map(({ path }) => path)).toEqual([
      "photos/cats/1.png",
      "photos/cats/2.png",
      "photos/cats/3.png",
      "photos/cats/deep/4.png",
      "photos/cats/5.png",
      "photos/6.png",
      "labels.csv",
    ]);
    expect({ lost, cut }).toEqual({ lost: 0, cut: false });
  });

  it("goes on where a file is gone, and counts it", async () => {
    const tree = entryOf("p", { a: "file", b: "gone", c: "file" });
    const { files, lost } = await walk({ entries: [tree], files: [] });
    expect(files.map(({ path }) => path)).toEqual(["p/a", "p/c"]);
    expect(lost).toBe(1);
  });

  it("stops at its limit and says so", async () => {
    const { files, cut } = await walk({ entries: [photos], files: [] }, { limit: 3 });
    expect(files).toHaveLength(3);
    expect(cut).toBe(true);
  });

  it("ends when it is cancelled", async () => {
    const controller = new AbortController();
    controller.abort();
    await expect(walk({ entries: [photos], files: [] }, { signal: controller.signal })).rejects.toThrow(/abort/i);
  });
});

it("takes pasted text for a table where it has a header and a row", async () => {
  const pasted = pastedTable("x\ty\n1\t2\n", "Pasted");
  expect(pasted?.name).toBe("Pasted.csv");
  expect(await pasted?.text()).toBe("x\ty\n1\t2\n");
  expect(pastedTable("one line\n\n  \n", "Pasted")).toBeNull();
  expect(pastedTable("a,b\r1,2", "Pasted")).not.toBeNull();
});
