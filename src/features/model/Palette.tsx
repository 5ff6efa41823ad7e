/**
 * @file What can be put into a model: ready-made graphs, layers by group, the document's own blocks. A click or Enter
 * adds after the selected layer; a drag places it by hand.
 */
import { type RefObject, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { nameOf } from "../../core/graph/draft.ts";
import { nodeById } from "../../core/graph/edit.ts";
import { type LayerKind, specOf } from "../../core/layers/index.ts";
import { useProject } from "../../state/project.ts";
import { useSession } from "../../state/session.ts";
import { addBlock, blocksInDocument, commands } from "./commands.ts";
import styles from "./Palette.module.css";
import { PaletteList, useFound } from "./PaletteList.tsx";
import { Templates } from "./Templates.tsx";

interface PaletteProps {
  readonly searching: boolean;
  readonly onSearching: (searching: boolean) => void;
  /** Where the keyboard goes on after a layer was added. */
  readonly onAdded: () => void;
}

export function Palette({ searching, onSearching, onAdded }: PaletteProps) {
  const { t } = useTranslation("model");
  const [query, setQuery] = useState("");
  const list = useRef<HTMLDivElement>(null);
  const found = useFound(query);
  const title = useAddTitle();
  const asked = query.trim() !== "";

  function add(kind: LayerKind) {
    commands.add(kind);
    setQuery("");
    if (!searching) return;
    onSearching(false);
    onAdded();
  }

  return (
    <section aria-label={t("palette.label")}>
      <AddBox
        searching={searching}
        query={query}
        list={list}
        onQuery={setQuery}
        onSearching={(next) => {
          setQuery("");
          onSearching(next);
        }}
        onEnter={() => found[0] !== undefined && add(found[0])}
      />
      {searching ? null : <Templates />}
      <PaletteList found={found} searching={asked} list={list} title={title} onAdd={add} />
      {asked ? null : <Blocks />}
    </section>
  );
}

/** Where a click will put the layer. */
function useAddTitle(): string {
  const { t } = useTranslation("model");
  const graph = useProject((state) => state.project?.graph);
  const selected = useSession((state) => state.selectedNode);
  const node = graph === undefined || selected === null ? null : nodeById(graph, selected);
  if (node === null || specOf(node.kind)?.role === "output") return t("palette.addLast");
  return t("palette.addAfter", { name: nameOf(node) });
}

interface AddBoxProps {
  readonly searching: boolean;
  readonly query: string;
  readonly list: RefObject<HTMLDivElement | null>;
  readonly onQuery: (query: string) => void;
  readonly onSearching: (searching: boolean) => void;
  readonly onEnter: () => void;
}

/** A button that becomes a search field. */
function AddBox({ searching, query, list, onQuery, onSearching, onEnter }: AddBoxProps) {
  const { t } = useTranslation("model");
  const field = useRef<HTMLInputElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const cameFrom = useRef<Element | null>(null);
  // The press that made the field asks for typing.
  useEffect(() => {
    if (!searching) return;
    cameFrom.current = document.activeElement;
    field.current?.focus();
  }, [searching]);
  function giveUp() {
    onSearching(false);
    const { current: before } = cameFrom;
    // The button is there again once the field is gone.
    requestAnimationFrame(() => {
      if (before instanceof HTMLElement && before.isConnected && before !== document.body) before.focus();
      else button.current?.focus();
    });
  }
  if (!searching) {
    return (
      <button ref={button} type="button" className={styles.add} aria-keyshortcuts="A" onClick={() => onSearching(true)}>
        {t("palette.add")}
        <span className={styles.key} aria-hidden="true">
          A
        </span>
      </button>
    );
  }
  return (
    <input
      type="search"
      className={styles.search}
      aria-label={t("palette.search")}
      placeholder={t("palette.searchHint")}
      ref={field}
      value={query}
      onChange={(event) => onQuery(event.currentTarget.value)}
      onBlur={(event) => {
        if (!list.current?.contains(event.relatedTarget) && query === "") onSearching(false);
      }}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return;
        if (event.key === "Enter") onEnter();
        else if (event.key === "Escape") giveUp();
        else if (event.key === "ArrowDown") list.current?.querySelector("button")?.focus();
        else return;
        event.preventDefault();
      }}
    />
  );
}

/** The document's named groups of layers; a click puts in a copy. */
function Blocks() {
  const { t } = useTranslation("model");
  // A block's name and size are asked for anew when the list is another.
  useProject((state) => state.project?.blocks);
  const blocks = blocksInDocument();
  if (blocks.length === 0) return null;
  return (
    <section className={styles.group} aria-label={t("palette.blocks")}>
      <h2 className={styles.head}>{t("palette.blocks")}</h2>
      {blocks.map(({ id, name, layers }) => (
        <button
          key={id}
          type="button"
          className={styles.item}
          aria-label={t("palette.block", { name })}
          onClick={() => addBlock(id)}
        >
          <span className={styles.blockSign} aria-hidden="true" />
          <span className={styles.kind}>{name}</span>
          <span className={styles.gloss} aria-hidden="true">
            {layers}
          </span>
        </button>
      ))}
    </section>
  );
}
