/** @file Further columns of numbers that a regression predicts together with the target. */
import { useTranslation } from "react-i18next";
import type { ChoiceOf } from "../../../core/data/inputChoice.ts";
import { useTask } from "../../../state/derived.ts";
import { useProject } from "../../../state/project.ts";
import { useFormat } from "../../../ui/format.ts";
import { ForeignText } from "../ForeignText.tsx";
import styles from "./input.module.css";

/** More outputs at once than these are a mistake more often than a wish. */
const shown = 200;

export function MoreTargets({ choice, disabled }: { readonly choice: ChoiceOf; readonly disabled: boolean }) {
  const { t } = useTranslation("input");
  const { number } = useFormat();
  const task = useTask();
  const edit = useProject((state) => state.edit);
  const chosen = useProject((state) => state.project?.data.moreTargets) ?? [];
  const { summary, columns, target } = choice;
  const open = summary.columns.filter(
    ({ name, type }) =>
      chosen.includes(name) ||
      ((type === "number" || type === "integer") &&
        name !== target &&
        !(Object.hasOwn(columns, name) && columns[name]?.dropped === true)),
  );
  if (task !== "regression" || target === null || open.length === 0) return null;
  const set = (name: string, wanted: boolean) => {
    const moreTargets = wanted ? [...chosen, name] : chosen.filter((other) => other !== name);
    edit("setMoreTargets", { moreTargets });
  };
  return (
    <details className={styles.more}>
      <summary>
        {t("more.title")}
        {chosen.length === 0 ? null : <span className={styles.count}>{number(chosen.length)}</span>}
      </summary>
      <fieldset className={styles.columns} disabled={disabled} aria-label={t("more.title")}>
        {open.slice(0, shown).map(({ name }) => (
          <label key={name} className={styles.column}>
            <input
              type="checkbox"
              checked={chosen.includes(name)}
              onChange={(event) => set(name, event.currentTarget.checked)}
            />
            <ForeignText text={name} />
          </label>
        ))}
      </fieldset>
      <p className={styles.help}>{t("more.help")}</p>
    </details>
  );
}
