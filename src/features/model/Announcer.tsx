/** @file Says what was done to those who do not see it: each edit by its name in the history, and what was taken back. */
import type { TFunction } from "i18next";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { EditDetail } from "../../core/project/edits.ts";
import { useProject } from "../../state/project.ts";

export function Announcer() {
  const { t } = useTranslation(["model", "common"]);
  const [text, setText] = useState("");
  useEffect(
    () =>
      useProject.subscribe((now, before) => {
        if (now.past === before.past) return;
        const undone = now.future.length > before.future.length;
        const entry = undone ? now.future[0] : now.past.at(-1);
        const what = entry?.detail === undefined ? null : detailText(t, entry.detail);
        if (what !== null) setText(t(undone ? "canvas.undone" : "canvas.done", { edit: what }));
      }),
    [t],
  );
  return (
    <div role="status" aria-label={t("canvas.news")} className="visually-hidden">
      {text}
    </div>
  );
}

const detailText = (t: TFunction<["model", "common"]>, detail: EditDetail): string =>
  t(`common:edits.details.${detail.key}`, { replace: detail });
