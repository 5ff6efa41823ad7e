/** @file What can be taken away, as data: the Deploy and Evaluate steps offer these rows, the README lists them. */

export interface ExportTarget {
  /** Ending of the file's name, with the dot. */
  readonly extension: string;
  readonly mediaType: string;
  readonly title: string;
  /** One sentence: what the file holds and what it is for. */
  readonly holds: string;
  readonly step: "evaluate" | "deploy";
}

export const exportTargets = {
  project: {
    extension: ".layerwise",
    mediaType: "application/zip",
    title: "Project",
    holds: "Document, data, runs and weights in one zip; opens in the studio on another machine.",
    step: "deploy",
  },
  predictions: {
    extension: ".csv",
    mediaType: "text/csv",
    title: "Predictions",
    holds: "A table of new rows with the predicted value, or class and probabilities, as further columns.",
    step: "evaluate",
  },
} as const satisfies Record<string, ExportTarget>;
