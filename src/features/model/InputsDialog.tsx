/** @file Chooses what feeds a layer, by keyboard: one of the layers, or several where it merges them. */
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { nameOf } from "../../core/graph/draft.ts";
import { descendants, nodeById } from "../../core/graph/edit.ts";
import type { NodeId } from "../../core/graph/types.ts";
import { specOf } from "../../core/layers/index.ts";
import { useCompiled } from "../../state/derived.ts";
import { Dialog } from "../../ui/Dialog.tsx";
import { commands } from "./commands.ts";
import styles from "./InputsDialog.module.css";
import { useSheet } from "./sheet.ts";
import { shapeText } from "./view.ts";

export function InputsDialog({ node: id, onClose }: { readonly node: NodeId; readonly onClose: () => void }) {
  const { t } = useTranslation(["model", "common"]);
  const { graph } = useSheet();
  const compiled = useCompiled();
  const node = nodeById(graph, id);
  const [chosen, setChosen] = useState<readonly NodeId[]>(node?.inputs ?? []);
  const most = node === null ? 0 : (specOf(node.kind)?.inputs.max ?? 1);
  // What depends on the layer would close a circle.
  const behind = descendants(graph, id);
  const known = new Map(graph.nodes.map((other) => [other.id, other]));
  const sources = compiled.order
    .flatMap((other) => known.get(other) ?? [])
    .filter((other) => !behind.has(other.id) && specOf(other.kind)?.role !== "output");

  const list = useFocusOnChoice();

  function toggle(source: NodeId) {
    if (most === 1) return setChosen([source]);
    setChosen((now) =>
      now.includes(source) ? now.filter((other) => other !== source) : [...now, source].slice(-most),
    );
  }
  function done() {
    // In the order they were chosen in, which decides the order of what is joined.
    if (JSON.stringify(chosen) !== JSON.stringify(node?.inputs)) commands.setInputs(id, chosen);
    onClose();
  }

  return (
    <Dialog
      title={t("inputs.title", { name: node === null ? id : nameOf(node) })}
      onClose={onClose}
      actions={
        <>
          <button type="button" className="button" onClick={onClose}>
            {t("common:actions.cancel")}
          </button>
          <button type="button" className="button primary" onClick={done} disabled={most === 0}>
            {t("inputs.done")}
          </button>
        </>
      }
    >
      <fieldset ref={list} className={styles.list}>
        <legend>{t(most === 0 ? "inputs.none" : most === 1 ? "inputs.one" : "inputs.many")}</legend>
        {most === 0
          ? null
          : sources.map((source) => (
              <label key={source.id} className={styles.row}>
                <input
                  type={most === 1 ? "radio" : "checkbox"}
                  name="input"
                  checked={chosen.includes(source.id)}
                  onChange={() => toggle(source.id)}
                />
                <span className={styles.name}>{nameOf(source)}</span>
                <code>{source.id}</code>
                <code className={styles.shape}>{shapeText(compiled.nodes.get(source.id)?.outputShape)}</code>
              </label>
            ))}
      </fieldset>
    </Dialog>
  );
}

/** The choice has the focus, not the button that closes the dialog. */
function useFocusOnChoice() {
  const list = useRef<HTMLFieldSetElement>(null);
  useEffect(() => {
    const chosen = list.current?.querySelector<HTMLElement>("input:checked") ?? list.current?.querySelector("input");
    chosen?.focus();
  }, []);
  return list;
}
