/** @file Templates in the palette: those that suit the data by name, all of them in a gallery. */
import { useReactFlow } from "@xyflow/react";
import { Workflow } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { misfitOf, type TemplateFor } from "../../core/graph/templates/adapt.ts";
import { type TemplateName, templateNames, templatesFor } from "../../core/graph/templates.ts";
import type { ModelContext } from "../../core/layers/define.ts";
import { useModelContext } from "../../state/derived.ts";
import { useProject } from "../../state/project.ts";
import { dismissToast, showToast, useToasts } from "../../state/toasts.ts";
import { Section } from "../../ui/Section.tsx";
import { openInView } from "./canvasFit.ts";
import { commands } from "./commands.ts";
import styles from "./Palette.module.css";
import { TemplateGallery } from "./TemplateGallery.tsx";

/** Only the newest template can be taken back from here: an older button would take back another change. */
let lastToast: number | null = null;

/** Replaces the model by a template, says so, and offers the way back. */
function useApply(): (name: TemplateName) => void {
  const { t } = useTranslation(["model", "common"]);
  const flow = useReactFlow();
  const context = useModelContext();
  return (name) => {
    const before = useProject.getState().project;
    if (before === null || !commands.applyTemplate(name, context)) return;
    const applied = useProject.getState().project?.graph;
    if (lastToast !== null) dismissToast(lastToast);
    // The canvas has the new nodes only after it has drawn once.
    requestAnimationFrame(() => void openInView(flow));
    showToast({
      kind: "done",
      text: t("templates.replaced", { title: t(`templates.${name}.title`) }),
      action: {
        label: t("common:actions.undo"),
        run: () => {
          const { project, undo, edit } = useProject.getState();
          if (project?.id !== before.id) return;
          if (project.graph === applied) undo();
          else {
            const { graph, positions, blocks, notes } = before;
            edit("setGraph", { graph, positions, blocks, notes });
          }
        },
      },
    });
    lastToast = useToasts.getState().toasts.at(-1)?.id ?? null;
  };
}

/** The simple ones first, then those made for just such data: the rest is in the gallery. */
const simple: readonly TemplateName[] = ["linear", "mlp"];
const closest = ["text", "images", "sequences", "tables"] as const satisfies readonly TemplateFor[];
const most = 8;

function offeredFor(context: ModelContext): readonly TemplateName[] {
  const suiting = templateNames.filter((name) => misfitOf(templatesFor[name], context) === null);
  const special = closest.flatMap((made) => suiting.filter((name) => templatesFor[name] === made));
  return [...simple, ...special.filter((name) => !simple.includes(name))].slice(0, most);
}

export function Templates() {
  const { t } = useTranslation("model");
  const [open, setOpen] = useState(false);
  const context = useModelContext();
  const apply = useApply();
  const offered = offeredFor(context);
  return (
    <Section title={t("templates.label")} className={styles.templateSection}>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields; these are actions. */}
      <div role="group" aria-label={t("templates.label")} className={styles.templates}>
        {offered.map((name) => (
          <button
            key={name}
            type="button"
            className={styles.template}
            title={`${t("templates.replaces")} ${t(`templates.${name}.text`)}`}
            onClick={() => apply(name)}
          >
            <Workflow size={11} aria-hidden="true" />
            {t(`templates.${name}.title`)}
          </button>
        ))}
        <button type="button" className={styles.allTemplates} onClick={() => setOpen(true)}>
          {t("templates.all")}
        </button>
      </div>
      {open ? (
        <TemplateGallery
          context={context}
          onClose={() => setOpen(false)}
          onChoose={(name) => {
            setOpen(false);
            apply(name);
          }}
        />
      ) : null}
    </Section>
  );
}
