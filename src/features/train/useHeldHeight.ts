/**
 * @file Keeps a part as high as it was while something was under way, for as long as the pointer is over its column: what
 * stands below must not slip away from under it at the moment when it can be used again.
 */
import { type RefObject, useLayoutEffect, useRef, useState } from "react";

interface Held {
  /** The part that grows and shrinks. */
  readonly part: RefObject<HTMLDivElement | null>;
  /** The column whose pointer counts. */
  readonly column: RefObject<HTMLDivElement | null>;
  /** The part's least height; undefined: its own. */
  readonly minHeight: number | undefined;
  /** To be called when the pointer leaves the column. */
  readonly release: () => void;
}

export function useHeldHeight(busy: boolean): Held {
  const part = useRef<HTMLDivElement>(null);
  const column = useRef<HTMLDivElement>(null);
  const [minHeight, setMinHeight] = useState<number>();
  useLayoutEffect(() => {
    const element = part.current;
    if (!busy || element === null) return;
    // What it measures when the run has ended is too late: its content has shrunk by then.
    let last = element.offsetHeight;
    const observer = new ResizeObserver(() => {
      last = element.offsetHeight;
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      if (column.current?.matches(":hover")) setMinHeight(last);
    };
  }, [busy]);
  return { part, column, minHeight: busy ? undefined : minHeight, release: () => setMinHeight(undefined) };
}
