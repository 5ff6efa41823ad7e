/**
 * @file Small pictures of rows for the page, asked of the worker many at a time and kept while there is room; which rows
 * stand in which class; previews of the augmentation. Also what the class cards remember: classes that have no image
 * yet, and the images that are selected. None of it is saved with the project.
 */
import { create } from "zustand";
import type { Pictures } from "../core/data/pictures.ts";
import type { AugmentedPreview } from "../core/data/previews.ts";
import type { DataSettings, ImageInput, Task } from "../core/data/types.ts";
import type { Project } from "../core/project/types.ts";
import { engine } from "./engine.ts";

/** One row's picture, ready to be drawn. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8ClampedArray;
}

export interface PictureQuery {
  readonly datasetId: string;
  readonly row: number;
  /** It is fitted into size × size. */
  readonly size: number;
  /** As the model sees it. */
  readonly as?: ImageInput;
}

/** What pictures may take on the page, beside all else. */
const cacheBytes = 48e6;
/** Rows in one question: the worker answers other things in between. */
const batchRows = 64;

/** Oldest first, as a Map is. */
const cache = new Map<string, Picture>();
let cachedBytes = 0;

const groupOf = ({ datasetId, size, as }: PictureQuery): string => JSON.stringify([datasetId, size, as ?? null]);
const keyOf = (query: PictureQuery): string => `${groupOf(query)} ${query.row}`;

function keep(key: string, picture: Picture): void {
  cache.set(key, picture);
  cachedBytes += picture.rgba.byteLength;
  for (const [oldest, { rgba }] of cache) {
    if (cachedBytes <= cacheBytes) break;
    cache.delete(oldest);
    cachedBytes -= rgba.byteLength;
  }
}

/** The picture, if it is at hand. */
export function pictureAtHand(query: PictureQuery): Picture | null {
  const key = keyOf(query);
  const known = cache.get(key);
  if (known === undefined) return null;
  cache.delete(key);
  cache.set(key, known);
  return known;
}

interface Waiting {
  readonly query: PictureQuery;
  readonly signal: AbortSignal;
  readonly resolve: (picture: Picture) => void;
  readonly reject: (error: unknown) => void;
}

const waiting = new Map<string, Waiting[]>();
let asking = false;

/** The picture of a row. Whoever no longer needs it says so by the signal, and it is not asked for. */
export function loadPicture(query: PictureQuery, signal: AbortSignal): Promise<Picture> {
  const known = pictureAtHand(query);
  if (known !== null) return Promise.resolve(known);
  return new Promise((resolve, reject) => {
    const group = groupOf(query);
    const list = waiting.get(group) ?? [];
    waiting.set(group, [...list, { query, signal, resolve, reject }]);
    if (asking) return;
    asking = true;
    // After the drawing that asks for the others.
    setTimeout(() => void askAll(), 0);
  });
}

/** One question at a time, so that what scrolled away meanwhile is never asked for. */
async function askAll(): Promise<void> {
  for (let [group] = waiting.keys(); group !== undefined; [group] = waiting.keys()) {
    const wanted = (waiting.get(group) ?? []).filter(({ signal }) => !signal.aborted);
    const now = wanted.slice(0, batchRows);
    const rest = wanted.slice(batchRows);
    if (rest.length > 0) waiting.set(group, rest);
    else waiting.delete(group);
    const first = now[0];
    if (first !== undefined) await askBatch(first.query, now);
  }
  asking = false;
}

async function askBatch({ datasetId, size, as }: PictureQuery, batch: readonly Waiting[]): Promise<void> {
  try {
    const rows = [...new Set(batch.map(({ query }) => query.row))];
    const pictures = await engine().pictures({ datasetId, rows, size, ...(as === undefined ? {} : { as }) });
    const byRow = new Map(pictures.rows.map((row, i) => [row, picked(pictures, i)]));
    for (const { query, resolve, reject } of batch) {
      const picture = byRow.get(query.row);
      if (picture === undefined) {
        reject(new Error(`row ${query.row} has no picture`));
        continue;
      }
      keep(keyOf(query), picture);
      resolve(picture);
    }
  } catch (error) {
    for (const { reject } of batch) reject(error);
  }
}

/** One of several; a copy, so that the others can be let go. */
export function picked({ width, height, rgba }: Pictures, index: number): Picture {
  const bytes = width * height * 4;
  return { width, height, rgba: rgba.slice(index * bytes, (index + 1) * bytes) };
}

/** All 0 is "cannot be shown". */
export const isBlank = ({ rgba }: Picture): boolean => rgba.every((byte) => byte === 0);

export interface ClassPage {
  readonly total: number;
  readonly rows: readonly number[];
}

export interface ClassQuery {
  readonly datasetId: string;
  readonly data: DataSettings;
  /** null: rows without a class. */
  readonly value: string | null;
  readonly start: number;
  readonly count: number;
}

export const loadClassRows = (query: ClassQuery): Promise<ClassPage> => engine().classRows(query);

export const previewAugmented = (query: {
  readonly datasetId: string;
  readonly data: DataSettings;
  readonly task: Task;
  readonly row: number;
  readonly count: number;
  readonly seed: number;
}): Promise<AugmentedPreview> => engine().previewAugmented(query);

/** New pictures on their way into a class. */
export interface Capture {
  readonly how: "camera" | "draw";
  readonly name: string;
}

interface ClassBoard {
  /** Whose classes and images these are; those of another project are gone. */
  readonly projectId: string | null;
  /** The data on show, and what was said of them: other data have other rows and other classes. */
  readonly of: { readonly datasetId: string | null; readonly data: DataSettings | null };
  /** Classes without an image yet, in the order they were made. */
  readonly added: readonly string[];
  readonly selected: ReadonlySet<number>;
  /** Whether cards are shown though there are no data. */
  readonly started: boolean;
  readonly capture: Capture | null;
  show(project: Pick<Project, "id" | "datasetId" | "data">): void;
  /** Cards for a project that has no data yet. */
  start(projectId: string, names: readonly string[]): void;
  add(name: string): void;
  rename(from: string, to: string): void;
  drop(name: string): void;
  select(rows: ReadonlySet<number>): void;
  open(capture: Capture | null): void;
}

const nothing = { added: [], selected: new Set<number>(), started: false, capture: null } as const;

export const useClassBoard = create<ClassBoard>()((set) => ({
  projectId: null,
  of: { datasetId: null, data: null },
  ...nothing,
  show: ({ id, datasetId, data }) =>
    set((now) => {
      const of = { datasetId, data };
      if (now.projectId !== id) return { projectId: id, of, ...nothing };
      if (now.of.datasetId === datasetId) return { of };
      // Data that grew keep their settings as they are; data in the place of others begin with new ones.
      const grew = now.of.datasetId === null || now.of.data === data;
      return grew ? { of, selected: nothing.selected } : { of, selected: nothing.selected, added: nothing.added };
    }),
  start: (projectId, added) => set({ ...nothing, projectId, added, started: true }),
  add: (name) => set(({ added }) => ({ added: added.includes(name) ? added : [...added, name] })),
  rename: (from, to) => set(({ added }) => ({ added: [...new Set(added.map((name) => (name === from ? to : name)))] })),
  drop: (name) => set(({ added }) => ({ added: added.filter((other) => other !== name) })),
  select: (selected) => set({ selected }),
  open: (capture) => set({ capture }),
}));
