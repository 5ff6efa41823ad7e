/**
 * @file The model as a list, in the order it is computed: everything the canvas can do, by keyboard and for those who
 * cannot see a drawing. Arrow keys move and select, Enter goes to the settings.
 */
import { CircleAlert } from "lucide-react";
import { type KeyboardEvent, type RefObject, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Compiled } from "../../core/graph/compile.ts";
import { nameOf } from "../../core/graph/draft.ts";
import type { NodeId } from "../../core/graph/types.ts";
import { hasErrors } from "../../core/issue.ts";
import { type LayerNode, specOf } from "../../core/layers/index.ts";
import { useCompiled } from "../../state/derived.ts";
import { useSession } from "../../state/session.ts";
import { Section } from "../../ui/Section.tsx";
import { commands, useDrawing } from "./commands.ts";
import { groupStyle } from "./groupStyle.ts";
import styles from "./Outline.module.css";
import { shapeText } from "./view.ts";

interface OutlineProps {
  readonly tree: RefObject<HTMLDivElement | null>;
  readonly onSettings: () => void;
  readonly onAdd: () => void;
}

export function Outline({ tree, onSettings, onAdd }: OutlineProps) {
  const { t } = useTranslation("model");
  const { graph } = useDrawing();
  const compiled = useCompiled();
  const selected = useSession((state) => state.selectedNode);
  const select = useSession((state) => state.select);
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  const rows = compiled.order.flatMap((id) => byId.get(id) ?? []);
  const current = rows.find(({ id }) => id === selected)?.id ?? rows[0]?.id;
  useFollowSelection(tree, selected);

  function onKeyDown(event: KeyboardEvent) {
    if (current === undefined) return;
    if (
      press(
        event,
        rows.map(({ id }) => id),
        current,
        { onSettings, onAdd, select },
      )
    ) {
      event.preventDefault();
      event.stopPropagation();
    }
  }

  return (
    <Section title={t("outline.label")} className={styles.outline}>
      <div
        ref={tree}
        role="tree"
        aria-label={t("outline.label")}
        className={styles.tree}
        tabIndex={-1}
        onKeyDown={onKeyDown}
      >
        {rows.map((node, at) => (
          <Row
            key={node.id}
            node={node}
            previous={rows[at - 1]?.id}
            compiled={compiled}
            names={byId}
            selected={node.id === selected}
            focusable={node.id === current}
            onSelect={() => select(node.id)}
            onSettings={onSettings}
          />
        ))}
      </div>
      <p className={styles.hint}>{t("outline.hint")}</p>
    </Section>
  );
}

interface RowProps {
  readonly node: LayerNode;
  readonly previous: NodeId | undefined;
  readonly compiled: Compiled;
  readonly names: ReadonlyMap<NodeId, LayerNode>;
  readonly selected: boolean;
  readonly focusable: boolean;
  readonly onSelect: () => void;
  readonly onSettings: () => void;
}

function Row({ node, previous, compiled, names, selected, focusable, onSelect, onSettings }: RowProps) {
  const { t } = useTranslation("model");
  const result = compiled.nodes.get(node.id);
  const spec = specOf(node.kind);
  const shape = shapeText(result?.outputShape);
  const issues = result?.issues ?? [];
  // A chain is read from top to bottom; only where it is none do the inputs need names.
  const follows = node.inputs.length === 1 && node.inputs[0] === previous;
  const inputs = node.inputs.map((id) => nameOr(names.get(id), id)).join(", ");
  const badge = result?.badge === shape ? "" : result?.badge;
  const unseen = [
    follows || inputs === "" ? "" : t("outline.connected", { inputs }),
    result?.active === false ? t("outline.ignored") : "",
    issues.length > 0 ? t("outline.problems") : "",
  ].filter((part) => part !== "");
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree around it hears the keys.
    <div
      role="treeitem"
      data-node={node.id}
      aria-level={1}
      aria-selected={selected}
      tabIndex={focusable ? 0 : -1}
      className={`${styles.row} ${selected ? styles.selected : ""} ${result?.active === false ? styles.loose : ""}`}
      style={groupStyle(spec?.group)}
      onClick={onSelect}
      onDoubleClick={onSettings}
    >
      <span className={styles.stripe} aria-hidden="true" />
      <span className={styles.name}>{nameOf(node)}</span>
      <span className={styles.badge}>{badge}</span>
      {issues.length > 0 ? (
        <CircleAlert size={13} className={hasErrors(issues) ? styles.bad : styles.sign} aria-hidden="true" />
      ) : (
        <span className={styles.shape}>{shape}</span>
      )}
      {unseen.length === 0 ? null : <span className="visually-hidden">, {unseen.join(", ")}</span>}
    </div>
  );
}

const nameOr = (node: LayerNode | undefined, id: NodeId): string => (node === undefined ? id : nameOf(node));

interface Actions {
  readonly onSettings: () => void;
  readonly onAdd: () => void;
  readonly select: (id: NodeId) => void;
}

/** Carries a key out; false where it means nothing here. */
function press(
  event: KeyboardEvent,
  ids: readonly NodeId[],
  current: NodeId,
  { onSettings, onAdd, select }: Actions,
): boolean {
  const at = ids.indexOf(current);
  const go = (index: number) => {
    const id = ids[Math.min(ids.length - 1, Math.max(0, index))];
    if (id !== undefined) select(id);
  };
  const modified = event.ctrlKey || event.metaKey;
  switch (event.key) {
    case "ArrowDown":
      if (event.altKey) commands.moveInChain(current, "down");
      else go(at + 1);
      return true;
    case "ArrowUp":
      if (event.altKey) commands.moveInChain(current, "up");
      else go(at - 1);
      return true;
    case "Home":
      go(0);
      return true;
    case "End":
      go(ids.length - 1);
      return true;
    case " ":
      select(current);
      return true;
    case "Enter":
      select(current);
      onSettings();
      return true;
    case "Delete":
    case "Backspace":
      commands.remove([current]);
      return true;
    case "d":
    case "D":
      if (modified) commands.duplicate(current);
      return modified;
    case "a":
    case "A":
      if (modified || event.altKey) return false;
      select(current);
      onAdd();
      return true;
    default:
      return false;
  }
}

/** While the keyboard is in the tree, the focus goes where the selection goes. */
function useFollowSelection(tree: RefObject<HTMLDivElement | null>, selected: NodeId | null) {
  const last = useRef(selected);
  useEffect(() => {
    if (last.current === selected) return;
    last.current = selected;
    const within = tree.current;
    if (within === null || selected === null) return;
    const row = within.querySelector<HTMLElement>(`[data-node="${CSS.escape(selected)}"]`);
    if (within.contains(document.activeElement) || document.activeElement === document.body)
      row?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: "nearest" });
  }, [tree, selected]);
}
