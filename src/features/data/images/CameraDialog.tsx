/** @file Pictures of a camera into a class: as long as the button is held, ten a second; letting go adds them. */
import { useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { CameraView } from "../../../ui/capture/CameraView.tsx";
import { takeFrame } from "../../../ui/capture/frame.ts";
import { HoldButton } from "../../../ui/capture/HoldButton.tsx";
import { useCamera } from "../../../ui/capture/useCamera.ts";
import { Dialog } from "../../../ui/Dialog.tsx";
import { useFormat } from "../../../ui/format.ts";
import controls from "../controls.module.css";
import { ClassChoice } from "./ClassChoice.tsx";
import type { CaptureProps } from "./capture.ts";
import styles from "./images.module.css";
import type { NewPicture } from "./useClassActions.ts";

const intervalMs = 100;
/** In one go: half a minute, or some 30 MB. */
const most = 300;

export default function CameraDialog({ names, into, actions, onClose }: CaptureProps) {
  const { t } = useTranslation("images");
  const { number } = useFormat();
  const help = useId();
  const camera = useCamera();
  const [name, setName] = useState(into);
  const [added, setAdded] = useState<{ readonly count: number; readonly name: string } | null>(null);
  const [adding, setAdding] = useState(false);
  const live = camera.state.kind === "live";
  const recorder = useRecorder(camera.video);
  const end = async () => {
    const pictures = await recorder.stop();
    if (pictures.length === 0) return;
    setAdding(true);
    await actions.add(pictures, name);
    setAdding(false);
    setAdded({ count: pictures.length, name });
  };
  const status = recorder.recording
    ? recorder.count >= most
      ? t("camera.full", { n: number(most) })
      : t("camera.recording", { count: recorder.count, n: number(recorder.count) })
    : adding
      ? t("camera.adding")
      : added === null
        ? ""
        : t("camera.added", { count: added.count, n: number(added.count), name: added.name });
  return (
    <Dialog title={t("camera.title")} onClose={onClose}>
      <CameraView camera={camera}>
        <ClassChoice names={names} name={name} onChoose={setName} />
        <div className={styles.recorder}>
          <HoldButton
            className={`${controls.button} ${controls.primary}`}
            describedBy={help}
            disabled={!live || adding}
            onStart={recorder.start}
            onEnd={() => void end()}
          >
            {t("camera.hold")}
          </HoldButton>
          <p id={help} className={controls.note}>
            {t("camera.holdHelp")}
          </p>
          <p role="status" className={styles.chosen}>
            {status}
          </p>
        </div>
      </CameraView>
    </Dialog>
  );
}

/** Collects pictures while it runs; a picture that takes longer than the interval makes the next one wait. */
function useRecorder(video: { readonly current: HTMLVideoElement | null }) {
  const [count, setCount] = useState(0);
  const [recording, setRecording] = useState(false);
  const session = useRef<{ on: boolean; readonly pictures: NewPicture[]; done: Promise<void> } | null>(null);
  useEffect(
    () => () => {
      if (session.current !== null) session.current.on = false;
    },
    [],
  );
  const start = () => {
    const pictures: NewPicture[] = [];
    const mine = { on: true, pictures, done: Promise.resolve() };
    session.current = mine;
    const turn = Date.now().toString(36);
    const canvas = document.createElement("canvas");
    setCount(0);
    setRecording(true);
    mine.done = (async () => {
      while (mine.on && pictures.length < most) {
        const began = performance.now();
        const file = video.current === null ? null : await takeFrame(video.current, canvas);
        if (file !== null) pictures.push({ file, name: `camera ${turn} ${pictures.length + 1}.jpg` });
        setCount(pictures.length);
        const rest = Math.max(0, intervalMs - (performance.now() - began));
        await new Promise((resolve) => setTimeout(resolve, rest));
      }
    })();
  };
  const stop = async (): Promise<readonly NewPicture[]> => {
    const mine = session.current;
    if (mine === null) return [];
    mine.on = false;
    await mine.done;
    setRecording(false);
    return mine.pictures;
  };
  return { count, recording, start, stop };
}
