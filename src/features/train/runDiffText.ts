/** @file The words for what changed between two runs, in the language shown. */
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { assertNever } from "../../core/fault.ts";
import { useFormat } from "../../ui/format.ts";
import type { Change, LayerValue } from "./runDiff.ts";

/** How many changes stand in a table's cell before the rest is counted. */
const shownChanges = 3;

/** Texts of changes: one at a time, and a list cut to a cell's length. */
export function useDiffText() {
  const { t } = useTranslation("train");
  const format = useFormat();
  const valueText = useCallback(
    (value: LayerValue, name?: string): string => {
      if (value === null)
        return name === "patience" || name === "checkpointEvery" ? t("diff.never") : t("diff.automatic");
      if (typeof value === "boolean") return t(value ? "diff.on" : "diff.off");
      if (typeof value === "number") return format.significant(value, 6);
      // A kernel's height and width, a shape.
      if (typeof value !== "string") return value.join("×");
      if (name === "optimizer") return t(`optimizers.${value}`);
      if (name === "schedule") return t(`schedules.${value}`);
      if (name === "clip") return t(`clips.${value}`);
      if (name === "loss") return value === "auto" ? t("lossAuto") : t(`losses.${value}`);
      return value;
    },
    [t, format],
  );
  const changeText = useCallback(
    (change: Change): string => {
      switch (change.kind) {
        case "setting": {
          const { name, from, to } = change;
          return t("diff.changed", {
            what: t(`diff.names.${name}`),
            from: valueText(from, name),
            to: valueText(to, name),
          });
        }
        case "optimizerParam":
          return t("diff.changed", {
            what: t(`optimizerParams.${change.name}`),
            from: valueText(change.from),
            to: valueText(change.to),
          });
        case "scheduleParam":
          return t("diff.changed", {
            what: t(`fields.schedule_${change.name}`),
            from: valueText(change.from),
            to: valueText(change.to),
          });
        case "layersAdded":
          return t("diff.added", { what: times(change.title, change.count) });
        case "layersRemoved":
          return t("diff.removed", { what: times(change.title, change.count) });
        case "layerParam":
          return t("diff.layerParam", {
            layer: change.title,
            field: t(`layers:fields.${change.field}`, { defaultValue: change.field }),
            from: valueText(change.from),
            to: valueText(change.to),
          });
        case "frozen": {
          const what = times(change.title, change.count);
          return t(change.frozen ? "diff.frozen" : "diff.unfrozen", { what });
        }
        case "startWeights":
          return change.source === null ? t("diff.startsAnew") : t("diff.startsFrom", { source: change.source });
        case "wiring":
          return t("diff.wiring");
        case "data":
          return t(`diff.data.${change.part}`);
        default:
          return assertNever(change);
      }
    },
    [t, valueText],
  );
  const listText = useCallback(
    (changes: readonly Change[]): string => {
      if (changes.length === 0) return t("diff.same");
      const shown = changes.slice(0, shownChanges).map(changeText).join(t("diff.separator"));
      const more = changes.length - shownChanges;
      return more > 0 ? t("diff.more", { changes: shown, count: more }) : shown;
    },
    [t, changeText],
  );
  return { changeText, listText };
}

const times = (title: string, count: number): string => (count === 1 ? title : `${count} × ${title}`);
