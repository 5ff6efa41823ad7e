/** @file The run under way, seen from every step. Preparing the GPU has no end that could be foretold. */
import { useTranslation } from "react-i18next";
import { type ActiveRun, useRun } from "../state/run.ts";
import { type Format, useFormat } from "../ui/format.ts";
import { ProgressLine } from "./ProgressLine.tsx";

export function RunProgress() {
  const { t } = useTranslation();
  const format = useFormat();
  const active = useRun((state) => state.active);
  if (active.kind === "idle") return null;
  const { progress } = active;
  const { done, total } = stepsDone(active);
  const epochs = { epoch: epochOf(active), epochs: active.job.config.epochs };
  const words: readonly (string | null)[] = [
    active.share === null ? null : format.percent(active.share, 0),
    progress?.etaSeconds == null || active.phase !== "training"
      ? null
      : t("run.left", { time: format.duration(progress.etaSeconds) }),
    progress?.rowsPerSecond == null || active.phase !== "training"
      ? null
      : t("run.rate", { rate: format.number(progress.rowsPerSecond, 0) }),
  ];
  const aside = words.filter((word) => word !== null).join(" · ");
  return (
    <ProgressLine
      label={t(`run.${active.phase}`, formatted(epochs, format))}
      name={t("run.progress")}
      done={done}
      total={total}
      aside={aside === "" ? undefined : aside}
    />
  );
}

const formatted = (epochs: { readonly epoch: number; readonly epochs: number }, { number }: Format) => ({
  epoch: number(epochs.epoch),
  epochs: number(epochs.epochs),
});

/** The epoch it is at. The last progress may tell of one before those that have ended since. */
const epochOf = ({ progress, history }: ActiveRun): number =>
  Math.max(progress?.epoch ?? 0, history.at(-1)?.epoch ?? 0);

function stepsDone({ phase, share, progress, history }: ActiveRun): {
  readonly done: number;
  readonly total: number | null;
} {
  if (share !== null) return { done: share, total: 1 };
  if (phase === "preparing" || phase === "compiling" || phase === "evaluating" || phase === "recovering") {
    return { done: 0, total: null };
  }
  if (progress === null) return { done: history.length, total: null };
  const within = Math.max(0, progress.epoch - 1) * progress.stepsPerEpoch + progress.step;
  const ended = (history.at(-1)?.epoch ?? 0) * progress.stepsPerEpoch;
  return { done: Math.max(within, ended), total: progress.epochs * progress.stepsPerEpoch };
}
