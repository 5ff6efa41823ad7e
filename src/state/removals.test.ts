/** @file Undo takes back the last thing done, be it an edit or the deletion of a run. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createProject } from "../core/project/create.ts";
import type { Run } from "../core/training/types.ts";

vi.mock("../storage/projects.ts", () => ({ saveProject: vi.fn(async () => undefined) }));
const remove = vi.fn(async () => undefined);
vi.mock("./run.ts", () => ({ useRun: { getState: () => ({ remove }) } }));

const { useProject } = await import("./project.ts");
const { undoLast, useRemovals } = await import("./removals.ts");

const run = { id: "r1", name: "1" } as Run;
const name = () => useProject.getState().project?.name;

describe("undo", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    useProject.getState().open(createProject({ id: "p", now: 0, name: "first" }));
    useProject.getState().edit("rename", { name: "second" });
  });
  afterEach(() => {
    useRemovals.getState().undo(run);
    vi.useRealTimers();
    remove.mockClear();
  });

  it("brings a deleted run back before it touches the document", async () => {
    useRemovals.getState().remove(run);
    undoLast();
    expect(useRemovals.getState().pending).toEqual([]);
    expect(name()).toBe("second");
    await vi.runAllTimersAsync();
    expect(remove).not.toHaveBeenCalled();
    undoLast();
    expect(name()).toBe("first");
  });

  it("takes back an edit made after the deletion first", () => {
    useRemovals.getState().remove(run);
    useProject.getState().edit("rename", { name: "third" });
    undoLast();
    expect(name()).toBe("second");
    expect(useRemovals.getState().pending).toEqual([run]);
  });

  it("leaves a run deleted whose time is over", async () => {
    useRemovals.getState().remove(run);
    await vi.runAllTimersAsync();
    expect(remove).toHaveBeenCalledWith(run);
    undoLast();
    expect(name()).toBe("first");
  });
});
