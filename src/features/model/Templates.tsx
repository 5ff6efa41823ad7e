/** @file Templates in the palette: those that suit the data by name, all of them in a gallery. */
import { useReactFlow } from "@xyflow/react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { misfitOf } from "../../core/graph/templates/adapt.ts";
import { type TemplateName, templateNames, templatesFor } from "../../core/graph/templates.ts";
import { useModelContext } from "../../state/derived.ts";
import { useProject } from "../../state/project.ts";
import { showToast } from "../../state/toasts.ts";
import { Section } from "../../ui/Section.tsx";
import { fitOptions } from "./canvasFit.ts";
import { commands } from "./commands.ts";
import styles from "./Palette.module.css";
import { TemplateGallery } from "./TemplateGallery.tsx";

/** Replaces the model by a template, says so, and offers the way back. */
function useApply(): (name: TemplateName) => void {
  const { t } = useTranslation(["model", "common"]);
  const { fitView } = useReactFlow();
  const context = useModelContext();
  return (name) => {
    commands.applyTemplate(name, context);
    // The canvas has the new nodes only after it has drawn once.
    requestAnimationFrame(() => void fitView(fitOptions));
    showToast({
      kind: "done",
      text: t("templates.replaced", { title: t(`templates.${name}.title`) }),
      action: { label: t("common:actions.undo"), run: () => useProject.getState().undo() },
    });
  };
}

export function Templates() {
  const { t } = useTranslation("model");
  const [open, setOpen] = useState(false);
  const context = useModelContext();
  const apply = useApply();
  const suiting = templateNames.filter((name) => misfitOf(templatesFor[name], context) === null);
  return (
    <Section title={t("templates.label")} className={styles.templateSection}>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields; these are actions. */}
      <div role="group" aria-label={t("templates.label")} className={styles.templates}>
        {suiting.map((name) => (
          <button
            key={name}
            type="button"
            className={styles.template}
            title={t(`templates.${name}.text`)}
            onClick={() => apply(name)}
          >
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
