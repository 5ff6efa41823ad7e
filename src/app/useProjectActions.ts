/** @file What can be done with projects, with the words said about it: the menu, the palette and dropped files share it. */
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useProject } from "../state/project.ts";
import { useProjects } from "../state/projects.ts";
import { showToast, toastMs } from "../state/toasts.ts";

export function useProjectActions() {
  const { t } = useTranslation();
  return useMemo(() => {
    const projects = useProjects.getState;
    const newProject = () => projects().create(t("project.untitled"));
    const exportProject = () => projects().exportOpen();
    const importProject = async (file: File) => {
      if (!(await projects().importFile(file, file.name))) return;
      const name = useProject.getState().project?.name ?? "";
      showToast({ kind: "done", text: t("project.imported", { name }) });
    };
    const deleteProject = async () => {
      const { project } = useProject.getState();
      if (project === null) return;
      await projects().remove(project, t("project.untitled"));
      // What is deleted stays until the toast is gone, and is cleared away then or at the next start.
      const final = setTimeout(() => void projects().finishDeletion(project.id), toastMs + 2000);
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
    return { newProject, exportProject, importProject, deleteProject };
  }, [t]);
}
