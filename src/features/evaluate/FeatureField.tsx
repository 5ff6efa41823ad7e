/** @file One column of the form: known values to choose from, or a text as the table would have it. */
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { type FittedFeature, knownValues } from "../../core/data/recipe.ts";
import styles from "./TryIt.module.css";
import type { FieldValue } from "./tryItForm.ts";

interface FeatureFieldProps {
  readonly feature: FittedFeature;
  readonly value: FieldValue;
  /** What the last prediction said of this column; null: nothing. */
  readonly warning: string | null;
  readonly onChange: (value: FieldValue) => void;
}

export function FeatureField(props: FeatureFieldProps) {
  const { feature, warning } = props;
  const id = useId();
  const known = knownValues(feature);
  const described = warning === null ? undefined : `${id}-warning`;
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={styles.label} title={feature.column}>
        {feature.column}
      </label>
      {known.length === 0 ? (
        <TextInput {...props} id={id} described={described} />
      ) : (
        <Choice {...props} id={id} described={described} values={known} />
      )}
      {warning === null ? null : (
        <p id={`${id}-warning`} className={styles.warning}>
          {warning}
        </p>
      )}
    </div>
  );
}

type InputProps = FeatureFieldProps & { readonly id: string; readonly described: string | undefined };

function TextInput({ feature, value, onChange, id, described, warning }: InputProps) {
  const { t } = useTranslation("evaluate");
  return (
    <input
      id={id}
      type="text"
      inputMode={feature.type === "number" || feature.type === "integer" ? "decimal" : undefined}
      autoComplete="off"
      spellCheck={false}
      className={`${styles.control} ${styles.number}`}
      placeholder={feature.type === "date" ? t("tryIt.dateFormat") : t("tryIt.emptyIsMissing")}
      aria-describedby={described}
      data-warning={warning !== null || undefined}
      value={value.kind === "text" ? value.text : ""}
      onChange={(event) => onChange({ kind: "text", text: event.currentTarget.value })}
    />
  );
}

/** Options are numbered: a category may be called anything, also like the two extra choices. */
function Choice({
  feature,
  value,
  values,
  onChange,
  id,
  described,
  warning,
}: InputProps & { readonly values: readonly string[] }) {
  const { t } = useTranslation("evaluate");
  const chosen = value.kind === "known" ? String(values.indexOf(value.value)) : value.kind;
  return (
    <>
      <select
        id={id}
        className={styles.control}
        aria-describedby={described}
        data-warning={warning !== null || undefined}
        value={chosen}
        onChange={(event) => {
          const { value: option } = event.currentTarget;
          if (option === "missing") return onChange({ kind: "missing" });
          const known = values[Number(option)];
          onChange(known === undefined ? { kind: "text", text: "" } : { kind: "known", value: known });
        }}
      >
        {values.map((known, i) => (
          <option key={known} value={String(i)}>
            {known}
          </option>
        ))}
        <option value="missing">{t("tryIt.missing")}</option>
        <option value="text">{t("tryIt.other")}</option>
      </select>
      {value.kind === "text" ? (
        <input
          type="text"
          autoComplete="off"
          spellCheck={false}
          className={`${styles.control} ${styles.otherText}`}
          aria-label={t("tryIt.otherValue", { column: feature.column })}
          value={value.text}
          onChange={(event) => onChange({ kind: "text", text: event.currentTarget.value })}
        />
      ) : null}
    </>
  );
}
