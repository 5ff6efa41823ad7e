/** @file What is to be predicted, and as what. The task follows the target until the user says otherwise. */
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { withHandLabels } from "../../core/data/handLabels.ts";
import type { ColumnSummary, DatasetSummary, Task } from "../../core/data/types.ts";
import { useProject } from "../../state/project.ts";
import { useFormat } from "../../ui/format.ts";
import { Section } from "../../ui/Section.tsx";
import { SelectField } from "../../ui/SelectField.tsx";
import controls from "./controls.module.css";
import { Group } from "./Group.tsx";
import { shorten } from "./shorten.ts";
import styles from "./TargetSection.module.css";
import { closedReasons, taskChoices } from "./taskChoices.ts";

interface TargetSectionProps {
  readonly summary: DatasetSummary;
  readonly target: string | null;
  /** In force. */
  readonly task: Task | null;
  readonly disabled: boolean;
}

/** Places in the table are the options' values: a name may be anything, even empty. */
const noColumn = "none";

export function TargetSection({ summary, target, task, disabled }: TargetSectionProps) {
  const { t } = useTranslation("data");
  const edit = useProject((state) => state.edit);
  const { columns } = summary;
  const options = useMemo(
    () => [
      { value: noColumn, label: t("target.choose") },
      ...columns.map(({ name }, index) => ({ value: String(index), label: shorten(name, 80) })),
    ],
    [columns, t],
  );
  const index = columns.findIndex(({ name }) => name === target);
  const rows = useProject((state) => state.project?.data.rows);
  const stored = columns[index];
  const column = stored === undefined ? undefined : withHandLabels(stored, rows ?? {});
  return (
    <Section title={t("target.title")}>
      <SelectField
        label={t("target.label")}
        help={column === undefined ? t("target.help") : undefined}
        value={column === undefined ? noColumn : String(index)}
        options={options}
        disabled={disabled}
        onChange={(value) => edit("setTarget", { target: columns[Number(value)]?.name ?? null })}
      />
      <TaskGroup column={column} task={task} disabled={disabled} />
    </Section>
  );
}

interface TaskGroupProps {
  readonly column: ColumnSummary | undefined;
  readonly task: Task | null;
  readonly disabled: boolean;
}

function TaskGroup({ column, task, disabled }: TaskGroupProps) {
  const { t } = useTranslation("data");
  const { number } = useFormat();
  const edit = useProject((state) => state.edit);
  if (column === undefined) {
    return (
      <Group title={t("target.task")} className={styles.task}>
        <p className={controls.note}>{t("target.noTarget")}</p>
      </Group>
    );
  }
  const choices = taskChoices(column);
  return (
    <Group title={t("target.task")} className={styles.task} disabled={disabled}>
      <div className={styles.segments}>
        {choices.map((choice) => (
          <label key={choice.task} className={styles.segment}>
            <input
              type="radio"
              name="task"
              checked={choice.task === task}
              // A task that was chosen earlier stays visible as chosen, whatever became of the column.
              disabled={choice.closed !== null && choice.task !== task}
              onChange={() => edit("setTask", { task: choice.task })}
            />
            <span>{t(`target.${choice.task}`)}</span>
          </label>
        ))}
      </div>
      <ul className={styles.reasons}>
        {closedReasons(choices).map((reason) => (
          <li key={reason}>
            {t(`target.closed.${reason}`, { unique: number(column.unique), type: t(`types.${column.type}`) })}
          </li>
        ))}
      </ul>
    </Group>
  );
}
