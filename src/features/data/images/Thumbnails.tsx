/**
 * @file Images side by side, of which some are marked: a list that is worked by click, Shift and keys, as a folder of
 * pictures is. What is done with the marked ones is the selection bar's.
 */
import { type KeyboardEvent, type MouseEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../../ui/format.ts";
import styles from "./images.module.css";
import { RowPicture } from "./RowPicture.tsx";

/** In pixels of the page, drawn twice as fine. */
export const thumbSide = 56;

interface ThumbnailsProps {
  readonly label: string;
  readonly datasetId: string;
  readonly rows: readonly number[];
  /** In a line: the arrow keys up and down go that far. */
  readonly columns: number;
  readonly selected: ReadonlySet<number>;
  readonly onSelect: (rows: ReadonlySet<number>) => void;
  readonly onLeaveOut: () => void;
}

export function Thumbnails(props: ThumbnailsProps) {
  const { label, datasetId, rows, columns, selected } = props;
  const { t } = useTranslation("images");
  const { number } = useFormat();
  const list = useRef<HTMLDivElement>(null);
  const { active, focus, click, press } = useMarking(props, list);
  return (
    <div
      ref={list}
      role="listbox"
      aria-multiselectable="true"
      aria-label={label}
      className={styles.thumbs}
      style={{ gridTemplateColumns: `repeat(${columns}, ${thumbSide}px)` }}
      onKeyDown={press}
    >
      {rows.map((row, i) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the list above it takes the keys of all.
        <div
          key={row}
          role="option"
          aria-selected={selected.has(row)}
          aria-label={t("classes.thumb", { row: number(row + 1) })}
          tabIndex={i === active ? 0 : -1}
          className={styles.thumb}
          onFocus={() => focus(i)}
          onClick={(event) => click(event, i)}
        >
          <RowPicture datasetId={datasetId} row={row} size={thumbSide * 2} missing={t("classes.noPicture")} />
        </div>
      ))}
    </div>
  );
}

/** One image has the focus; marking goes from the last one that was touched. */
function useMarking(
  { rows, columns, selected, onSelect, onLeaveOut }: ThumbnailsProps,
  list: { readonly current: HTMLDivElement | null },
) {
  const [focused, setFocused] = useState(0);
  const anchor = useRef(0);
  const left = useRef(false);
  const last = rows.length - 1;
  const active = Math.min(focused, Math.max(0, last));
  // The image that had the focus went with those that were left out: the one in its place takes it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: what counts is that other images stand here.
  useEffect(() => {
    if (!left.current || document.activeElement !== document.body) return;
    left.current = false;
    (list.current?.children[active] as HTMLElement | undefined)?.focus();
  }, [rows]);
  const between = (a: number, b: number) => rows.slice(Math.min(a, b), Math.max(a, b) + 1);
  const toggle = (i: number) => {
    const row = rows[i];
    if (row === undefined) return;
    const next = new Set(selected);
    if (!next.delete(row)) next.add(row);
    anchor.current = i;
    onSelect(next);
  };
  const extend = (i: number) => onSelect(new Set([...selected, ...between(anchor.current, i)]));
  const click = (event: MouseEvent, i: number) => (event.shiftKey ? extend(i) : toggle(i));
  const step: Readonly<Record<string, number>> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -columns,
    ArrowDown: columns,
  };
  const press = (event: KeyboardEvent) => {
    const { key } = event;
    const move = step[key] ?? (key === "Home" ? -active : key === "End" ? last - active : null);
    const to = move === null ? active : active + move;
    if (move !== null && to >= 0 && to <= last) {
      (list.current?.children[to] as HTMLElement | undefined)?.focus();
      if (event.shiftKey) extend(to);
      else anchor.current = to;
    } else if (key === " " || key === "Enter") toggle(active);
    else if (key === "a" && (event.ctrlKey || event.metaKey)) onSelect(new Set([...selected, ...rows]));
    else if (key === "Escape" && selected.size > 0) onSelect(new Set());
    else if ((key === "Delete" || key === "Backspace") && selected.size > 0) {
      left.current = true;
      onLeaveOut();
    } else if (move === null) return;
    event.preventDefault();
    event.stopPropagation();
  };
  return { active, focus: setFocused, click, press };
}
