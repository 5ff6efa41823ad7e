import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Run } from "../core/training/types.ts";
import type { ExportedModel } from "../engine/protocol.ts";

const remote = vi.hoisted(() => ({ exportModel: vi.fn() }));
const download = vi.hoisted(() => vi.fn());
vi.mock("../engine/client.ts", async () => (await import("../testing/fakeClient.ts")).fakeClient(remote));
vi.mock("./download.ts", () => ({ download }));

const { useExports } = await import("./exports.ts");

const run = { id: "run" } as Run;
const file: ExportedModel = { ok: true, file: new Blob(["abc"]), fileName: "m.onnx" };
const answering = (result: ExportedModel) =>
  async function* () {
    yield { done: 1, total: 3 };
    return result;
  };
const stateOf = () => useExports.getState().states.onnx;

beforeEach(() => {
  remote.exportModel.mockReset();
  download.mockReset();
  useExports.setState({ states: {} });
});

describe("exporting a model", () => {
  it("hands the file over and keeps its size and SHA-256", async () => {
    remote.exportModel.mockImplementation(answering(file));
    await useExports.getState().exportModel(run, "onnx");
    expect(download).toHaveBeenCalledOnce();
    // printf abc | sha256sum
    const fingerprint = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    expect(stateOf()).toEqual({ kind: "written", runId: "run", fileName: "m.onnx", bytes: 3, fingerprint });
  });

  it("keeps why it was refused, and downloads nothing", async () => {
    const issue = { code: "notJson", severity: "error", at: {}, context: { detail: "" } } as const;
    remote.exportModel.mockImplementation(answering({ ok: false, issues: [issue] }));
    await useExports.getState().exportModel(run, "onnx");
    expect(stateOf()).toEqual({ kind: "refused", runId: "run", issues: [issue] });
    expect(download).not.toHaveBeenCalled();
  });

  it("downloads nothing after it was cancelled", async () => {
    let goOn = () => undefined as unknown;
    const signals: AbortSignal[] = [];
    remote.exportModel.mockImplementation(async function* (_query: unknown, signal: AbortSignal) {
      signals.push(signal);
      yield { done: 0, total: 3 };
      await new Promise((resolve) => (goOn = () => resolve(undefined)));
      return file;
    });
    const done = useExports.getState().exportModel(run, "onnx");
    await vi.waitFor(() =>
      expect(stateOf()).toEqual({ kind: "writing", runId: "run", progress: { done: 0, total: 3 } }),
    );
    useExports.getState().cancel("onnx");
    expect(signals[0]?.aborted).toBe(true);
    goOn();
    await done;
    expect(stateOf()).toBe(undefined);
    expect(download).not.toHaveBeenCalled();
  });

  it("shows a failure of the worker as one", async () => {
    remote.exportModel.mockImplementation(async function* () {
      yield { done: 0, total: null };
      throw new Error("torn");
    });
    await useExports.getState().exportModel(run, "onnx");
    expect(stateOf()).toEqual({
      kind: "failed",
      runId: "run",
      fault: { code: "unexpected", context: { message: "torn" } },
    });
  });
});
