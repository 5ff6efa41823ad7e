/** @file Four figures of the shown run: its score and loss on the validation part, its speed, and how far it is. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../ui/format.ts";
import { metricText, msPerStep, recordAt } from "./runFigures.ts";
import type { ShownRun } from "./shownRun.ts";
import styles from "./TrainCards.module.css";

interface TrainCardsProps {
  readonly shown: ShownRun;
  /** Say whose figures these are: another run is drawn beside it. */
  readonly named: boolean;
}

export function TrainCards({ shown, named }: TrainCardsProps) {
  const { t } = useTranslation("train");
  const format = useFormat();
  const last = shown.history.at(-1) ?? null;
  // While it trains the newest figures count; afterwards those of the weights that were kept.
  const record =
    shown.failure !== null ? null : shown.live === null ? (recordAt(shown.history, shown.bestEpoch) ?? last) : last;
  const part = record !== null && record.valLoss === null ? "training" : "validation";
  const score = part === "training" ? record?.metric : record?.valMetric;
  const loss = part === "training" ? record?.loss : record?.valLoss;
  const best = shown.bestEpoch === null ? null : t("cards.best", { epoch: format.number(shown.bestEpoch) });
  const stepMs = msPerStep(shown.rowsPerSecond, shown.counts?.train ?? 0, shown.stepsPerEpoch);
  const eta = shown.live?.progress?.etaSeconds ?? null;
  const titled = (label: string) =>
    named ? t("cards.ofRun", { run: t("runs.run", { name: shown.name }), label }) : label;
  return (
    <div className={styles.cards}>
      <Card
        label={titled(t(`cards.${part}.${shown.metric}`))}
        value={metricText(shown.metric, score ?? null, format)}
        note={
          shown.baseline === null
            ? null
            : t("cards.baseline", { value: metricText(shown.metric, shown.baseline, format) })
        }
      />
      <Card
        label={titled(t(part === "training" ? "cards.trainingLoss" : "cards.validationLoss"))}
        value={typeof loss === "number" ? format.significant(loss) : t("cards.none")}
        note={part === "training" ? t("cards.noValidation") : best}
      />
      <Card
        label={titled(t("cards.speed"))}
        value={shown.rowsPerSecond === null ? t("cards.none") : format.number(shown.rowsPerSecond, 0)}
        unit={shown.rowsPerSecond === null ? null : t("cards.rowsPerSecond")}
        note={stepMs === null ? null : t("cards.perStep", { time: format.duration(stepMs / 1000) })}
      />
      <Card
        label={titled(t("cards.epoch"))}
        value={format.number(last?.epoch ?? 0)}
        unit={t("cards.of", { total: format.number(shown.job.config.epochs) })}
        note={shown.live === null ? tookText() : liveText()}
      />
    </div>
  );

  function tookText() {
    return shown.seconds === null ? null : t("cards.took", { time: format.duration(shown.seconds) });
  }
  function liveText() {
    const phase = shown.live?.phase;
    if (phase !== "training") return phase === undefined ? null : t(`phase.${phase}`);
    return eta === null ? null : t("progress.left", { time: format.duration(eta) });
  }
}

interface CardProps {
  readonly label: string;
  readonly value: string;
  readonly unit?: string | null;
  readonly note: ReactNode;
}

function Card({ label, value, unit, note }: CardProps) {
  return (
    <div className={styles.card}>
      <div className={styles.label}>{label}</div>
      <div className={styles.value}>
        {value}
        {unit == null ? null : <span className={styles.unit}> {unit}</span>}
      </div>
      <div className={styles.note}>{note ?? "\u00a0"}</div>
    </div>
  );
}
