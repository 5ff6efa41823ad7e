/** @file What can be done with the images that are selected: give them another class, leave them out, take that back. */
import { X } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { DataSettings } from "../../../core/data/types.ts";
import { useClassBoard } from "../../../state/pictures.ts";
import { useFormat } from "../../../ui/format.ts";
import controls from "../controls.module.css";
import { shorten } from "../shorten.ts";
import { changedRows, freeName } from "./classNames.ts";
import styles from "./images.module.css";
import type { ClassActions } from "./useClassActions.ts";

interface SelectionBarProps {
  readonly names: readonly string[];
  readonly data: DataSettings;
  readonly actions: ClassActions;
  readonly disabled: boolean;
}

/** The choice of a class that is not there yet. */
const fresh = "new";

export function SelectionBar({ names, data, actions, disabled }: SelectionBarProps) {
  const { t } = useTranslation("images");
  const { number } = useFormat();
  const selected = useClassBoard((state) => state.selected);
  const select = useClassBoard((state) => state.select);
  const [place, setPlace] = useState("");
  const name = place === fresh ? freeName(names, (n) => t("classes.newName", { n: number(n) })) : names[Number(place)];
  const move = () => {
    if (name !== undefined) actions.move(name);
    setPlace("");
  };
  const button = `${controls.button} ${controls.small}`;
  if (selected.size === 0) return null;
  return (
    <fieldset className={styles.selection} aria-label={t("selection.label")} title={t("selection.help")}>
      <span role="status" className={styles.chosen}>
        {t("selection.count", { count: selected.size, n: number(selected.size) })}
      </span>
      <select
        className={styles.choice}
        aria-label={t("selection.moveTo")}
        value={name === undefined ? "" : place}
        disabled={disabled}
        onChange={(event) => setPlace(event.currentTarget.value)}
      >
        <option value="" disabled>
          {t("selection.choose")}
        </option>
        {names.map((option, i) => (
          // Numbered: a class may be called anything.
          <option key={option} value={String(i)}>
            {shorten(option, 80)}
          </option>
        ))}
        <option value={fresh}>{t("classes.newClass")}</option>
      </select>
      <button type="button" className={button} disabled={disabled || place === "" || name === undefined} onClick={move}>
        {t("selection.move")}
      </button>
      <button type="button" className={button} disabled={disabled} onClick={actions.leaveOut}>
        {t("selection.leaveOut")}
      </button>
      {changedRows(data.rows, selected).length === 0 ? null : (
        <button type="button" className={button} disabled={disabled} onClick={actions.putBack}>
          {t("selection.putBack")}
        </button>
      )}
      <button
        type="button"
        className="icon-button"
        aria-label={t("selection.clear")}
        title={t("selection.clear")}
        onClick={() => select(new Set())}
      >
        <X size={14} aria-hidden="true" />
      </button>
    </fieldset>
  );
}
