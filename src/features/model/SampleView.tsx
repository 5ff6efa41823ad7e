/** @file Whether a row of the table is shown flowing through the model: which row, with which weights. */
import { ChevronLeft, ChevronRight, Dices, ScanEye, X } from "lucide-react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { summaryOf, useDataset } from "../../state/dataset.ts";
import { useCompiled } from "../../state/derived.ts";
import { inspectedRun, useInspect } from "../../state/inspect.ts";
import { useProject } from "../../state/project.ts";
import { useRun } from "../../state/run.ts";
import { useFormat } from "../../ui/format.ts";
import { useIssueText } from "../../ui/issueText.ts";
import { NumberField } from "../../ui/NumberField.tsx";
import { SelectField } from "../../ui/SelectField.tsx";
import { SampleVerdict } from "./SampleAnswer.tsx";
import styles from "./SampleView.module.css";

export function SampleView() {
  const { t } = useTranslation("model");
  const shown = useInspect((state) => state.shown);
  const show = useInspect((state) => state.show);
  const table = useDataset((state) => state.table);
  if (!shown) {
    return (
      <div className={styles.corner}>
        <button
          type="button"
          className={styles.toggle}
          aria-pressed={false}
          disabled={table.kind !== "ready"}
          title={table.kind === "ready" ? t("sample.help") : t("sample.noData")}
          onClick={() => show(true)}
        >
          <ScanEye size={13} aria-hidden="true" />
          {t("sample.show")}
        </button>
      </div>
    );
  }
  return <Shown rows={summaryOf(table)?.rows ?? 0} />;
}

function Shown({ rows }: { readonly rows: number }) {
  const { t } = useTranslation("model");
  const { number } = useFormat();
  const row = useInspect((state) => state.row);
  const setRow = useInspect((state) => state.setRow);
  const show = useInspect((state) => state.show);
  const why = useFollow(rows);
  const go = (next: number) => setRow((next + rows) % Math.max(1, rows));
  return (
    <section className={styles.strip} aria-label={t("sample.label")}>
      <div className={styles.line}>
        <NumberField
          label={t("sample.row")}
          hideLabel
          className={styles.row}
          value={row + 1}
          min={1}
          max={Math.max(1, rows)}
          integer
          onChange={(next) => next !== null && setRow(next - 1)}
        />
        <span className={styles.of}>/ {number(rows)}</span>
        <button type="button" className="icon-button" aria-label={t("sample.previous")} onClick={() => go(row - 1)}>
          <ChevronLeft size={14} aria-hidden="true" />
        </button>
        <button type="button" className="icon-button" aria-label={t("sample.next")} onClick={() => go(row + 1)}>
          <ChevronRight size={14} aria-hidden="true" />
        </button>
        <button
          type="button"
          className="icon-button"
          aria-label={t("sample.random")}
          title={t("sample.random")}
          onClick={() => go(Math.floor(Math.random() * rows))}
        >
          <Dices size={14} aria-hidden="true" />
        </button>
      </div>
      <Weights />
      {why === null ? <SampleVerdict /> : null}
      <output className={why === null ? styles.silent : styles.why}>{why}</output>
      <button
        type="button"
        className={`${styles.close} ${styles.closing}`}
        aria-label={t("sample.hide")}
        onClick={() => show(false)}
      >
        <X size={14} aria-hidden="true" />
      </button>
    </section>
  );
}

/** The weights that training would start from, or those of a run. */
function Weights() {
  const { t } = useTranslation("model");
  const runs = useRun((state) => state.runs);
  const runId = useInspect((state) => state.runId);
  const setRun = useInspect((state) => state.setRun);
  const usable = runs.filter(({ id }) => inspectedRun(runs, id) !== null);
  const current = inspectedRun(runs, runId);
  return (
    <SelectField<string>
      label={t("sample.weights")}
      hideLabel
      className={styles.weights}
      value={current?.id ?? ""}
      options={[
        { value: "", label: t("sample.untrained") },
        ...usable.map(({ id, name }) => ({ value: id, label: t("sample.run", { name }) })),
      ]}
      onChange={(id) => setRun(id === "" ? null : id)}
    />
  );
}

const settleMs = 350;

/** Asks anew whenever what is shown would be another; answers why nothing is shown, or null. */
function useFollow(rows: number): string | null {
  const { t } = useTranslation("model");
  const { faultText } = useIssueText();
  const { row, runId, answer, ask, forget, setRow } = useInspect();
  const project = useProject((state) => state.project);
  const preparation = useDataset((state) => state.preparation);
  const { runs, active } = useRun();
  const { model } = useCompiled();
  const run = inspectedRun(runs, runId);
  const busy = active.kind === "active";
  const ready = (run !== null || model !== null) && !busy && rows > 0 && preparation.kind === "ready";

  useEffect(() => {
    if (row >= rows && rows > 0) setRow(0);
  }, [row, rows, setRow]);
  const drawn = run === null ? project?.graph : run.job.graph;
  const { data, datasetId, startWeights } = project ?? {};
  const seed = project?.training.seed;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is asked for is read from the stores; these say when.
  useEffect(() => {
    if (!ready) {
      forget();
      return;
    }
    const timer = setTimeout(() => void ask(), settleMs);
    return () => clearTimeout(timer);
  }, [ready, row, run?.id, drawn, data, datasetId, startWeights, seed, preparation, ask, forget]);

  if (answer.kind === "failed") return faultText(answer.fault);
  if (busy) return t("sample.busy");
  if (run === null && model === null) return t("sample.problems");
  return run !== null && run.job.graph !== project?.graph && differs(run.job.graph.nodes, project?.graph.nodes)
    ? t("sample.otherGraph")
    : null;
}

const differs = (a: readonly { readonly id: string }[], b: readonly { readonly id: string }[] | undefined): boolean =>
  b === undefined || a.map(({ id }) => id).join() !== b.map(({ id }) => id).join();
