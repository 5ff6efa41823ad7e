/** @file The projects on this device, and what can be done with the open one. */
import { Check, ChevronDown } from "lucide-react";
import { lazy, Suspense, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useProject } from "../state/project.ts";
import { useProjects } from "../state/projects.ts";
import { useFormat } from "../ui/format.ts";
import { Menu, type MenuGroup, type MenuItem } from "../ui/Menu.tsx";
import styles from "./ProjectMenu.module.css";
import { useProjectActions } from "./useProjectActions.ts";

const EraseDialog = lazy(() => import("./EraseDialog.tsx").then(({ EraseDialog }) => ({ default: EraseDialog })));

/** More would not be found by looking; the command palette finds them by name. */
const shownProjects = 8;

export function ProjectMenu() {
  const { t } = useTranslation();
  const format = useFormat();
  const { list, refresh, transfer } = useProjects();
  const openId = useProject((state) => state.project?.id);
  const { openProject, newProject, exportProject, importProject, deleteProject } = useProjectActions();
  const [erasing, setErasing] = useState(false);
  const chooser = useRef<HTMLInputElement>(null);
  const item = (id: string, label: string, run: () => void, more?: Partial<MenuItem>): MenuItem => ({
    id,
    label,
    run,
    ...more,
  });
  const busy = { disabled: transfer !== null };
  const groups: readonly MenuGroup[] = [
    {
      id: "actions",
      items: [
        item("new", t("project.new"), () => void newProject()),
        item("open", t("project.openFile"), () => chooser.current?.click(), busy),
        item("export", t("project.export"), () => void exportProject(), busy),
        item("delete", t("project.delete"), () => void deleteProject(), { danger: true }),
      ],
    },
    {
      id: "projects",
      label: t("project.recent"),
      items: list.slice(0, shownProjects).map(({ id, name, updatedAt }) => ({
        id,
        label: name,
        icon: id === openId ? <Check size={14} aria-hidden="true" /> : <span />,
        aside: format.dateTime(updatedAt),
        current: id === openId,
        run: () => void (id === openId ? undefined : openProject(id)),
      })),
    },
    { id: "erase", items: [item("erase", t("project.eraseAll"), () => setErasing(true), { danger: true })] },
  ];
  return (
    <>
      <Menu
        label={t("project.menu")}
        groups={groups.filter(({ items }) => items.length > 0)}
        buttonClassName={styles.target}
        onOpen={() => void refresh()}
      >
        <ChevronDown size={14} aria-hidden="true" />
      </Menu>
      <input
        ref={chooser}
        type="file"
        hidden
        accept=".layerwise"
        aria-label={t("project.openFile")}
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? [];
          // The same file can be chosen again after it was refused.
          if (file === undefined) return;
          void importProject(file).finally(() => {
            if (chooser.current !== null) chooser.current.value = "";
          });
        }}
      />
      {erasing ? (
        <Suspense>
          <EraseDialog onClose={() => setErasing(false)} />
        </Suspense>
      ) : null}
    </>
  );
}
