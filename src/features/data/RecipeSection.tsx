/**
 * @file How cells become the numbers a model takes: the steps, in order, then what each column became. The editor of the
 * steps is loaded apart: a table can be looked at before.
 */
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import type { PreparedInfo } from "../../core/data/prepared.ts";
import { defaultSteps, type RecipeConfig } from "../../core/data/types.ts";
import { summaryOf, useDataset } from "../../state/dataset.ts";
import { useProject } from "../../state/project.ts";
import { Section } from "../../ui/Section.tsx";
import controls from "./controls.module.css";
import recipe from "./recipe/RecipeSection.module.css";
import { resetSteps } from "./recipe/stepCommands.ts";

const RecipeSteps = lazy(() => import("./recipe/RecipeSteps.tsx").then((module) => ({ default: module.RecipeSteps })));
const FittedRecipe = lazy(() => import("./FittedRecipe.tsx").then((module) => ({ default: module.FittedRecipe })));

interface RecipeSectionProps {
  readonly config: RecipeConfig;
  readonly info: PreparedInfo | null;
  readonly preparing: boolean;
  readonly disabled: boolean;
}

export function RecipeSection({ config, info, preparing, disabled }: RecipeSectionProps) {
  const { t } = useTranslation("recipe");
  const summary = useDataset((state) => summaryOf(state.table));
  const data = useProject((state) => state.project?.data);
  if (summary === null || data === undefined) return null;
  const { steps } = config;
  const changed = JSON.stringify(steps) !== JSON.stringify(defaultSteps);
  const reset = (
    <button type="button" className={recipe.reset} disabled={disabled} onClick={resetSteps}>
      {t("reset")}
    </button>
  );
  return (
    <>
      <Section title={t("title")} aside={changed ? reset : undefined}>
        <Suspense fallback={<div className={recipe.waiting} style={{ minHeight: steps.length * 48 }} />}>
          <RecipeSteps
            steps={steps}
            columns={summary.columns}
            target={data.target}
            input={data.input.kind}
            issues={info?.issues ?? []}
            disabled={disabled}
          />
        </Suspense>
      </Section>
      <Section title={t("fitted.title")}>
        {info === null ? (
          <p className={controls.note}>{t(preparing ? "fitted.preparing" : "fitted.pending")}</p>
        ) : (
          <Suspense fallback={null}>
            <FittedRecipe info={info} />
          </Suspense>
        )}
      </Section>
    </>
  );
}
