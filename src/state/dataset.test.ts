import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { PreparedInfo } from "../core/data/prepared.ts";
import { type DatasetSummary, defaultMissing } from "../core/data/types.ts";
import { AppError } from "../core/fault.ts";
import { createProject } from "../core/project/create.ts";
import type { Project } from "../core/project/types.ts";
import type { ReadOutcome } from "../engine/protocol.ts";

const remote = vi.hoisted(() => ({
  openDataset: vi.fn(),
  describe: vi.fn(),
  prepare: vi.fn(),
  readData: vi.fn(),
  redact: vi.fn(),
}));
vi.mock("../engine/client.ts", async () => (await import("../testing/fakeClient.ts")).fakeClient(remote));
vi.mock("../storage/projects.ts", () => ({ saveProject: async () => undefined }));

const { followProject, heldFiles, useDataset } = await import("./dataset.ts");
const { useProject } = await import("./project.ts");

const summaryOf = (id: string): DatasetSummary => ({
  id,
  fileName: `${id}.csv`,
  bytes: 1,
  rows: 9,
  format: { encoding: "utf-8", delimiter: ",", header: true, decimal: ".", dayFirst: false, missing: defaultMissing },
  columns: [
    {
      name: "y",
      type: "number",
      inferred: "number",
      missing: 0,
      unique: 9,
      uniqueCapped: false,
      invalid: { count: 0, examples: [] },
      chart: { kind: "histogram", min: 0, max: 1, counts: [9] },
    },
  ],
  preview: [],
  issues: [],
});

const project = (id: string, datasetId: string | null): Project => {
  const fresh = createProject({ id, now: 0, name: id });
  return { ...fresh, datasetId, data: { ...fresh.data, target: datasetId === null ? null : "y" } };
};
const open = (id: string, datasetId: string | null) => useProject.getState().open(project(id, datasetId));
/** Lets everything that waits for nothing but promises go on. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));
const info = { inputShape: [1] as readonly number[] } as PreparedInfo;

afterAll(followProject());
beforeEach(async () => {
  useProject.getState().close();
  await settled();
  remote.openDataset.mockReset().mockImplementation(async (id: string) => summaryOf(id));
  remote.describe.mockReset().mockImplementation(async ({ datasetId }) => summaryOf(datasetId));
  remote.prepare.mockReset().mockResolvedValue(info);
});

/** A reading that ends when the test says so. */
function reading() {
  const ends: ((outcome: ReadOutcome) => void)[] = [];
  const ended = new Promise<ReadOutcome>((resolve) => ends.push(resolve));
  remote.readData.mockReset().mockImplementation(async function* () {
    yield { done: 0, total: null };
    return await ended;
  });
  return (id: string) =>
    ends[0]?.({ ok: true, summary: summaryOf(id), suggested: { target: "y", input: { kind: "columns" } } });
}

describe("a file that is read", () => {
  it("becomes the open project's table and is prepared", async () => {
    open("a", null);
    const end = reading();
    const done = useDataset.getState().read([{ file: new Blob(["y"]), path: "t.csv" }]);
    end("table");
    await done;
    await settled();
    expect(useProject.getState().project).toMatchObject({ datasetId: "table", data: { target: "y" } });
    expect(useDataset.getState().preparation).toEqual({ kind: "ready", info });
  });

  it("never lands in a project that was opened meanwhile", async () => {
    open("a", null);
    const end = reading();
    const done = useDataset.getState().read([{ file: new Blob(["y"]), path: "t.csv" }]);
    open("b", "own");
    await settled();
    expect(useDataset.getState().reading).toBeNull();
    end("table");
    await done;
    await settled();
    expect(useProject.getState().project?.datasetId).toBe("own");
    expect(useDataset.getState().table).toMatchObject({ summary: { id: "own" } });
  });

  it("is given up when another tab takes the project over", async () => {
    open("a", "own");
    await settled();
    const end = reading();
    const done = useDataset.getState().read([{ file: new Blob(["y"]), path: "t.csv" }]);
    useProject.getState().setReadOnly(true);
    end("table");
    await done;
    expect(useDataset.getState().table).toMatchObject({ summary: { id: "own" } });
  });

  it("and is the table that was lost brings it back with its settings", async () => {
    remote.openDataset.mockRejectedValue(new AppError("notFound", { what: "table" }));
    open("a", "table");
    await settled();
    expect(useDataset.getState().table.kind).toBe("lost");
    const { data } = useProject.getState().project as Project;
    const end = reading();
    const done = useDataset.getState().read([{ file: new Blob(["y"]), path: "t.csv" }]);
    end("table");
    await done;
    await settled();
    expect(useProject.getState().project?.data).toBe(data);
    expect(useDataset.getState().table.kind).toBe("ready");
    expect(useDataset.getState().preparation).toEqual({ kind: "ready", info });
  });
});

describe("a stored table", () => {
  it("that cannot be read any more is lost, not opened for ever", async () => {
    remote.openDataset.mockRejectedValue(new AppError("fileUnreadable", { fileName: "t", message: "damaged" }));
    open("a", "table");
    await settled();
    expect(useDataset.getState().table).toMatchObject({ kind: "lost", fault: { code: "fileUnreadable" } });
  });

  it("of a project that was closed meanwhile leaves nothing behind", async () => {
    let opened: (summary: DatasetSummary) => void = () => undefined;
    remote.openDataset.mockReturnValue(new Promise((resolve) => (opened = resolve)));
    open("a", "table");
    useProject.getState().close();
    opened(summaryOf("table"));
    await settled();
    expect(useDataset.getState()).toMatchObject({ table: { kind: "none" }, preparation: { kind: "none" } });
    expect(remote.describe).not.toHaveBeenCalled();
  });
});

it("settings changed in a row are prepared once more, not once each", async () => {
  const ends: ((done: PreparedInfo) => void)[] = [];
  remote.prepare.mockImplementation(() => new Promise((resolve) => ends.push(resolve)));
  open("a", "table");
  await settled();
  expect(remote.prepare).toHaveBeenCalledTimes(1);
  for (const seed of [2, 3, 4]) {
    useProject.getState().edit("setSplit", { seed });
    await settled();
  }
  // Nobody waits for the first any more.
  expect(remote.prepare.mock.calls[0]?.[1].aborted).toBe(true);
  ends[0]?.({ ...info, inputShape: [1] });
  await settled();
  expect(remote.prepare).toHaveBeenCalledTimes(2);
  expect(remote.prepare.mock.lastCall?.[0].data.split.seed).toBe(4);
  expect(remote.prepare.mock.lastCall?.[1].aborted).toBe(false);
  expect(useDataset.getState().preparation.kind).toBe("preparing");
  ends[1]?.({ ...info, inputShape: [7] });
  await settled();
  expect(useDataset.getState().preparation).toEqual({ kind: "ready", info: { ...info, inputShape: [7] } });
});

describe("a dataset whose columns are masked", () => {
  const masked = (id: string) => ({
    ok: true,
    summary: summaryOf(id),
    suggested: { target: null, input: { kind: "columns" } },
  });

  it("takes the place of the open one, described under the settings there are", async () => {
    open("a", "own");
    await settled();
    useProject.getState().edit("setColumn", { column: "y", setting: { type: "category" } });
    await settled();
    remote.describe.mockClear();
    remote.redact.mockReset().mockResolvedValue(masked("own-masked"));
    await useDataset.getState().redact({ mail: "mask" });
    await settled();
    const { data, datasetId } = useProject.getState().project ?? project("none", null);
    expect([datasetId, data.target, data.columns]).toEqual(["own-masked", "y", { y: { type: "category" } }]);
    expect(remote.describe.mock.calls.map(([query]) => query)).toEqual([
      { datasetId: "own-masked", columns: { y: { type: "category" } } },
    ]);
  });

  it("is left alone by an answer that comes after another project was opened", async () => {
    open("a", "own");
    await settled();
    const answers: ((outcome: unknown) => void)[] = [];
    remote.redact.mockReset().mockReturnValue(new Promise((resolve) => answers.push(resolve)));
    const done = useDataset.getState().redact({ mail: "mask" });
    open("b", "other");
    await settled();
    answers[0]?.(masked("own-masked"));
    await done;
    await settled();
    expect(useProject.getState().project?.datasetId).toBe("other");
    expect(useDataset.getState()).toMatchObject({ reading: null, table: { summary: { id: "other" } } });
  });

  it("stays masked when its file is read again, another way", async () => {
    open("a", null);
    const end = reading();
    const done = useDataset.getState().read([{ file: new Blob(["y"]), path: "own.csv" }]);
    end("own");
    await done;
    await settled();
    const named = { ...summaryOf("own-masked"), fileName: "own.csv" };
    remote.describe.mockResolvedValue(named);
    remote.redact.mockReset().mockResolvedValue({ ...masked("own-masked"), summary: named });
    await useDataset.getState().redact({ mail: "mask" });
    await settled();
    await useDataset.getState().redact({ phone: "drop" });
    expect(heldFiles("own.csv")?.options.redact).toEqual({ mail: "mask", phone: "drop" });
  });
});
