/** @file The strip below: the device, what runs, what is wrong, and where the data stays. */
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Step } from "../core/project/types.ts";
import { useDataset } from "../state/dataset.ts";
import { useProjects } from "../state/projects.ts";
import { useFormat } from "../ui/format.ts";
import { EngineStatus } from "./EngineStatus.tsx";
import styles from "./Footer.module.css";
import { Problems } from "./Problems.tsx";
import { ProgressLine } from "./ProgressLine.tsx";
import { RunProgress } from "./RunProgress.tsx";

const PrivacyDialog = lazy(() =>
  import("./PrivacyDialog.tsx").then(({ PrivacyDialog }) => ({ default: PrivacyDialog })),
);

export function Footer({ step }: { readonly step: Step }) {
  return (
    <footer className={styles.footer}>
      <EngineStatus />
      <RunProgress />
      <Transfers step={step} />
      <Problems />
      <Privacy />
    </footer>
  );
}

/** Files on their way in or out. The Data step shows the reading of a table itself. */
function Transfers({ step }: { readonly step: Step }) {
  const { t } = useTranslation();
  const transfer = useProjects((state) => state.transfer);
  const reading = useDataset((state) => state.reading);
  const cancelReading = useDataset((state) => state.cancelReading);
  return (
    <>
      {transfer === null ? null : (
        <ProgressLine
          label={t(`project.${transfer.kind}`)}
          done={transfer.progress?.done ?? 0}
          total={transfer.progress?.total ?? null}
          onCancel={transfer.cancel}
        />
      )}
      {reading === null || step === "data" ? null : (
        <ProgressLine
          label={t("reading.label", { name: reading.fileName })}
          done={reading.progress?.done ?? 0}
          total={reading.progress?.total ?? null}
          onCancel={cancelReading}
        />
      )}
    </>
  );
}

function Privacy() {
  const { t } = useTranslation();
  const format = useFormat();
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" className={styles.privacy} onClick={() => setOpen(true)}>
        <span>{t("privacy.line")}</span>
        <span className={styles.sent}> · {t("privacy.sent", { bytes: format.bytes(0) })}</span>
      </button>
      {open ? (
        <Suspense>
          <PrivacyDialog onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </>
  );
}
