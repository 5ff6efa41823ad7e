/**
 * @file A form made from declared fields: a number is typed, a choice is the platform's list, a flag is ticked, a list of
 * numbers stands side by side, a layer inside a layer brings its own form. Fields marked as advanced wait behind "More",
 * under small heads where the caller names them; a field that another one rules out is not shown. What is typed and
 * cannot be used stays in view with the reason, while the document keeps its last good value.
 */
import { useId, useState } from "react";
import { applies, type Field } from "../core/params/fields.ts";
import { Lid } from "./Lid.tsx";
import { isDefault } from "./nestedLayer.ts";
import { ParamControl, type ParamFormProps } from "./ParamControl.tsx";
import styles from "./ParamForm.module.css";

type Entries = readonly (readonly [string, Field])[];

export function ParamForm(props: ParamFormProps) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const names = Object.entries(props.fields).filter(([name]) => applies(props.fields, name, props.values));
  const plain = names.filter(([, field]) => field.advanced !== true);
  const advanced = names.filter(([, field]) => field.advanced === true);
  // An error must not hide behind a closed lid.
  const shown = open || advanced.some(([name]) => props.errors?.[name] !== undefined);
  const changed = advanced.filter(([name, field]) => !isDefault(field, props.values[name])).length;
  const { moreChildren } = props;
  return (
    <>
      <Grid entries={plain} {...props} />
      {advanced.length === 0 && moreChildren === undefined ? null : (
        <>
          <Lid of={id} open={shown} changed={changed} onToggle={() => setOpen(!open)}>
            {props.moreLabel}
          </Lid>
          <div id={id} hidden={!shown}>
            {moreChildren}
            {sectionsOf(advanced, props.section).map(([title, entries]) =>
              title === undefined ? (
                <Grid key="" entries={entries} {...props} />
              ) : (
                <fieldset key={title} className={styles.section}>
                  <legend>{title}</legend>
                  <Grid entries={entries} {...props} />
                </fieldset>
              ),
            )}
          </div>
        </>
      )}
    </>
  );
}

/** Fields without a head first, then head by head in the order of their first fields. */
function sectionsOf(entries: Entries, section: ParamFormProps["section"]): readonly [string | undefined, Entries][] {
  const titles = new Set<string | undefined>([undefined, ...entries.map(([name]) => section?.(name))]);
  return [...titles]
    .map((title): [string | undefined, Entries] => [title, entries.filter(([name]) => section?.(name) === title)])
    .filter(([, inside]) => inside.length > 0);
}

function Grid({ entries, ...props }: ParamFormProps & { readonly entries: Entries }) {
  if (entries.length === 0) return null;
  return (
    <div className={styles.grid}>
      {entries.map(([name, field]) => (
        <ParamControl key={name} name={name} field={field} form={props} nestedForm={ParamForm} />
      ))}
    </div>
  );
}
