/** @file One declared field as a control: which control its type takes, its help, its way back to the default. */
import { type ComponentType, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { assertNever } from "../core/fault.ts";
import type { Field, Fields, LayerField, ParamValue } from "../core/params/fields.ts";
import { Flag } from "./Flag.tsx";
import { IntsField } from "./IntsField.tsx";
import { NumberField } from "./NumberField.tsx";
import { isDefault, nestedValue, withInnerKind } from "./nestedLayer.ts";
import { ParamAside } from "./ParamAside.tsx";
import styles from "./ParamForm.module.css";
import { SelectField } from "./SelectField.tsx";
import { TextField } from "./TextField.tsx";

/** A form of fields; `ParamForm` draws it. */
export interface ParamFormProps {
  readonly fields: Fields;
  /** As the document holds them, which may be of any type. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly onChange: (name: string, value: ParamValue) => void;
  readonly label: (name: string) => string;
  readonly help?: (name: string) => string | undefined;
  /** What a pointer that rests on a field's name reads. */
  readonly title?: (name: string) => string | undefined;
  /** How a choice is shown; by default as it is. */
  readonly option?: (name: string, option: string) => string;
  /** How a layer inside a layer is called. */
  readonly kindTitle?: (kind: string) => string;
  /** What an empty "follow the task" field shows. */
  readonly placeholder?: (name: string) => string;
  /** The head under which an advanced field stands; the same head gathers its fields. */
  readonly section?: (name: string) => string | undefined;
  /** What is wrong with the document's value, by field. */
  readonly errors?: Readonly<Record<string, string>>;
  /** What mends a field's error, below it. */
  readonly mend?: (name: string) => ReactNode;
  readonly disabled?: boolean;
  readonly moreLabel: string;
  /** Stands with the advanced fields. */
  readonly moreChildren?: ReactNode;
}

interface ParamControlProps<F extends Field = Field> {
  readonly name: string;
  readonly field: F;
  readonly form: ParamFormProps;
  /** The form of an inner layer: the very form this control stands in, handed down because it knows this control. */
  readonly nestedForm: ComponentType<ParamFormProps>;
}

/** What every control of a form takes beside its value. */
function useSurroundings({ name, field, form }: Omit<ParamControlProps, "nestedForm">) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const value = Object.hasOwn(form.values, name) ? form.values[name] : undefined;
  const label = form.label(name);
  const text = form.help?.(name);
  const reset =
    form.disabled || isDefault(field, value)
      ? undefined
      : { to: defaultText(), run: () => form.onChange(name, field.default) };
  const help = text === undefined ? undefined : { open, toggle: () => setOpen(!open) };
  return {
    value,
    reset,
    around: {
      label,
      title: form.title?.(name),
      labelAside: <ParamAside label={label} help={help} reset={reset} />,
      help: open ? text : zeroText(),
      error: form.errors?.[name],
      disabled: form.disabled,
    },
  };
  /** What a 0 in force means. */
  function zeroText(): string | undefined {
    const holdsZero = value === 0 || (isNumbers(value) && value.includes(0));
    if (field.zeroMeans === undefined || !holdsZero) return undefined;
    return t("field.zeroMeans", { field: form.label(field.zeroMeans) });
  }
  function defaultText(): string {
    const to = field.default;
    if (to === null) return t("field.auto");
    if (typeof to === "boolean") return t(to ? "field.on" : "field.off");
    if (typeof to === "string") return form.option?.(name, to) ?? to;
    if (typeof to === "number") return String(to);
    return "kind" in to ? (form.kindTitle?.(to.kind) ?? to.kind) : to.join(" × ");
  }
}

/** More letters than half a form's width holds. */
const longText = 16;

export function ParamControl(props: ParamControlProps) {
  const { name, field, form } = props;
  const { t } = useTranslation();
  const { value, reset, around } = useSurroundings(props);
  const mend = around.error === undefined ? null : form.mend?.(name);
  switch (field.type) {
    case "int":
    case "autoInt":
    case "float":
      return (
        <div className={around.label.length > longText ? styles.wide : undefined}>
          <NumberField
            {...around}
            value={typeof value === "number" && Number.isFinite(value) ? value : null}
            onChange={(next) => form.onChange(name, next)}
            integer={field.type !== "float"}
            nullable={field.type === "autoInt"}
            placeholder={field.type === "autoInt" ? form.placeholder?.(name) : undefined}
            min={field.min}
            max={field.max}
            exclusiveMin={field.type === "float" ? field.exclusiveMin : undefined}
            exclusiveMax={field.type === "float" ? field.exclusiveMax : undefined}
          />
          {mend}
        </div>
      );
    case "choice": {
      const known = typeof value === "string" && field.options.includes(value);
      const options = field.options.map((option) => ({ value: option, label: form.option?.(name, option) ?? option }));
      const stray = { value: "", label: String(value ?? t("field.notSet")), disabled: true };
      return (
        <div className={options.some(({ label }) => label.length > longText) ? styles.wide : undefined}>
          <SelectField
            {...around}
            value={known ? value : ""}
            options={known ? options : [stray, ...options]}
            onChange={(next) => form.onChange(name, next)}
          />
          {mend}
        </div>
      );
    }
    case "flag":
      return (
        <Flag
          label={around.label}
          title={around.title}
          help={form.help?.(name)}
          reset={reset}
          error={around.error}
          disabled={around.disabled}
          checked={value === true}
          onChange={(checked) => form.onChange(name, checked)}
        />
      );
    case "text":
      return (
        <div className={styles.wide}>
          <TextField
            {...around}
            value={typeof value === "string" ? value : ""}
            onChange={(next) => form.onChange(name, next)}
          />
          {mend}
        </div>
      );
    case "ints":
      return (
        <div className={typeof field.length === "number" && field.length <= 2 ? undefined : styles.wide}>
          <IntsField
            {...around}
            value={isNumbers(value) ? value : null}
            onChange={(next) => form.onChange(name, next)}
            length={field.length}
            min={field.min}
            max={field.max}
          />
          {mend}
        </div>
      );
    case "layer":
      return <InnerLayer {...props} field={field} />;
    default:
      return assertNever(field);
  }
}

const isNumbers = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.every((item) => typeof item === "number" && Number.isFinite(item));

/** Which layer, then that layer's own fields, set off by a line at the left. */
function InnerLayer({ name, field, form, nestedForm: NestedForm }: ParamControlProps<LayerField>) {
  const { t } = useTranslation();
  const { value, around } = useSurroundings({ name, field, form });
  const inner = nestedValue(field, value);
  const kinds = Object.keys(field.options).map((kind) => ({ value: kind, label: form.kindTitle?.(kind) ?? kind }));
  const stray = { value: "", label: t("field.notSet"), disabled: true };
  return (
    <div className={styles.wide}>
      <SelectField
        {...around}
        value={inner?.kind ?? ""}
        options={inner === null ? [stray, ...kinds] : kinds}
        onChange={(kind) => form.onChange(name, withInnerKind(field, inner, kind))}
      />
      {around.error === undefined ? null : form.mend?.(name)}
      {inner === null ? null : (
        // biome-ignore lint/a11y/useSemanticElements: the list above it is its legend.
        <div role="group" aria-label={form.kindTitle?.(inner.kind) ?? inner.kind} className={styles.inner}>
          <NestedForm
            {...form}
            key={inner.kind}
            fields={field.options[inner.kind] ?? {}}
            values={inner.params}
            errors={undefined}
            mend={undefined}
            moreChildren={undefined}
            onChange={(innerName, next) =>
              form.onChange(name, { kind: inner.kind, params: { ...inner.params, [innerName]: next } })
            }
          />
        </div>
      )}
    </div>
  );
}
