/**
 * @file The settings of a training as a form, whoever holds them: the document's, or those of a fork that is being made.
 * What newcomers need stands in the open; the rest waits behind "More", under heads.
 */
import type { TFunction } from "i18next";
import { type ReactNode, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Task } from "../../core/data/types.ts";
import type { Issue } from "../../core/issue.ts";
import { applies, type ParamValue } from "../../core/params/fields.ts";
import { checkTraining, patienceField, trainingFields } from "../../core/training/check.ts";
import { type LossName, losses, lossFor } from "../../core/training/losses.ts";
import { type OptimizerName, optimizers } from "../../core/training/optimizers.ts";
import type { TrainingConfig } from "../../core/training/types.ts";
import { IssueLine } from "../../ui/IssueList.tsx";
import { useIssueText } from "../../ui/issueText.ts";
import { Lid } from "../../ui/Lid.tsx";
import { NumberField } from "../../ui/NumberField.tsx";
import { isDefault } from "../../ui/nestedLayer.ts";
import { ParamForm } from "../../ui/ParamForm.tsx";
import { SelectField } from "../../ui/SelectField.tsx";
import { useFieldHelp } from "../../ui/useFieldHelp.tsx";
import { withOptimizer } from "./optimizerChoice.ts";
import { ScheduleFields } from "./ScheduleFields.tsx";
import {
  moreSections,
  optimizerFields,
  type SectionName,
  type SettingsSection,
  settingValues,
  withSetting,
} from "./settingsFields.ts";
import styles from "./TrainSettings.module.css";

const optimizerNames = Object.keys(optimizers) as readonly OptimizerName[];
const lossNames = Object.keys(losses) as readonly LossName[];

export interface SettingsFormProps {
  readonly config: TrainingConfig;
  readonly task: Task | null;
  /** Updates an epoch has, for the curve of the learning rate; null while it is not known. */
  readonly updatesPerEpoch: number | null;
  /** Issues of this form's own beside those of the settings: they stand at their fields. */
  readonly issues?: readonly Issue[];
  /** `coalesce`: changes of the same name that follow one another are one step of undo. */
  readonly onChange: (part: Partial<TrainingConfig>, coalesce?: string) => void;
  /** Nothing can be changed; help can be read. */
  readonly disabled?: boolean;
  /** Stands below the learning rate. */
  readonly rateTools?: ReactNode;
}

export function SettingsForm(props: SettingsFormProps) {
  const { config, task, updatesPerEpoch, issues: own, disabled = false, onChange, rateTools } = props;
  const { t } = useTranslation("train");
  const { issueText } = useIssueText();
  const issues = [...checkTraining(config, task), ...(own ?? [])];
  const errors = errorsByField(issues, issueText);
  const optimizerHelp = useFieldHelp(t("fields.optimizer"), t("fieldHelp.optimizer"));
  const lossHelp = useFieldHelp(t("fields.loss"), t("fieldHelp.loss"));
  const number = (name: NumberName) => (
    <TrainingNumber
      name={name}
      value={config[name]}
      error={errors[name]}
      disabled={disabled}
      onChange={(value) => onChange({ [name]: value }, name)}
    />
  );
  const set = (name: string, value: ParamValue) => onChange(withSetting(config, name, value), `setting.${name}`);
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
          disabled={disabled}
          options={optimizerNames.map((value) => ({ value, label: t(`optimizers.${value}`) }))}
          onChange={(optimizer) => onChange(withOptimizer(config, optimizer))}
        />
        {number("learningRate")}
      </div>
      {rateTools}
      <ParamForm
        fields={optimizerFields(config)}
        values={settingValues(config)}
        label={(name) => t(`optimizerParams.${name}`)}
        help={(name) => t(`fieldHelp.${name}`)}
        errors={errors}
        disabled={disabled}
        moreLabel={t("more")}
        onChange={set}
      />
      <ScheduleFields
        config={config}
        disabled={disabled}
        updatesPerEpoch={updatesPerEpoch}
        errors={errors}
        onKind={(kind) => onChange({ schedule: { kind, params: {}, warmup: config.schedule.warmup } })}
        onParam={set}
      />
      <SelectField
        label={t("fields.loss")}
        {...lossHelp}
        value={config.loss}
        disabled={disabled}
        options={lossOptions(config.loss, task, t)}
        onChange={(loss) => onChange({ loss })}
      />
      {lossIssue === undefined ? null : <IssueLine issue={lossIssue} />}
      <Patience
        config={config}
        error={errors.patience}
        disabled={disabled}
        onChange={(patience) => onChange({ patience }, "patience")}
      />
      <More config={config} sections={moreSections(config, task)} errors={errors} disabled={disabled} onChange={set} />
    </>
  );
}

interface MoreProps {
  readonly config: TrainingConfig;
  readonly sections: readonly SettingsSection[];
  readonly errors: Readonly<Record<string, string>>;
  readonly disabled: boolean;
  readonly onChange: (name: string, value: ParamValue) => void;
}

function More({ config, sections, errors, disabled, onChange }: MoreProps) {
  const { t } = useTranslation("train");
  const [open, setOpen] = useState(false);
  const id = useId();
  const values = settingValues(config);
  const fields = sections.flatMap((section) => Object.entries(section.fields));
  // What is wrong must not hide behind a closed lid.
  const shown = open || fields.some(([name]) => errors[name] !== undefined);
  const changed = fields.filter(([name, field]) => !isDefault(field, values[name])).length;
  const title = (name: SectionName) => sectionTitle(name, config, t);
  return (
    <>
      <Lid of={id} open={shown} changed={changed} onToggle={() => setOpen(!open)}>
        {t("more")}
      </Lid>
      {shown ? null : <p className={styles.contents}>{sections.map(({ name }) => title(name)).join(" · ")}</p>}
      <div id={id} hidden={!shown}>
        {sections.map((section) => (
          <fieldset key={section.name} className={styles.section}>
            <legend>{title(section.name)}</legend>
            <ParamForm
              fields={section.fields}
              values={values}
              label={(name) => settingLabel(name, t)}
              help={(name) => t(`fieldHelp.${helpKey(name)}`)}
              option={(_, option) => t(`clips.${option}`)}
              placeholder={() => t("never")}
              errors={applicable(section, values, errors)}
              disabled={disabled}
              moreLabel={t("more")}
              onChange={onChange}
            />
          </fieldset>
        ))}
      </div>
    </>
  );
}

type Translate = TFunction<"train">;

const sectionTitle = (name: SectionName, { optimizer }: TrainingConfig, t: Translate): string =>
  name === "optimizer" ? t(`optimizers.${optimizer}`) : t(`sections.${name}`);

/** Texts of fields have no points in their keys. */
const helpKey = (name: string): string => name.replace(".", "_");

function settingLabel(name: string, t: Translate): string {
  return Object.values(optimizers).some(({ fields }) => Object.hasOwn(fields, name))
    ? t(`optimizerParams.${name}`)
    : t(`fields.${helpKey(name)}`);
}

const applicable = (
  { fields }: SettingsSection,
  values: Readonly<Record<string, ParamValue>>,
  errors: Readonly<Record<string, string>>,
) => Object.fromEntries(Object.entries(errors).filter(([name]) => name in fields && applies(fields, name, values)));

type NumberName = "epochs" | "batchSize" | "learningRate";
interface TrainingNumberProps {
  readonly name: NumberName;
  readonly value: number;
  readonly error: string | undefined;
  readonly disabled: boolean;
  readonly onChange: (value: number) => void;
}

function TrainingNumber({ name, value, error, disabled, onChange }: TrainingNumberProps) {
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
      disabled={disabled}
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
function lossOptions(chosen: LossName | "auto", task: Task | null, t: Translate) {
  const fits = (name: LossName) => task === null || (losses[name].tasks as readonly Task[]).includes(task);
  const auto = task === null ? t("lossAuto") : t("lossAutoAs", { loss: t(`losses.${lossFor(task, "auto")}`) });
  const named = lossNames.filter((name) => name === chosen || fits(name));
  return [{ value: "auto" as const, label: auto }, ...named.map((value) => ({ value, label: t(`losses.${value}`) }))];
}

interface PatienceProps {
  readonly config: TrainingConfig;
  readonly error: string | undefined;
  readonly disabled: boolean;
  readonly onChange: (patience: number | null) => void;
}

function Patience({ config, error, disabled, onChange }: PatienceProps) {
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
          disabled={disabled}
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
          disabled={disabled}
          {...patienceHelp}
          onChange={(value) => value !== null && onChange(value)}
        />
      )}
    </div>
  );
}
