/**
 * @file An image for the model: a file, dropped, pasted, of the camera or drawn. It is asked about at once, and again by
 * Predict. Loaded lazily, with the first model that takes images.
 */
import { Camera, ImageUp, Pencil } from "lucide-react";
import { type ClipboardEvent, type DragEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Run } from "../../core/training/types.ts";
import { usePredictions } from "../../state/predict.ts";
import { useUsualInk } from "../../state/usualInk.ts";
import { CameraView } from "../../ui/capture/CameraView.tsx";
import { DrawingPad } from "../../ui/capture/DrawingPad.tsx";
import { takeFrame } from "../../ui/capture/frame.ts";
import { useCamera } from "../../ui/capture/useCamera.ts";
import { AnswerView } from "./AnswerView.tsx";
import styles from "./TryIt.module.css";
import own from "./TryItImage.module.css";

interface TryItImageProps {
  readonly run: Run;
  readonly column: string;
}

type Source = "none" | "camera" | "draw";

export default function TryItImage({ run, column }: TryItImageProps) {
  const { t } = useTranslation(["images", "evaluate"]);
  const [image, setImage] = useState<Blob | null>(null);
  const [source, setSource] = useState<Source>("none");
  const answer = usePredictions(({ row }) => (row.kind !== "none" && row.runId === run.id ? row : null));
  const askRow = usePredictions((state) => state.askRow);
  const ask = (file: Blob) => {
    setImage(file);
    void askRow(run, { [column]: file });
  };
  const asked = answer?.row[column];
  return (
    <>
      <p className={styles.hint}>{t("tryIt.intro")}</p>
      <Sources source={source} onSource={setSource} onImage={ask} />
      {source === "camera" ? <FromCamera onImage={ask} /> : null}
      {source === "draw" ? <FromPad onImage={ask} /> : null}
      {image === null ? null : <Shown image={image} />}
      <button
        className="button primary"
        type="button"
        disabled={image === null}
        onClick={() => image !== null && ask(image)}
      >
        {t("tryIt.predict")}
      </button>
      <div role="status" className={`${styles.answer} ${own.answer}`}>
        {answer === null ? null : <AnswerView answer={answer} run={run} fresh={asked === image} />}
      </div>
    </>
  );
}

interface SourcesProps {
  readonly source: Source;
  readonly onSource: (source: Source) => void;
  readonly onImage: (image: Blob) => void;
}

/** Where the image comes from; files may be dropped on it, or pasted while something in it has the focus. */
function Sources({ source, onSource, onImage }: SourcesProps) {
  const { t } = useTranslation("images");
  const input = useRef<HTMLInputElement>(null);
  const take = (files: FileList | null, event?: DragEvent | ClipboardEvent) => {
    const file = files?.[0];
    if (file === undefined) return;
    event?.preventDefault();
    onSource("none");
    onImage(file);
  };
  const toggle = (to: Source) => onSource(source === to ? "none" : to);
  return (
    <fieldset
      className={own.sources}
      aria-label={t("tryIt.name")}
      onDragOver={(event) => event.dataTransfer.types.includes("Files") && event.preventDefault()}
      onDrop={(event) => take(event.dataTransfer.files, event)}
      onPaste={(event) => take(event.clipboardData.files, event)}
    >
      <div className={own.buttons}>
        <button type="button" className="button small" onClick={() => input.current?.click()}>
          <ImageUp size={14} aria-hidden="true" />
          {t("tryIt.choose")}
        </button>
        <input
          ref={input}
          type="file"
          accept="image/*"
          hidden
          aria-label={t("tryIt.choose")}
          onChange={(event) => {
            take(event.currentTarget.files);
            event.currentTarget.value = "";
          }}
        />
        <button
          type="button"
          className="button small"
          aria-expanded={source === "camera"}
          onClick={() => toggle("camera")}
        >
          <Camera size={14} aria-hidden="true" />
          {t("tryIt.camera")}
        </button>
        <button type="button" className="button small" aria-expanded={source === "draw"} onClick={() => toggle("draw")}>
          <Pencil size={14} aria-hidden="true" />
          {t("tryIt.draw")}
        </button>
      </div>
      <p className={own.drop}>{t("tryIt.drop")}</p>
    </fieldset>
  );
}

function FromCamera({ onImage }: { readonly onImage: (image: Blob) => void }) {
  const { t } = useTranslation("images");
  const camera = useCamera();
  const take = async () => {
    const { current: video } = camera.video;
    const frame = video === null ? null : await takeFrame(video, document.createElement("canvas"));
    if (frame !== null) onImage(frame);
  };
  return (
    <div className={own.part}>
      <CameraView camera={camera}>
        <button type="button" className="button" disabled={camera.state.kind !== "live"} onClick={() => void take()}>
          {t("camera.take")}
        </button>
      </CameraView>
    </div>
  );
}

function FromPad({ onImage }: { readonly onImage: (image: Blob) => void }) {
  const { t } = useTranslation("images");
  const ink = useUsualInk();
  return (
    <div className={own.part}>
      <DrawingPad ink={ink} useLabel={t("drawing.use")} clearAfterUse={false} onUse={onImage} />
    </div>
  );
}

/** Drawn from its bytes; what the browser cannot decode stays empty, and the answer says why. */
function Shown({ image }: { readonly image: Blob }) {
  const { t } = useTranslation("images");
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    let over = false;
    createImageBitmap(image).then(
      (bitmap) => {
        const element = canvas.current;
        if (!over && element !== null) {
          const scale = Math.min(1, shownSide / Math.max(bitmap.width, bitmap.height));
          element.width = Math.max(1, Math.round(bitmap.width * scale));
          element.height = Math.max(1, Math.round(bitmap.height * scale));
          element.getContext("2d")?.drawImage(bitmap, 0, 0, element.width, element.height);
        }
        bitmap.close();
      },
      (error) => console.warn(error),
    );
    return () => {
      over = true;
    };
  }, [image]);
  return <canvas ref={canvas} className={own.shown} role="img" aria-label={t("tryIt.shown")} width={1} height={1} />;
}

const shownSide = 320;
