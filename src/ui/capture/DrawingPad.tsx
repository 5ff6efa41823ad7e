/**
 * @file A pad to draw on, by mouse, finger or pen. Strokes are kept as lines, so that one can be taken back and the ink be
 * changed; what leaves is a PNG of what is seen.
 */
import { Eraser, Undo2 } from "lucide-react";
import { type PointerEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { SelectField } from "../SelectField.tsx";
import styles from "./Capture.module.css";
import { fileOf } from "./frame.ts";
import { type Ink, inks, padSide, paint, type Stroke } from "./strokes.ts";

interface DrawingPadProps {
  /** What the data are drawn in; the user may choose the other. */
  readonly ink: Ink;
  readonly onUse: (drawing: Blob) => void;
  readonly useLabel: string;
  readonly disabled?: boolean;
  /** Stands above the tools. */
  readonly children?: ReactNode;
  /** A drawing that was used makes room for the next. */
  readonly clearAfterUse: boolean;
}

export function DrawingPad({ ink: usual, onUse, useLabel, disabled, children, clearAfterUse }: DrawingPadProps) {
  const { t } = useTranslation("images");
  const id = useId();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [chosen, setInk] = useState<Ink | null>(null);
  const [size, setSize] = useState(22);
  const [strokes, setStrokes] = useState<readonly Stroke[]>([]);
  const ink = chosen ?? usual;
  const drawn = useStrokes(size, setStrokes);
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (context != null) paint(context, strokes, ink);
  }, [strokes, ink]);
  const use = async () => {
    const drawing = canvas.current === null ? null : await fileOf(canvas.current, "image/png");
    if (drawing === null) return;
    onUse(drawing);
    if (clearAfterUse) setStrokes([]);
  };
  return (
    <div className={styles.camera}>
      <canvas
        ref={canvas}
        width={padSide}
        height={padSide}
        className={styles.pad}
        role="img"
        aria-label={t("drawing.pad")}
        aria-describedby={id}
        {...drawn}
      />
      <div className={styles.beside}>
        {children}
        <p id={id} className={styles.note}>
          {t("drawing.padHelp")}
        </p>
        <label className={styles.pen}>
          {t("drawing.pen")}
          <input
            type="range"
            min={4}
            max={48}
            value={size}
            onChange={(event) => setSize(event.currentTarget.valueAsNumber)}
          />
        </label>
        <SelectField
          label={t("drawing.ink")}
          value={ink}
          options={inks.map((value) => ({ value, label: t(`drawing.${value}`) }))}
          onChange={setInk}
        />
        <div className={styles.tools}>
          <button
            type="button"
            className="icon-button"
            aria-label={t("drawing.undo")}
            title={t("drawing.undo")}
            disabled={strokes.length === 0}
            onClick={() => setStrokes(strokes.slice(0, -1))}
          >
            <Undo2 size={14} aria-hidden="true" />
          </button>
          <button type="button" className="icon-button" disabled={strokes.length === 0} onClick={() => setStrokes([])}>
            <Eraser size={14} aria-hidden="true" />
            {t("drawing.clear")}
          </button>
        </div>
        <button
          type="button"
          className="button primary"
          disabled={disabled || strokes.length === 0}
          title={strokes.length === 0 ? t("drawing.empty") : undefined}
          onClick={() => void use()}
        >
          {useLabel}
        </button>
      </div>
    </div>
  );
}

type SetStrokes = (change: (strokes: readonly Stroke[]) => readonly Stroke[]) => void;

/** A stroke begins where the pointer goes down and ends where it is let go, also outside. */
function useStrokes(size: number, setStrokes: SetStrokes) {
  const drawing = useRef(false);
  const place = (event: PointerEvent<HTMLCanvasElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const at = ({ clientX, clientY }: { clientX: number; clientY: number }) => ({
      x: ((clientX - box.left) / box.width) * padSide,
      y: ((clientY - box.top) / box.height) * padSide,
    });
    const passed = event.nativeEvent.getCoalescedEvents();
    return passed.length === 0 ? [at(event)] : passed.map(at);
  };
  const end = () => {
    drawing.current = false;
  };
  return {
    onPointerDown: (event: PointerEvent<HTMLCanvasElement>) => {
      if (event.button !== 0) return;
      event.preventDefault();
      event.currentTarget.setPointerCapture(event.pointerId);
      drawing.current = true;
      const points = place(event);
      setStrokes((strokes) => [...strokes, { size, points }]);
    },
    onPointerMove: (event: PointerEvent<HTMLCanvasElement>) => {
      if (!drawing.current) return;
      const points = place(event);
      setStrokes((strokes) => {
        const last = strokes.at(-1);
        return last === undefined
          ? strokes
          : [...strokes.slice(0, -1), { ...last, points: [...last.points, ...points] }];
      });
    },
    onPointerUp: end,
    onPointerCancel: end,
    onLostPointerCapture: end,
  };
}
