/** @file Names with figures at the right edge, in the mono face: what a layer, a run or a file is, line by line. */
import type { ReactNode } from "react";
import styles from "./KeyValue.module.css";

interface KeyValueProps {
  readonly rows: readonly { readonly key: string; readonly label: string; readonly value: ReactNode }[];
}

export function KeyValue({ rows }: KeyValueProps) {
  return (
    <dl className={styles.list}>
      {rows.map(({ key, label, value }) => (
        <div key={key} className={styles.row}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
