/** @file What can be done to several selected layers at once, where one layer would show its settings. */
import { useTranslation } from "react-i18next";
import { useProject } from "../../state/project.ts";
import { useSession } from "../../state/session.ts";
import styles from "./Inspector.module.css";
import { markedGroups } from "./menus.ts";
import { useActions } from "./useActions.ts";

/** Of the menu for what is selected; the rest is for one thing, or for where the menu was opened. */
const offered: readonly string[] = ["group", "fold", "ungroup", "freeze", "duplicate", "copy", "remove"];

export function SeveralLayers() {
  const { t } = useTranslation("model");
  const actions = useActions();
  const count = useSession((state) => state.marked.length);
  // What is offered depends on which are marked, and on the document.
  useSession((state) => state.marked);
  useProject((state) => state.project?.graph);
  useProject((state) => state.project?.blocks);
  useProject((state) => state.readOnly);
  const items = markedGroups(t, actions, { rename: actions.selectNone, inputs: actions.selectNone })
    .flatMap((group) => group.items)
    .filter(({ id }) => offered.includes(id))
    .sort((a, b) => offered.indexOf(a.id) - offered.indexOf(b.id));
  return (
    <>
      <h2 className={styles.title}>{t("inspector.several", { count })}</h2>
      <div className={`${styles.actions} ${styles.manyActions}`}>
        {items.map(({ id, label, run, disabled = false }) => (
          <button key={id} type="button" className={styles.action} disabled={disabled} onClick={run}>
            {label}
          </button>
        ))}
      </div>
    </>
  );
}
