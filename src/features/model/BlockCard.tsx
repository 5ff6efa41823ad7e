/** @file A named group of layers: folded, one card with a stack behind it; open, a frame around its layers. */
import { EdgeLabelRenderer, Handle, type NodeProps, Position } from "@xyflow/react";
import { ChevronsDownUp, ChevronsUpDown, CircleAlert, Lock } from "lucide-react";
import { memo, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Block } from "../../core/graph/types.ts";
import { useSession } from "../../state/session.ts";
import { useFormat } from "../../ui/format.ts";
import { renameBlock, toggleCollapsed } from "./blockCommands.ts";
import { useCanvasActions } from "./canvasActions.ts";
import { groupStyle } from "./groupStyle.ts";
import styles from "./LayerCard.module.css";
import { type BlockFlowNode, type FrameFlowNode, shapeText } from "./view.ts";

export const BlockCard = memo(function BlockCard({ id, data, selected }: NodeProps<BlockFlowNode>) {
  const { t } = useTranslation("model");
  const { number } = useFormat();
  const { editing } = useCanvasActions();
  const { block, layers, parameters, shape, bad, frozen } = data;
  const classes = [styles.card, selected ? styles.selected : "", bad ? styles.bad : "", frozen ? styles.frozen : ""];
  return (
    <>
      <span className={styles.stack} aria-hidden="true" />
      <span className={styles.stack} aria-hidden="true" />
      <div className={classes.filter(Boolean).join(" ")} style={groupStyle("io")}>
        <Handle type="target" position={Position.Top} className={styles.handle} />
        <div className={styles.head}>
          {editing === id ? <BlockName block={block} /> : <span className={styles.name}>{block.name}</span>}
          {frozen ? <Lock size={12} className={styles.lock} aria-hidden="true" /> : null}
          {bad ? <CircleAlert size={14} className={styles.badSign} aria-hidden="true" /> : null}
          {parameters === 0 ? null : <span className={styles.size}>{number(parameters)}</span>}
          <Fold block={block} />
        </div>
        <div className={styles.line}>
          {t("canvas.layers", { count: layers })}
          {shape === null ? "" : ` → ${shapeText(shape)}`}
        </div>
        <Handle type="source" position={Position.Bottom} className={styles.handle} />
      </div>
    </>
  );
});

function Fold({ block }: { readonly block: Block }) {
  const { t } = useTranslation("model");
  const Sign = block.collapsed ? ChevronsUpDown : ChevronsDownUp;
  const label = t(block.collapsed ? "canvas.expand" : "canvas.collapse", { name: block.name });
  return (
    <button
      type="button"
      className={`${styles.fold} nodrag nopan`}
      aria-label={label}
      title={label}
      onClick={(event) => {
        event.stopPropagation();
        toggleCollapsed(block.id);
      }}
    >
      <Sign size={13} aria-hidden="true" />
    </button>
  );
}

/** The name is drawn above the lines, which run into the frame behind it, and can be clicked there. */
export const BlockFrame = memo(function BlockFrame(props: NodeProps<FrameFlowNode>) {
  const { id, data, positionAbsoluteX: x, positionAbsoluteY: y, width } = props;
  const { block } = data;
  const { t } = useTranslation("model");
  const { editing, edit } = useCanvasActions();
  return (
    <>
      <div className={styles.frame} />
      <EdgeLabelRenderer>
        <div className={`${styles.frameHead} nodrag nopan`} style={{ translate: `${x}px ${y}px`, maxWidth: width }}>
          {editing === id ? (
            <BlockName block={block} />
          ) : (
            <button
              type="button"
              className={styles.frameName}
              title={t("canvas.frameHelp")}
              onClick={() => useSession.getState().mark(block.nodes)}
              onDoubleClick={() => edit(id)}
            >
              {block.name}
            </button>
          )}
          <Fold block={block} />
        </div>
      </EdgeLabelRenderer>
    </>
  );
});

/** The block's name while it is written; Escape leaves it as it was. */
function BlockName({ block }: { readonly block: Block }) {
  const { t } = useTranslation("model");
  const { edit } = useCanvasActions();
  const [name, setName] = useState(block.name);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), []);
  function done(kept: boolean) {
    if (kept) renameBlock(block.id, name);
    edit(null);
  }
  return (
    <input
      ref={field}
      type="text"
      className={`${styles.nameInput} nodrag nopan`}
      aria-label={t("canvas.blockName")}
      maxLength={60}
      value={name}
      onChange={(event) => setName(event.currentTarget.value)}
      onBlur={() => done(true)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.nativeEvent.isComposing) return;
        if (event.key === "Enter") done(true);
        else if (event.key === "Escape") done(false);
      }}
    />
  );
}
