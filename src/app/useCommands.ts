/** @file The commands of the palette: steps, samples, actions, projects. */
import { useEffect, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { samples } from "../core/data/samples.ts";
import { steps } from "../core/project/types.ts";
import { takeSample } from "../features/data/sources.ts";
import { useModelCommands } from "../features/model/useModelCommands.ts";
import { languages } from "../locales/i18n.ts";
import { chooseDevice, restartEngine } from "../state/engine.ts";
import { languageCodes, themes, usePreferences } from "../state/preferences.ts";
import { useProject } from "../state/project.ts";
import { useProjects } from "../state/projects.ts";
import { undoLast } from "../state/removals.ts";
import { useRun } from "../state/run.ts";
import { useSession } from "../state/session.ts";
import { useProjectActions } from "./useProjectActions.ts";

export interface Command {
  readonly id: string;
  readonly label: string;
  readonly group: string;
  /** More words it is found by. */
  readonly keywords?: string;
  readonly run: () => void;
}

const devices = ["automatic", "webgpu", "webgl", "wasm", "cpu"] as const;

export function useCommands(): readonly Command[] {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const list = useProjects((state) => state.list);
  const actions = useProjectActions();
  const model = useModelCommands();
  const busy = useRun(({ active, queue }) => active.kind === "active" || queue !== null);
  useEffect(() => void useProjects.getState().refresh(), []);
  return useMemo(() => {
    const group = {
      step: t("palette.steps"),
      action: t("palette.actions"),
      project: t("palette.projects"),
      sample: t("palette.samples"),
    };
    const action = (id: string, label: string, run: () => void): Command => ({ id, label, group: group.action, run });
    const { setTheme, setLanguage } = usePreferences.getState();
    return [
      ...steps.map((step) => ({
        id: `step-${step}`,
        label: t("palette.goTo", { step: t(`steps.${step}`) }),
        group: group.step,
        keywords: step,
        run: () => navigate(`/${step}`),
      })),
      ...samples.map((sample) => ({
        id: `sample-${sample.id}`,
        label: t(sample.title),
        group: group.sample,
        run: () => {
          navigate("/data");
          if (!useProject.getState().readOnly) void takeSample(sample);
        },
      })),
      action("undo", t("actions.undo"), () => undoLast()),
      action("redo", t("actions.redo"), () => useProject.getState().redo()),
      action("new", t("project.new"), () => void actions.newProject()),
      action("export", t("project.export"), () => void actions.exportProject()),
      action("delete", t("project.delete"), () => void actions.deleteProject()),
      ...model.map(({ id, label, key, run }) => ({
        id: `model-${id}`,
        label,
        group: t("steps.model"),
        keywords: key ?? "",
        run: () => {
          navigate("/model");
          run();
        },
      })),
      action("problems", t("problems.label"), () => useSession.getState().showProblems(true)),
      action("restart", t("engine.restart"), () => restartEngine()),
      // Another device is another worker, which would end the run.
      ...(busy ? [] : devices).map((device) =>
        action(`device-${device}`, t(`engine.use.${device}`), () =>
          chooseDevice(device === "automatic" ? null : device),
        ),
      ),
      ...themes.map((theme) =>
        action(`theme-${theme}`, t("theme.next", { current: t(`theme.${theme}`) }), () => setTheme(theme)),
      ),
      ...languageCodes.map((code) => ({
        ...action(`language-${code}`, languages[code], () => setLanguage(code)),
        keywords: t("language.label"),
      })),
      ...list.map(({ id, name }) => ({
        id: `project-${id}`,
        label: name,
        group: group.project,
        run: () => void actions.openProject(id),
      })),
    ];
  }, [t, navigate, list, actions, model, busy]);
}
