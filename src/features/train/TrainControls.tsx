/** @file The buttons that start and steer a run, and the reason when it cannot start. */
import { Button } from "@mantine/core";
import { Pause, Play, Square, StepForward } from "lucide-react";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { useRun } from "../../state/run.ts";
import { useStartBlock } from "./startBlock.ts";
import styles from "./TrainControls.module.css";

const icon = 14;

export function TrainControls() {
  const { t } = useTranslation("train");
  const phase = useRun(({ active }) => (active.kind === "active" ? active.phase : null));
  const control = useRun((state) => state.control);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would announce a form where there are only buttons
    <div role="group" aria-label={t("controls.label")} className={styles.controls}>
      {phase === null ? (
        <StartButtons />
      ) : (
        <div className={styles.row}>
          {phase === "paused" ? (
            <Button size="sm" leftSection={<Play size={icon} aria-hidden />} onClick={() => control("resume")}>
              {t("controls.resume")}
            </Button>
          ) : (
            <Button
              size="sm"
              leftSection={<Pause size={icon} aria-hidden />}
              disabled={phase !== "training"}
              onClick={() => control("pause")}
            >
              {t("controls.pause")}
            </Button>
          )}
          <Button
            size="sm"
            variant="default"
            title={t("controls.stepHelp")}
            disabled={phase !== "training" && phase !== "paused"}
            onClick={() => control("step")}
          >
            {t("controls.step")}
          </Button>
          <Button
            size="sm"
            variant="default"
            leftSection={<Square size={icon - 2} aria-hidden />}
            disabled={phase === "stopping" || phase === "evaluating"}
            onClick={() => control("stop")}
          >
            {t("controls.stop")}
          </Button>
        </div>
      )}
    </div>
  );
}

function StartButtons() {
  const { t } = useTranslation("train");
  const train = useRun((state) => state.train);
  const block = useStartBlock();
  const id = useId();
  const describedBy = block === null ? undefined : id;
  return (
    <>
      <div className={styles.row}>
        <Button
          size="sm"
          leftSection={<Play size={icon} aria-hidden />}
          disabled={block !== null}
          aria-describedby={describedBy}
          onClick={() => void train()}
        >
          {t("controls.train")}
        </Button>
        <Button
          size="sm"
          variant="default"
          leftSection={<StepForward size={icon} aria-hidden />}
          disabled={block !== null}
          title={t("controls.stepHelp")}
          aria-describedby={describedBy}
          onClick={() => void train({ stepwise: true })}
        >
          {t("controls.step")}
        </Button>
      </div>
      {block === null ? null : (
        <p id={id} className={styles.reason}>
          {block.reason}{" "}
          {block.step === null || block.step === "train" ? null : (
            <a href={`#/${block.step}`}>{t("blocked.goTo", { step: t(`common:steps.${block.step}`) })}</a>
          )}
        </p>
      )}
    </>
  );
}
