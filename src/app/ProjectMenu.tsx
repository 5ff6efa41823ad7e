/** @file The projects on this device, and what can be done with the open one. */
import { Menu } from "@mantine/core";
import { Check, ChevronDown } from "lucide-react";
import { lazy, Suspense, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useProject } from "../state/project.ts";
import { useProjects } from "../state/projects.ts";
import { useFormat } from "../ui/format.ts";
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
  return (
    <>
      <Menu width={280} position="bottom-start" onOpen={() => void refresh()}>
        <Menu.Target>
          <button type="button" className={styles.target} aria-label={t("project.menu")}>
            <ChevronDown size={14} aria-hidden="true" />
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => void newProject()}>{t("project.new")}</Menu.Item>
          <Menu.Item disabled={transfer !== null} onClick={() => chooser.current?.click()}>
            {t("project.openFile")}
          </Menu.Item>
          <Menu.Item disabled={transfer !== null} onClick={() => void exportProject()}>
            {t("project.export")}
          </Menu.Item>
          <Menu.Item color="var(--bad-text)" onClick={() => void deleteProject()}>
            {t("project.delete")}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Label>{t("project.recent")}</Menu.Label>
          {list.slice(0, shownProjects).map(({ id, name, updatedAt }) => (
            <Menu.Item
              key={id}
              leftSection={<Check size={14} className={id === openId ? undefined : styles.hidden} aria-hidden="true" />}
              rightSection={<span className={styles.time}>{format.dateTime(updatedAt)}</span>}
              aria-current={id === openId ? "true" : undefined}
              onClick={() => void (id === openId ? undefined : openProject(id))}
            >
              <span className={styles.name}>{name}</span>
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item color="var(--bad-text)" onClick={() => setErasing(true)}>
            {t("project.eraseAll")}
          </Menu.Item>
        </Menu.Dropdown>
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
