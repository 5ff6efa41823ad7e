/**
 * @file A name or a cell from a file: literal text, one line, isolated so that right-to-left marks in it turn nothing
 * around it, with the whole of it (up to a sane length) in the tooltip.
 */
import styles from "./controls.module.css";
import { shorten } from "./shorten.ts";

/** Laid out at most; CSS cuts earlier. */
const shownLength = 160;
const tooltipLength = 1000;

export function ForeignText({ text, className }: { readonly text: string; readonly className?: string }) {
  return (
    <bdi className={[styles.name, className].filter(Boolean).join(" ")} title={shorten(text, tooltipLength)}>
      {shorten(text, shownLength)}
    </bdi>
  );
}
