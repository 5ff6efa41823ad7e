/** @file Of many questions only the newest is asked and shown, and a failure stands where the answer would. */
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { AppError } from "../core/fault.ts";
import { createProject } from "../core/project/create.ts";

const { remote } = vi.hoisted(() => ({ remote: { inspect: vi.fn() } }));
vi.mock("../engine/client.ts", async () => (await import("../testing/fakeClient.ts")).fakeClient(remote));
vi.mock("../storage/runs.ts", () => ({ deleteRun: async () => undefined, listRuns: async () => [] }));
vi.mock("../storage/projects.ts", () => ({ saveProject: async () => undefined }));
vi.mock("./dataset.ts", () => ({
  summaryOf: () => null,
  taskOf: () => "multiclass",
  useDataset: { getState: () => ({ table: { kind: "none" } }), subscribe: () => () => undefined },
}));

const { isStale, useInspect } = await import("./inspect.ts");
const { useProject } = await import("./project.ts");

const answerOf = (row: number) => ({ row, outputs: {} });

beforeEach(() => {
  const project = { ...createProject({ id: "p", now: 0, name: "p" }), datasetId: "d" };
  useProject.getState().open(project);
  useInspect.setState({ shown: true, row: 0, runId: null });
  useInspect.getState().forget();
});
afterEach(() => vi.resetAllMocks());

it("asks for the row chosen, and remembers which layers it saw", async () => {
  remote.inspect.mockImplementation(async ({ row }) => answerOf(row));
  useInspect.getState().setRow(7);
  await useInspect.getState().ask();
  expect(useInspect.getState().seen?.inspected.row).toBe(7);
  expect(useInspect.getState().seen?.kinds.dense_1).toBe("dense");
  expect(remote.inspect.mock.calls[0]?.[0]).toMatchObject({ datasetId: "d", task: "multiclass", run: null, row: 7 });
});

it("leaves out what was overtaken", async () => {
  const ends: ((value: unknown) => void)[] = [];
  remote.inspect.mockImplementation(({ row }) => new Promise((resolve) => ends.push(() => resolve(answerOf(row)))));
  const asked = [1, 2, 3].map((row) => {
    useInspect.getState().setRow(row);
    return useInspect.getState().ask();
  });
  await vi.waitFor(() => expect(ends).toHaveLength(1));
  ends[0]?.(null);
  await asked[0];
  // The second question was never put: the third had come.
  if (ends.length < 2) await vi.waitFor(() => expect(ends.length).toBe(2)).catch(() => undefined);
  ends[1]?.(null);
  await Promise.all(asked);
  expect(remote.inspect.mock.calls.length).toBeLessThan(3);
  expect(useInspect.getState().seen?.inspected.row).toBe(3);
});

it("tells why there is nothing to show", async () => {
  remote.inspect.mockRejectedValue(new AppError("notFound", { what: "9" }));
  await useInspect.getState().ask();
  expect(useInspect.getState().answer).toMatchObject({ kind: "failed", fault: { code: "notFound" } });
  expect(useInspect.getState().seen).toBeNull();
});

it("shows nothing once nobody looks", async () => {
  remote.inspect.mockImplementation(async ({ row }) => answerOf(row));
  const asked = useInspect.getState().ask();
  useInspect.getState().show(false);
  await asked;
  expect(useInspect.getState()).toMatchObject({ shown: false, answer: { kind: "none" }, seen: null });
});

it("calls what it shows old as soon as another row or other weights are chosen", async () => {
  remote.inspect.mockImplementation(async ({ row }) => answerOf(row));
  await useInspect.getState().ask();
  expect(isStale(useInspect.getState())).toBe(false);
  useInspect.getState().setRow(4);
  expect(isStale(useInspect.getState())).toBe(true);
  const asked = useInspect.getState().ask();
  expect(isStale(useInspect.getState())).toBe(true);
  await asked;
  expect(isStale(useInspect.getState())).toBe(false);
  useInspect.getState().setRun("other");
  expect(isStale(useInspect.getState())).toBe(true);
});
