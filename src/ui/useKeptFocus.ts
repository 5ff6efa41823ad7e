/**
 * @file Keeps the keyboard's place where the control that had the focus goes away, or is switched off, by what it did:
 * the group around it takes the focus. Not the next button: a second press of Enter on Train would stop the run.
 */
import { type FocusEvent, type RefObject, useEffect, useMemo, useRef } from "react";

interface KeptFocus<E extends HTMLElement> {
  readonly ref: RefObject<E | null>;
  readonly tabIndex: -1;
  readonly "data-keeps-focus": true;
  readonly onFocus: (event: FocusEvent) => void;
  readonly onBlur: () => void;
}

/** To be spread on the element that stays. One may stand inside another: the outer takes over where the inner goes, too. */
export function useKeptFocus<E extends HTMLElement>(): KeptFocus<E> {
  const ref = useRef<E>(null);
  /** The innermost such group around what has the focus; null: it is elsewhere. */
  const holder = useRef<Element | null>(null);
  useEffect(() => {
    const group = ref.current;
    if (group === null) return;
    // Whoever draws the control, a part of the group or the group: what counts is what became of it.
    const observer = new MutationObserver(() => {
      const { activeElement } = document;
      const lost = activeElement === null || activeElement === document.body || activeElement.matches(":disabled");
      if (!lost || holder.current === null) return;
      if (holder.current === group || !holder.current.isConnected) group.focus({ preventScroll: true });
    });
    observer.observe(group, { childList: true, subtree: true, attributeFilter: ["disabled"] });
    return () => observer.disconnect();
  }, []);
  return useMemo(
    () => ({
      ref,
      tabIndex: -1,
      "data-keeps-focus": true,
      onFocus: ({ target }) => {
        holder.current = target.closest("[data-keeps-focus]");
      },
      // What is taken away tells nothing while React draws: only a focus that the user moved ends it.
      onBlur: () => {
        holder.current = null;
      },
    }),
    [],
  );
}
