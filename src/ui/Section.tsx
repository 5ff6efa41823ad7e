/** @file A part of a panel under a small capital head; a region of that name for those who cannot see the head. */
import { type ReactNode, useId } from "react";
import styles from "./Section.module.css";

interface SectionProps {
  readonly title: string;
  /** Stands at the right of the head: a link, a small button. */
  readonly aside?: ReactNode;
  /** "card": a frame of its own, for figures that stand beside others. */
  readonly frame?: "plain" | "card";
  readonly className?: string;
  readonly children: ReactNode;
}

export function Section({ title, aside, frame = "plain", className, children }: SectionProps) {
  const id = useId();
  const classes = [frame === "card" ? styles.card : styles.plain, className].filter(Boolean).join(" ");
  return (
    <section aria-labelledby={id} className={classes}>
      <div className={styles.head}>
        <h2 id={id} className={styles.title}>
          {title}
        </h2>
        {aside}
      </div>
      {children}
    </section>
  );
}
