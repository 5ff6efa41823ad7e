/** @file One row of the outline: a layer, or a block that holds some. */
import { ChevronDown, ChevronRight, CircleAlert, Lock } from "lucide-react";
import { type MouseEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Compiled } from "../../core/graph/compile.ts";
import { nameOf } from "../../core/graph/draft.ts";
import type { NodeId } from "../../core/graph/types.ts";
import { hasErrors } from "../../core/issue.ts";
import { type LayerNode, specOf } from "../../core/layers/index.ts";
import { toggleCollapsed } from "./blockCommands.ts";
import { groupStyle } from "./groupStyle.ts";
import styles from "./Outline.module.css";
import type { OutlineRow } from "./outlineRows.ts";
import { shapeText } from "./view.ts";

interface RowProps {
  readonly row: OutlineRow;
  readonly compiled: Compiled;
  readonly names: ReadonlyMap<NodeId, LayerNode>;
  readonly selected: boolean;
  readonly focusable: boolean;
  /** Where it stands in a list of which only a part is drawn. */
  readonly top: number | null;
  readonly renaming: boolean;
  /** null: the name stays. */
  readonly onRenamed: (name: string | null) => void;
  readonly onSelect: (event: MouseEvent) => void;
  readonly onSettings: () => void;
  readonly onMenu: (event: MouseEvent) => void;
}

export function OutlineRowView({ row, selected, focusable, top, onSelect, onSettings, onMenu, ...rest }: RowProps) {
  const block = row.kind === "block" ? row.block : null;
  const group = row.kind === "layer" ? specOf(row.node.kind)?.group : "io";
  const loose = row.kind === "layer" && rest.compiled.nodes.get(row.node.id)?.active === false;
  const classes = [
    styles.row,
    selected ? styles.selected : "",
    loose ? styles.loose : "",
    row.level === 2 ? styles.inner : "",
  ];
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree around it hears the keys.
    <div
      role="treeitem"
      data-node={row.key}
      aria-level={row.level}
      aria-posinset={row.position}
      aria-setsize={row.size}
      aria-selected={selected}
      aria-expanded={block === null ? undefined : !block.collapsed}
      tabIndex={focusable ? 0 : -1}
      className={classes.filter(Boolean).join(" ")}
      style={{
        ...groupStyle(group),
        ...(top === null ? {} : { position: "absolute", top: 0, left: 0, right: 0, translate: `0 ${top}px` }),
      }}
      onClick={onSelect}
      onDoubleClick={() => (block === null ? onSettings() : toggleCollapsed(block.id))}
      onContextMenu={onMenu}
    >
      {row.kind === "layer" ? <LayerParts row={row} {...rest} /> : <BlockParts row={row} {...rest} />}
    </div>
  );
}

type Parts = Pick<RowProps, "compiled" | "names" | "renaming" | "onRenamed">;

function LayerParts({ row, compiled, names }: Parts & { readonly row: OutlineRow & { readonly kind: "layer" } }) {
  const { t } = useTranslation("model");
  const { node, previous } = row;
  const result = compiled.nodes.get(node.id);
  const shape = shapeText(result?.outputShape);
  const issues = result?.issues ?? [];
  // A chain is read from top to bottom; only where it is none do the inputs need names.
  const follows = node.inputs.length === 1 && node.inputs[0] === previous;
  const inputs = node.inputs.map((id) => nameOr(names.get(id), id)).join(", ");
  const badge = result?.badge === shape ? "" : result?.badge;
  const unseen = [
    follows || inputs === "" ? "" : t("outline.connected", { inputs }),
    node.frozen === true ? t("outline.frozen") : "",
    result?.active === false ? t("outline.ignored") : "",
    issues.length > 0 ? t("outline.problems") : "",
  ].filter((part) => part !== "");
  return (
    <>
      <span className={styles.stripe} aria-hidden="true" />
      <span className={styles.name}>{nameOf(node)}</span>
      <span className={styles.badge}>{badge}</span>
      {node.frozen === true ? <Lock size={11} className={styles.lock} aria-hidden="true" /> : null}
      {issues.length > 0 ? (
        <CircleAlert size={13} className={hasErrors(issues) ? styles.bad : styles.sign} aria-hidden="true" />
      ) : (
        <span className={styles.shape}>{shape}</span>
      )}
      {unseen.length === 0 ? null : <span className="visually-hidden">, {unseen.join(", ")}</span>}
    </>
  );
}

const nameOr = (node: LayerNode | undefined, id: NodeId): string => (node === undefined ? id : nameOf(node));

function BlockParts({
  row,
  compiled,
  names,
  renaming,
  onRenamed,
}: Parts & { readonly row: OutlineRow & { readonly kind: "block" } }) {
  const { t } = useTranslation("model");
  const { block, nodes } = row;
  const frozen = nodes.every((id) => names.get(id)?.frozen === true);
  const bad = nodes.some((id) => hasErrors(compiled.nodes.get(id)?.issues ?? []));
  const Sign = block.collapsed ? ChevronRight : ChevronDown;
  return (
    <>
      <span
        className={styles.fold}
        aria-hidden="true"
        onClick={(event) => {
          event.stopPropagation();
          toggleCollapsed(block.id);
        }}
      >
        <Sign size={13} />
      </span>
      {renaming ? (
        <NameField name={block.name} onDone={onRenamed} />
      ) : (
        <span className={styles.blockName}>{block.name}</span>
      )}
      <span className={styles.badge}>{t("canvas.layers", { count: nodes.length })}</span>
      {frozen ? <Lock size={11} className={styles.lock} aria-hidden="true" /> : null}
      {bad && block.collapsed ? <CircleAlert size={13} className={styles.bad} aria-hidden="true" /> : null}
      {frozen ? <span className="visually-hidden">, {t("outline.frozen")}</span> : null}
      {bad ? <span className="visually-hidden">, {t("outline.problems")}</span> : null}
    </>
  );
}

function NameField({ name, onDone }: { readonly name: string; readonly onDone: (name: string | null) => void }) {
  const { t } = useTranslation("model");
  const [text, setText] = useState(name);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), []);
  return (
    <input
      ref={field}
      type="text"
      className={styles.nameField}
      aria-label={t("canvas.blockName")}
      maxLength={60}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={() => onDone(text)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.nativeEvent.isComposing) return;
        if (event.key === "Enter") onDone(text);
        else if (event.key === "Escape") onDone(null);
      }}
    />
  );
}
