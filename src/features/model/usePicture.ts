/** @file The drawing as a picture file, asked for from a menu. */
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { useCompiled } from "../../state/derived.ts";
import { useProject } from "../../state/project.ts";
import { showToast } from "../../state/toasts.ts";
import { useFormat } from "../../ui/format.ts";
import { drawSheet, exportPicture, type PictureKind } from "./exportPicture.ts";
import { sheetNow } from "./sheet.ts";

export function usePicture(): (kind: PictureKind) => void {
  const { t } = useTranslation("model");
  const { number } = useFormat();
  const compiled = useCompiled();
  return useCallback(
    (kind) => {
      const title = useProject.getState().project?.name ?? "";
      const texts = {
        number: (value: number) => number(value),
        layers: (count: number) => t("canvas.layers", { count }),
        inputs: (count: number) => t("canvas.inputs", { count }),
      };
      const failed = () => showToast({ kind: "problem", text: t("canvas.noPicture") });
      exportPicture(drawSheet(sheetNow(), compiled, title, texts), kind, title).then((done) => {
        if (!done) failed();
      }, failed);
    },
    [t, number, compiled],
  );
}
