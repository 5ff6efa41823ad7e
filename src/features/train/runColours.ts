/** @file A colour a run, the same in table and charts, and again after a reload. */

const colours = ["var(--accent)", "var(--merge)", "var(--conv)", "var(--norm)", "var(--pool)", "var(--rnn)"] as const;

/**
 * By the run's number, which it keeps when others are deleted: neighbours differ. A run whose name is no number takes one
 * from its id.
 */
export function colourOf({ id, name }: { readonly id: string; readonly name: string }): string {
  const place = /^\d+$/.test(name) ? Number.parseInt(name, 10) - 1 : sumOf(id);
  return colours[Math.max(0, place) % colours.length] ?? colours[0];
}

const sumOf = (text: string): number =>
  [...text].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 65_521, 0);
