/**
 * @file How the next run trains: the document's training settings. While a run is under way its own stand here, which a
 * fork or a run taken up again may have had from elsewhere; they are locked field by field, so that their help can be
 * read meanwhile.
 */
import { useTranslation } from "react-i18next";
import { useTask } from "../../state/derived.ts";
import { useProject } from "../../state/project.ts";
import { useRun } from "../../state/run.ts";
import { RateFinder } from "./RateFinder.tsx";
import { SettingsForm } from "./SettingsForm.tsx";
import styles from "./TrainSettings.module.css";
import { useUpdatesPerEpoch } from "./updatesPerEpoch.ts";

export function TrainSettings({ locked }: { readonly locked: boolean }) {
  const { t } = useTranslation("train");
  const chosen = useProject((state) => state.project?.training);
  const edit = useProject((state) => state.edit);
  const ownTask = useTask();
  const job = useRun(({ active }) => (active.kind === "active" ? active.job : null));
  const config = job?.config ?? chosen;
  const task = job?.task ?? ownTask;
  const updatesPerEpoch = useUpdatesPerEpoch(config);
  if (config === undefined) return null;
  return (
    <fieldset className={styles.settings} aria-label={t("settings")}>
      <SettingsForm
        config={config}
        disabled={locked}
        task={task}
        updatesPerEpoch={updatesPerEpoch}
        onChange={(part, coalesce) => edit("setTraining", part, { coalesce })}
        rateTools={<RateFinder locked={locked} />}
      />
    </fieldset>
  );
}
