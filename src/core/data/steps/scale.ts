/** @file scale: numbers brought to a common measure, as StandardScaler, MinMaxScaler and RobustScaler do. */
import { choice } from "../../params/fields.ts";
import { fitScaling } from "../columnStatistics.ts";
import { columnStep } from "./define.ts";

export const scale = columnStep({
  fields: { method: choice(["standard", "minmax", "robust"], { default: "standard" }) },
  takes: (state) => state === "number",
  fit: ({ column, cells, params }) => {
    if (cells.state !== "number") return { ops: [], issues: [] };
    const present = cells.values.filter((value) => !Number.isNaN(value));
    const at = { column };
    if (present.length === 0) {
      return { ops: null, issues: [{ code: "columnEmptyInTraining", severity: "warning", at, context: { column } }] };
    }
    const { offset, scale: spread, constant } = fitScaling(present, params.method);
    if (!Number.isFinite(offset) || !Number.isFinite(spread)) {
      return { ops: null, issues: [{ code: "columnTooLarge", severity: "warning", at, context: { column } }] };
    }
    const op = { kind: "scale", offset, scale: spread } as const;
    if (!constant) return { ops: [op], issues: [] };
    return { ops: [op], issues: [{ code: "columnConstantInTraining", severity: "notice", at, context: { column } }] };
  },
});
