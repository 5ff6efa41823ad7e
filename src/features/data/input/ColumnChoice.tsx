/** @file A column of the table, or what stands for none. Places are the options' values: a name may be anything. */
import type { ColumnSummary } from "../../../core/data/types.ts";
import { SelectField } from "../../../ui/SelectField.tsx";
import { shorten } from "../shorten.ts";

interface ColumnChoiceProps {
  readonly label: string;
  readonly value: string | null;
  readonly columns: readonly ColumnSummary[];
  /** The text of the option that names no column; absent: one must be chosen. */
  readonly none?: string;
  readonly help?: string | undefined;
  readonly disabled: boolean;
  readonly onChange: (name: string | null) => void;
}

const noColumn = "none";
const goneColumn = "gone";

export function ColumnChoice({ label, value, columns, none, help, disabled, onChange }: ColumnChoiceProps) {
  const at = columns.findIndex(({ name }) => name === value);
  const options = [
    ...(none === undefined ? [] : [{ value: noColumn, label: none }]),
    // A column that the table has no more, or that is of another type by now, stays in sight.
    ...(at < 0 && value !== null ? [{ value: goneColumn, label: shorten(value, 80) }] : []),
    ...columns.map(({ name }, index) => ({ value: String(index), label: shorten(name, 80) })),
  ];
  return (
    <SelectField
      label={label}
      help={help}
      value={at >= 0 ? String(at) : value === null ? noColumn : goneColumn}
      options={options}
      disabled={disabled}
      onChange={(chosen) => {
        if (chosen !== goneColumn) onChange(columns[Number(chosen)]?.name ?? null);
      }}
    />
  );
}
