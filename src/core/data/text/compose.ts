/**
 * @file Unicode's normal forms in linear time. Normalizing takes the square of the length of a run of combining marks,
 * since it sorts them: a cell of a megabyte of them would take hours, and no writing has more than a few.
 */

/** Marks that are sorted among each other; what follows more of them is normalized by itself. */
const longestRun = 1000;
const runs = new RegExp(`\\p{M}{1,${longestRun}}`, "gu");

export function compose(text: string, form: "NFC" | "NFKC"): string {
  if (text.length < longestRun) return text.normalize(form);
  let done = "";
  let from = 0;
  for (const { 0: run, index } of text.matchAll(runs)) {
    if (run.length < longestRun) continue;
    const end = index + run.length;
    done += text.slice(from, end).normalize(form);
    from = end;
  }
  return done + text.slice(from).normalize(form);
}
