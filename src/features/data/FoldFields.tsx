/** @file Which fold or group is held out now, and how many folds there are. */
import { useTranslation } from "react-i18next";
import { defaultFolds } from "../../core/data/split/eachFold.ts";
import type { SplitConfig } from "../../core/data/types.ts";
import { useProject } from "../../state/project.ts";
import { NumberField } from "../../ui/NumberField.tsx";
import { SelectField } from "../../ui/SelectField.tsx";
import controls from "./controls.module.css";
import styles from "./FoldFields.module.css";
import { shorten } from "./shorten.ts";

interface FoldFieldsProps {
  readonly split: SplitConfig;
  /** Those that can be left out; null while the data are prepared. */
  readonly groups: readonly string[] | null;
}

/** Each is a training of its own. */
const mostFolds = 100;

export function FoldFields({ split, groups }: FoldFieldsProps) {
  switch (split.strategy) {
    case "kFold":
      return <Folds split={split} />;
    case "leaveOneGroupOut":
      return groups === null ? null : <HeldOutGroup group={split.group} groups={groups} />;
    default:
      return null;
  }
}

function Folds({ split }: { readonly split: SplitConfig }) {
  const { t } = useTranslation("split");
  const edit = useProject((state) => state.edit);
  const { folds = defaultFolds, fold = 0 } = split;
  const choices = Array.from({ length: Math.max(folds, fold + 1) }, (_, index) => String(index));
  return (
    <>
      <div className={controls.pair}>
        <NumberField
          label={t("foldCount")}
          value={folds}
          min={2}
          max={mostFolds}
          integer
          onChange={(count) => {
            if (count === null) return;
            edit("setSplit", { folds: count, fold: Math.min(fold, count - 1) }, { coalesce: "split.folds" });
          }}
        />
        <SelectField
          label={t("fold")}
          value={String(fold)}
          options={choices.map((value) => ({ value, label: t("foldOf", { fold: Number(value) + 1, folds }) }))}
          onChange={(value) => edit("setSplit", { fold: Number(value) })}
        />
      </div>
      <p className={styles.hint}>{t("allFoldsHint")}</p>
    </>
  );
}

interface HeldOutGroupProps {
  readonly group: string | undefined;
  readonly groups: readonly string[];
}

const goneGroup = "gone";

function HeldOutGroup({ group, groups }: HeldOutGroupProps) {
  const { t } = useTranslation("split");
  const edit = useProject((state) => state.edit);
  const index = group === undefined ? 0 : groups.indexOf(group);
  return (
    <SelectField
      label={t("heldOutGroup")}
      help={t("allFoldsHint")}
      value={index < 0 ? goneGroup : String(index)}
      options={[
        ...(index < 0 ? [{ value: goneGroup, label: t("gone", { group: shorten(group ?? "", 60) }) }] : []),
        ...groups.map((name, at) => ({ value: String(at), label: shorten(name, 80) })),
      ]}
      onChange={(value) => edit("setSplit", { group: groups[Number(value)] })}
    />
  );
}
