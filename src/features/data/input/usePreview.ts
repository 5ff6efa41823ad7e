/** @file Follows a preview: asks anew when settings change and then rest, keeps the last one in sight meanwhile. */
import { useEffect, useState } from "react";
import { type Fault, toFault } from "../../../core/fault.ts";
import { summaryOf, useDataset } from "../../../state/dataset.ts";
import { useTask } from "../../../state/derived.ts";
import { useEngine } from "../../../state/engine.ts";
import { useProject } from "../../../state/project.ts";
import type { PreviewQuery } from "../../../state/samplePreviews.ts";

export type Preview<T> =
  | { readonly kind: "waiting" }
  | { readonly kind: "ready"; readonly value: T }
  | { readonly kind: "failed"; readonly fault: Fault };

/** After the last key of a number that is typed. */
const quietMs = 200;

/** What the worker is asked about the open table; null where nothing can be asked. `needsTask`: a target is wanted. */
export function usePreviewQuery(): PreviewQuery | null {
  const datasetId = summaryOf(useDataset((state) => state.table))?.id;
  const data = useProject((state) => state.project?.data);
  // A preview without a target is one all the same; its task is then of no matter.
  const task = useTask() ?? "regression";
  return datasetId === undefined || data === undefined ? null : { datasetId, data, task };
}

/** `ask` with `at` (a row, a window) whenever the settings or `at` change. */
export function usePreview<T, A>(ask: (query: PreviewQuery, at: A) => Promise<T>, at: A): Preview<T> {
  const query = usePreviewQuery();
  const generation = useEngine((state) => state.generation);
  const [state, setState] = useState<Preview<T>>({ kind: "waiting" });
  const key = JSON.stringify([generation, query, at]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` says all that is asked.
  useEffect(() => {
    if (query === null) return;
    let over = false;
    const timer = setTimeout(() => {
      ask(query, at).then(
        (value) => !over && setState({ kind: "ready", value }),
        (error) => !over && setState({ kind: "failed", fault: toFault(error) }),
      );
    }, quietMs);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [key]);
  return state;
}
