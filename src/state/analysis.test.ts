/** @file When the worker is asked for an analysis, when it is told to stop, and what stays in sight meanwhile. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Analysis } from "../core/data/analysis.ts";
import { commonFormat, type DatasetSummary } from "../core/data/types.ts";
import { AppError } from "../core/fault.ts";
import { createProject } from "../core/project/create.ts";

interface Asked {
  readonly query: { readonly datasetId: string; readonly task: string };
  readonly signal: AbortSignal;
  finish(analysis: Analysis): void;
  fail(error: Error): void;
}
const calls: Asked[] = [];

vi.mock("./engine.ts", async () => {
  const { create } = await import("zustand");
  const useEngine = create(() => ({ generation: 1 }));
  async function* analyse(query: Asked["query"], signal: AbortSignal) {
    const answer = new Promise<Analysis>((finish, fail) => calls.push({ query, signal, finish, fail }));
    yield { done: 1, total: 4 };
    return await answer;
  }
  return { useEngine, engine: () => ({ analyse }) };
});

const { useAnalysis, lookAtAnalysis } = await import("./analysis.ts");
const { useDataset } = await import("./dataset.ts");
const { useProject } = await import("./project.ts");

const empty: Analysis = {
  columns: [],
  correlations: { columns: [], r: [], rows: 0, left: 0 },
  classes: null,
  images: null,
  findings: [],
};
const summary = (id: string): DatasetSummary => ({
  id,
  fileName: "t.csv",
  bytes: 1,
  rows: 1,
  format: commonFormat,
  columns: [],
  preview: [],
  issues: [],
});
const openTable = (id: string) => {
  const project = createProject({ id: "p", name: "p", now: 0 });
  useDataset.setState({ table: { kind: "ready", summary: summary(id) } });
  useProject.setState({ project: { ...project, datasetId: id } });
};
const edit = (validation: number) => {
  const { project } = useProject.getState();
  if (project === null) throw new Error("a project");
  const split = { ...project.data.split, validation };
  useProject.setState({ project: { ...project, data: { ...project.data, split } } });
};
const settle = () => vi.advanceTimersByTimeAsync(1000);

let look: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  calls.length = 0;
  openTable("a");
  look = lookAtAnalysis();
});
afterEach(() => {
  look();
  useProject.setState({ project: null });
  useDataset.setState({ table: { kind: "none" } });
  // Nothing is open: what was remembered is forgotten.
  lookAtAnalysis()();
  vi.useRealTimers();
});

describe("the analysis", () => {
  it("is asked for once, and told while it runs", async () => {
    await settle();
    expect(useAnalysis.getState().work).toEqual({ kind: "running", progress: { done: 1, total: 4 } });
    calls[0]?.finish(empty);
    await settle();
    expect(useAnalysis.getState()).toMatchObject({ work: { kind: "ready" }, analysis: empty });
    expect(calls.map(({ query }) => query.datasetId)).toEqual(["a"]);
  });

  it("is stopped and asked anew when the settings change, of a burst for the last only, the old one in sight", async () => {
    await settle();
    calls[0]?.finish(empty);
    await settle();
    for (const share of [0.1, 0.2, 0.3]) edit(share);
    await settle();
    expect(calls.length).toBe(2);
    expect(useAnalysis.getState()).toMatchObject({ work: { kind: "running" }, analysis: empty });
    edit(0.25);
    expect(calls[1]?.signal.aborted).toBe(true);
    await settle();
    expect(calls.length).toBe(3);
  });

  it("forgets the analysis of another dataset", async () => {
    await settle();
    calls[0]?.finish(empty);
    await settle();
    openTable("b");
    expect(useAnalysis.getState().analysis).toBeNull();
    await settle();
    expect(calls.at(-1)?.query.datasetId).toBe("b");
  });

  it("is stopped when nobody looks, and begun anew by who looks next", async () => {
    await settle();
    look();
    expect(calls[0]?.signal.aborted).toBe(true);
    look = lookAtAnalysis();
    await settle();
    expect(calls.length).toBe(2);
  });

  it("tells a failure, and asks again on request", async () => {
    await settle();
    calls[0]?.fail(new AppError("workerDied", { message: "gone" }));
    await settle();
    expect(useAnalysis.getState().work).toMatchObject({ kind: "failed", fault: { code: "workerDied" } });
    useAnalysis.getState().retry();
    await settle();
    expect(calls.length).toBe(2);
  });
});
