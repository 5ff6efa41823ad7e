/** @file Whether keys and pastes belong to where the focus is: a text, a dialog, a menu. */

const typedInto =
  "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable=true], dialog, [role=dialog], [role=menu]";

export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest(typedInto) !== null;
