/**
 * @file How images enter the model: size, colours, what happens to other proportions, scale; with some images before and
 * after. Reads the stores itself, so that whoever shows it hands nothing on. Loaded lazily.
 */
import { RefreshCw } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type DatasetSummary, type ImageInput, resizePolicies } from "../../../core/data/types.ts";
import { summaryOf, useDataset } from "../../../state/dataset.ts";
import { useProject } from "../../../state/project.ts";
import { useFormat } from "../../../ui/format.ts";
import { NumberField } from "../../../ui/NumberField.tsx";
import { SelectField } from "../../../ui/SelectField.tsx";
import controls from "../controls.module.css";
import styles from "./images.module.css";
import { RowPicture } from "./RowPicture.tsx";

/** Pixels of a side: beyond it a model that is trained in a browser runs out of memory. */
const largestSide = 512;
const previewCount = 4;
const previewSide = 64;

export default function ImageInputForm() {
  const input = useProject((state) => state.project?.data.input);
  const disabled = useProject((state) => state.readOnly);
  const summary = summaryOf(useDataset((state) => state.table));
  if (summary === null || input?.kind !== "image") return null;
  return (
    <div className={styles.form}>
      <Fields input={input} summary={summary} disabled={disabled} />
      <Preview input={input} summary={summary} />
    </div>
  );
}

interface FormProps {
  readonly input: ImageInput;
  readonly summary: DatasetSummary;
}

function Fields({ input, summary, disabled }: FormProps & { readonly disabled: boolean }) {
  const { t } = useTranslation("images");
  const { number } = useFormat();
  const edit = useProject((state) => state.edit);
  const set = (change: Partial<ImageInput>, field: string) =>
    edit("setInput", { input: { ...input, ...change } }, { coalesce: `input.${field}` });
  const { height, width, channels } = input;
  const side = (name: "width" | "height") => (
    <NumberField
      label={t(`input.${name}`)}
      value={input[name]}
      integer
      min={1}
      max={largestSide}
      disabled={disabled}
      onChange={(value) => value !== null && set({ [name]: value }, name)}
    />
  );
  return (
    <>
      <Sizes input={input} summary={summary} />
      <div className={controls.pair}>
        {side("width")}
        {side("height")}
        <SelectField
          label={t("input.channels")}
          value={String(channels)}
          options={[
            { value: "1", label: t("input.grey") },
            { value: "3", label: t("input.colour") },
          ]}
          disabled={disabled}
          onChange={(value) => set({ channels: value === "1" ? 1 : 3 }, "channels")}
        />
        <SelectField
          label={t("input.scale")}
          value={input.scale}
          options={(["unit", "standard"] as const).map((value) => ({ value, label: t(`input.${value}`) }))}
          disabled={disabled}
          onChange={(scale) => set({ scale }, "scale")}
        />
      </div>
      <SelectField
        label={t("input.policy")}
        value={input.policy}
        options={resizePolicies.map((value) => ({ value, label: t(`input.${value}`) }))}
        disabled={disabled}
        onChange={(policy) => set({ policy }, "policy")}
      />
      <p className={styles.figure}>
        {t("input.numbers", { height, width, channels, total: number(height * width * channels) })}
      </p>
    </>
  );
}

/** The sizes there are, which the chosen one is held against. */
function Sizes({ input, summary }: FormProps) {
  const { t } = useTranslation("images");
  const { number } = useFormat();
  const chart = summary.columns.find(({ name }) => name === input.column)?.chart;
  const top = chart?.kind === "sizes" ? chart.top[0] : undefined;
  if (chart?.kind !== "sizes" || top === undefined) return null;
  const others = chart.top.length - 1;
  const first = `${top.width} × ${top.height}`;
  const more = chart.other > 0 ? `${number(others)}+` : number(others);
  const sizes = others === 0 ? first : t("input.manySizes", { first, n: more });
  return <p className={controls.note}>{t("input.original", { sizes })}</p>;
}

function Preview({ input, summary }: FormProps) {
  const { t } = useTranslation("images");
  const { number } = useFormat();
  const [turn, setTurn] = useState(0);
  const rows = rowsOf(summary.rows, turn);
  const side = previewSide * 2;
  return (
    <>
      <ul className={styles.pairs} aria-label={t("input.preview")}>
        {rows.map((row) => (
          <li key={row} aria-label={t("input.pair", { row: number(row + 1) })}>
            <span className={styles.frame} title={t("input.before")}>
              <RowPicture datasetId={summary.id} row={row} size={side} missing={t("classes.noPicture")} />
            </span>
            <span className={styles.frame} title={t("input.after")}>
              <RowPicture datasetId={summary.id} row={row} size={side} as={input} missing={t("classes.noPicture")} />
            </span>
          </li>
        ))}
      </ul>
      {summary.rows <= previewCount ? null : (
        <button type="button" className={`${controls.button} ${controls.small}`} onClick={() => setTurn(turn + 1)}>
          <RefreshCw size={12} aria-hidden="true" />
          {t("input.others")}
        </button>
      )}
    </>
  );
}

/** Some rows, evenly from all of them, others at each turn. */
function rowsOf(rows: number, turn: number): readonly number[] {
  const picks = Array.from({ length: Math.min(previewCount, rows) }, (_, i) => {
    const step = rows / Math.min(previewCount, rows);
    return Math.floor(i * step + ((turn * 7919) % Math.max(1, Math.floor(step)))) % rows;
  });
  return [...new Set(picks)];
}
