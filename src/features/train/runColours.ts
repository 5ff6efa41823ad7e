/** @file A colour a run, the same in table and charts for as long as the page is open. */

const colours = ["var(--accent)", "var(--merge)", "var(--conv)", "var(--norm)", "var(--pool)", "var(--rnn)"] as const;

/** Ids in the order in which they were first asked for: a deleted run leaves the others' colours alone. */
const known = new Map<string, string>();

/** Ask in the order of time, so that neighbours differ. */
export function colourOf(runId: string): string {
  const colour = known.get(runId) ?? colours[known.size % colours.length] ?? colours[0];
  known.set(runId, colour);
  return colour;
}
