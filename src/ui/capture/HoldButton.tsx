/** @file A button that works as long as it is held, by pointer or by Space and Enter; letting go always ends it. */
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from "react";

interface HoldButtonProps {
  readonly onStart: () => void;
  readonly onEnd: () => void;
  readonly disabled: boolean;
  readonly className?: string;
  readonly describedBy?: string;
  readonly children: ReactNode;
}

export function HoldButton({ onStart, onEnd, disabled, className, describedBy, children }: HoldButtonProps) {
  const held = useRef(false);
  const end = () => {
    if (!held.current) return;
    held.current = false;
    onEnd();
  };
  const start = () => {
    if (disabled || held.current) return;
    held.current = true;
    onStart();
  };
  const latest = useRef(end);
  useEffect(() => {
    latest.current = end;
  });
  useEffect(() => {
    // Let go elsewhere, or the window lost the keys: nobody would tell the button.
    const letGo = () => latest.current();
    window.addEventListener("blur", letGo);
    document.addEventListener("visibilitychange", letGo);
    return () => {
      window.removeEventListener("blur", letGo);
      document.removeEventListener("visibilitychange", letGo);
      letGo();
    };
  }, []);
  const isHoldKey = ({ key }: KeyboardEvent) => key === " " || key === "Enter";
  return (
    <button
      type="button"
      className={className}
      aria-describedby={describedBy}
      aria-disabled={disabled || undefined}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        start();
      }}
      onPointerUp={end}
      onPointerCancel={end}
      onLostPointerCapture={end}
      onContextMenu={(event) => event.preventDefault()}
      onKeyDown={(event) => {
        if (!isHoldKey(event)) return;
        event.preventDefault();
        if (!event.repeat) start();
      }}
      onKeyUp={(event) => isHoldKey(event) && end()}
      onBlur={end}
    >
      {children}
    </button>
  );
}
