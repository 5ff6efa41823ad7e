/** @file The column that the split goes by: what orders the rows, says which belong together, or names their parts. */
import { useTranslation } from "react-i18next";
import type { DatasetSummary, SplitConfig } from "../../core/data/types.ts";
import { useProject } from "../../state/project.ts";
import { SelectField } from "../../ui/SelectField.tsx";
import { shorten } from "./shorten.ts";
import { splitColumns } from "./splitChoices.ts";

interface SplitColumnProps {
  readonly summary: DatasetSummary;
  readonly split: SplitConfig;
  readonly target: string | null;
}

const labels = {
  chronological: "data:split.by",
  group: "split:groupBy",
  leaveOneGroupOut: "split:groupBy",
  column: "split:partBy",
  kFold: "split:keepTogether",
} as const;

/** Places in the table are the options' values: a name may be anything, even empty. */
const noColumn = "none";

export function SplitColumn({ summary, split, target }: SplitColumnProps) {
  const { t } = useTranslation("data");
  const edit = useProject((state) => state.edit);
  const ownTime = useProject(({ project }) => project?.data.input.kind === "sequence");
  const { strategy, by } = split;
  // Windows are divided by their own time, which is chosen with them.
  if (strategy === "stratified" || strategy === "random" || (strategy === "chronological" && ownTime)) return null;
  const likeliest = splitColumns(strategy, summary, target);
  const columns = summary.columns.filter((column) => likeliest.includes(column));
  const index = columns.findIndex(({ name }) => name === by);
  const optional = strategy === "kFold";
  const none = { value: noColumn, label: t(optional ? "split:nothingTogether" : "split.chooseColumn") };
  return (
    <SelectField
      label={t(labels[strategy])}
      help={strategy === "column" ? t("split:partHelp") : undefined}
      value={index < 0 ? noColumn : String(index)}
      options={[
        ...(optional || index < 0 ? [none] : []),
        ...columns.map(({ name }, at) => ({ value: String(at), label: shorten(name, 80) })),
      ]}
      // A group that was held out is of the column before.
      onChange={(value) => edit("setSplit", { by: columns[Number(value)]?.name, group: undefined })}
    />
  );
}
