/** @file Which layer to put here: a field that finds kinds while one types, with a list below it. */
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { type LayerKind, layers } from "../../core/layers/index.ts";
import { groupStyle } from "./groupStyle.ts";
import styles from "./LayerPicker.module.css";
import { useFound } from "./PaletteList.tsx";

interface LayerPickerProps {
  /** Within the canvas. */
  readonly left: number;
  readonly top: number;
  readonly onPick: (kind: LayerKind) => void;
  /** "back": by Escape, so the focus should go back; "away": it has gone elsewhere. */
  readonly onClose: (how: "back" | "away") => void;
}

export function LayerPicker({ left, top, onPick, onClose }: LayerPickerProps) {
  const { t } = useTranslation("model");
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [query, setQuery] = useState("");
  const [index, setIndex] = useState(0);
  // What takes no input cannot stand on a connection.
  const found = useFound(query).filter((kind) => layers[kind].inputs.max > 0);
  const at = Math.min(index, found.length - 1);
  const current = found[at];
  useEffect(() => field.current?.focus({ preventScroll: true }), []);
  useEffect(() => {
    if (current !== undefined) document.getElementById(`${id}-${current}`)?.scrollIntoView({ block: "nearest" });
  }, [current, id]);

  function press(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "ArrowDown") setIndex(at >= found.length - 1 ? 0 : at + 1);
    else if (event.key === "ArrowUp") setIndex(at <= 0 ? found.length - 1 : at - 1);
    else if (event.key === "Enter" && current !== undefined) onPick(current);
    else if (event.key === "Escape") onClose("back");
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div
      role="dialog"
      aria-label={t("canvas.insert")}
      className={`${styles.picker} nodrag nopan nowheel`}
      style={{ left, top }}
    >
      <input
        ref={field}
        type="text"
        role="combobox"
        className={styles.search}
        aria-label={t("palette.search")}
        aria-expanded="true"
        aria-controls={id}
        aria-activedescendant={current === undefined ? undefined : `${id}-${current}`}
        placeholder={t("canvas.insert")}
        value={query}
        onChange={(event) => {
          setQuery(event.currentTarget.value);
          setIndex(0);
        }}
        onBlur={() => onClose("away")}
        onKeyDown={press}
      />
      <div id={id} role="listbox" aria-label={t("palette.label")} className={styles.list}>
        {found.map((kind) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field hears the keys, and keeps the focus.
          // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus, as combo boxes do.
          <div
            key={kind}
            id={`${id}-${kind}`}
            role="option"
            aria-selected={kind === current}
            className={kind === current ? `${styles.item} ${styles.current}` : styles.item}
            style={groupStyle(layers[kind].group)}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => onPick(kind)}
          >
            <span className={styles.stripe} aria-hidden="true" />
            {layers[kind].title}
          </div>
        ))}
        {found.length === 0 ? <p className={styles.none}>{t("palette.none")}</p> : null}
      </div>
    </div>
  );
}
