/** @file What was measured before training, in sentences with a button each where something can be done about it. */
import { useTranslation } from "react-i18next";
import {
  betterBatch,
  type Candidate,
  candidateOn,
  onEachDevice,
  type Preflight,
  secondsBefore,
  secondsPerEpoch,
} from "../../core/training/preflight.ts";
import type { Backend } from "../../core/training/types.ts";
import { useEngine } from "../../state/engine.ts";
import { type Measured, stillHolds } from "../../state/preflight.ts";
import { useProject } from "../../state/project.ts";
import { useFormat } from "../../ui/format.ts";
import { useSentences } from "../../ui/sentences.ts";
import { Offer } from "./Offer.tsx";
import styles from "./Preflight.module.css";
import { Comparing, PreflightDevices } from "./PreflightDevices.tsx";

interface PreflightResultProps {
  readonly measured: Measured;
  readonly trying: Backend | null;
}

export function PreflightResult({ measured, trying }: PreflightResultProps) {
  const { t } = useTranslation("preflight");
  const project = useProject((state) => state.project);
  const device = useEngine((state) => state.device);
  if (project === null) return null;
  const { result, backend, rivals } = measured;
  const { epochs, patience } = project.training;
  const batchSize = Math.min(project.training.batchSize, result.trainRows);
  // While another one starts, those of the first are shown.
  const used = device.kind === "ready" ? device.info.backend : backend;
  const devices = onEachDevice(result, backend, rivals, batchSize);
  const own = candidateOn(devices, used);
  if (own === undefined || !stillHolds(measured, project)) return <p className={styles.line}>{t("stale")}</p>;
  const asMeasured = used === backend;
  return (
    <div role="status">
      <Figures result={result} own={own} epochs={epochs} mayStopEarly={patience !== null} />
      {asMeasured && result.path?.kind === "eager" && result.path.reason !== "noWebGPU" ? (
        <p className={styles.line}>{t(`eager.${result.path.reason}`)}</p>
      ) : null}
      {asMeasured ? <Advice result={result} batchSize={own.batchSize} /> : null}
      {asMeasured && result.candidates.length > 1 ? <Tried result={result} own={own} /> : null}
      {trying === null ? (
        <PreflightDevices result={result} devices={devices} used={used} own={own} />
      ) : (
        <Comparing backend={trying} />
      )}
    </div>
  );
}

interface FiguresProps {
  readonly result: Preflight;
  readonly own: Candidate;
  readonly epochs: number;
  readonly mayStopEarly: boolean;
}

function Figures({ result, own, epochs, mayStopEarly }: FiguresProps) {
  const { t } = useTranslation("preflight");
  const { duration, bytes, number } = useFormat();
  const joined = useSentences();
  const seconds = secondsPerEpoch(result, own);
  const before = secondsBefore(result);
  const more = [
    t(mayStopEarly ? "run" : "runWhole", { epochs: number(epochs), time: duration(before + seconds * epochs) }),
    ...(own.bytes === null ? [] : [t("needs", { bytes: bytes(own.bytes) })]),
  ];
  const rows = { train: number(result.trainRows), validation: number(result.validationRows) };
  const counted = [
    t(result.validationRows === 0 ? "countedTraining" : "counted", rows),
    ...(result.file === null ? [] : [t("countedFile", { time: duration(before) })]),
  ];
  return (
    <>
      <p className={styles.line}>
        <strong>{t("epoch", { time: duration(seconds) })}</strong> {joined(more)}
      </p>
      <p className={styles.note}>{joined(counted)}</p>
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
    <Offer
      label={t("useBatch", { batchSize: batch })}
      onAccept={() => edit("setTraining", { batchSize: better.batchSize })}
    >
      {t("faster", { batch, times: number(better.times, 1) })}
    </Offer>
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
            <th scope="row" className={styles.number}>
              {number(candidate.batchSize)}
            </th>
            <td>{number(candidate.rowsPerSecond, 0)}</td>
            <td>{candidate.bytes === null ? "–" : bytes(candidate.bytes)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
