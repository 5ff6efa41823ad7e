/** @file Why Train cannot be pressed now, and where that is mended. */
import { useTranslation } from "react-i18next";
import { hasErrors } from "../../core/issue.ts";
import type { Step } from "../../core/project/types.ts";
import { useDataset } from "../../state/dataset.ts";
import { useProblems } from "../../state/derived.ts";
import { useEngine } from "../../state/engine.ts";
import { useProject } from "../../state/project.ts";

export interface StartBlock {
  readonly reason: string;
  /** The step to go to; null where waiting is all there is to do. */
  readonly step: Step | null;
}

/** The first thing in the way of a run; null when Train may be pressed. */
export function useStartBlock(): StartBlock | null {
  const { t } = useTranslation("train");
  const project = useProject((state) => state.project);
  const readOnly = useProject((state) => state.readOnly);
  const table = useDataset((state) => state.table);
  const reading = useDataset((state) => state.reading !== null);
  const preparation = useDataset((state) => state.preparation);
  const device = useEngine((state) => state.device.kind);
  const errors = useProblems().filter(({ issue }) => hasErrors([issue]));
  const because = (key: string, step: Step | null = null): StartBlock => ({ reason: t(`blocked.${key}`), step });

  if (project === null) return because("noProject");
  if (readOnly) return because("readOnly");
  if (reading) return because("readingData");
  if (table.kind === "opening") return because("openingData");
  if (table.kind !== "ready") return because("noData", "data");
  if (project.data.target === null) return because("noTarget", "data");
  const first = errors[0];
  if (first !== undefined) return { reason: t("blocked.problems", { count: errors.length }), step: first.step };
  if (preparation.kind === "failed") return because("preparationFailed", "data");
  if (device === "failed") return because("engineFailed");
  if (device === "starting") return because("engineStarting");
  if (preparation.kind !== "ready") return because("preparing");
  return null;
}
