/** @file What the shown run outlived: each fault of its device, what was changed for it, and after which epoch it went on. */
import { useTranslation } from "react-i18next";
import type { Recovery } from "../../core/training/recovery.ts";
import type { TrainJob } from "../../core/training/types.ts";
import { useFormat } from "../../ui/format.ts";
import { SeverityIcon } from "../../ui/IssueList.tsx";
import { useSentences } from "../../ui/sentences.ts";
import styles from "./RecoveryNotes.module.css";

/** Nothing where nothing happened. */
export function RecoveryNotes({ job }: { readonly job: TrainJob }) {
  const { t } = useTranslation("recovery");
  const text = useRecoveryText();
  const { recoveries = [] } = job;
  if (recoveries.length === 0) return null;
  return (
    <ul aria-label={t("label")} aria-live="polite" className={styles.notes}>
      {recoveries.map((recovery, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: faults are only ever added at the end
        <li key={index}>
          <SeverityIcon severity="warning" />
          <span>{text(recovery)}</span>
        </li>
      ))}
    </ul>
  );
}

function useRecoveryText(): (recovery: Recovery) => string {
  const { t } = useTranslation("recovery");
  const { number } = useFormat();
  const joined = useSentences();
  const happened = ({ cause, batchSize, fallback }: Recovery): string => {
    if (cause === "outOfMemory") return t("noMemory", { rows: number(batchSize?.from ?? 0) });
    if (fallback !== undefined) return t("lostTwice");
    return t(batchSize === undefined ? "lost" : "lostForMemory");
  };
  const wentOn = ({ epoch }: Recovery): string =>
    epoch === null ? t("goingOn") : epoch === 0 ? t("anew") : t("wentOn", { epoch: number(epoch) });
  return (recovery) => {
    const { batchSize } = recovery;
    const sentences = [
      happened(recovery),
      ...(batchSize === undefined ? [] : [t("halved", { from: number(batchSize.from), to: number(batchSize.to) })]),
      wentOn(recovery),
    ];
    return joined(sentences);
  };
}
