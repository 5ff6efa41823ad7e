/** @file Drawings into a class, one after the other. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useUsualInk } from "../../../state/usualInk.ts";
import { DrawingPad } from "../../../ui/capture/DrawingPad.tsx";
import { Dialog } from "../../../ui/Dialog.tsx";
import { useFormat } from "../../../ui/format.ts";
import { shorten } from "../shorten.ts";
import { ClassChoice } from "./ClassChoice.tsx";
import type { CaptureProps } from "./capture.ts";
import styles from "./images.module.css";

export default function DrawingDialog({ names, into, actions, onClose }: CaptureProps) {
  const { t } = useTranslation("images");
  const { number } = useFormat();
  const [name, setName] = useState(into);
  const [count, setCount] = useState(0);
  const [adding, setAdding] = useState(false);
  const ink = useUsualInk();
  const add = async (file: Blob) => {
    setAdding(true);
    await actions.add([{ file, name: `drawing ${Date.now().toString(36)}.png` }], name);
    setAdding(false);
    setCount(count + 1);
  };
  return (
    <Dialog title={t("drawing.title")} onClose={onClose}>
      <DrawingPad
        ink={ink}
        useLabel={t("drawing.add", { name: shorten(name, 40) })}
        disabled={adding}
        clearAfterUse
        onUse={(drawing) => void add(drawing)}
      >
        <ClassChoice names={names} name={name} onChoose={setName} />
      </DrawingPad>
      <p role="status" className={styles.chosen}>
        {adding ? t("camera.adding") : count === 0 ? "" : t("drawing.added", { count, n: number(count) })}
      </p>
    </Dialog>
  );
}
