/** @file What is understood of the dataset, part by part: columns, relations, classes, pictures. Computed while it is open. */
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { lookAtAnalysis, useAnalysis } from "../../../state/analysis.ts";
import { summaryOf, useDataset } from "../../../state/dataset.ts";
import { useProject } from "../../../state/project.ts";
import { EmptyState } from "../../../ui/EmptyState.tsx";
import { AnalysisStatus } from "./AnalysisStatus.tsx";
import { ClassBalance } from "./ClassBalance.tsx";
import { ColumnFiguresTable } from "./ColumnFiguresTable.tsx";
import { Correlations } from "./Correlations.tsx";
import { Pictures } from "./Pictures.tsx";
import { StrengthBars } from "./StrengthBars.tsx";

export default function UnderstandPanel() {
  const { t } = useTranslation("understand");
  useEffect(lookAtAnalysis, []);
  const analysis = useAnalysis((state) => state.analysis);
  const summary = useDataset((state) => summaryOf(state.table));
  const target = useProject((state) => state.project?.data.target ?? null);
  if (analysis === null || summary === null) return <AnalysisStatus />;
  const { columns, correlations, classes, images } = analysis;
  const isEmpty = columns.length === 0 && images === null;
  // Beside images there is often no other column to compare: nothing to teach then.
  const hasNumbers = images === null || correlations.columns.length > 1;
  const hasStrengths = images === null || columns.some(({ strength }) => strength !== null);
  return (
    <>
      <AnalysisStatus />
      {isEmpty ? <EmptyState title={t("empty.title")} text={t("empty.text")} /> : null}
      {images === null ? null : <Pictures images={images} datasetId={summary.id} />}
      {columns.length === 0 ? null : <ColumnFiguresTable figures={columns} summary={summary} target={target} />}
      {hasStrengths ? <StrengthBars figures={columns} target={target} /> : null}
      <ClassBalance classes={classes} target={target} />
      {hasNumbers ? <Correlations correlations={correlations} rows={summary.rows} fileName={summary.fileName} /> : null}
    </>
  );
}
