/** @file The Model step: what to add at the left, the graph in the middle, the selected layer at the right. */
import { ReactFlowProvider } from "@xyflow/react";
import { type KeyboardEvent, useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useColumnWidths } from "../../state/columnWidths.ts";
import { useCompiled, useModelContext } from "../../state/derived.ts";
import { Columns } from "../../ui/Columns.tsx";
import { NextStep } from "../../ui/NextStep.tsx";
import { isTyping } from "../../ui/typing.ts";
import { Canvas } from "./Canvas.tsx";
import { CodePanel } from "./CodePanel.tsx";
import { ImportModelButton, ModelFileDrop } from "./ImportModel.tsx";
import { Inspector } from "./Inspector.tsx";
import styles from "./ModelStep.module.css";
import { Outline } from "./Outline.tsx";
import { Palette } from "./Palette.tsx";
import { SampleView } from "./SampleView.tsx";
import { Summary } from "./Summary.tsx";
import { TransferLearning } from "./TransferLearning.tsx";

export function ModelStep() {
  const widths = useColumnWidths("model");
  const [searching, setSearching] = useState(false);
  const tree = useRef<HTMLDivElement>(null);
  const details = useRef<HTMLDivElement>(null);
  const startSearch = useCallback(() => setSearching(true), []);
  useAddKey(startSearch);

  function focusSettings() {
    // The selection may have changed with this very key: the form is drawn first.
    requestAnimationFrame(() =>
      // The first field, not the help button beside its name.
      (
        details.current?.querySelector<HTMLElement>("form input, form select") ??
        details.current?.querySelector<HTMLElement>("form button")
      )?.focus(),
    );
  }
  function focusTree() {
    requestAnimationFrame(() => tree.current?.querySelector<HTMLElement>('[role="treeitem"][tabindex="0"]')?.focus());
  }

  // The canvas lies between the two, each of its layers a stop of Tab.
  function leaveSettings(event: KeyboardEvent<HTMLElement>) {
    if (event.key !== "Escape" || event.defaultPrevented || event.nativeEvent.isComposing) return;
    if (event.target instanceof Element && event.target.closest("form") !== null) focusTree();
  }

  const add = (
    <div className={styles.left}>
      <div className={styles.scroll}>
        <Palette searching={searching} onSearching={setSearching} onAdded={focusTree} />
      </div>
      <div className={styles.outline}>
        <Outline tree={tree} onSettings={focusSettings} onAdd={startSearch} />
      </div>
    </div>
  );
  const layer = (
    <div className={styles.right}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the fields inside have the focus. */}
      <div ref={details} className={styles.details} onKeyDown={leaveSettings}>
        <Inspector />
        <Summary />
        <TransferLearning />
      </div>
      <ToTraining />
    </div>
  );
  return (
    <ReactFlowProvider>
      <Columns {...widths} left={{ content: add, width: 240 }} right={{ content: layer, width: 308 }} stackUpTo={0}>
        <ModelFileDrop className={styles.work}>
          <div className={styles.drawing}>
            <SampleView />
            <div className={styles.canvas}>
              <Canvas />
            </div>
          </div>
          <CodePanel tools={<ImportModelButton />} />
        </ModelFileDrop>
      </Columns>
    </ReactFlowProvider>
  );
}

/** The way on: a newcomer need not guess that the ready-made network can be trained as it is. */
function ToTraining() {
  const { t } = useTranslation("model");
  const { inputShape } = useModelContext();
  const { model } = useCompiled();
  const state = inputShape === null ? "noData" : model === null ? "problems" : "ready";
  return <NextStep label={t("next.button")} reason={t(`next.${state}`)} ready={state === "ready"} to="train" />;
}

/** `A` asks for a layer from anywhere on the step but a text field, and not while characters are being composed. */
function useAddKey(onAdd: () => void) {
  useEffect(() => {
    const listen = (event: globalThis.KeyboardEvent) => {
      if (event.key.toLowerCase() !== "a" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing)
        return;
      if (isTyping(event.target)) return;
      event.preventDefault();
      onAdd();
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, [onAdd]);
}
