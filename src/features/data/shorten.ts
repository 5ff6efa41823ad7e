/** @file Shortens foreign text for display. A name may be thousands of characters long; the page never lays all of them out. */

/** At most `limit` UTF-16 units and an ellipsis; never half of a surrogate pair. Line breaks become spaces. */
export function shorten(text: string, limit: number): string {
  const line = text.slice(0, limit + 1).replace(/[\r\n\t]+/g, " ");
  if (line.length <= limit && text.length <= limit) return line;
  const cut = line.slice(0, limit);
  return `${/[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}
