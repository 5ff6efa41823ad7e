/**
 * @file The Data step: choose a table, look at it, say what is to be predicted and how it is prepared. Reads the stores
 * and edits the document; rows stay in the worker.
 */
import { lazy, Suspense, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { relevantIssues } from "../../core/data/columnRoles.ts";
import type { PreparedInfo } from "../../core/data/prepared.ts";
import type { DatasetSummary } from "../../core/data/types.ts";
import type { Fault } from "../../core/fault.ts";
import type { Project } from "../../core/project/types.ts";
import { useColumnWidths } from "../../state/columnWidths.ts";
import { summaryOf, useDataset } from "../../state/dataset.ts";
import { useTask } from "../../state/derived.ts";
import { useProject } from "../../state/project.ts";
import { Columns } from "../../ui/Columns.tsx";
import { NextStep } from "../../ui/NextStep.tsx";
import { Checks } from "./Checks.tsx";
import { ColumnsTable } from "./ColumnsTable.tsx";
import styles from "./DataStep.module.css";
import { EmptyTable } from "./EmptyTable.tsx";
import { PreviewTable } from "./PreviewTable.tsx";
import { RecipeSection } from "./RecipeSection.tsx";
import { readinessOf } from "./readiness.ts";
import { SourcePanel } from "./SourcePanel.tsx";
import { SplitSection } from "./SplitSection.tsx";
import { SummaryBar } from "./SummaryBar.tsx";
import { TargetSection } from "./TargetSection.tsx";
import { UnderstandTabs } from "./understand/UnderstandTabs.tsx";

// What not every dataset has is loaded with the first that does.
const InputSection = lazy(() => import("./input/InputSection.tsx"));
const AugmentSection = lazy(() => import("./augment/AugmentSection.tsx"));
const ClassBoard = lazy(() => import("./images/ClassBoard.tsx"));

/** The last preparation, kept in sight while the next one is made, so that figures do not flicker at every key. */
function usePrepared(): PreparedInfo | null {
  const preparation = useDataset((state) => state.preparation);
  const [last, setLast] = useState<PreparedInfo | null>(null);
  const next = preparation.kind === "ready" ? preparation.info : preparation.kind === "preparing" ? last : null;
  if (next !== last) setLast(next);
  return next;
}

export function DataStep() {
  const widths = useColumnWidths("data");
  const input = useRef<HTMLInputElement>(null);
  const project = useProject((state) => state.project);
  const readOnly = useProject((state) => state.readOnly);
  const { t } = useTranslation("data");
  const table = useDataset((state) => state.table);
  const preparation = useDataset((state) => state.preparation);
  const task = useTask();
  const info = usePrepared();
  const summary = summaryOf(table);
  const target = project?.data.target ?? null;
  const found = summary === null || project === null ? [] : relevantIssues(summary.issues, project.data);
  const issues = [...found, ...(info?.issues ?? [])];
  const readiness = readinessOf({ table, target, task, preparation });
  const classes = info?.recipe.target.kind === "classes" ? info.classes.length : null;
  const source = (
    <div className={styles.left}>
      <SourcePanel input={input} />
    </div>
  );
  const settings =
    summary === null || project === null ? null : (
      <div className={styles.right}>
        <Settings
          summary={summary}
          project={project}
          info={info}
          preparing={preparation.kind === "preparing"}
          fault={preparation.kind === "failed" ? preparation.fault : null}
          disabled={readOnly}
        />
        <NextStep label={t("next.button")} reason={t(`next.${readiness}`)} ready={readiness === "ready"} to="model" />
      </div>
    );
  return (
    <Columns
      {...widths}
      left={{ content: source, width: 288, narrowWidth: 232 }}
      right={settings === null ? null : { content: settings, width: 308, narrowWidth: 272 }}
      stackUpTo={800}
    >
      <div className={styles.middle}>
        <SummaryBar issues={issues} classes={classes} />
        {summary !== null && project !== null ? (
          <UnderstandTabs>
            <Contents summary={summary} project={project} disabled={readOnly} />
          </UnderstandTabs>
        ) : table.kind === "opening" ? null : (
          <EmptyTable lost={table.kind === "lost"} disabled={readOnly} onChoose={() => input.current?.click()} />
        )}
      </div>
    </Columns>
  );
}

/** Images as class cards, everything else as a table; the table behind the cards is one click away. */
function Contents({ summary, project, disabled }: Pick<SettingsProps, "summary" | "project" | "disabled">) {
  const { t } = useTranslation("data");
  const hasImages = summary.columns.some(({ type }) => type === "image");
  const [asTable, setAsTable] = useState(false);
  const { columns, target } = project.data;
  const table = (
    <>
      <ColumnsTable summary={summary} data={project.data} disabled={disabled} />
      <PreviewTable summary={summary} settings={columns} target={target} />
    </>
  );
  if (!hasImages) return table;
  return (
    <>
      <fieldset className={styles.views} aria-label={t("views.label")}>
        {[false, true].map((value) => (
          <button key={String(value)} type="button" aria-pressed={asTable === value} onClick={() => setAsTable(value)}>
            {t(value ? "views.table" : "views.images")}
          </button>
        ))}
      </fieldset>
      {asTable ? table : <Suspense fallback={null}>{<ClassBoard />}</Suspense>}
    </>
  );
}

interface SettingsProps {
  readonly summary: DatasetSummary;
  readonly project: Project;
  readonly info: PreparedInfo | null;
  readonly preparing: boolean;
  readonly fault: Fault | null;
  readonly disabled: boolean;
}

function Settings({ summary, project, info, preparing, fault, disabled }: SettingsProps) {
  const task = useTask();
  const { target, split, recipe, input } = project.data;
  const issues = [...relevantIssues(summary.issues, project.data), ...(info?.issues ?? [])];
  return (
    <div className={styles.settings}>
      <TargetSection summary={summary} target={target} task={task} disabled={disabled} />
      <Checks summary={summary} issues={issues} fault={fault} />
      <Suspense fallback={null}>
        <InputSection />
      </Suspense>
      <SplitSection summary={summary} split={split} task={task} target={target} info={info} disabled={disabled} />
      {input.kind === "columns" || input.kind === "sequence" ? (
        <RecipeSection config={recipe} info={info} preparing={preparing} disabled={disabled} />
      ) : null}
      {input.kind === "image" || input.kind === "sequence" ? (
        <Suspense fallback={null}>
          <AugmentSection />
        </Suspense>
      ) : null}
    </div>
  );
}
