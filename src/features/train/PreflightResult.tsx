/** @file What was measured before training, in sentences with a button each where something can be done about it. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { betterBatch, type Candidate, type Preflight, secondsPerEpoch } from "../../core/training/preflight.ts";
import { restartEngine, useEngine } from "../../state/engine.ts";
import { type PreflightState, stillHolds } from "../../state/preflight.ts";
import { useProject } from "../../state/project.ts";
import { useFormat } from "../../ui/format.ts";
import { useSentences } from "../../ui/sentences.ts";
import styles from "./Preflight.module.css";

interface PreflightResultProps {
  readonly result: Preflight;
  readonly basis: Extract<PreflightState, { kind: "done" }>["basis"];
}

export function PreflightResult({ result, basis }: PreflightResultProps) {
  const { t } = useTranslation("preflight");
  const project = useProject((state) => state.project);
  const generation = useEngine((state) => state.generation);
  if (project === null) return null;
  const { batchSize, epochs } = project.training;
  const own = result.candidates.find((candidate) => candidate.batchSize === Math.min(batchSize, result.trainRows));
  if (own === undefined || !stillHolds(basis, project, generation)) return <p className={styles.line}>{t("stale")}</p>;
  return (
    <div role="status">
      <Figures result={result} own={own} epochs={epochs} />
      <Advice result={result} batchSize={own.batchSize} />
      <FasterDevice faster={result.faster} />
      {result.path?.kind === "eager" && result.path.reason !== "noWebGPU" ? (
        <p className={styles.line}>{t(`eager.${result.path.reason}`)}</p>
      ) : null}
      {result.candidates.length < 2 ? null : <Tried result={result} own={own} />}
    </div>
  );
}

function Figures({
  result,
  own,
  epochs,
}: {
  readonly result: Preflight;
  readonly own: Candidate;
  readonly epochs: number;
}) {
  const { t } = useTranslation("preflight");
  const { duration, bytes, number } = useFormat();
  const joined = useSentences();
  const seconds = secondsPerEpoch(result, own);
  const more = [
    t("run", { epochs: number(epochs), time: duration(seconds * epochs) }),
    ...(own.bytes === null ? [] : [t("needs", { bytes: bytes(own.bytes) })]),
  ];
  return (
    <>
      <p className={styles.line}>
        <strong>{t("epoch", { time: duration(seconds) })}</strong>
      </p>
      <p className={styles.line}>{joined(more)}</p>
    </>
  );
}

function Advice({ result, batchSize }: { readonly result: Preflight; readonly batchSize: number }) {
  const { t } = useTranslation("preflight");
  const { number } = useFormat();
  const edit = useProject((state) => state.edit);
  const better = betterBatch(result, batchSize);
  if (better === null) return <p className={styles.line}>{t("good")}</p>;
  const batch = number(better.batchSize);
  return (
    <WithButton
      label={t("useBatch", { batchSize: batch })}
      onClick={() => edit("setTraining", { batchSize: better.batchSize })}
    >
      {t("faster", { batch, times: number(better.times, 1) })}
    </WithButton>
  );
}

function FasterDevice({ faster }: Pick<Preflight, "faster">) {
  const { t } = useTranslation("preflight");
  const { number } = useFormat();
  if (faster === null || faster.times < 1.25) return null;
  return (
    <WithButton label={t("useCpu")} onClick={() => restartEngine({ force: faster.backend })}>
      {t("fasterDevice", { times: number(faster.times, 1) })}
    </WithButton>
  );
}

interface WithButtonProps {
  readonly label: string;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

function WithButton({ label, onClick, children }: WithButtonProps) {
  return (
    <p className={styles.line}>
      {children}{" "}
      <button type="button" className="button small" onClick={onClick}>
        {label}
      </button>
    </p>
  );
}

function Tried({ result, own }: { readonly result: Preflight; readonly own: Candidate }) {
  const { t } = useTranslation("preflight");
  const { number, bytes } = useFormat();
  return (
    <table className={styles.table} aria-label={t("table")}>
      <thead>
        <tr>
          <th scope="col">{t("batch")}</th>
          <th scope="col">{t("rowsPerSecond")}</th>
          <th scope="col">{t("bytes")}</th>
        </tr>
      </thead>
      <tbody>
        {result.candidates.map((candidate) => (
          <tr key={candidate.batchSize} aria-current={candidate === own ? "true" : undefined}>
            <th scope="row">{number(candidate.batchSize)}</th>
            <td>{number(candidate.rowsPerSecond, 0)}</td>
            <td>{candidate.bytes === null ? "–" : bytes(candidate.bytes)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
