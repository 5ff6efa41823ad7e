/**
 * @file What training starts from: weights drawn by chance, those of an opened model, or those of an earlier run; how many
 * layers they fit; and the step that puts a new head on them.
 */
import { useTranslation } from "react-i18next";
import { nameOf } from "../../core/graph/draft.ts";
import { nodeById } from "../../core/graph/edit.ts";
import type { StartWeights } from "../../core/project/types.ts";
import { applyNewHead, startFrom, useNewHead, useWeightsFit } from "../../state/modelImport.ts";
import { useProject } from "../../state/project.ts";
import { useRun } from "../../state/run.ts";
import { useFormat } from "../../ui/format.ts";
import { Section } from "../../ui/Section.tsx";
import { SelectField } from "../../ui/SelectField.tsx";
import styles from "./TransferLearning.module.css";
import { tidy } from "./tidy.ts";

const random = "";

/** Nothing at all before there is anything to start from. */
export function TransferLearning() {
  const { t } = useTranslation("modelImport");
  const start = useProject((state) => state.project?.startWeights ?? null);
  const readOnly = useProject((state) => state.readOnly);
  const choices = useChoices(start);
  if (choices.length === 0) return null;
  const options = [
    { value: random, label: t("start.random") },
    ...choices.map(({ id, source }) => ({ value: id, label: source })),
  ];
  return (
    <Section title={t("start.title")}>
      <SelectField
        label={t("start.from")}
        value={start?.id ?? random}
        options={options}
        disabled={readOnly}
        onChange={(id) => startFrom(choices.find((choice) => choice.id === id) ?? null)}
      />
      {start === null ? null : <Fit role="status" />}
      {start === null || readOnly ? null : <Head />}
    </Section>
  );
}

/** The weights in use first, then each run that has some. */
function useChoices(start: StartWeights | null): readonly StartWeights[] {
  const { t } = useTranslation("modelImport");
  const runs = useRun((state) => state.runs);
  const trained = runs
    .filter(({ status, bestEpoch }) => (status === "done" || status === "stopped") && bestEpoch !== null)
    .map(({ id, name }) => ({ id, source: t("start.run", { name }) }));
  const isRun = start !== null && trained.some(({ id }) => id === start.id);
  return start === null || isRun ? trained : [start, ...trained];
}

/** How many layers the chosen weights fit. `role` is absent where what stands around it is announced already. */
export function Fit({ role }: { readonly role?: "status" }) {
  const { t } = useTranslation("modelImport");
  const { number } = useFormat();
  const fit = useWeightsFit();
  if (fit.kind === "unknown") return null;
  if (fit.kind === "missing") return <p className={styles.bad}>{t("start.missing")}</p>;
  const { matched, total } = fit;
  if (total === 0) return <p className={styles.text}>{t("start.fitUnknown")}</p>;
  const key = matched === 0 ? "fitNone" : matched === total ? "fitAll" : "fit";
  return (
    <p className={matched === 0 ? styles.bad : styles.text} role={role}>
      {t(`start.${key}`, { matched: number(matched), total: number(total) })}
    </p>
  );
}

/** The new head where an Output does not fit the data: the rest of the trained model is kept. */
export function NewHeadMend({ className }: { readonly className?: string }) {
  const { t } = useTranslation("modelImport");
  const readOnly = useProject((state) => state.readOnly);
  const made = useNewHead();
  if (made === null || readOnly) return null;
  return (
    <button type="button" className={className} onClick={() => applyNewHead(made, (graph) => tidy(graph))}>
      {t("start.head")}
    </button>
  );
}

function Head() {
  const { t } = useTranslation("modelImport");
  const { number } = useFormat();
  const graph = useProject((state) => state.project?.graph);
  const made = useNewHead();
  const end = made === null || graph === undefined ? null : nodeById(graph, made.end);
  if (made === null || end === null) return null;
  return (
    <>
      <NewHeadMend className="button" />
      <p className={styles.help}>{t("start.headHelp", { end: nameOf(end), frozen: number(made.frozen) })}</p>
    </>
  );
}
