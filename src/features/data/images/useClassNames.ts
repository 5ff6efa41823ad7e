/** @file The classes of the open data, in their order: those preparation found, those of the file, new ones without images. */
import { useState } from "react";
import { type DatasetSummary, defaultDataSettings } from "../../../core/data/types.ts";
import { summaryOf, useDataset } from "../../../state/dataset.ts";
import { useClassBoard } from "../../../state/pictures.ts";
import { useProject } from "../../../state/project.ts";
import { classNames, shownName } from "./classNames.ts";

/** Cells of the label column the page knows by name. */
function cellsOf(summary: DatasetSummary | null, target: string | null): readonly string[] {
  const chart = summary?.columns.find(({ name }) => name === target)?.chart;
  return chart?.kind === "values" ? chart.top.map(({ value }) => value) : [];
}

export function useClassNames() {
  const summary = summaryOf(useDataset((state) => state.table));
  const preparation = useDataset((state) => state.preparation);
  const data = useProject((state) => state.project?.data) ?? defaultDataSettings;
  const added = useClassBoard((state) => state.added);
  const { target } = data;
  const setting = target !== null && Object.hasOwn(data.columns, target) ? data.columns[target] : undefined;
  const rename = setting?.rename ?? {};
  const [last, setLast] = useState<readonly string[] | null>(null);
  const info = preparation.kind === "ready" ? preparation.info.classes : null;
  if (info !== null && info !== last) setLast(info);
  // While the next preparation is made, the last one's classes are called as they are by now.
  const prepared = info ?? last?.flatMap((name) => shownName(rename, name) ?? []) ?? null;
  const names = classNames({
    prepared: summary === null ? null : prepared,
    cells: cellsOf(summary, target),
    labels: { rename, rows: data.rows },
    added,
  });
  return { names, datasetId: summary?.id ?? null, data };
}
