import { beforeEach, describe, expect, it, vi } from "vitest";
import { AppError } from "../core/fault.ts";
import { createProject } from "../core/project/create.ts";
import type { Project } from "../core/project/types.ts";
import type { LockListener } from "../storage/lock.ts";

/** The documents on the disk; `full` refuses every write. */
const disk = vi.hoisted(() => ({
  documents: new Map<string, Project>(),
  full: false,
  beforeWrite: (): void => undefined,
}));
const locks = vi.hoisted(() => ({ listeners: [] as LockListener[] }));
vi.mock("../engine/client.ts", async () => (await import("../testing/fakeClient.ts")).fakeClient({}));
vi.mock("../storage/runs.ts", () => ({ deleteRun: async () => undefined, listRuns: async () => [] }));
vi.mock("./settings.ts", () => ({ writeSetting: () => undefined }));
vi.mock("../storage/lock.ts", () => ({
  lockProject: (_: string, listener: LockListener) => {
    locks.listeners.push(listener);
    listener.granted(false);
    return { takeOver: () => undefined, release: () => undefined };
  },
}));
vi.mock("../storage/projects.ts", () => ({
  listProjects: async () =>
    [...disk.documents.values()].map(({ id, name }) => ({ id, name, updatedAt: 0, datasetId: null })),
  loadProject: async (id: string) => {
    const value = disk.documents.get(id);
    return value === undefined ? null : { ok: true, value };
  },
  saveProject: async (project: Project) => {
    disk.beforeWrite();
    if (disk.full) throw new AppError("quotaExceeded", { what: "project" });
    disk.documents.set(project.id, project);
  },
  deleteProject: async () => undefined,
  trashProject: async (id: string) => void disk.documents.delete(id),
}));

const { useProjects } = await import("./projects.ts");
const { useProject } = await import("./project.ts");
const { openStored, create, remove, refresh } = useProjects.getState();
const opened = () => useProject.getState().project;
const rename = (name: string) => useProject.getState().edit("rename", { name });

beforeEach(async () => {
  disk.full = false;
  disk.beforeWrite = () => undefined;
  useProject.getState().close();
  useProjects.setState({ refusal: null });
  for (const id of ["a", "b"]) disk.documents.set(id, createProject({ id, now: 0, name: id }));
  await refresh();
  await openStored("a");
});

describe("a project whose last change cannot be saved", () => {
  beforeEach(() => {
    rename("changed");
    disk.full = true;
  });

  it("stays open when another is asked for, with the reason", async () => {
    expect(await openStored("b")).toBe(false);
    await create("new");
    expect(opened()).toMatchObject({ id: "a", name: "changed" });
    expect(useProject.getState().save).toMatchObject({ kind: "unsaved", fault: { code: "quotaExceeded" } });
    expect(useProjects.getState().refusal?.issues[0]?.context).toMatchObject({ fault: { code: "quotaExceeded" } });
  });

  it("is left once there is room again", async () => {
    await openStored("b");
    disk.full = false;
    expect(await openStored("b")).toBe(true);
    expect(disk.documents.get("a")?.name).toBe("changed");
    expect(opened()?.id).toBe("b");
  });

  it("can be deleted", async () => {
    await remove({ id: "a" }, "untitled");
    expect(opened()?.id).toBe("b");
  });
});

describe("another tab that asks for the project", () => {
  it("gets what was typed while it was being saved, too", async () => {
    rename("first");
    disk.beforeWrite = () => {
      disk.beforeWrite = () => undefined;
      rename("second");
    };
    await locks.listeners.at(-1)?.letGo();
    expect(disk.documents.get("a")?.name).toBe("second");
  });
});

it("a change is on the disk when another project is opened", async () => {
  rename("changed");
  expect(await openStored("b")).toBe(true);
  expect(disk.documents.get("a")?.name).toBe("changed");
});

it("another project forgets what was marked and typed in the one before, whose layers may have the same ids", async () => {
  const { useSession } = await import("./session.ts");
  useSession.getState().mark(["dense_1", "dense_2"], ["note"]);
  const graph = { nodes: [] };
  useSession.getState().typeSource({ text: "x", graph, written: new Set(), state: "refused", sitting: 1 });
  await openStored("b");
  expect(useSession.getState()).toMatchObject({
    selectedNode: null,
    marked: [],
    markedNotes: [],
    typedSource: null,
  });
});
