/** @file The layers to choose from: by group, each to be folded; while something is searched, the likeliest first. */
import { type KeyboardEvent, type ReactNode, type RefObject, useState } from "react";
import { useTranslation } from "react-i18next";
import { type LayerGroup, layerGroups } from "../../core/layers/define.ts";
import { type LayerKind, layerKinds, layers } from "../../core/layers/index.ts";
import { carry } from "./dragged.ts";
import { groupStyle } from "./groupStyle.ts";
import styles from "./Palette.module.css";
import { searchLayers } from "./paletteSearch.ts";

/** The layers that a query means, in the language shown. */
export function useFound(query: string): readonly LayerKind[] {
  const { t } = useTranslation(["model", "layers"]);
  const all = layerKinds
    .filter((kind) => layers[kind].addable)
    .map((kind) => ({
      kind,
      title: layers[kind].title,
      words: `${t(`layers:kinds.${kind}.gloss`)} ${t(`model:palette.synonyms.${kind}`, { defaultValue: "" })}`,
      help: t(`layers:kinds.${kind}.help`),
    }));
  return searchLayers(query, all);
}

interface PaletteListProps {
  readonly found: readonly LayerKind[];
  readonly searching: boolean;
  readonly list: RefObject<HTMLDivElement | null>;
  /** What a click does, in words. */
  readonly title: string;
  readonly onAdd: (kind: LayerKind) => void;
}

export function PaletteList({ found, searching, list, title, onAdd }: PaletteListProps) {
  const { t } = useTranslation("model");
  const items = (kinds: readonly LayerKind[]) =>
    kinds.map((kind) => <Item key={kind} kind={kind} title={title} onAdd={onAdd} />);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrow keys move between the buttons inside.
    <div ref={list} onKeyDown={moveFocus}>
      {searching
        ? items(found)
        : layerGroups.map((group) => {
            const kinds = found.filter((kind) => layers[kind].group === group);
            return kinds.length === 0 ? null : (
              <Group key={group} group={group} count={kinds.length}>
                {items(kinds)}
              </Group>
            );
          })}
      {found.length === 0 ? <p className={styles.none}>{t("palette.none")}</p> : null}
    </div>
  );
}

interface GroupProps {
  readonly group: LayerGroup;
  readonly count: number;
  readonly children: ReactNode;
}

function Group({ group, count, children }: GroupProps) {
  const { t } = useTranslation(["model", "layers"]);
  const [open, setOpen] = useState(true);
  const name = t(`layers:groups.${group}`);
  return (
    <section className={styles.group} aria-label={name}>
      <h2 className={styles.head}>
        <button
          type="button"
          className={styles.fold}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          onKeyDown={(event) => {
            if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
            setOpen(event.key === "ArrowRight");
            event.preventDefault();
          }}
        >
          <span className={open ? styles.open : styles.closed} aria-hidden="true" />
          {name}
          <span className={styles.count} aria-hidden="true">
            {count}
          </span>
        </button>
      </h2>
      {open ? children : null}
    </section>
  );
}

interface ItemProps {
  readonly kind: LayerKind;
  readonly title: string;
  readonly onAdd: (kind: LayerKind) => void;
}

function Item({ kind, title, onAdd }: ItemProps) {
  const { t } = useTranslation("layers");
  return (
    <button
      type="button"
      className={styles.item}
      style={groupStyle(layers[kind].group)}
      draggable
      title={`${t(`kinds.${kind}.help`)}\n${title}`}
      onDragStart={(event) => carry(event.dataTransfer, kind)}
      onClick={() => onAdd(kind)}
    >
      <span className={styles.stripe} aria-hidden="true" />
      <span className={styles.kind}>{layers[kind].title}</span>
      <span className={styles.gloss}>{t(`kinds.${kind}.gloss`)}</span>
    </button>
  );
}

function moveFocus(event: KeyboardEvent<HTMLDivElement>) {
  const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  if (by === 0) return;
  const buttons = [...event.currentTarget.querySelectorAll("button")];
  const at = buttons.findIndex((button) => button.matches(":focus"));
  buttons[Math.min(buttons.length - 1, Math.max(0, at + by))]?.focus();
  event.preventDefault();
}
