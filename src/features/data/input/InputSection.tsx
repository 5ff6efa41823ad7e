/**
 * @file What a model takes at once: a row, a window of rows, a text, an image; with the settings of each and a look at
 * what it becomes. Reads the stores itself. Loaded lazily.
 */
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { type ChoiceOf, fittedText, sequenceInput, textColumns, textInput } from "../../../core/data/inputChoice.ts";
import type { InputConfig, TextInput } from "../../../core/data/types.ts";
import { assertNever } from "../../../core/fault.ts";
import { summaryOf, useDataset } from "../../../state/dataset.ts";
import { useTask } from "../../../state/derived.ts";
import { useProject } from "../../../state/project.ts";
import { type PreviewQuery, previewTexts } from "../../../state/samplePreviews.ts";
import { Section } from "../../../ui/Section.tsx";
import styles from "./input.module.css";
import { MoreTargets } from "./MoreTargets.tsx";
import { Offer } from "./Offer.tsx";
import { SeriesForm } from "./SeriesForm.tsx";
import { TextForm } from "./TextForm.tsx";
import { usePreviewQuery } from "./usePreview.ts";

const ImageInputForm = lazy(() => import("../images/ImageInputForm.tsx"));

type Kind = InputConfig["kind"];

/** One step of undo for what a change of the kind brings with it. */
const oneStep = { coalesce: "input.kind" } as const;

export default function InputSection() {
  const { t } = useTranslation("input");
  const summary = summaryOf(useDataset((state) => state.table));
  const project = useProject((state) => state.project);
  const disabled = useProject((state) => state.readOnly);
  const choose = useChoose();
  if (summary === null || project === null) return null;
  const { input, columns, target } = project.data;
  const choice: ChoiceOf = { summary, columns, target };
  const hasImages = summary.columns.some(({ type }) => type === "image");
  const kinds: readonly Kind[] = ["columns", "sequence", "text", ...(hasImages ? (["image"] as const) : [])];
  const closed = (kind: Kind): boolean => kind === "text" && textColumns(choice).length === 0 && input.kind !== "text";
  return (
    <Section title={t("title")}>
      <fieldset className={styles.segments} disabled={disabled} aria-label={t("kind")}>
        {kinds.map((kind) => (
          <label key={kind} className={styles.segment} title={t(`kindHelp.${kind}`)}>
            <input
              type="radio"
              name="input"
              checked={kind === input.kind}
              disabled={closed(kind)}
              onChange={() => choose(kind, choice)}
            />
            <span>{t(`kinds.${kind}`)}</span>
          </label>
        ))}
      </fieldset>
      {input.kind === "columns" ? <Offer choice={choice} disabled={disabled} onChoose={choose} /> : null}
      {input.kind === "sequence" ? <SeriesForm input={input} choice={choice} disabled={disabled} /> : null}
      {input.kind === "text" ? <TextForm input={input} choice={choice} disabled={disabled} /> : null}
      {input.kind === "image" ? (
        <Suspense fallback={null}>
          <ImageInputForm />
        </Suspense>
      ) : null}
      <MoreTargets choice={choice} disabled={disabled} />
    </Section>
  );
}

export type Choose = (kind: Kind, choice: ChoiceOf) => void;

function useChoose(): Choose {
  const edit = useProject((state) => state.edit);
  const task = useTask();
  const query = usePreviewQuery();
  return (kind, choice) => {
    switch (kind) {
      case "columns":
        return edit("setInput", { input: { kind } }, oneStep);
      case "sequence": {
        const { input, split } = sequenceInput(choice, task);
        edit("setInput", { input }, oneStep);
        return edit("setSplit", { by: undefined, ...split }, oneStep);
      }
      case "text": {
        const input = textInput(choice);
        if (input === null) return;
        edit("setInput", { input }, oneStep);
        if (query !== null) void fitToTexts(query, input);
        return;
      }
      case "image": {
        const image = choice.summary.columns.find(({ type }) => type === "image");
        if (image === undefined) return;
        const input = {
          kind,
          column: image.name,
          height: 32,
          width: 32,
          channels: 3,
          policy: "crop",
          scale: "unit",
        } as const;
        return edit("setInput", { input }, oneStep);
      }
      default:
        return assertNever(kind);
    }
  };
}

/** The texts' own length and vocabulary, once the worker has read them all; what was changed meanwhile stays. */
function fitToTexts(query: PreviewQuery, input: TextInput): Promise<void> {
  return previewTexts({ ...query, data: { ...query.data, input } }, []).then(
    (preview) => {
      const { project, edit } = useProject.getState();
      if (project?.data.input === input) edit("setInput", { input: fittedText(input, preview) }, oneStep);
    },
    // The usual length stays; why texts cannot be read is told by the preview below.
    () => undefined,
  );
}
