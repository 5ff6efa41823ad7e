/**
 * @file What the page knows of the table in the worker: its summary, what is being read, why a file was refused, and
 * what preparation found. A refused or cancelled file leaves the table that was there untouched.
 */
import { create } from "zustand";
import { withHandLabels } from "../core/data/handLabels.ts";
import type { PreparedInfo } from "../core/data/prepared.ts";
import { inferTask } from "../core/data/task.ts";
import type { DatasetSummary, ReadOptions, Redaction, Task } from "../core/data/types.ts";
import { type Fault, toFault } from "../core/fault.ts";
import { faultIssue, type Issue } from "../core/issue.ts";
import type { Progress } from "../core/progress.ts";
import type { Project } from "../core/project/types.ts";
import type { NewImage, ReadOutcome, SourceFile } from "../engine/protocol.ts";
import { engine, useEngine } from "./engine.ts";
import { useProject } from "./project.ts";

export type Table =
  | { readonly kind: "none" }
  | { readonly kind: "opening" }
  | { readonly kind: "ready"; readonly summary: DatasetSummary }
  | { readonly kind: "lost"; readonly fault: Fault };

export type Preparation =
  | { readonly kind: "none" }
  | { readonly kind: "preparing" }
  | { readonly kind: "ready"; readonly info: PreparedInfo }
  | { readonly kind: "failed"; readonly fault: Fault };

/** Files as they were chosen or dropped; a path where they came in folders. */
export type Files = readonly SourceFile[];

interface DatasetState {
  readonly table: Table;
  readonly reading: { readonly fileName: string; readonly progress: Progress | null } | null;
  readonly refusal: { readonly fileName: string; readonly issues: readonly Issue[] } | null;
  readonly preparation: Preparation;
  /** Reads files as one dataset; the one that was open stays until they are accepted. */
  read(files: Files, options?: ReadOptions): Promise<void>;
  /** Adds images to the open dataset of images, or begins one. */
  addImages(images: readonly NewImage[]): Promise<void>;
  /** Leaves out, masks or hashes columns of the open dataset, for good: a new dataset takes its place. */
  redact(columns: Readonly<Record<string, Redaction>>): Promise<void>;
  cancelReading(): void;
  dismissRefusal(): void;
}

let abort: AbortController | null = null;
/** Prepares the open table anew though the document did not change; set by whoever follows the document. */
let prepareAgain: () => void = () => undefined;

/** Files at hand: they can be read another way (delimiter, header …) without being chosen again. */
export interface HeldFiles {
  readonly files: Files;
  readonly fileName: string;
  readonly options: ReadOptions;
}

/** The files asked for last, and those whose dataset is open: the first may have been refused. */
const held: { asked: HeldFiles | null; open: HeldFiles | null } = { asked: null, open: null };

/** The one file of a table that was read from one; its first bytes can be looked at. */
export const onlyFile = (held: HeldFiles | null): Blob | null =>
  held?.files.length === 1 ? (held.files[0]?.file ?? null) : null;

/** The files read under this name, if they are at hand: after a reload none are. */
export const heldFiles = (fileName: string): HeldFiles | null =>
  [held.asked, held.open].find((file) => file?.fileName === fileName) ?? null;

/** What several files are called while they are read: their common folder, else the first of them. */
export function nameOfFiles(files: Files): string {
  const [first, ...more] = files;
  if (first === undefined) return "";
  const folder = first.path.split("/")[0] ?? "";
  const shared = more.length > 0 && first.path.includes("/") && more.every(({ path }) => path.startsWith(`${folder}/`));
  return shared ? folder : (first.path.split("/").at(-1) ?? first.path);
}

type Reading = AsyncGenerator<Progress, ReadOutcome, void>;

export const useDataset = create<DatasetState>()((set, get) => {
  /** Follows a reading to its end; the dataset, or null where it was refused, cancelled or overtaken. */
  async function follow(fileName: string, start: (signal: AbortSignal) => Reading): Promise<Read | null> {
    abort?.abort();
    const controller = new AbortController();
    abort = controller;
    set({ reading: { fileName, progress: null }, refusal: null });
    try {
      const stream = start(controller.signal);
      for (;;) {
        const { done, value } = await stream.next();
        if (controller !== abort) return null;
        if (!done) {
          set({ reading: { fileName, progress: value } });
          continue;
        }
        if (value.ok) return value;
        set({ reading: null, refusal: { fileName, issues: value.issues } });
        return null;
      }
    } catch (error) {
      if (controller !== abort) return null;
      const fault = toFault(error);
      set({ reading: null, refusal: fault.code === "cancelled" ? null : { fileName, issues: [faultIssue(fault)] } });
      return null;
    }
  }

  /** Puts what was read in the place of the open dataset. */
  function accept({ summary }: Read): void {
    set({ reading: null, table: { kind: "ready", summary }, preparation: { kind: "none" } });
  }

  return {
    table: { kind: "none" },
    reading: null,
    refusal: null,
    preparation: { kind: "none" },
    read: async (files, options = {}) => {
      const fileName = nameOfFiles(files);
      const asked = { files, fileName, options };
      held.asked = asked;
      const read = await follow(fileName, (signal) => engine().readData({ files, options }, signal));
      if (read === null) return;
      // The reader may know a better name: a table inside of an archive.
      const named = { ...asked, fileName: read.summary.fileName };
      held.open = named;
      accept(read);
      const { edit, project } = useProject.getState();
      const { id } = read.summary;
      if (project?.datasetId === id) return prepareAgain();
      edit("useDataset", { datasetId: id, ...read.suggested, name: projectName(read.summary.fileName) });
    },
    addImages: async (images) => {
      const { project, edit } = useProject.getState();
      const table = get().table;
      const open = table.kind === "ready" ? table.summary : null;
      const grows = open?.columns.some(({ type }) => type === "image") === true;
      const datasetId = grows ? open.id : null;
      const fileName = open !== null && grows ? open.fileName : (images[0]?.name ?? "");
      const target = grows ? project?.data.target : null;
      const query = { datasetId, images, ...(target == null ? {} : { labelColumn: target }) };
      const read = await follow(fileName, (signal) => engine().addImages(query, signal));
      if (read === null) return;
      accept(read);
      const { id } = read.summary;
      if (project?.datasetId === id) return prepareAgain();
      if (grows) edit("growDataset", { datasetId: id });
      else edit("useDataset", { datasetId: id, ...read.suggested, name: projectName(read.summary.fileName) });
    },
    redact: async (columns) => {
      const open = summaryOf(get().table);
      if (open === null) return;
      set({ reading: { fileName: open.fileName, progress: null }, refusal: null });
      try {
        const outcome = await engine().redact({ datasetId: open.id, columns });
        if (!outcome.ok) return set({ reading: null, refusal: { fileName: open.fileName, issues: outcome.issues } });
        // Another project was opened meanwhile.
        if (useProject.getState().project?.datasetId !== open.id) return set({ reading: null });
        for (const which of ["asked", "open"] as const) {
          const file = held[which];
          if (file?.fileName !== open.fileName) continue;
          // Whoever reads the file again, another way, does not bring back what was taken out.
          held[which] = { ...file, options: { ...file.options, redact: { ...file.options.redact, ...columns } } };
        }
        accept(outcome);
        useProject.getState().edit("growDataset", { datasetId: outcome.summary.id });
      } catch (error) {
        const issues = [faultIssue(toFault(error))];
        set({ reading: null, refusal: { fileName: open.fileName, issues } });
      }
    },
    cancelReading: () => {
      if (abort === null) return;
      abort.abort();
      abort = null;
      set({ reading: null });
    },
    dismissRefusal: () => set({ refusal: null }),
  };
});

type Read = Extract<ReadOutcome, { readonly ok: true }>;

const projectName = (fileName: string): string => fileName.replace(/\.[^.]*$/, "");

/** The task in force: the user's, else what the target's type suggests. */
export function taskOf(project: Project | null, summary: DatasetSummary | null): Task | null {
  if (project === null) return null;
  if (project.data.task !== null) return project.data.task;
  const column = summary?.columns.find(({ name }) => name === project.data.target);
  return column === undefined ? null : inferTask(withHandLabels(column, project.data.rows));
}

/** What opening or preparing a table failed with, where it is shown. */
function fail(fault: Fault): void {
  const { table } = useDataset.getState();
  if (table.kind === "ready" && fault.code !== "notFound") {
    useDataset.setState({ preparation: { kind: "failed", fault } });
    return;
  }
  // A dead worker lost nothing that is stored: the table is opened by the next one.
  if (fault.code === "workerDied") return;
  useDataset.setState({ table: { kind: "lost", fault }, preparation: { kind: "none" } });
}

export const summaryOf = (table: Table): DatasetSummary | null => (table.kind === "ready" ? table.summary : null);

/** Keeps table and preparation in step with the document: the only caller of `openDataset`, `describe`, `prepare`. */
export function followProject(): () => void {
  let turn = 0;
  /** The settings that the summary on show was made under. */
  let described: { readonly id: string; readonly columns: Project["data"]["columns"] } | null = null;
  let seen: { id: string | null; generation: number; data: Project["data"] | null } = {
    id: null,
    generation: -1,
    data: null,
  };

  /** The preparation under way; one that nobody waits for any more is given up. */
  let preparing: Promise<unknown> = Promise.resolve();
  let giveUp = new AbortController();

  async function follow() {
    const { project } = useProject.getState();
    const { generation } = useEngine.getState();
    const id = project?.datasetId ?? null;
    const data = project?.data ?? null;
    if (id === seen.id && generation === seen.generation && data === seen.data) return;
    const before = seen;
    seen = { id, generation, data };
    const mine = ++turn;
    giveUp.abort();
    if (id === null || data === null) {
      useDataset.setState({ table: { kind: "none" }, preparation: { kind: "none" } });
      return;
    }
    try {
      const { table } = useDataset.getState();
      const known = table.kind === "ready" && table.summary.id === id && generation === before.generation;
      if (!known) {
        useDataset.setState({ table: { kind: "opening" }, preparation: { kind: "none" } });
        await engine().openDataset(id);
        if (mine !== turn) return;
      }
      useDataset.setState({ preparation: { kind: "preparing" } });
      // A change of split or recipe leaves the summary as it is.
      const isDescribed = known && described?.id === id && described.columns === data.columns;
      const summary = isDescribed ? table.summary : await engine().describe({ datasetId: id, columns: data.columns });
      if (mine !== turn) return;
      if (!isDescribed) useDataset.setState({ table: { kind: "ready", summary } });
      described = { id, columns: data.columns };
      const task = taskOf(useProject.getState().project, summary);
      if (task === null || data.target === null) {
        useDataset.setState({ preparation: { kind: "none" } });
        return;
      }
      // Of the settings made while another preparation runs only the last are prepared.
      await preparing;
      if (mine !== turn) return;
      giveUp = new AbortController();
      const asked = engine().prepare({ datasetId: id, data, task }, giveUp.signal);
      preparing = asked.catch(() => undefined);
      const info = await asked;
      if (mine === turn) useDataset.setState({ preparation: { kind: "ready", info } });
    } catch (error) {
      if (mine === turn) fail(toFault(error));
    }
  }

  prepareAgain = () => {
    seen = { ...seen, data: null };
    described = null;
    void follow();
  };
  const stops = [
    useProject.subscribe((now, before) => {
      // A table belongs to the project it was asked for, and to nobody who may not write.
      if (now.project?.id !== before.project?.id || now.readOnly) useDataset.getState().cancelReading();
      void follow();
    }),
    useEngine.subscribe(() => void follow()),
  ];
  void follow();
  return () => {
    for (const stop of stops) stop();
  };
}
