/**
 * @file Forking a run: from which of its kept states, and with which settings. The settings are those of the run until
 * they are changed here; neither the run nor the document is touched.
 */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Issue } from "../../core/issue.ts";
import { hasErrors } from "../../core/issue.ts";
import { checkTraining } from "../../core/training/check.ts";
import type { Run, TrainingConfig } from "../../core/training/types.ts";
import { useForkPoints } from "../../state/forkPoints.ts";
import { type ForkStart, useRun } from "../../state/run.ts";
import { Dialog } from "../../ui/Dialog.tsx";
import { useFormat } from "../../ui/format.ts";
import { SelectField } from "../../ui/SelectField.tsx";
import styles from "./ForkDialog.module.css";
import { SettingsForm } from "./SettingsForm.tsx";
import { useStartBlock } from "./startBlock.ts";
import { updatesOf } from "./updatesPerEpoch.ts";

/** The value of the choice that takes the weights and nothing else. */
const weightsOnly = "weights";

export function ForkDialog({ run, onClose }: { readonly run: Run; readonly onClose: () => void }) {
  const { t } = useTranslation("train");
  const format = useFormat();
  const fork = useRun((state) => state.fork);
  const epochs = useForkPoints(run.id);
  const [chosen, setChosen] = useState<string | null>(null);
  const name = t("runs.run", { name: run.name });
  const last = run.history.at(-1)?.epoch ?? 0;
  // The rate that was in force at the end, if it was changed by hand.
  const [changed, setChanged] = useState<Partial<TrainingConfig>>({});
  const { config: own } = run.job;
  const asRun = { ...own, learningRate: run.rateChanges?.at(-1)?.rate ?? own.learningRate };
  // A run that failed has no weights of its own, only its checkpoints.
  const hasWeights = run.report !== null && run.failure === undefined;
  const options = [
    ...(epochs ?? [])
      .filter((epoch) => epoch <= last)
      .toReversed()
      .map((epoch) => ({ value: `${epoch}`, label: t("fork.epoch", { epoch: format.number(epoch) }) })),
    ...(hasWeights
      ? [{ value: weightsOnly, label: t("fork.weights", { epoch: format.number(run.bestEpoch ?? last) }) }]
      : []),
  ];
  const value = chosen ?? options[0]?.value ?? null;
  const from: ForkStart | null =
    value === null
      ? null
      : value === weightsOnly
        ? { kind: "weights", source: name }
        : { kind: "checkpoint", epoch: Number(value) };
  const begun = from?.kind === "checkpoint" ? from.epoch : 0;
  // From its last epoch on, a run that was trained to its end has to be asked for more: as many again, to begin with.
  const config = { ...asRun, ...(begun < asRun.epochs ? {} : { epochs: begun + asRun.epochs }), ...changed };
  const past = begun > 0 ? pastIssues(begun, config.epochs) : [];
  const block = useForkBlock();
  const wrong = hasErrors([...checkTraining(config, run.job.task), ...past]);
  return (
    <Dialog
      title={t("fork.title", { run: name })}
      onClose={onClose}
      actions={
        <>
          <button type="button" className="button" onClick={onClose}>
            {t("common:actions.cancel")}
          </button>
          <button
            type="button"
            className="button primary"
            disabled={from === null || wrong || block !== null}
            onClick={() => {
              if (from === null) return;
              void fork(run, from, config);
              onClose();
            }}
          >
            {t("fork.start")}
          </button>
        </>
      }
    >
      <p className={styles.text}>{t("fork.text")}</p>
      {epochs === null ? null : options.length === 0 ? (
        <p className={styles.none}>{t("fork.none")}</p>
      ) : (
        <SelectField label={t("fork.from")} value={value ?? ""} options={options} onChange={setChosen} />
      )}
      {begun > 0 && config.epochs > begun ? (
        <p className={styles.text}>
          {t("fork.toGo", { done: format.number(begun), left: format.number(config.epochs - begun) })}
        </p>
      ) : null}
      {epochs !== null && epochs.length === 0 && options.length > 0 ? (
        <p className={styles.text}>{t("fork.keepHint")}</p>
      ) : null}
      <div className={styles.settings}>
        <SettingsForm
          config={config}
          task={run.job.task}
          updatesPerEpoch={updatesOf(run.counts.train, config)}
          issues={past}
          onChange={(part) => setChanged((now) => ({ ...now, ...part }))}
        />
      </div>
      {block === null ? null : <p className={styles.none}>{block}</p>}
    </Dialog>
  );
}

/** A fork counts on from where it begins. */
const pastIssues = (epoch: number, epochs: number): readonly Issue[] =>
  epochs > epoch ? [] : [{ code: "forkAtEnd", severity: "error", at: { field: "epochs" }, context: { epoch, epochs } }];

/** Only what keeps any run from starting counts: the document's own problems are not the fork's. */
function useForkBlock(): string | null {
  const { t } = useTranslation("train");
  const busy = useRun(({ active, queue }) => active.kind === "active" || queue !== null);
  const block = useStartBlock();
  if (busy) return t("fork.busy");
  return block !== null && block.step === null ? block.reason : null;
}
