/** @file How rows become windows, and one window as it is. */
import { useTranslation } from "react-i18next";
import { type ChoiceOf, groupColumns, timeColumns } from "../../../core/data/inputChoice.ts";
import type { SequenceInput } from "../../../core/data/types.ts";
import { useTask } from "../../../state/derived.ts";
import { useProject } from "../../../state/project.ts";
import { NumberField } from "../../../ui/NumberField.tsx";
import { SelectField } from "../../../ui/SelectField.tsx";
import controls from "../controls.module.css";
import { ColumnChoice } from "./ColumnChoice.tsx";
import styles from "./input.module.css";
import { WindowView } from "./WindowView.tsx";

interface SeriesFormProps {
  readonly input: SequenceInput;
  readonly choice: ChoiceOf;
  readonly disabled: boolean;
}

/** Longer windows than these fill the memory of a device, whatever the model. */
const longestWindow = 10_000;

export function SeriesForm({ input, choice, disabled }: SeriesFormProps) {
  const { t } = useTranslation("input");
  const edit = useProject((state) => state.edit);
  const task = useTask();
  const { split } = useProject((state) => state.project?.data) ?? {};
  const set = (change: Partial<SequenceInput>, field: string) =>
    edit("setInput", { input: { ...input, ...change } }, { coalesce: `input.${field}` });
  const setTime = (time: string | null) => {
    set({ time }, "time");
    if (split?.strategy === "chronological") edit("setSplit", { by: time ?? undefined }, { coalesce: "input.time" });
  };
  const size = (field: "length" | "stride" | "horizon") => (
    <NumberField
      label={t(`series.${field}`)}
      title={t(`series.${field}Help`)}
      value={input[field]}
      integer
      min={1}
      max={longestWindow}
      disabled={disabled}
      onChange={(value) => value !== null && set({ [field]: value }, field)}
    />
  );
  return (
    <>
      <SelectField
        label={t("series.mode")}
        value={input.mode}
        options={[
          { value: "forecast", label: t("series.forecast") },
          { value: "classify", label: t("series.classify") },
        ]}
        help={t(input.mode === "forecast" ? "series.forecastHelp" : "series.classifyHelp")}
        disabled={disabled}
        onChange={(mode) => set({ mode }, "mode")}
      />
      <div className={controls.pair}>
        <ColumnChoice
          label={t("series.time")}
          value={input.time}
          columns={timeColumns(choice).filter(({ name }) => name !== choice.target)}
          none={t("series.fileOrder")}
          disabled={disabled}
          onChange={setTime}
        />
        <ColumnChoice
          label={t("series.group")}
          value={input.group}
          columns={groupColumns(choice)}
          none={t("series.oneSeries")}
          disabled={disabled}
          onChange={(group) => set({ group }, "group")}
        />
      </div>
      <div className={styles.three}>
        {size("length")}
        {size("stride")}
        {input.mode === "forecast" ? size("horizon") : null}
      </div>
      {input.time === null ? null : (
        <div className={controls.pair}>
          <SelectField
            label={t("series.gaps")}
            value={input.gaps}
            options={[
              { value: "break", label: t("series.break") },
              { value: "ignore", label: t("series.ignore") },
            ]}
            disabled={disabled}
            onChange={(gaps) => set({ gaps }, "gaps")}
          />
          <SelectField
            label={t("series.duplicates")}
            value={input.duplicates}
            options={[
              { value: "keep", label: t("series.keep") },
              { value: "first", label: t("series.first") },
            ]}
            disabled={disabled}
            onChange={(duplicates) => set({ duplicates }, "duplicates")}
          />
        </div>
      )}
      {choice.target === null || task === null ? (
        <p className={controls.note}>{t("series.noTarget")}</p>
      ) : (
        <WindowView input={input} />
      )}
    </>
  );
}
