/** @file Asks the worker how texts and windows enter the model under the settings of the moment. */
import type { TextsPreview, WindowPreview } from "../core/data/previews.ts";
import type { Project } from "../core/project/types.ts";
import type { TrainJob } from "../core/training/types.ts";
import { engine } from "./engine.ts";

export interface PreviewQuery {
  readonly datasetId: string;
  readonly data: Project["data"];
  readonly task: TrainJob["task"];
}

export const previewTexts = (query: PreviewQuery, rows: readonly number[]): Promise<TextsPreview> =>
  engine().previewTexts({ ...query, rows });

export const previewWindow = (query: PreviewQuery, index: number): Promise<WindowPreview> =>
  engine().previewWindow({ ...query, index });
