/** @file The steps there are, in groups, each with a line of help: a list that floats beside its button. */
import { Plus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { stepGroups } from "../../../core/data/steps/define.ts";
import { type StepKind, stepKinds, steps } from "../../../core/data/steps/index.ts";
import { FloatingMenu } from "../../../ui/FloatingMenu.tsx";
import type { MenuGroup } from "../../../ui/Menu.tsx";
import controls from "../controls.module.css";
import styles from "./RecipeSteps.module.css";

interface AddStepProps {
  readonly kinds: readonly StepKind[];
  readonly onAdd: (kind: StepKind) => void;
}

export function AddStep({ kinds, onAdd }: AddStepProps) {
  const { t } = useTranslation("recipe");
  const groups = stepGroups.flatMap((group): MenuGroup[] => {
    const items = stepKinds
      .filter((kind) => steps[kind].group === group && kinds.includes(kind))
      .map((kind) => ({
        id: kind,
        label: t(`steps.${kind}.name`),
        help: t(`steps.${kind}.help`),
        run: () => onAdd(kind),
      }));
    return items.length === 0 ? [] : [{ id: group, label: t(`groups.${group}`), items }];
  });
  return (
    <FloatingMenu
      label={t("add")}
      groups={groups}
      className={styles.add}
      buttonClassName={`${controls.button} ${controls.small}`}
    >
      <Plus size={13} aria-hidden="true" />
      {t("add")}
    </FloatingMenu>
  );
}
