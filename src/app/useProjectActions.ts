/** @file What can be done with projects, with the words said about it: the menu, the palette and dropped files share it. */
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useProject } from "../state/project.ts";
import { useProjects } from "../state/projects.ts";
import { useRun } from "../state/run.ts";
import { showToast } from "../state/toasts.ts";

/** How long the data of a deleted project stay while the page is open. */
const deletionMs = 60_000;

export function useProjectActions() {
  const { t } = useTranslation();
  return useMemo(() => {
    const projects = useProjects.getState;
    /** One run at a time, and it is shown with its own project. */
    const isFree = () => {
      if (useRun.getState().active.kind === "idle") return true;
      showToast({ kind: "problem", text: t("project.runUnderWay") });
      return false;
    };
    const openProject = async (id: string) => {
      if (isFree()) await projects().openStored(id);
    };
    const newProject = async () => {
      if (isFree()) await projects().create(t("project.untitled"));
    };
    const exportProject = () => projects().exportOpen();
    const importProject = async (file: File) => {
      if (!isFree()) return;
      if (!(await projects().importFile(file, file.name))) return;
      if (projects().access.kind === "newer") return;
      const name = useProject.getState().project?.name ?? "";
      showToast({ kind: "done", text: t("project.imported", { name }) });
    };
    const deleteProject = async () => {
      const { project } = useProject.getState();
      if (project === null || !isFree()) return;
      await projects().remove(project, t("project.untitled"));
      // What is deleted stays well beyond its toast, which a pointer can hold, and is cleared away then or at the next start.
      const final = setTimeout(() => void projects().finishDeletion(project.id), deletionMs);
      const restore = () => {
        clearTimeout(final);
        void projects().restore(project.id);
      };
      showToast({
        kind: "done",
        text: t("project.deleted", { name: project.name }),
        action: { label: t("actions.restore"), run: restore },
      });
    };
    return { openProject, newProject, exportProject, importProject, deleteProject };
  }, [t]);
}
