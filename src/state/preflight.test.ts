/** @file The look ahead: other devices are tried one after the other, and whatever ends it ends their workers. */
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createProject } from "../core/project/create.ts";
import type { Preflight } from "../core/training/preflight.ts";
import type { EngineConnection } from "../engine/client.ts";

type Backend = "webgpu" | "webgl" | "wasm" | "cpu";

const { preflight, tryDevice, living, wishes } = vi.hoisted(() => ({
  preflight: vi.fn(),
  tryDevice: vi.fn(),
  /** Workers that were started and have not been ended. */
  living: new Set<number>(),
  wishes: [] as unknown[],
}));
vi.mock("../engine/client.ts", () => {
  let last = 0;
  return {
    startEngine: (): EngineConnection => {
      const id = ++last;
      let backend = "";
      let fail: (error: Error) => void = () => undefined;
      const ended = new Promise<never>((_, reject) => {
        fail = reject;
      });
      ended.catch(() => undefined);
      living.add(id);
      const remote = {
        start: async (wish: { force?: Backend }) => {
          wishes.push(wish);
          backend = wish.force === "webgl" && noWebGl ? "wasm" : (wish.force ?? "webgpu");
          return { backend, label: backend, ...(wish.force === undefined ? {} : { fallbackReason: "chosen" }) };
        },
        preflight,
        tryDevice: (query: unknown) => Promise.race([ended, tryDevice(backend, query)]),
      };
      return {
        remote: remote as unknown as EngineConnection["remote"],
        terminate: (reason) => {
          living.delete(id);
          fail(reason);
        },
      };
    },
  };
});
vi.mock("../storage/runs.ts", () => ({ deleteRun: async () => undefined, listRuns: async () => [] }));
vi.mock("../storage/projects.ts", () => ({ saveProject: async () => undefined }));
vi.mock("./run.ts", async (original) => ({ ...(await original<object>()), jobOf: () => ({ runId: "r" }) }));

const { usePreflight } = await import("./preflight.ts");
const { useProject } = await import("./project.ts");
const { useRun } = await import("./run.ts");
const { chooseDevice, engine, stopEngine, restartEngine } = await import("./engine.ts");

let noWebGl = false;
const at = (ms: number) => ({
  batchSize: 32,
  msPerStep: ms,
  rowsPerSecond: 32_000 / ms,
  msPerLook: ms / 100,
  bytes: null,
});
const result: Preflight = {
  candidates: [at(10)],
  trainRows: 1000,
  validationRows: 100,
  samples: 1100,
  multiplyAdds: 1000,
  file: null,
  path: null,
};
const samples = { x: new Float32Array(1) };

beforeEach(async () => {
  noWebGl = false;
  useProject.getState().open(createProject({ id: "p", now: 0, name: "p" }));
  preflight.mockImplementation(async function* () {
    yield { batchSize: 32 };
    return { result, samples };
  });
  tryDevice.mockImplementation(async (backend: Backend) => at({ webgpu: 1, webgl: 5, wasm: 2, cpu: 4 }[backend]));
  engine();
  await Promise.resolve();
});
afterEach(() => {
  usePreflight.getState().cancel();
  useRun.setState({ active: { kind: "idle" } });
  chooseDevice(null);
  stopEngine();
  wishes.length = 0;
  expect(living.size).toBe(0);
  vi.clearAllMocks();
});

const stateNow = () => usePreflight.getState().state;
const rivals = () => {
  const state = stateNow();
  return state.kind === "done" ? state.measured.rivals.map(({ backend }) => backend) : null;
};

it("tries the other devices in workers of their own, never two at a time, and ends each", async () => {
  let most = 0;
  tryDevice.mockImplementation(async (backend: Backend) => {
    most = Math.max(most, living.size);
    return backend === "cpu" ? null : at(5);
  });
  await usePreflight.getState().check();
  expect(rivals()).toEqual(["webgl", "wasm", "cpu"]);
  expect(stateNow()).toMatchObject({ kind: "done", trying: null, measured: { backend: "webgpu" } });
  // The page's own, and the one that is tried.
  expect(most).toBe(2);
  expect(living.size).toBe(1);
  expect(tryDevice.mock.calls.map(([, query]) => query)).toEqual(
    [1, 2, 3].map(() => ({ job: { runId: "r" }, samples, batchSize: 32, giveUpMs: 65 })),
  );
});

it("takes a device that does not start, or whose trial fails, for one that is not faster", async () => {
  noWebGl = true;
  tryDevice.mockRejectedValueOnce(new Error("out of memory"));
  await usePreflight.getState().check();
  expect(stateNow()).toMatchObject({
    kind: "done",
    measured: {
      rivals: [
        { backend: "webgl", outcome: { kind: "absent" } },
        { backend: "wasm", outcome: { kind: "absent" } },
        { backend: "cpu", outcome: { kind: "measured", candidate: at(4) } },
      ],
    },
  });
  // The one that started in its place was not asked.
  expect(tryDevice.mock.calls.map(([backend]) => backend)).toEqual(["wasm", "cpu"]);
});

const ends: readonly (readonly [string, () => void])[] = [
  ["a cancel", () => usePreflight.getState().cancel()],
  ["a run", () => useRun.setState({ active: { kind: "active" } as never })],
  ["another setting", () => useProject.getState().edit("setTraining", { optimizer: "sgd" })],
  ["another device", () => chooseDevice("cpu")],
];

it.each(ends)("%s ends the second worker at once, and the figures stay", async (_, end) => {
  tryDevice.mockReturnValue(new Promise(() => undefined));
  const checking = usePreflight.getState().check();
  await vi.waitFor(() => expect(tryDevice).toHaveBeenCalled());
  expect(living.size).toBe(2);
  end();
  expect(living.size).toBe(1);
  await checking;
  expect(stateNow()).toMatchObject({ kind: "done", trying: null, measured: { result, rivals: [] } });
  expect(tryDevice).toHaveBeenCalledTimes(1);
});

it("a device that does not answer is given up", async () => {
  tryDevice.mockReturnValueOnce(new Promise(() => undefined));
  vi.useFakeTimers();
  const checking = usePreflight.getState().check();
  await vi.advanceTimersByTimeAsync(60_000);
  vi.useRealTimers();
  await checking;
  expect(rivals()).toEqual(["webgl", "wasm", "cpu"]);
  expect(stateNow()).toMatchObject({
    measured: { rivals: [{ backend: "webgl", outcome: { kind: "slower" } }, {}, {}] },
  });
});

it("asks no other device where samples are too large to be handed out", async () => {
  preflight.mockImplementation(async function* () {
    yield { batchSize: 32 };
    return { result, samples: null };
  });
  await usePreflight.getState().check();
  expect(rivals()).toEqual([]);
  expect(tryDevice).not.toHaveBeenCalled();
});

it("a device that was chosen outlives its worker, until it is given back", () => {
  chooseDevice("wasm");
  restartEngine();
  stopEngine();
  engine();
  chooseDevice(null);
  expect(wishes.slice(1)).toEqual([{ force: "wasm" }, { force: "wasm" }, { force: "wasm" }, {}]);
});
