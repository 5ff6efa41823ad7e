/** @file All templates with a picture and a sentence each: those that suit the data first, the others with the reason. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { compile } from "../../core/graph/compile.ts";
import { type Misfit, misfitOf } from "../../core/graph/templates/adapt.ts";
import { type TemplateName, templateNames, templates, templatesFor } from "../../core/graph/templates.ts";
import type { ModelContext } from "../../core/layers/define.ts";
import { Dialog } from "../../ui/Dialog.tsx";
import { useFormat } from "../../ui/format.ts";
import styles from "./TemplateGallery.module.css";
import { TemplatePicture } from "./TemplatePicture.tsx";

interface TemplateGalleryProps {
  readonly context: ModelContext;
  readonly onClose: () => void;
  readonly onChoose: (name: TemplateName) => void;
}

export function TemplateGallery({ context, onClose, onChoose }: TemplateGalleryProps) {
  const { t } = useTranslation("model");
  const [query, setQuery] = useState("");
  const found = useMatching(query);
  const suiting = found.filter((name) => misfitOf(templatesFor[name], context) === null);
  const others = found.filter((name) => !suiting.includes(name));
  const cards = (names: readonly TemplateName[]) =>
    names.map((name) => (
      <li key={name}>
        <TemplateCard name={name} context={context} onChoose={onChoose} />
      </li>
    ));
  return (
    <Dialog title={t("templates.gallery")} size="wide" onClose={onClose}>
      <p className={styles.text}>{t("templates.galleryText")}</p>
      <input
        type="search"
        className={styles.search}
        aria-label={t("templates.search")}
        placeholder={t("templates.search")}
        value={query}
        onChange={(event) => setQuery(event.currentTarget.value)}
        onKeyDown={(event) => {
          const [first] = [...suiting, ...others];
          if (event.key !== "Enter" || event.nativeEvent.isComposing || query.trim() === "" || first === undefined)
            return;
          event.preventDefault();
          onChoose(first);
        }}
      />
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields; these are actions. */}
      <div role="group" aria-label={t("templates.label")}>
        {suiting.length === 0 ? null : (
          <section aria-label={t("templates.suits")}>
            <h3 className={styles.head}>{t("templates.suits")}</h3>
            <ul className={styles.cards}>{cards(suiting)}</ul>
          </section>
        )}
        {others.length === 0 ? null : (
          <section aria-label={t("templates.others")}>
            <h3 className={styles.head}>{t("templates.others")}</h3>
            <ul className={`${styles.cards} ${styles.dim}`}>{cards(others)}</ul>
          </section>
        )}
      </div>
      {found.length === 0 ? <p className={styles.none}>{t("templates.noneFound")}</p> : null}
    </Dialog>
  );
}

/** By title, sentence and kind of data. */
function useMatching(query: string): readonly TemplateName[] {
  const { t } = useTranslation("model");
  const parts = query.toLowerCase().split(/\s+/);
  return templateNames.filter((name) => {
    const made = templatesFor[name];
    const words = `${t(`templates.${name}.title`)} ${t(`templates.${name}.text`)} ${made} ${t(`templates.for.${made}`)}`;
    return parts.every((part) => words.toLowerCase().includes(part));
  });
}

interface TemplateCardProps {
  readonly name: TemplateName;
  readonly context: ModelContext;
  readonly onChoose: (name: TemplateName) => void;
}

function TemplateCard({ name, context, onChoose }: TemplateCardProps) {
  const { t } = useTranslation("model");
  const { compact } = useFormat();
  const { graph, positions } = templates[name](context);
  const compiled = compile(graph, context);
  const { layers, trainable, fixed } = compiled.totals;
  const misfit: Misfit | null = misfitOf(templatesFor[name], context);
  return (
    // The title is the button and lies over the whole card; the rest describes it.
    <div className={styles.card}>
      <TemplatePicture graph={graph} positions={positions} compiled={compiled} />
      <div className={styles.words}>
        <button
          type="button"
          className={styles.title}
          aria-describedby={`template-${name}`}
          onClick={() => onChoose(name)}
        >
          {t(`templates.${name}.title`)}
        </button>
        <span id={`template-${name}`} className={styles.about}>
          <span className={styles.sentence}>{t(`templates.${name}.text`)}</span>
          <span className={styles.figures}>
            {compiled.model === null
              ? t(`templates.for.${templatesFor[name]}`)
              : t("templates.figures", { count: layers, parameters: compact(trainable + fixed) })}
          </span>
          {misfit === null ? null : <span className={styles.misfit}>{t(`templates.misfit.${misfit}`)}</span>}
        </span>
      </div>
    </div>
  );
}
