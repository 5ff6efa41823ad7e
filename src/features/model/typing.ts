/** @file Whether keys and pastes belong to what is being typed. */

const typedInto = "input, textarea, select, [contenteditable=true], dialog, [role=dialog], [role=menu]";

export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest(typedInto) !== null;
