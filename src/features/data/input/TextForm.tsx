/** @file How texts become word numbers, and some texts cut to tokens. */
import { useTranslation } from "react-i18next";
import { type ChoiceOf, textColumns, textInput } from "../../../core/data/inputChoice.ts";
import { type TextInput, tokenizers } from "../../../core/data/types.ts";
import { useProject } from "../../../state/project.ts";
import { Flag } from "../../../ui/Flag.tsx";
import { NumberField } from "../../../ui/NumberField.tsx";
import { SelectField } from "../../../ui/SelectField.tsx";
import controls from "../controls.module.css";
import { ColumnChoice } from "./ColumnChoice.tsx";
import { TokensView } from "./TokensView.tsx";

interface TextFormProps {
  readonly input: TextInput;
  readonly choice: ChoiceOf;
  readonly disabled: boolean;
}

/** An embedding of more tokens than these has more weights than a browser trains. */
const largestVocabulary = 50_000;
const longestText = 2048;

export function TextForm({ input, choice, disabled }: TextFormProps) {
  const { t } = useTranslation("input");
  const edit = useProject((state) => state.edit);
  const set = (change: Partial<TextInput>, field: string) =>
    edit("setInput", { input: { ...input, ...change } }, { coalesce: `input.${field}` });
  const columns = textColumns(choice);
  return (
    <>
      <ColumnChoice
        label={t("text.column")}
        value={input.column}
        columns={columns}
        disabled={disabled}
        onChange={(name) => {
          const next = textInput(
            choice,
            columns.find((column) => column.name === name),
          );
          if (next !== null) set({ column: next.column }, "column");
        }}
      />
      <SelectField
        label={t("text.tokenizer")}
        value={input.tokenizer}
        options={tokenizers.map((value) => ({ value, label: t(`text.${value}`) }))}
        help={t(`text.${input.tokenizer}Help`)}
        disabled={disabled}
        onChange={(tokenizer) => set({ tokenizer }, "tokenizer")}
      />
      <div className={controls.pair}>
        <NumberField
          label={t("text.vocabulary")}
          title={t("text.vocabularyHelp")}
          value={input.vocabulary}
          integer
          min={1}
          max={largestVocabulary}
          disabled={disabled}
          onChange={(vocabulary) => vocabulary !== null && set({ vocabulary }, "vocabulary")}
        />
        <NumberField
          label={t("text.length")}
          title={t("text.lengthHelp")}
          value={input.length}
          integer
          min={1}
          max={longestText}
          disabled={disabled}
          onChange={(length) => length !== null && set({ length }, "length")}
        />
      </div>
      <div className={controls.pair}>
        <SelectField
          label={t("text.padding")}
          value={input.padding}
          options={[
            { value: "pre", label: t("text.pre") },
            { value: "post", label: t("text.post") },
          ]}
          disabled={disabled}
          onChange={(padding) => set({ padding }, "padding")}
        />
      </div>
      <Flag
        label={t("text.lowercase")}
        checked={input.lowercase}
        disabled={disabled}
        onChange={(lowercase) => set({ lowercase }, "lowercase")}
      />
      <TokensView
        input={input}
        rows={choice.summary.rows}
        disabled={disabled}
        onLength={(length) => set({ length }, "length")}
      />
    </>
  );
}
