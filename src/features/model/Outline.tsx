/**
 * @file The model as a list, in the order it is computed: everything the canvas can do, by keyboard and for those who
 * cannot see a drawing. Arrow keys move and select, with Shift more than one; Enter goes to the settings.
 */
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, type MouseEvent, type RefObject, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { NodeId } from "../../core/graph/types.ts";
import { useCompiled } from "../../state/derived.ts";
import { useSession } from "../../state/session.ts";
import { type MenuGroup, MenuList } from "../../ui/Menu.tsx";
import { Section } from "../../ui/Section.tsx";
import { renameBlock, toggleCollapsed } from "./blockCommands.ts";
import { commands, useDrawing } from "./commands.ts";
import { InputsDialog } from "./InputsDialog.tsx";
import { pressOnMarked } from "./keys.ts";
import { markedGroups } from "./menus.ts";
import styles from "./Outline.module.css";
import { OutlineRowView } from "./OutlineRow.tsx";
import { nodesOf, type OutlineRow, outlineRows } from "./outlineRows.ts";
import { useActions } from "./useActions.ts";

interface OutlineProps {
  readonly tree: RefObject<HTMLDivElement | null>;
  readonly onSettings: () => void;
  readonly onAdd: () => void;
}

/** From here on only the rows in view are in the document; how many there are is said by the rows themselves. */
const manyRows = 300;
const rowHeight = 26;

export function Outline({ tree, onSettings, onAdd }: OutlineProps) {
  const { t } = useTranslation("model");
  const { graph, blocks } = useDrawing();
  const compiled = useCompiled();
  const marked = useSession((state) => state.marked);
  const actions = useActions();
  const rows = useMemo(() => outlineRows(graph, blocks, compiled.order), [graph, blocks, compiled.order]);
  const names = useMemo(() => new Map(graph.nodes.map((node) => [node.id, node])), [graph]);
  const [wiring, setWiring] = useState<NodeId | null>(null);
  const [renaming, setRenaming] = useState<string | null>(null);
  const [menu, setMenu] = useState<MenuAt | null>(null);
  const range = useRange(rows, marked);
  const virtual = useVirtualizer({
    count: rows.length,
    enabled: rows.length > manyRows,
    getScrollElement: () => tree.current,
    estimateSize: () => rowHeight,
    overscan: 20,
  });
  useFollow(tree, rows, range.current, (index) => rows.length > manyRows && virtual.scrollToIndex(index));

  const rename = () => {
    const row = rows[range.current];
    const owner = blocks.find(({ nodes }) => row !== undefined && nodesOf(row).some((id) => nodes.includes(id)));
    if (owner !== undefined) setRenaming(owner.id);
  };

  function onKeyDown(event: KeyboardEvent) {
    const row = rows[range.current];
    if (row === undefined || event.nativeEvent.isComposing) return;
    // The keys of what is marked come first; where nothing is, the row with the focus is meant.
    if (marked.length === 0 && isAboutMarked(event)) range.go(range.current, false);
    const handled =
      pressOnMarked(event.nativeEvent, actions) ||
      press(event, row, range, { onSettings, onAdd, rename, inputs: setWiring });
    if (!handled) return;
    event.preventDefault();
    event.stopPropagation();
  }

  function openMenu(event: MouseEvent, index: number) {
    event.preventDefault();
    const row = rows[index];
    if (row === undefined) return;
    if (!nodesOf(row).every((id) => useSession.getState().marked.includes(id))) range.go(index, false);
    const groups = markedGroups(t, actions, { rename, inputs: setWiring });
    setMenu({ groups, left: event.clientX, top: event.clientY });
  }

  const shown = rows.length > manyRows ? virtual.getVirtualItems() : rows.map((_, index) => ({ index, start: 0 }));
  const markedSet = new Set(marked);
  return (
    <Section title={t("outline.label")} className={styles.outline}>
      <div
        ref={tree}
        role="tree"
        aria-label={t("outline.label")}
        aria-multiselectable="true"
        className={styles.tree}
        tabIndex={-1}
        onKeyDown={onKeyDown}
      >
        <div
          role="none"
          style={rows.length > manyRows ? { position: "relative", height: virtual.getTotalSize() } : undefined}
        >
          {shown.map(({ index, start }) => {
            const row = rows[index];
            return row === undefined ? null : (
              <OutlineRowView
                key={row.key}
                row={row}
                compiled={compiled}
                names={names}
                selected={nodesOf(row).every((id) => markedSet.has(id))}
                focusable={index === range.current}
                top={rows.length > manyRows ? start : null}
                renaming={row.kind === "block" && row.block.id === renaming}
                onRenamed={(name) => {
                  if (row.kind === "block" && name !== null) renameBlock(row.block.id, name);
                  setRenaming(null);
                  tree.current?.querySelector<HTMLElement>('[role="treeitem"][tabindex="0"]')?.focus();
                }}
                onSelect={(event) => range.click(index, event)}
                onSettings={onSettings}
                onMenu={(event) => openMenu(event, index)}
              />
            );
          })}
        </div>
      </div>
      <p className={styles.hint}>{t("outline.hint")}</p>
      {wiring === null ? null : <InputsDialog node={wiring} onClose={() => setWiring(null)} />}
      {menu === null ? null : <RowMenu {...menu} tree={tree} onClose={() => setMenu(null)} />}
    </Section>
  );
}

interface MenuAt {
  readonly groups: readonly MenuGroup[];
  readonly left: number;
  readonly top: number;
}

const menuHeight = 360;

function RowMenu({
  groups,
  left,
  top,
  tree,
  onClose,
}: MenuAt & { readonly tree: RefObject<HTMLElement | null>; readonly onClose: () => void }) {
  const { t } = useTranslation("model");
  const style = {
    position: "fixed",
    left,
    top: Math.max(8, Math.min(top, innerHeight - menuHeight)),
    width: 240,
  } as const;
  return (
    <MenuList
      label={t("menu.label")}
      groups={groups}
      style={style}
      onClose={(how) => {
        onClose();
        if (how === "back") tree.current?.querySelector<HTMLElement>('[role="treeitem"][tabindex="0"]')?.focus();
      }}
    />
  );
}

interface Range {
  /** The row that has the focus. */
  readonly current: number;
  /** Goes to a row and marks it; `more` marks all from where the marking began. */
  readonly go: (index: number, more: boolean) => void;
  /** Adds a row to what is marked, or takes it out. */
  readonly toggle: (index: number) => void;
  readonly click: (index: number, event: MouseEvent) => void;
}

function useRange(rows: readonly OutlineRow[], marked: readonly NodeId[]): Range {
  const [focus, setFocus] = useState<{ readonly at: string; readonly from: string } | null>(null);
  const only = marked.length === 1 ? marked[0] : undefined;
  const keys = useMemo(() => new Map(rows.map(({ key }, index) => [key, index])), [rows]);
  const known = (key: string | undefined) => (key === undefined ? undefined : keys.get(key));
  // A single layer that was marked elsewhere has the focus; else the row that was gone to last.
  const holder = marked.length > 0 ? rows.findIndex((row) => nodesOf(row).includes(marked[0] ?? "")) : 0;
  const last = known(focus?.at);
  const keeps =
    last !== undefined && (marked.length === 0 || nodesOf(rows[last] as OutlineRow).some((id) => marked.includes(id)));
  const current = known(only) ?? (keeps ? last : Math.max(0, holder));

  const mark = (chosen: readonly OutlineRow[]) => useSession.getState().mark([...new Set(chosen.flatMap(nodesOf))]);
  function go(index: number, more: boolean) {
    const at = Math.min(rows.length - 1, Math.max(0, index));
    const row = rows[at];
    if (row === undefined) return;
    const from = more ? (known(focus?.from) ?? current) : at;
    setFocus({ at: row.key, from: rows[from]?.key ?? row.key });
    mark(rows.slice(Math.min(from, at), Math.max(from, at) + 1));
  }
  function toggle(index: number) {
    const row = rows[index];
    if (row === undefined) return;
    const now = new Set(marked);
    const ids = nodesOf(row);
    const out = ids.every((id) => now.has(id));
    for (const id of ids) out ? now.delete(id) : now.add(id);
    setFocus({ at: row.key, from: row.key });
    useSession.getState().mark([...now]);
  }
  const click = (index: number, { shiftKey, ctrlKey, metaKey }: MouseEvent) =>
    ctrlKey || metaKey ? toggle(index) : go(index, shiftKey);
  return { current, go, toggle, click };
}

interface Actions {
  readonly onSettings: () => void;
  readonly onAdd: () => void;
  readonly rename: () => void;
  readonly inputs: (id: NodeId) => void;
}

/** Keys that act on what is marked, or that only mark. */
const isAboutMarked = (event: KeyboardEvent): boolean =>
  ["Delete", "Backspace", "f", "F", "e", "E"].includes(event.key) ||
  ((event.ctrlKey || event.metaKey) && ["d", "g", "D", "G"].includes(event.key));

/** Carries a key out; false where it means nothing here. */
function press(event: KeyboardEvent, row: OutlineRow, range: Range, actions: Actions): boolean {
  const { current, go, toggle } = range;
  const modified = event.ctrlKey || event.metaKey;
  const node = row.kind === "layer" ? row.node.id : null;
  switch (event.key) {
    case "ArrowDown":
    case "ArrowUp": {
      const by = event.key === "ArrowUp" ? -1 : 1;
      if (!event.altKey) go(current + by, event.shiftKey);
      else if (node !== null) commands.moveInChain(node, by < 0 ? "up" : "down");
      return true;
    }
    case "ArrowRight":
    case "ArrowLeft":
      return unfold(event.key === "ArrowRight", row, range);
    case "Home":
      go(0, event.shiftKey);
      return true;
    case "End":
      go(Number.MAX_SAFE_INTEGER, event.shiftKey);
      return true;
    case " ":
      if (modified) toggle(current);
      else go(current, event.shiftKey);
      return true;
    case "Enter":
      if (row.kind === "block") toggleCollapsed(row.block.id);
      else {
        go(current, false);
        actions.onSettings();
      }
      return true;
    case "F2":
      actions.rename();
      return true;
    case "c":
    case "C":
      if (modified || event.altKey || node === null) return false;
      go(current, false);
      actions.inputs(node);
      return true;
    case "a":
    case "A":
      if (modified || event.altKey) return false;
      go(current, false);
      actions.onAdd();
      return true;
    default:
      return false;
  }
}

/** Right opens a block or goes into it, left closes it or goes up to it, as trees of the platform do. */
function unfold(open: boolean, row: OutlineRow, { current, go }: Range): boolean {
  if (row.kind === "block" && row.block.collapsed === open) toggleCollapsed(row.block.id);
  else if (row.kind === "block" && open) go(current + 1, false);
  else if (row.level === 2 && !open) go(current - row.position, false);
  else return false;
  return true;
}

/** While the keyboard is in the tree, the focus goes where the selection goes. */
function useFollow(
  tree: RefObject<HTMLDivElement | null>,
  rows: readonly OutlineRow[],
  current: number,
  bring: (index: number) => void,
) {
  const key = rows[current]?.key;
  const last = useRef(key);
  useEffect(() => {
    if (last.current === key) return;
    last.current = key;
    const within = tree.current;
    if (within === null || key === undefined) return;
    bring(current);
    requestAnimationFrame(() => {
      const row = within.querySelector<HTMLElement>(`[data-node="${CSS.escape(key)}"]`);
      if (within.contains(document.activeElement) || document.activeElement === document.body)
        row?.focus({ preventScroll: true });
      row?.scrollIntoView({ block: "nearest" });
    });
  });
}
