/**
 * @file What training will take, before it is started: the memory by what it is for, always; time, the best batch and a
 * faster device once they were measured, which is asked for by a button.
 */
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { sizedLayers } from "../../core/graph/compile.ts";
import { estimateTraining, type MemoryEstimate } from "../../core/training/estimate.ts";
import { useCompiled, useMemoryIssues, useTrainingSize } from "../../state/derived.ts";
import { usePreflight } from "../../state/preflight.ts";
import { useFormat } from "../../ui/format.ts";
import { IssueLine } from "../../ui/IssueList.tsx";
import { useIssueText } from "../../ui/issueText.ts";
import { KeyValue } from "../../ui/KeyValue.tsx";
import { Section } from "../../ui/Section.tsx";
import { useKeptFocus } from "../../ui/useKeptFocus.ts";
import styles from "./Preflight.module.css";
import { PreflightResult } from "./PreflightResult.tsx";
import { useStartBlock } from "./startBlock.ts";

const purposes = [
  "parameters",
  "gradients",
  "slots",
  "activations",
  "data",
] as const satisfies readonly (keyof MemoryEstimate)[];

/** Nothing until there is a model whose size is known. */
export function Preflight() {
  const { t } = useTranslation("preflight");
  const { bytes } = useFormat();
  const compiled = useCompiled();
  const size = useTrainingSize();
  const issues = useMemoryIssues();
  if (compiled.model === null || size.samples === 0) return null;
  const estimate = estimateTraining(sizedLayers(compiled), size);
  return (
    <Section title={t("title")}>
      <details className={styles.memory}>
        <summary>
          <span>{t("memory")}</span>
          <span className={styles.total}>{t("about", { bytes: bytes(estimate.total) })}</span>
        </summary>
        <KeyValue rows={purposes.map((key) => ({ key, label: t(`memoryOf.${key}`), value: bytes(estimate[key]) }))} />
      </details>
      {issues.map((issue) => (
        <div key={issue.code} className={styles.line}>
          <IssueLine issue={issue} />
        </div>
      ))}
      <LookAhead />
    </Section>
  );
}

/** What was measured is longer than its place: who waits for it with the focus here is shown it. */
function LookAhead() {
  const kept = useKeptFocus<HTMLDivElement>();
  const done = usePreflight(({ state }) => state.kind === "done" && state.trying === null);
  const wasDone = useRef(done);
  useEffect(() => {
    const place = kept.ref.current;
    if (done && !wasDone.current && place?.contains(document.activeElement)) place.scrollIntoView({ block: "nearest" });
    wasDone.current = done;
  }, [done, kept]);
  return (
    <div {...kept} className={styles.ahead}>
      <Check />
    </div>
  );
}

function Check() {
  const { t } = useTranslation("preflight");
  const { number } = useFormat();
  const { faultText } = useIssueText();
  const { state, check, cancel } = usePreflight();
  const blocked = useStartBlock() !== null;
  if (state.kind === "checking") {
    return (
      <div className={styles.checking} role="status">
        <span>{state.batchSize === null ? t("starting") : t("checking", { batch: number(state.batchSize) })}</span>
        <button type="button" className="button small" onClick={cancel}>
          {t("cancel")}
        </button>
      </div>
    );
  }
  return (
    <>
      {state.kind === "done" ? <PreflightResult measured={state.measured} trying={state.trying} /> : null}
      {state.kind === "failed" ? (
        <p role="alert" className={styles.failed}>
          {t("failed")} {faultText(state.fault)}
        </p>
      ) : null}
      {state.kind === "done" && state.trying !== null ? null : (
        <button type="button" className="button small" disabled={blocked} onClick={() => void check()}>
          {t(state.kind === "none" ? "check" : "again")}
        </button>
      )}
    </>
  );
}
