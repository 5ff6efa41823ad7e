/** @file scale: numbers brought to a common measure, as StandardScaler, MinMaxScaler and RobustScaler do. */
import { choice } from "../../params/fields.ts";
import { within } from "../../pieces.ts";
import { fitScaling } from "../columnStatistics.ts";
import { columnStep, emptyColumn, presentNumbers, unchanged } from "./define.ts";

export const scale = columnStep({
  group: "numbers",
  fields: { method: choice(["standard", "minmax", "robust"], { default: "standard" }) },
  takes: (state) => state === "number",
  *fit({ column, cells, params }) {
    if (cells.state !== "number") return unchanged();
    const present = yield* within(presentNumbers(cells.values), 0, 0.3);
    if (present.length === 0) return emptyColumn(column);
    const at = { column };
    const { offset, scale: spread, constant } = yield* within(fitScaling(present, params.method), 0.3, 1);
    if (!Number.isFinite(offset) || !Number.isFinite(spread)) {
      return { ops: null, issues: [{ code: "columnTooLarge", severity: "warning", at, context: { column } }] };
    }
    const op = { kind: "scale", offset, scale: spread } as const;
    if (!constant) return { ops: [op], issues: [] };
    return { ops: [op], issues: [{ code: "columnConstantInTraining", severity: "notice", at, context: { column } }] };
  },
});
