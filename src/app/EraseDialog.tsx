/** @file The one thing that asks before it is done: nothing can bring back what is erased. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { toFault } from "../core/fault.ts";
import { stopEngine } from "../state/engine.ts";
import { useProject } from "../state/project.ts";
import { eraseSettings } from "../state/settings.ts";
import { eraseEverything } from "../storage/erase.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { useIssueText } from "../ui/issueText.ts";
import { erasedChannel } from "./boot.ts";

export function EraseDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const { faultText } = useIssueText();
  const [state, setState] = useState<{ readonly busy: boolean; readonly error: string | null }>({
    busy: false,
    error: null,
  });

  async function erase() {
    setState({ busy: true, error: null });
    // An edit that waits to be saved must not bring a project back.
    useProject.getState().setReadOnly(true);
    // Nor may a run under way.
    stopEngine();
    try {
      await eraseEverything();
      eraseSettings();
      new BroadcastChannel(erasedChannel).postMessage("erased");
      // Without an event: the step in the address would be visited, and the visit saved.
      history.replaceState(null, "", location.pathname);
      location.reload();
    } catch (error) {
      useProject.getState().setReadOnly(false);
      setState({ busy: false, error: t("erase.failed", { reason: faultText(toFault(error)) }) });
    }
  }

  return (
    <Dialog
      title={t("erase.title")}
      onClose={onClose}
      actions={
        <>
          <button type="button" className="button" onClick={onClose}>
            {t("actions.cancel")}
          </button>
          <button type="button" className="button danger" disabled={state.busy} onClick={() => void erase()}>
            {t("erase.confirm")}
          </button>
        </>
      }
    >
      <p>{t("erase.text")}</p>
      {state.error === null ? null : <p role="alert">{state.error}</p>}
    </Dialog>
  );
}
