/**
 * @file A project as one file (`.layerwise`, a zip) and back. Exporting writes the document, its runs with weights, and
 * the table as it is stored. Importing trusts nothing: everything is read, counted and validated before the first byte
 * is stored, and what is stored gets new ids, so that no project is ever overwritten.
 */
import { decodeDataset } from "../../core/data/datasetBytes.ts";
import { decodeParts, encodeParts } from "../../core/data/partsBytes.ts";
import type { Parts } from "../../core/data/split.ts";
import type { Issue } from "../../core/issue.ts";
import type { Progress } from "../../core/progress.ts";
import { parseJson } from "../../core/project/json.ts";
import { parseRun, parseWeightsIndex, runDamaged } from "../../core/project/runSchema.ts";
import { maxProjectCharacters, parseProject, parseProjectText, viewNewerProject } from "../../core/project/schema.ts";
import type { Project } from "../../core/project/types.ts";
import type { Weights } from "../../core/training/checkpoint.ts";
import type { Run } from "../../core/training/types.ts";
import { rowLimit } from "../ingest/limits.ts";
import type { ImportOutcome } from "../protocol.ts";
import { sniffArchive } from "./sniffArchive.ts";
import type { ProjectStore } from "./store.ts";
import { countValues, decodeWeights, encodeWeights } from "./weightsBytes.ts";
import { ArchiveRefusal, readDirectory, readEntry, type ZipEntry, type ZipLimits } from "./zipReader.ts";
import { ZipWriter } from "./zipWriter.ts";

interface Content {
  readonly name: string;
  readonly blob: Blob;
  readonly level: 0 | 1 | 6;
}

const json = (value: unknown): Blob => new Blob([JSON.stringify(value)]);

/** The project as a file. Progress counts bytes. */
export async function* exportProject(
  { project, runs }: { readonly project: Project; readonly runs: readonly Run[] },
  store: ProjectStore,
  signal: AbortSignal,
): AsyncGenerator<Progress, Blob, void> {
  const contents: Content[] = [{ name: "project.json", blob: json(project), level: 6 }];
  for (const run of runs) {
    signal.throwIfAborted();
    contents.push({ name: `runs/${run.id}.json`, blob: json(run), level: 6 });
    const parts = await store.loadParts(run.id, run.dataset.rows);
    if (parts !== null) contents.push({ name: `parts/${run.id}.bin`, blob: new Blob([encodeParts(parts)]), level: 1 });
  }
  // What training starts from is a run's, or another program's.
  const start = project.startWeights === null ? [] : [project.startWeights.id];
  for (const id of new Set([...runs.map((run) => run.id), ...start])) {
    signal.throwIfAborted();
    const weights = await store.loadWeights(id);
    if (weights === null) continue;
    const { index, bytes } = encodeWeights(id, weights);
    contents.push({ name: `weights/${id}.json`, blob: json(index), level: 6 });
    // Trained weights look like noise: deflating them takes time and saves nothing.
    contents.push({ name: `weights/${id}.bin`, blob: bytes, level: 0 });
  }
  const table = project.datasetId === null ? null : await store.loadDatasetBytes(project.datasetId);
  if (table !== null) contents.push({ name: `dataset/${project.datasetId}.bin`, blob: table, level: 1 });

  const total = contents.reduce((sum, { blob }) => sum + blob.size, 0);
  const writer = new ZipWriter();
  let done = 0;
  for (const { name, blob, level } of contents) {
    for await (const bytes of writer.add(name, blob, level, signal)) {
      done += bytes;
      yield { done, total };
    }
  }
  return writer.finish();
}

/** No project of the studio comes near these. */
export const importLimits: ZipLimits = { entries: 2000, totalBytes: 4e9, ratio: 300, freeBytes: 256e6 };

/** A file opened as a new project. Refusals are issues; only failures of the world (cancelled, disk full) are thrown. */
export async function* importProject(
  file: Blob,
  store: ProjectStore,
  signal: AbortSignal,
  limits: ZipLimits = importLimits,
): AsyncGenerator<Progress, ImportOutcome, void> {
  const kind = await sniffArchive(file);
  if (kind === "json") {
    // A text this long would not be one string any more; the parser refuses far less.
    const text = file.size > maxProjectCharacters * 4 ? null : await file.text();
    if (text !== null) return await storeImport(documentOnly(text), store);
    const context = { detail: String(maxProjectCharacters) };
    return refused({ code: "tooLarge", severity: "error", at: {}, context });
  }
  if (kind !== "zip") {
    if (kind === null) return refused({ code: "notAnArchive", severity: "error", at: {}, context: {} });
    return refused({ code: "otherKindOfFile", severity: "error", at: {}, context: { looksLike: kind } });
  }
  try {
    const found = yield* new ArchiveReader(file, await readDirectory(file, limits), signal).read(store);
    return await storeImport(found, store);
  } catch (error) {
    if (error instanceof ArchiveRefusal) return refused(error.issue);
    throw error;
  }
}

const refused = (...issues: readonly Issue[]): ImportOutcome => ({ ok: false, issues });

interface FoundRun {
  readonly run: Run;
  readonly weights: Weights | null;
  /** Rows of its parts; null where the file tells none. */
  readonly parts: Parts | null;
}

interface Validated {
  readonly project: Project | null;
  /** A newer studio saved it: shown, not stored. */
  readonly viewOnly?: boolean;
  readonly runs: readonly FoundRun[];
  /** What training starts from, where it is no run's. */
  readonly start: Weights | null;
  readonly dataset: { readonly id: string; readonly blob: Blob } | null;
  readonly issues: readonly Issue[];
}

const nothing = (issues: readonly Issue[]): Validated => ({
  project: null,
  runs: [],
  start: null,
  dataset: null,
  issues,
});

function documentOnly(text: string): Validated {
  const parsed = parseProjectText(text);
  return parsed.ok ? { ...nothing([]), project: parsed.value } : nothing(parsed.issues);
}

const warning = <I extends Issue>(issue: Omit<I, "severity" | "at">): I =>
  ({ ...issue, severity: "warning", at: {} }) as I;

/** Reads and validates the entries of one archive; stores nothing. */
class ArchiveReader {
  readonly #entries: ReadonlyMap<string, ZipEntry>;
  readonly #issues: Issue[] = [];
  readonly #total: number;
  #done = 0;

  constructor(
    readonly file: Blob,
    entries: readonly ZipEntry[],
    readonly signal: AbortSignal,
  ) {
    this.#entries = new Map(entries.map((entry) => [entry.name, entry]));
    this.#total = entries.reduce((sum, { compressedSize }) => sum + compressedSize, 0);
  }

  async *read(store: ProjectStore): AsyncGenerator<Progress, Validated, void> {
    this.#nameUnknown();
    const text = yield* this.#text("project.json");
    if (text === null) return nothing([{ code: "projectMissing", severity: "error", at: {}, context: {} }]);
    const value = parseJson(text, maxProjectCharacters);
    if (!value.ok) return nothing(value.issues);
    const parsed = parseProject(value.value);
    if (!parsed.ok) return viewNewer(value.value, parsed.issues);
    const runs = yield* this.#runs();
    const start = yield* this.#start(parsed.value);
    const dataset = yield* this.#dataset(parsed.value.datasetId, store);
    const project = start === "refused" ? { ...parsed.value, startWeights: null } : parsed.value;
    return { project, runs, start: start === "refused" ? null : start, dataset, issues: this.#issues };
  }

  #nameUnknown() {
    const known =
      /^(project\.json|runs\/[\w-]{1,100}\.json|parts\/[\w-]{1,100}\.bin|weights\/[\w-]{1,100}\.(json|bin)|dataset\/[\w-]{1,100}\.bin)$/;
    const unknown = [...this.#entries.keys()].filter((name) => !known.test(name) && !name.endsWith("/"));
    const [example] = unknown;
    if (example === undefined) return;
    const context = { count: unknown.length, example: example.slice(0, 200) };
    this.#issues.push(warning<Extract<Issue, { code: "entriesIgnored" }>>({ code: "entriesIgnored", context }));
  }

  async *#blob(name: string): AsyncGenerator<Progress, Blob | null, void> {
    const entry = this.#entries.get(name);
    if (entry === undefined) return null;
    const reading = readEntry(this.file, entry, this.signal);
    for (;;) {
      const { done, value } = await reading.next();
      if (done) return value;
      this.#done += value;
      yield { done: this.#done, total: this.#total };
    }
  }

  async *#text(name: string): AsyncGenerator<Progress, string | null, void> {
    const entry = this.#entries.get(name);
    // A text this long would not be one string any more; the parser refuses far less.
    if (entry !== undefined && entry.size > maxProjectCharacters * 4) return "";
    return (yield* this.#blob(name))?.text() ?? null;
  }

  async *#runs(): AsyncGenerator<Progress, Validated["runs"], void> {
    const runs: FoundRun[] = [];
    for (const name of this.#entries.keys()) {
      const id = /^runs\/([\w-]{1,100})\.json$/.exec(name)?.[1];
      if (id === undefined) continue;
      const run = yield* this.#run(id);
      const weights = run === null ? null : yield* this.#weights(run);
      if (run !== null && weights !== "refused") runs.push({ run, weights, parts: yield* this.#parts(run) });
    }
    return runs;
  }

  async *#run(id: string): AsyncGenerator<Progress, Run | null, void> {
    const value = parseJson((yield* this.#text(`runs/${id}.json`)) ?? "", maxProjectCharacters);
    const parsed = value.ok ? parseRun(value.value) : value;
    if (parsed.ok && parsed.value.id === id) return parsed.value;
    this.#issues.push(runDamaged(id, parsed.ok ? [] : parsed.issues));
    return null;
  }

  /** "refused": the run must not be taken without them. */
  async *#weights(run: Run): AsyncGenerator<Progress, Weights | null | "refused", void> {
    const refuse = (code: "weightsDamaged" | "weightsMissing") => {
      this.#issues.push({ code, severity: "warning", at: {}, context: { run: run.name } });
      return "refused" as const;
    };
    const weights = yield* this.#stored(run.id);
    // A run that ended before its first epoch has none.
    if (weights === null) return run.status === "done" ? refuse("weightsMissing") : null;
    const fits = weights !== "damaged" && countValues(weights) === run.parameters;
    return fits ? weights : refuse("weightsDamaged");
  }

  /** null where the file holds none, or none of this run's table: the run is as good without. */
  async *#parts({ id, name, dataset, counts }: Run): AsyncGenerator<Progress, Parts | null, void> {
    const bytes = yield* this.#blob(`parts/${id}.bin`);
    if (bytes === null) return null;
    // A record may state any number of rows.
    const parts = dataset.rows > rowLimit ? null : decodeParts(new Uint8Array(await bytes.arrayBuffer()), dataset.rows);
    const fits = (["train", "validation", "test"] as const).every((part) => parts?.[part].length === counts[part]);
    if (fits) return parts;
    this.#issues.push({ code: "partsDamaged", severity: "warning", at: {}, context: { run: name } });
    return null;
  }

  /** The weights under an id; null where the file holds none. */
  async *#stored(id: string): AsyncGenerator<Progress, Weights | null | "damaged", void> {
    const text = yield* this.#text(`weights/${id}.json`);
    const bytes = yield* this.#blob(`weights/${id}.bin`);
    if (text === null && bytes === null) return null;
    if (text === null || bytes === null) return "damaged";
    const value = parseJson(text, maxProjectCharacters);
    const index = value.ok ? parseWeightsIndex(value.value) : value;
    if (!index.ok || index.value.runId !== id) return "damaged";
    return decodeWeights(index.value, await bytes.arrayBuffer()) ?? "damaged";
  }

  /** null where training starts from nothing, from a run, or from what this file does not hold. */
  async *#start({ startWeights }: Project): AsyncGenerator<Progress, Weights | null | "refused", void> {
    if (startWeights === null || this.#entries.has(`runs/${startWeights.id}.json`)) return null;
    const weights = yield* this.#stored(startWeights.id);
    if (weights !== "damaged") return weights;
    const context = { source: startWeights.source };
    this.#issues.push(
      warning<Extract<Issue, { code: "startWeightsDamaged" }>>({ code: "startWeightsDamaged", context }),
    );
    return "refused";
  }

  async *#dataset(id: string | null, store: ProjectStore): AsyncGenerator<Progress, Validated["dataset"], void> {
    if (id === null) return null;
    const blob = yield* this.#blob(`dataset/${id}.bin`);
    if (blob === null) {
      if (!(await store.hasDataset(id))) {
        this.#issues.push({ code: "datasetMissing", severity: "warning", at: {}, context: {} });
      }
      return null;
    }
    const decoded = decodeDataset(await blob.arrayBuffer());
    if (decoded.ok && decoded.value.id === id) return { id, blob };
    const damage: readonly Issue[] = decoded.ok
      ? [{ code: "datasetMissing", severity: "warning", at: {}, context: {} }]
      : decoded.issues.map((issue): Issue => ({ ...issue, severity: "warning" }));
    this.#issues.push(...damage);
    return null;
  }
}

function viewNewer(document: unknown, issues: readonly Issue[]): Validated {
  if (!issues.some(({ code }) => code === "newerVersion")) return nothing(issues);
  const view = viewNewerProject(document);
  const told = issues.map((issue): Issue => ({ ...issue, severity: "warning" }));
  // Its table and runs may be of a newer form too; what can be shown is the document.
  return view.ok ? { ...nothing(told), project: { ...view.value, datasetId: null }, viewOnly: true } : nothing(issues);
}

/** Stores what was validated, under new ids; the document last, so that a failure leaves no project half there. */
async function storeImport(found: Validated, store: ProjectStore): Promise<ImportOutcome> {
  const { issues } = found;
  if (found.project === null) return refused(...issues);
  if (found.viewOnly) return { ok: true, project: found.project, runs: [], issues };
  const ids = new Map(found.runs.map(({ run }) => [run.id, store.newId()]));
  const { startWeights } = found.project;
  // A file may name any id: what it holds must not take the place of another model's weights.
  if (startWeights !== null && found.start !== null) ids.set(startWeights.id, `model-${store.newId()}`);
  const moved = <S extends { readonly id: string }>(start: S): S => ({ ...start, id: ids.get(start.id) ?? start.id });
  const project: Project = {
    ...found.project,
    id: store.newId(),
    startWeights: startWeights === null ? null : moved(startWeights),
  };
  const stored: Run[] = [];
  try {
    const { dataset } = found;
    if (dataset !== null && !(await store.hasDataset(dataset.id))) {
      await store.saveDatasetBytes(dataset.id, [dataset.blob]);
    }
    if (project.startWeights !== null && found.start !== null) {
      await store.saveWeights(project.startWeights.id, found.start);
    }
    for (const { run, weights, parts } of found.runs) {
      const { id } = moved(run);
      const start = run.job.startWeights == null ? {} : { startWeights: moved(run.job.startWeights) };
      const { fork } = run.job;
      // Checkpoints stay where they are: here it only tells which run it came from.
      const origin = fork === undefined ? {} : { fork: { ...fork, runId: ids.get(fork.runId) ?? fork.runId } };
      const job = { ...run.job, ...start, ...origin, runId: id, projectId: project.id };
      const own: Run = { ...run, id, projectId: project.id, job };
      if (weights !== null) await store.saveWeights(id, weights);
      await store.saveRun(own);
      if (parts !== null) await store.saveParts(id, parts);
      stored.push(own);
    }
    await store.saveProject(project);
  } catch (error) {
    await store.deleteProject(project.id);
    throw error;
  }
  return { ok: true, project, runs: stored, issues };
}
