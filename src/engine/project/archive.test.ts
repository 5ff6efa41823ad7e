import { strToU8, unzipSync, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { encodeDataset } from "../../core/data/datasetBytes.ts";
import { encodeParts } from "../../core/data/partsBytes.ts";
import type { Parts } from "../../core/data/split.ts";
import { type Dataset, defaultDataSettings } from "../../core/data/types.ts";
import { createProject } from "../../core/project/create.ts";
import { type Project, projectVersion } from "../../core/project/types.ts";
import type { Weights } from "../../core/training/checkpoint.ts";
import { defaultTraining, type Run } from "../../core/training/types.ts";
import { numberFeature } from "../../testing/features.ts";
import { fc } from "../../testing/property.ts";
import type { ImportOutcome } from "../protocol.ts";
import { exportProject, importLimits, importProject } from "./archive.ts";
import { crc32 } from "./crc32.ts";
import type { ProjectStore } from "./store.ts";

class MemoryStore implements ProjectStore {
  readonly projects = new Map<string, Project>();
  readonly runs = new Map<string, Run>();
  readonly weights = new Map<string, Weights>();
  readonly datasets = new Map<string, Blob>();
  readonly parts = new Map<string, Parts>();
  #ids = 0;
  writes = 0;
  failAt: "saveRun" | "saveProject" | null = null;
  loadWeights = async (id: string) => this.weights.get(id) ?? null;
  loadParts = async (id: string) => this.parts.get(id) ?? null;
  saveParts = async (id: string, parts: Parts) => this.#write(this.parts, id, parts);
  loadDatasetBytes = async (id: string) => this.datasets.get(id) ?? null;
  hasDataset = async (id: string) => this.datasets.has(id);
  saveDatasetBytes = async (id: string, parts: readonly BlobPart[]) =>
    this.#write(this.datasets, id, new Blob([...parts]));
  saveWeights = async (id: string, weights: Weights) => this.#write(this.weights, id, weights);
  saveRun = async (run: Run) => {
    if (this.failAt === "saveRun") throw new Error("disk full");
    this.#write(this.runs, run.id, run);
  };
  saveProject = async (project: Project) => {
    if (this.failAt === "saveProject") throw new Error("disk full");
    this.#write(this.projects, project.id, project);
  };
  deleteProject = async (id: string) => {
    this.projects.delete(id);
    for (const run of [...this.runs.values()].filter(({ projectId }) => projectId === id)) this.runs.delete(run.id);
  };
  newId = () => `new-${++this.#ids}`;
  #write<T>(map: Map<string, T>, id: string, value: T) {
    this.writes++;
    map.set(id, value);
  }
}

const dataset: Dataset = {
  id: "d".repeat(40),
  fileName: "</script>.csv",
  bytes: 20,
  rows: 3,
  format: { encoding: "utf-8", delimiter: ",", header: true, decimal: ".", dayFirst: false, missing: [""] },
  names: ["__proto__", "y"],
  columns: [
    { kind: "numbers", values: Float64Array.of(1, 2.5, Number.NaN), exceptions: new Map([[2, "abc"]]) },
    { kind: "dictionary", codes: Uint32Array.of(0, 1, 0), values: ["a", "b"] },
  ],
  issues: [],
};

const project: Project = {
  ...createProject({ id: "p1", now: 1_700_000_000_000, name: "<img src=x onerror=alert(1)>" }),
  datasetId: dataset.id,
  data: { ...defaultDataSettings, target: "y" },
};

const weights: Weights = [
  { name: "dense_1/kernel", shape: [2, 3], values: Float32Array.of(0.1, -2, 3e-38, 4, 5.5, Number.EPSILON) },
  { name: "dense_1/bias", shape: [3], values: Float32Array.of(1, 2, 3) },
];

const parts: Parts = { train: Uint32Array.of(2, 0), validation: new Uint32Array(0), test: Uint32Array.of(1) };

const epoch = {
  epoch: 1,
  loss: 0.5,
  metric: 0.5,
  valLoss: null,
  valMetric: null,
  seconds: 0.1,
  learningRate: 0.001,
  gradientNorm: null,
  stepsPerSecond: null,
  memoryBytes: null,
};

const run: Run = {
  id: "r1",
  projectId: "p1",
  name: "1",
  createdAt: 1_700_000_000_001,
  status: "done",
  job: {
    runId: "r1",
    projectId: "p1",
    name: "1",
    datasetId: dataset.id,
    data: project.data,
    task: "binary",
    graph: project.graph,
    config: defaultTraining,
  },
  dataset: { id: dataset.id, fileName: dataset.fileName, rows: 3 },
  counts: { train: 2, validation: 0, test: 1 },
  recipe: {
    task: "binary",
    decimal: ".",
    dayFirst: false,
    missing: [""],
    features: [numberFeature("__proto__", 1)],
    target: { kind: "classes", column: "y", classes: ["a", "b"] },
    window: null,
  },
  metric: "accuracy",
  baseline: 0.5,
  device: { backend: "cpu", label: "CPU", fallbackReason: "noWebGPU" },
  parameters: 9,
  history: [epoch],
  bestEpoch: 1,
  seconds: 0.1,
  report: null,
};

const never = new AbortController().signal;

async function drain<T>(stream: AsyncGenerator<unknown, T, void>): Promise<T> {
  for (;;) {
    const { done, value } = await stream.next();
    if (done) return value;
  }
}

function filled(): MemoryStore {
  const store = new MemoryStore();
  store.weights.set("r1", weights);
  store.parts.set("r1", parts);
  store.datasets.set(dataset.id, new Blob(encodeDataset(dataset)));
  return store;
}

const exported = async (runs: readonly Run[] = [run]): Promise<Blob> =>
  drain(exportProject({ project, runs }, filled(), never));

const opened = (file: Blob, store: ProjectStore = new MemoryStore()): Promise<ImportOutcome> =>
  drain(importProject(file, store, never));

/** The archive with some entries replaced (null: left out), packed by another writer. */
async function altered(changes: Readonly<Record<string, Uint8Array | null>>): Promise<Blob> {
  const entries: Record<string, Uint8Array> = unzipSync(new Uint8Array(await (await exported()).arrayBuffer()));
  for (const [name, bytes] of Object.entries(changes)) {
    if (bytes === null) delete entries[name];
    else entries[name] = bytes;
  }
  return new Blob([zipSync(entries) as Uint8Array<ArrayBuffer>]);
}

const codes = (outcome: ImportOutcome): readonly string[] => outcome.issues.map(({ code }) => code);

describe("the weights training starts from", () => {
  const fromFile = { id: "model-abc", source: "vgg.keras" };
  const file = async (startWeights: Project["startWeights"], runs: readonly Run[]): Promise<Blob> => {
    const store = filled();
    store.weights.set("model-abc", weights.slice(1));
    return drain(exportProject({ project: { ...project, startWeights }, runs }, store, never));
  };

  it("go along, and take no other model's place", async () => {
    const store = new MemoryStore();
    store.weights.set("model-abc", weights);
    const outcome = await opened(
      await file(fromFile, [{ ...run, job: { ...run.job, startWeights: fromFile } }]),
      store,
    );
    if (!outcome.ok) throw new Error(JSON.stringify(outcome.issues));
    const start = outcome.project.startWeights;
    expect(start).toMatchObject({ source: "vgg.keras" });
    expect(start?.id).toMatch(/^model-new-/);
    expect(store.weights.get(start?.id ?? "")).toEqual(weights.slice(1));
    expect(store.weights.get("model-abc")).toEqual(weights);
    expect(outcome.runs[0]?.job.startWeights).toEqual(start);
    expect([...store.projects.values()][0]?.startWeights).toEqual(start);
  });

  it("are still the run's where they were a run's", async () => {
    const outcome = await opened(await file({ id: "r1", source: "1" }, [run]));
    if (!outcome.ok) throw new Error(JSON.stringify(outcome.issues));
    expect(outcome.project.startWeights).toEqual({ id: outcome.runs[0]?.id, source: "1" });
  });

  it("are left out where they are damaged, and the rest is opened", async () => {
    const entries = unzipSync(new Uint8Array(await (await file(fromFile, [])).arrayBuffer()));
    entries["weights/model-abc.bin"] = new Uint8Array(8);
    const outcome = await opened(new Blob([zipSync(entries) as Uint8Array<ArrayBuffer>]));
    if (!outcome.ok) throw new Error(JSON.stringify(outcome.issues));
    expect(outcome.project.startWeights).toBeNull();
    expect(outcome.issues).toMatchObject([{ code: "startWeightsDamaged", context: { source: "vgg.keras" } }]);
  });
});

describe("the rows of a run's parts", () => {
  it("go along under the run's new id", async () => {
    const store = new MemoryStore();
    const outcome = await opened(await exported(), store);
    expect(outcome.issues).toEqual([]);
    expect([...store.parts]).toEqual([[[...store.runs.keys()][0], parts]]);
  });

  it.each([
    ["cut off", encodeParts(parts).slice(0, -4)],
    ["of a larger table", encodeParts({ ...parts, test: Uint32Array.of(3) })],
    ["not as many as the record states", encodeParts({ ...parts, test: new Uint32Array(0) })],
  ])("are left out where they are %s, and the run is opened", async (_, bytes) => {
    const store = new MemoryStore();
    const outcome = await opened(await altered({ "parts/r1.bin": bytes }), store);
    expect(outcome.issues).toMatchObject([{ code: "partsDamaged", severity: "warning", context: { run: "1" } }]);
    expect([store.runs.size, store.parts.size]).toEqual([1, 0]);
  });

  it("go along with what set of folds the run is of", async () => {
    const fold = { set: "s-1", index: 1, count: 3 };
    const outcome = await opened(await exported([{ ...run, job: { ...run.job, fold } }]));
    expect(outcome.ok && outcome.runs[0]?.job.fold).toEqual(fold);
  });

  it("may be missing: earlier files hold none", async () => {
    const outcome = await opened(await altered({ "parts/r1.bin": null }));
    expect(outcome).toMatchObject({ ok: true, issues: [] });
  });
});

describe("a project file", () => {
  it("opens elsewhere with data, runs and weights, under new ids", async () => {
    const store = new MemoryStore();
    const outcome = await opened(await exported(), store);
    if (!outcome.ok) throw new Error(JSON.stringify(outcome.issues));
    expect(outcome.issues).toEqual([]);
    expect(outcome.project).toEqual({ ...project, id: outcome.project.id });
    expect(outcome.project.id).not.toBe(project.id);
    expect(store.projects.get(outcome.project.id)).toEqual(outcome.project);
    const [moved] = [...store.runs.values()];
    expect(moved).toEqual({
      ...run,
      id: moved?.id,
      projectId: outcome.project.id,
      job: { ...run.job, runId: moved?.id, projectId: outcome.project.id },
    });
    expect(moved?.id).not.toBe(run.id);
    expect(store.weights.get(moved?.id ?? "")).toEqual(weights);
    expect(await store.datasets.get(dataset.id)?.bytes?.()).toEqual(await filled().datasets.get(dataset.id)?.bytes?.());
  });

  it("keeps what a run was forked from, how its rate was changed and how its steps were carried out", async () => {
    const fork: Run = {
      ...run,
      id: "r2",
      job: { ...run.job, runId: "r2", fork: { runId: "r1", epoch: 1 } },
      rateChanges: [{ update: 3, rate: 0.01 }],
      path: { kind: "eager", reason: "notRecordable", detail: "a value is read back" },
    };
    const store = filled();
    store.weights.set("r2", weights);
    const outcome = await opened(await drain(exportProject({ project, runs: [fork, run] }, store, never)));
    if (!outcome.ok) throw new Error(JSON.stringify(outcome.issues));
    const [forked, origin] = outcome.runs;
    expect(forked?.job.fork).toEqual({ runId: origin?.id, epoch: 1 });
    expect(forked).toMatchObject({ rateChanges: fork.rateChanges, path: fork.path });
    expect(origin).not.toHaveProperty("rateChanges");
  });

  it("opens a run of an earlier version, whose rate never changed", async () => {
    const { learningRate: _r, gradientNorm: _g, stepsPerSecond: _s, memoryBytes: _m, ...old } = epoch;
    const {
      schedule: _1,
      clip: _2,
      labelSmoothing: _3,
      accumulate: _4,
      checkpointEvery: _5,
      ...config
    } = defaultTraining;
    const earlier = { ...run, history: [old], job: { ...run.job, config } };
    const entry = new TextEncoder().encode(JSON.stringify(earlier));
    const outcome = await opened(await altered({ "runs/r1.json": entry }));
    if (!outcome.ok) throw new Error(JSON.stringify(outcome.issues));
    expect(outcome.runs[0]?.history).toEqual([epoch]);
    expect(outcome.runs[0]?.job.config).toEqual(defaultTraining);
  });

  it("keeps figures that JSON cannot hold as no numbers", async () => {
    const diverged: Run = {
      ...run,
      history: [{ ...epoch, loss: Number.NaN, metric: Number.POSITIVE_INFINITY }],
    };
    const outcome = await opened(await exported([diverged]));
    expect(outcome.ok && outcome.runs[0]?.history[0]).toMatchObject({ loss: Number.NaN, metric: Number.NaN });
  });

  it("is a zip that others can read", async () => {
    const entries = unzipSync(new Uint8Array(await (await exported()).arrayBuffer()));
    expect(Object.keys(entries).sort()).toEqual([
      `dataset/${dataset.id}.bin`,
      "parts/r1.bin",
      "project.json",
      "runs/r1.json",
      "weights/r1.bin",
      "weights/r1.json",
    ]);
  });

  it("reports progress up to its end", async () => {
    const shares: number[] = [];
    const stream = importProject(await exported(), new MemoryStore(), never);
    for await (const { done, total } of stream) shares.push(done / (total ?? Number.NaN));
    expect(shares.at(-1)).toBe(1);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
  });

  it("stores nothing when cancelled", async () => {
    const store = new MemoryStore();
    const controller = new AbortController();
    const stream = importProject(await exported(), store, controller.signal);
    await stream.next();
    controller.abort();
    await expect(drain(stream)).rejects.toThrow();
    expect(store.writes).toBe(0);
  });

  it("leaves nothing behind when the disk is full", async () => {
    for (const failAt of ["saveRun", "saveProject"] as const) {
      const store = new MemoryStore();
      store.failAt = failAt;
      await expect(opened(await exported(), store)).rejects.toThrow("disk full");
      expect([store.projects.size, store.runs.size]).toEqual([0, 0]);
    }
  });

  it("does not write a table again that is there", async () => {
    const store = filled();
    const before = store.datasets.get(dataset.id);
    await opened(await exported(), store);
    expect(store.datasets.get(dataset.id)).toBe(before);
  });
});

describe("a damaged project file", () => {
  const floats = (...values: number[]) => new Uint8Array(Float32Array.from(values).buffer);
  const nine = [1, 2, 3, 4, 5, 6, 7, 8];

  it.each([
    ["too short", floats(...nine)],
    ["too long", floats(...nine, 9, 10)],
    ["not whole numbers of floats", floats(...nine, 9).slice(0, -1)],
    ["not a number", floats(...nine, Number.NaN)],
    ["infinite", floats(...nine, Number.POSITIVE_INFINITY)],
    ["of another type", strToU8("weights, as text".padEnd(40))],
  ])("leaves out a run whose weights are %s, and says so", async (_, bytes) => {
    const outcome = await opened(await altered({ "weights/r1.bin": bytes }));
    expect(outcome.ok && outcome.runs).toEqual([]);
    expect(codes(outcome)).toEqual(["weightsDamaged"]);
  });

  it("leaves out a run whose weights are not those of its model", async () => {
    const index = { runId: "r1", bytes: 4, tensors: [{ name: "w", shape: [1], offset: 0 }] };
    const changes = { "weights/r1.bin": floats(1), "weights/r1.json": strToU8(JSON.stringify(index)) };
    expect(codes(await opened(await altered(changes)))).toEqual(["weightsDamaged"]);
    const control = { ...index, bytes: 36, tensors: [{ name: "w", shape: [3, 3], offset: 0 }] };
    const fits = { "weights/r1.bin": floats(...nine, 9), "weights/r1.json": strToU8(JSON.stringify(control)) };
    expect(codes(await opened(await altered(fits)))).toEqual([]);
  });

  it("says what is missing", async () => {
    expect(codes(await opened(await altered({ "weights/r1.bin": null, "weights/r1.json": null })))).toEqual([
      "weightsMissing",
    ]);
    expect(codes(await opened(await altered({ [`dataset/${dataset.id}.bin`]: null })))).toEqual(["datasetMissing"]);
    expect(codes(await opened(await altered({ "project.json": null })))).toEqual(["projectMissing"]);
  });

  it("keeps the project where its table or a run is damaged", async () => {
    const table = await opened(await altered({ [`dataset/${dataset.id}.bin`]: strToU8("LWTABLE1 and nothing") }));
    expect([table.ok, ...codes(table)]).toEqual([true, "datasetDamaged"]);
    const record = strToU8(JSON.stringify({ ...run, counts: { ...run.counts, train: -1 } }));
    const damaged = await opened(await altered({ "runs/r1.json": record }));
    expect(damaged.issues[0]).toMatchObject({ code: "runDamaged", context: { path: "run.counts.train" } });
  });

  it("names both versions of a newer one, and stores nothing of it", async () => {
    const store = new MemoryStore();
    const newer = strToU8(JSON.stringify({ ...project, version: 9 }));
    const outcome = await opened(await altered({ "project.json": newer }), store);
    expect(outcome).toMatchObject({
      ok: true,
      issues: [{ code: "newerVersion", context: { found: 9, known: projectVersion } }],
    });
    expect(store.writes).toBe(0);
  });

  it("refuses what is no project file, by name", async () => {
    const png = new Blob([Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10)]);
    expect((await opened(png)).issues).toMatchObject([{ code: "otherKindOfFile", context: { looksLike: "PNG" } }]);
    expect(codes(await opened(new Blob([])))).toEqual(["notAnArchive"]);
    const endless = Object.defineProperty(new Blob(['{"version":']), "size", { value: 5e9 });
    expect(codes(await opened(endless))).toEqual(["tooLarge"]);
    expect(codes(await opened(new Blob(["a,b\n1,2\n"])))).toEqual(["notAnArchive"]);
    expect(codes(await opened(new Blob(['{"version":'])))).toEqual(["notJson"]);
    expect(codes(await opened(new Blob(["[".repeat(100_000)])))).toEqual(["tooDeep"]);
  });

  it("opens a document alone", async () => {
    const outcome = await opened(new Blob([JSON.stringify({ ...project, datasetId: null })]));
    expect(outcome.ok && outcome.project.name).toBe(project.name);
  });

  it("refuses a file that is cut off anywhere", async () => {
    const whole = await exported();
    for (const share of [0.1, 0.5, 0.9, 0.999]) {
      const outcome = await opened(whole.slice(0, Math.floor(whole.size * share)));
      expect([outcome.ok, ...codes(outcome)]).toEqual([false, "archiveTruncated"]);
    }
  });

  it("sees a wrong byte by the checksum", async () => {
    const bytes = new Uint8Array(await (await exported()).arrayBuffer());
    // The weights are stored as they are: their first float, changed.
    const at = bytes.findIndex(
      (_, i) =>
        new DataView(bytes.buffer, i, Math.min(4, bytes.length - i)).byteLength === 4 &&
        new DataView(bytes.buffer).getFloat32(i, true) === Math.fround(0.1),
    );
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    const outcome = await opened(new Blob([bytes]));
    expect(outcome.issues).toMatchObject([{ code: "archiveDamaged", context: { entry: "weights/r1.bin" } }]);
  });

  it("refuses an encrypted archive and one with a name twice", async () => {
    const bytes = new Uint8Array(await (await exported()).arrayBuffer());
    const directory = new DataView(bytes.buffer).getUint32(bytes.length - 6, true);
    const encrypted = bytes.slice();
    encrypted[directory + 8] = (encrypted[directory + 8] ?? 0) | 1;
    expect(codes(await opened(new Blob([encrypted])))).toEqual(["archiveEncrypted"]);
    const twice = zipSync({ "project.json": strToU8("{}"), "projecT.json": strToU8("{}") });
    const text = Buffer.from(twice).toString("latin1").replaceAll("projecT.json", "project.json");
    const duplicate = new Blob([Uint8Array.from(Buffer.from(text, "latin1"))]);
    expect(codes(await opened(duplicate))).toEqual(["duplicateEntry"]);
  });

  it("does not inflate a bomb", async () => {
    const zeros = new Uint8Array(20_000_000);
    const bomb = new Blob([zipSync({ "project.json": zeros }, { level: 9 }) as Uint8Array<ArrayBuffer>]);
    expect(bomb.size).toBeLessThan(100_000);
    const limits = { ...importLimits, freeBytes: 1_000_000 };
    expect(codes(await drain(importProject(bomb, new MemoryStore(), never, limits)))).toEqual(["archiveTooLarge"]);
    // One that lies about its size is stopped where it passes what it said.
    const bytes = new Uint8Array(await bomb.arrayBuffer());
    const directory = new DataView(bytes.buffer).getUint32(bytes.length - 6, true);
    new DataView(bytes.buffer).setUint32(directory + 24, 1000, true);
    expect(codes(await opened(new Blob([bytes])))).toEqual(["archiveDamaged"]);
  });

  it("counts entries before it reads them", async () => {
    const many = Object.fromEntries(
      Array.from({ length: importLimits.entries + 1 }, (_, i) => [`e${i}`, new Uint8Array(0)]),
    );
    const outcome = await opened(new Blob([zipSync(many) as Uint8Array<ArrayBuffer>]));
    expect(outcome.issues).toMatchObject([{ code: "archiveTooManyEntries", context: { limit: importLimits.entries } }]);
  });

  it("takes names as labels only", async () => {
    const strange = { "../../x": strToU8("x"), "/abs": strToU8("x"), "C:\\x": strToU8("x"), CON: strToU8("x") };
    const entries = unzipSync(new Uint8Array(await (await exported()).arrayBuffer()));
    const packed = zipSync({ ...entries, ...strange, proto____: strToU8("x") });
    const text = Buffer.from(packed).toString("latin1").replaceAll("proto____", "__proto__");
    const outcome = await opened(new Blob([Uint8Array.from(Buffer.from(text, "latin1"))]));
    expect(outcome.ok).toBe(true);
    expect(outcome.issues).toMatchObject([{ code: "entriesIgnored", context: { count: 5 } }]);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it("answers every damage with issues, never with an exception", async () => {
    const whole = new Uint8Array(await (await exported()).arrayBuffer());
    const change = fc.record({
      at: fc.nat(whole.length - 1),
      bytes: fc.uint8Array({ maxLength: 12 }),
      cut: fc.nat(60),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
        let bytes = whole;
        for (const { at, bytes: put, cut } of changes) {
          bytes = Uint8Array.from([...bytes.slice(0, at), ...put, ...bytes.slice(at + cut)]);
        }
        const store = new MemoryStore();
        const outcome = await opened(new Blob([bytes]), store);
        if (!outcome.ok) expect([outcome.issues.length > 0, store.writes]).toEqual([true, 0]);
        else expect(outcome.project.name).toBe(project.name);
      }),
      { numRuns: 300 },
    );
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
        const outcome = await opened(new Blob([Uint8Array.of(0x50, 0x4b, 3, 4, ...bytes)]));
        expect(outcome.ok).toBe(false);
      }),
    );
  });
});

it("computes the checksum of the standard's example", () => {
  // The check value that the catalogue of CRCs gives for CRC-32/ISO-HDLC.
  expect(crc32(strToU8("123456789"))).toBe(0xcbf43926);
  expect(crc32(strToU8("6789"), crc32(strToU8("12345")))).toBe(0xcbf43926);
});
