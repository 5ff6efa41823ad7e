/** @file Controls that belong together, under a small capital head; a group of that name for everyone. */
import type { ReactNode } from "react";
import styles from "./controls.module.css";

interface GroupProps {
  readonly title: string;
  readonly disabled?: boolean;
  readonly className?: string;
  readonly children: ReactNode;
}

export function Group({ title, disabled, className, children }: GroupProps) {
  return (
    <fieldset className={[styles.group, className].filter(Boolean).join(" ")} disabled={disabled}>
      <legend>{title}</legend>
      {children}
    </fieldset>
  );
}
