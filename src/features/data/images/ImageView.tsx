/**
 * @file Data with images in the middle of the step: class cards, or the table of the same data, as the user likes. Also
 * the beginning without data, when classes are filled by camera or drawing. Loaded lazily.
 */
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import ClassBoard from "./ClassBoard.tsx";
import styles from "./images.module.css";

const views = ["classes", "table"] as const;
type View = (typeof views)[number];

/** Remembered while the page is open: a question of taste, no part of a project. */
let lastView: View = "classes";

/** `table`: the table view; null where there are no data yet. */
export default function ImageView({ table }: { readonly table: ReactNode }) {
  const { t } = useTranslation("images");
  const [view, setView] = useState<View>(lastView);
  if (table === null) return <ClassBoard />;
  const choose = (next: View) => {
    lastView = next;
    setView(next);
  };
  return (
    <>
      <fieldset className={styles.segments} aria-label={t("view.label")}>
        {views.map((value) => (
          <label key={value} className={styles.segment}>
            <input type="radio" name="data-view" checked={view === value} onChange={() => choose(value)} />
            <span>{t(`view.${value}`)}</span>
          </label>
        ))}
      </fieldset>
      {view === "classes" ? <ClassBoard /> : table}
    </>
  );
}
