/** @file The device that computes, always in sight, with why it is not a better one. */
import { useTranslation } from "react-i18next";
import { chooseDevice, restartEngine, useEngine } from "../state/engine.ts";
import { useRun } from "../state/run.ts";
import { useIssueText } from "../ui/issueText.ts";
import { type DotState, StatusDot } from "../ui/StatusDot.tsx";
import { useKeptFocus } from "../ui/useKeptFocus.ts";
import styles from "./EngineStatus.module.css";

export function EngineStatus() {
  const { t } = useTranslation();
  const { faultText } = useIssueText();
  const device = useEngine((state) => state.device);
  const busy = useRun((state) => state.active.kind === "active");
  const kept = useKeptFocus<HTMLSpanElement>();
  const reason = device.kind === "ready" ? device.info.fallbackReason : undefined;
  // Given up after two losses, or left for another one that was faster: there is a way back.
  const wayBack =
    reason === "deviceLost" ? "tryGpu" : reason === "chosen" || reason === "notStarted" ? "automatic" : null;
  const { dot, text, detail } = ((): { dot: DotState; text: string; detail?: string } => {
    switch (device.kind) {
      case "starting":
        return { dot: "active", text: t("engine.starting") };
      case "failed":
        return { dot: "error", text: t("engine.failed"), detail: faultText(device.fault) };
      case "ready": {
        const { label, fallbackReason, detail } = device.info;
        if (fallbackReason === undefined) return { dot: "ok", text: label, detail };
        return {
          dot: fallbackReason === "chosen" ? "ok" : "warning",
          text: `${label} — ${t(`engine.${fallbackReason}`)}`,
          detail,
        };
      }
    }
  })();
  return (
    <span {...kept} className={styles.line}>
      <span role="status" aria-label={t("engine.label")} title={detail} className={styles.status}>
        <StatusDot state={dot} />
        <span className={styles.text}>{text}</span>
      </span>
      {wayBack !== null && !busy ? (
        <button type="button" className="button small" onClick={() => chooseDevice(null)}>
          {t(`engine.${wayBack}`)}
        </button>
      ) : null}
      {device.kind === "failed" ? (
        <button type="button" className="button small" onClick={() => restartEngine()}>
          {t("engine.restart")}
        </button>
      ) : null}
    </span>
  );
}
