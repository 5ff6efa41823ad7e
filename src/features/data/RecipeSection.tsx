/** @file How cells become the numbers a model takes: the two choices there are, then what was fitted. */
import { useTranslation } from "react-i18next";
import type { PreparedInfo } from "../../core/data/prepared.ts";
import type { RecipeConfig } from "../../core/data/types.ts";
import { useProject } from "../../state/project.ts";
import { Section } from "../../ui/Section.tsx";
import { SelectField } from "../../ui/SelectField.tsx";
import controls from "./controls.module.css";
import { FittedRecipe } from "./FittedRecipe.tsx";

interface RecipeSectionProps {
  readonly config: RecipeConfig;
  readonly info: PreparedInfo | null;
  readonly preparing: boolean;
  readonly disabled: boolean;
}

export function RecipeSection({ config, info, preparing, disabled }: RecipeSectionProps) {
  const { t } = useTranslation("data");
  const edit = useProject((state) => state.edit);
  return (
    <Section title={t("recipe.title")}>
      <div className={controls.pair}>
        <SelectField
          label={t("recipe.impute")}
          value={config.imputeNumber}
          options={(["median", "mean"] as const).map((value) => ({ value, label: t(`recipe.${value}`) }))}
          disabled={disabled}
          onChange={(imputeNumber) => edit("setRecipe", { imputeNumber })}
        />
        <SelectField
          label={t("recipe.scale")}
          value={config.scale}
          options={(["standard", "minmax", "none"] as const).map((value) => ({ value, label: t(`recipe.${value}`) }))}
          disabled={disabled}
          onChange={(scale) => edit("setRecipe", { scale })}
        />
      </div>
      {info === null ? (
        <p className={controls.note}>{t(preparing ? "recipe.preparing" : "recipe.pending")}</p>
      ) : (
        <FittedRecipe info={info} imputeNumber={config.imputeNumber} />
      )}
    </Section>
  );
}
