/**
 * @file Every change a document can undergo, by name: pure functions `(project, args) => project`. Undo lists these
 * names, a fix of an issue calls one, and nothing else changes a document.
 */
import type { ColumnSetting, DataSettings, InputConfig, RecipeStep, SplitConfig } from "../data/types.ts";
import { defaultDataSettings } from "../data/types.ts";
import type { Block, Graph, Note, Positions } from "../graph/types.ts";
import type { TrainingConfig } from "../training/types.ts";
import { followInput } from "./firstDrawing.ts";
import type { Project, StartWeights } from "./types.ts";

const data = (project: Project, change: Partial<DataSettings>): Project => ({
  ...project,
  data: { ...project.data, ...change },
});

interface NewDataset {
  readonly datasetId: string;
  readonly name: string;
  readonly target: string | null;
  /** Absent: rows. */
  readonly input?: InputConfig;
  /** Where the data themselves say how they are divided. */
  readonly split?: Partial<SplitConfig>;
}

/** Settings for another dataset: only what does not name its columns or rows is kept. */
function newData(
  { recipe, split }: DataSettings,
  target: string | null,
  input: InputConfig,
  own: Partial<SplitConfig> = {},
): DataSettings {
  const { validation, test, seed, strategy } = split;
  const free = strategy === "random" || strategy === "stratified" ? strategy : "stratified";
  return {
    ...defaultDataSettings,
    input,
    target,
    split: { strategy: input.kind === "sequence" ? "chronological" : free, validation, test, seed, ...own },
    recipe: {
      steps: recipe.steps.every(({ columns }) => columns === null) ? recipe.steps : defaultDataSettings.recipe.steps,
    },
  };
}

/** What lies beside a graph and may change together with it. */
interface GraphSides {
  readonly positions: Positions;
  readonly blocks: readonly Block[];
  readonly notes: readonly Note[];
  readonly startWeights: StartWeights | null;
}

/** A block holds layers that exist, and is gone with the last of them. */
function withoutLostNodes(project: Project): Project {
  if (project.blocks.length === 0) return project;
  const known = new Set(project.graph.nodes.map(({ id }) => id));
  const blocks = project.blocks
    .map((block) =>
      block.nodes.every((id) => known.has(id)) ? block : { ...block, nodes: block.nodes.filter((id) => known.has(id)) },
    )
    .filter(({ nodes }) => nodes.length > 0);
  return { ...project, blocks };
}

export const edits = {
  rename: (project: Project, { name }: { name: string }): Project => ({ ...project, name, named: true }),
  /** A new table: settings of the old one do not carry over, but for the split's and recipe's. The same again keeps all. */
  useDataset: (project: Project, { datasetId, target, input, split, name }: NewDataset): Project =>
    project.datasetId === datasetId
      ? project
      : followInput(project, {
          ...project,
          name: project.named ? project.name : name,
          datasetId,
          data: newData(project.data, target, input ?? { kind: "columns" }, split),
        }),
  setColumn: (project: Project, { column, setting }: { column: string; setting: ColumnSetting }): Project =>
    data(project, {
      columns: Object.fromEntries([
        ...Object.entries(project.data.columns).filter(([name]) => name !== column),
        [column, { ...(Object.hasOwn(project.data.columns, column) ? project.data.columns[column] : {}), ...setting }],
      ]),
    }),
  /** Labels given by hand are cells of the target that was there; rows that were left out stay so. */
  setTarget: (project: Project, { target }: { target: string | null }): Project => {
    if (target === project.data.target) return data(project, { task: null });
    const leftOut = Object.entries(project.data.rows).filter(([, cell]) => cell === null);
    return data(project, { target, task: null, rows: Object.fromEntries(leftOut) });
  },
  setTask: (project: Project, { task }: { task: DataSettings["task"] }): Project => data(project, { task }),
  setSplit: (project: Project, change: Partial<DataSettings["split"]>): Project =>
    data(project, { split: { ...project.data.split, ...change } }),
  /** Images added at the end of the dataset that was there: all that was said of the others stays. */
  growDataset: (project: Project, { datasetId }: { datasetId: string }): Project => ({ ...project, datasetId }),
  /** What a sample comes with. */
  setData: (project: Project, change: Partial<DataSettings>): Project => followInput(project, data(project, change)),
  setInput: (project: Project, { input }: { input: InputConfig }): Project =>
    followInput(project, data(project, { input })),
  setMoreTargets: (project: Project, { moreTargets }: { moreTargets: readonly string[] }): Project =>
    data(project, { moreTargets }),
  /** Cells of the target by row, null: left out; undefined: as the file has it. */
  setRows: (project: Project, { rows }: { rows: Readonly<Record<string, string | null | undefined>> }): Project => {
    const all = Object.entries({ ...project.data.rows, ...rows });
    const kept = all.filter((entry): entry is [string, string | null] => entry[1] !== undefined);
    return data(project, { rows: Object.fromEntries(kept) });
  },
  setBalance: (project: Project, { balance }: { balance: DataSettings["balance"] }): Project =>
    data(project, { balance }),
  setAugmentation: (project: Project, { augmentation }: Pick<DataSettings, "augmentation">): Project =>
    data(project, { augmentation }),
  setSteps: (project: Project, { steps }: { steps: readonly RecipeStep[] }): Project =>
    data(project, { recipe: { steps } }),
  /** At its place among the steps, from 0; absent: last. */
  addStep: (project: Project, { step, at }: { step: RecipeStep; at?: number }): Project =>
    data(project, { recipe: { steps: project.data.recipe.steps.toSpliced(at ?? Number.POSITIVE_INFINITY, 0, step) } }),
  removeSteps: (project: Project, { kind }: { kind: RecipeStep["kind"] }): Project =>
    data(project, { recipe: { steps: project.data.recipe.steps.filter((step) => step.kind !== kind) } }),
  setTraining: (project: Project, change: Partial<TrainingConfig>): Project => ({
    ...project,
    training: { ...project.training, ...change },
  }),
  setGraph: (project: Project, { graph, ...sides }: { graph: Graph } & Partial<GraphSides>): Project =>
    withoutLostNodes({ ...project, graph, ...sides }),
  setNotes: (project: Project, { notes }: { notes: readonly Note[] }): Project => ({ ...project, notes }),
  setBlocks: (project: Project, { blocks }: { blocks: readonly Block[] }): Project =>
    withoutLostNodes({ ...project, blocks }),
  setStartWeights: (project: Project, { startWeights }: { startWeights: StartWeights | null }): Project => ({
    ...project,
    startWeights,
  }),
  movePositions: (project: Project, { positions }: { positions: Positions }): Project => ({ ...project, positions }),
} as const;

/**
 * What was done to a drawing, in more words than the edit's name: the history and the announcements say it. Texts:
 * `edits.details` of `locales/<language>/common.ts`.
 */
export const editDetails = [
  "add",
  "removeOne",
  "removeMany",
  "connect",
  "disconnect",
  "moveOne",
  "moveMany",
  "moveInChain",
  "moveInput",
  "setInputs",
  "duplicateOne",
  "duplicateMany",
  "cutOne",
  "cutMany",
  "pasteOne",
  "pasteMany",
  "setParam",
  "setLabel",
  "freezeOne",
  "freezeMany",
  "unfreezeOne",
  "unfreezeMany",
  "tidy",
  "applyTemplate",
  "group",
  "ungroup",
  "collapse",
  "expand",
  "renameBlock",
  "addBlock",
  "addNote",
  "editNote",
  "moveNote",
  "resizeNote",
  "removeNotes",
  "editCode",
  "openModel",
  "newHead",
  "useWeights",
  "dropWeights",
] as const;

export interface EditDetail {
  readonly key: (typeof editDetails)[number];
  /** What it was done to, in the user's words. */
  readonly name?: string;
  /** The other thing it was done to. */
  readonly other?: string;
  /** To how many. */
  readonly number?: number;
}

export type Edits = typeof edits;
export type EditName = keyof Edits;
export type EditArgs<E extends EditName> = Parameters<Edits[E]>[1];

export function applyEdit<E extends EditName>(project: Project, name: E, args: EditArgs<E>): Project {
  return (edits[name] as (project: Project, args: EditArgs<E>) => Project)(project, args);
}
