/**
 * @file How the next run trains: the document's training settings. While a run is under way they are locked, because what
 * stands here would not be what is being trained.
 */
import type { TFunction } from "i18next";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import type { Task } from "../../core/data/types.ts";
import type { Issue } from "../../core/issue.ts";
import type { Fields } from "../../core/params/fields.ts";
import { checkTraining, patienceField, trainingFields } from "../../core/training/check.ts";
import { type LossName, losses, lossFor } from "../../core/training/losses.ts";
import { type OptimizerName, optimizers } from "../../core/training/optimizers.ts";
import type { TrainingConfig } from "../../core/training/types.ts";
import { useTask } from "../../state/derived.ts";
import { useProject } from "../../state/project.ts";
import { IssueLine } from "../../ui/IssueList.tsx";
import { useIssueText } from "../../ui/issueText.ts";
import { NumberField } from "../../ui/NumberField.tsx";
import { ParamForm } from "../../ui/ParamForm.tsx";
import { SelectField } from "../../ui/SelectField.tsx";
import { useFieldHelp } from "../../ui/useFieldHelp.tsx";
import { withOptimizer } from "./optimizerChoice.ts";
import { paramsInForce } from "./runDiff.ts";
import styles from "./TrainSettings.module.css";

const optimizerNames = Object.keys(optimizers) as readonly OptimizerName[];
const lossNames = Object.keys(losses) as readonly LossName[];

export function TrainSettings({ locked }: { readonly locked: boolean }) {
  const { t } = useTranslation("train");
  const config = useProject((state) => state.project?.training);
  if (config === undefined) return null;
  return (
    <fieldset className={styles.settings} disabled={locked} aria-label={t("settings")}>
      {locked ? <p className={styles.locked}>{t("locked")}</p> : null}
      <Settings config={config} />
    </fieldset>
  );
}

function Settings({ config }: { readonly config: TrainingConfig }) {
  const { t } = useTranslation("train");
  const { issueText } = useIssueText();
  const task = useTask();
  const edit = useProject((state) => state.edit);
  const issues = checkTraining(config, task);
  const errors = errorsByField(issues, issueText);
  const change = (part: Partial<TrainingConfig>, coalesce?: string) => edit("setTraining", part, { coalesce });
  const optimizerHelp = useFieldHelp(t("fields.optimizer"), t("fieldHelp.optimizer"));
  const lossHelp = useFieldHelp(t("fields.loss"), t("fieldHelp.loss"));
  const number = (name: NumberName) => (
    <TrainingNumber
      name={name}
      value={config[name]}
      error={errors[name]}
      onChange={(value) => change({ [name]: value }, name)}
    />
  );
  const fields: Fields = optimizers[config.optimizer].fields;
  const lossIssue = issues.find(({ at }) => at.field === "loss");
  return (
    <>
      <div className={styles.two}>
        {number("epochs")}
        {number("batchSize")}
        <SelectField
          label={t("fields.optimizer")}
          {...optimizerHelp}
          value={config.optimizer}
          options={optimizerNames.map((value) => ({ value, label: t(`optimizers.${value}`) }))}
          onChange={(optimizer) => change(withOptimizer(config, optimizer))}
        />
        {number("learningRate")}
      </div>
      <SelectField
        label={t("fields.loss")}
        {...lossHelp}
        value={config.loss}
        options={lossOptions(config.loss, task, t)}
        onChange={(loss) => change({ loss })}
      />
      {lossIssue === undefined ? null : <IssueLine issue={lossIssue} />}
      <Patience config={config} error={errors.patience} onChange={(patience) => change({ patience }, "patience")} />
      <ParamForm
        fields={fields}
        values={paramsInForce(config.optimizer, config.optimizerParams)}
        label={(name) => t(`optimizerParams.${name}`)}
        errors={errors}
        moreLabel={t("more")}
        moreChildren={number("seed")}
        onChange={(name, value) => {
          if (typeof value !== "number" && typeof value !== "boolean") return;
          change({ optimizerParams: { ...config.optimizerParams, [name]: value } }, `optimizer.${name}`);
        }}
      />
    </>
  );
}

type NumberName = "epochs" | "batchSize" | "learningRate" | "seed";
interface TrainingNumberProps {
  readonly name: NumberName;
  readonly value: number;
  readonly error: string | undefined;
  readonly onChange: (value: number) => void;
}

function TrainingNumber({ name, value, error, onChange }: TrainingNumberProps) {
  const { t } = useTranslation("train");
  const label = t(`fields.${name}`);
  const help = useFieldHelp(label, t(`fieldHelp.${name}`));
  return (
    <NumberField
      {...trainingFields[name]}
      {...help}
      label={label}
      value={value}
      integer={trainingFields[name].type === "int"}
      error={error}
      onChange={(next) => next !== null && onChange(next)}
    />
  );
}

function errorsByField(issues: readonly Issue[], text: (issue: Issue) => string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    issues.flatMap((issue) => (issue.at.field === undefined ? [] : [[issue.at.field, text(issue)]])),
  );
}

/** The losses that fit the task, and the chosen one even where it does not: it must be seen to be mended. */
function lossOptions(chosen: LossName | "auto", task: Task | null, t: TFunction<"train">) {
  const fits = (name: LossName) => task === null || (losses[name].tasks as readonly Task[]).includes(task);
  const auto = task === null ? t("lossAuto") : t("lossAutoAs", { loss: t(`losses.${lossFor(task, "auto")}`) });
  const named = lossNames.filter((name) => name === chosen || fits(name));
  return [{ value: "auto" as const, label: auto }, ...named.map((value) => ({ value, label: t(`losses.${value}`) }))];
}

interface PatienceProps {
  readonly config: TrainingConfig;
  readonly error: string | undefined;
  readonly onChange: (patience: number | null) => void;
}

function Patience({ config, error, onChange }: PatienceProps) {
  const { t } = useTranslation("train");
  const { labelAside, help } = useFieldHelp(t("fields.stopEarly"), t("fieldHelp.stopEarly"));
  const patienceHelp = useFieldHelp(t("fields.patience"), t("fieldHelp.patience"));
  const id = useId();
  return (
    <div className={styles.patience}>
      <div className={styles.switch}>
        <input
          id={id}
          type="checkbox"
          role="switch"
          aria-describedby={help === undefined ? undefined : `${id}-help`}
          aria-checked={config.patience !== null}
          checked={config.patience !== null}
          onChange={(event) => onChange(event.currentTarget.checked ? patienceField.default : null)}
        />
        <label htmlFor={id}>{t("fields.stopEarly")}</label>
        {labelAside}
      </div>
      {help === undefined ? null : (
        <p id={`${id}-help`} className={styles.help}>
          {help}
        </p>
      )}
      {config.patience === null ? null : (
        <NumberField
          {...patienceField}
          integer
          label={t("fields.patience")}
          value={config.patience}
          error={error}
          {...patienceHelp}
          onChange={(value) => value !== null && onChange(value)}
        />
      )}
    </div>
  );
}
