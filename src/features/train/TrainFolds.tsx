/** @file The button that trains once for each fold or group, where the split is made for that. */
import { Layers } from "lucide-react";
import { useTranslation } from "react-i18next";
import { eachFold } from "../../core/data/split/eachFold.ts";
import { useDataset } from "../../state/dataset.ts";
import { useProject } from "../../state/project.ts";
import { useRun } from "../../state/run.ts";
import styles from "./TrainControls.module.css";

/** How many trainings hold out each fold or group once; 0 where the split is made for one. */
function useFoldCount(): { readonly count: number; readonly groups: boolean } {
  const split = useProject((state) => state.project?.data.split);
  const groups = useDataset(({ preparation }) => (preparation.kind === "ready" ? preparation.info.groups : undefined));
  const count = split === undefined ? 0 : eachFold(split, groups ?? []).length;
  return { count, groups: split?.strategy === "leaveOneGroupOut" };
}

interface TrainFoldsProps {
  readonly blocked: boolean;
  /** Where the reason stands. */
  readonly describedBy: string | undefined;
}

/** Absent where the split holds out one part only. */
export function TrainFolds({ blocked, describedBy }: TrainFoldsProps) {
  const { t } = useTranslation("split");
  const trainFolds = useRun((state) => state.trainFolds);
  const { count, groups } = useFoldCount();
  if (count < 2) return null;
  return (
    <div className={styles.folds}>
      <button
        type="button"
        className="button"
        disabled={blocked}
        title={t("folds.trainAllHelp")}
        aria-describedby={describedBy}
        onClick={() => void trainFolds((fold, all) => t("folds.name", { fold, count: all }))}
      >
        <Layers size={14} aria-hidden />
        {t(groups ? "folds.trainAllGroups" : "folds.trainAll", { count })}
      </button>
    </div>
  );
}
