/**
 * @file The editor of the recipe's steps: an ordered list, each opened for its settings, added, removed and moved by
 * pointer or keyboard. The document holds them; what is kept here is which is open and where the focus goes.
 */
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { steps as registry, type StepKind, stepKinds } from "../../../core/data/steps/index.ts";
import type { ColumnSummary, InputConfig, RecipeStep } from "../../../core/data/types.ts";
import type { Issue } from "../../../core/issue.ts";
import controls from "../controls.module.css";
import { AddStep } from "./AddStep.tsx";
import styles from "./RecipeSteps.module.css";
import { StepCard } from "./StepCard.tsx";
import { columnsFor } from "./stepColumns.ts";
import { addStep, moveStep, removeStep } from "./stepCommands.ts";

interface RecipeStepsProps {
  readonly steps: readonly RecipeStep[];
  readonly columns: readonly ColumnSummary[];
  readonly target: string | null;
  readonly input: InputConfig["kind"];
  readonly issues: readonly Issue[];
  readonly disabled: boolean;
}

/** Where the focus goes once the list has changed: a button of a step, or the button that adds one. */
type Focus = { readonly step: string; readonly does: string } | null;

/** An image or a text enters the model in a way of its own: only rows are chosen then. */
const kindsFor = (input: InputConfig["kind"]): readonly StepKind[] =>
  input === "image" || input === "text" ? stepKinds.filter((kind) => registry[kind].scope === "rows") : stepKinds;

export function RecipeSteps({ steps, columns, target, input, issues, disabled }: RecipeStepsProps) {
  const { t } = useTranslation("recipe");
  const [open, setOpen] = useState<string | null>(null);
  const [said, setSaid] = useState("");
  const root = useRef<HTMLFieldSetElement>(null);
  const wanted = useRef<Focus>(null);
  const kinds = kindsFor(input);
  const shown = steps.filter(({ kind }) => kinds.includes(kind));
  useEffect(() => {
    const focus = wanted.current;
    if (focus === null) return;
    wanted.current = null;
    const card = root.current?.querySelector(`[data-step="${CSS.escape(focus.step)}"]`);
    card?.querySelector<HTMLElement>(`[data-does="${focus.does}"]`)?.focus();
  });

  function add(kind: StepKind) {
    const id = addStep(kind, t(`steps.${kind}.name`));
    setOpen(id);
    wanted.current = { step: id, does: "open" };
  }
  function move({ id, kind }: RecipeStep, by: -1 | 1, does: string) {
    const step = t(`steps.${kind}.name`);
    const place = moveStep(id, by, step);
    setSaid(t("moved", { step, place: place + 1, all: steps.length }));
    wanted.current = { step: id, does };
  }
  function remove({ id, kind }: RecipeStep) {
    const at = shown.findIndex((step) => step.id === id);
    const next = shown[at + 1] ?? shown[at - 1];
    wanted.current = next === undefined ? null : { step: next.id, does: "open" };
    removeStep(id, t(`steps.${kind}.name`));
  }

  return (
    <fieldset ref={root} className={styles.steps} disabled={disabled} aria-label={t("list")}>
      {shown.length === 0 ? <p className={controls.note}>{t("empty")}</p> : null}
      <ol className={styles.list}>
        {shown.map((step, index) => (
          <StepCard
            key={step.id}
            step={step}
            place={index + 1}
            last={index === shown.length - 1}
            open={open === step.id}
            columns={open === step.id ? columnsFor(step.kind, columns, target) : []}
            issues={issues.filter(({ at }) => at.field === step.id)}
            onToggle={() => setOpen(open === step.id ? null : step.id)}
            onMove={(by) => move(step, by, doesInFocus())}
            onRemove={() => remove(step)}
          />
        ))}
      </ol>
      <AddStep kinds={kinds} onAdd={add} />
      <p role="status" className={styles.said}>
        {said}
      </p>
    </fieldset>
  );
}

/** The button that was pressed, so that it can be pressed again. */
const doesInFocus = (): string => {
  const active = document.activeElement;
  return (active instanceof HTMLElement ? active.dataset.does : undefined) ?? "open";
};
