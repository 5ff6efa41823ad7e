/** @file A note on the canvas: a text in a box that is moved, resized and written in place. */
import { type NodeProps, NodeResizer } from "@xyflow/react";
import { memo, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useCanvasActions } from "./canvasActions.ts";
import styles from "./NoteCard.module.css";
import { smallestNote, writeNote } from "./noteCommands.ts";
import type { NoteFlowNode } from "./view.ts";

export const NoteCard = memo(function NoteCard({ id, data: { note }, selected }: NodeProps<NoteFlowNode>) {
  const { t } = useTranslation("model");
  const { editing, edit } = useCanvasActions();
  const field = useRef<HTMLTextAreaElement>(null);
  const writes = editing === id;
  useEffect(() => {
    if (writes) field.current?.focus();
  }, [writes]);
  return (
    <>
      <NodeResizer
        isVisible={selected && !writes}
        minWidth={smallestNote.width}
        minHeight={smallestNote.height}
        lineClassName={styles.resizeLine}
        handleClassName={styles.resizeHandle}
      />
      {writes ? (
        <textarea
          ref={field}
          className={`${styles.note} ${styles.writing} nodrag nopan nowheel`}
          aria-label={t("canvas.noteText")}
          maxLength={10_000}
          value={note.text}
          onChange={(event) => writeNote(note.id, event.currentTarget.value)}
          onBlur={() => edit(null)}
          onKeyDown={(event) => {
            if (event.nativeEvent.isComposing) return;
            const done = event.key === "Escape" || (event.key === "Enter" && (event.ctrlKey || event.metaKey));
            event.stopPropagation();
            if (!done) return;
            event.preventDefault();
            edit(null);
            event.currentTarget.closest<HTMLElement>(".react-flow__node")?.focus();
          }}
        />
      ) : (
        // biome-ignore lint/a11y/noStaticElementInteractions: the node around it has the role, and Enter as the key.
        <div className={`${styles.note} ${selected ? styles.selected : ""}`} onDoubleClick={() => edit(id)}>
          {note.text === "" ? <span className={styles.empty}>{t("canvas.noteEmpty")}</span> : note.text}
        </div>
      )}
    </>
  );
});
