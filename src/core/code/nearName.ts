/**
 * @file The known name that a misspelt one most likely means: the one that takes the fewest changes of a letter, as long
 * as they are few for its length. Case counts for nothing.
 */

/** Longer names are no misspelt ones. */
const longest = 40;

export function nearName(name: string, known: Iterable<string>): string | null {
  if (name.length > longest) return null;
  const wanted = name.toLowerCase();
  const allowed = Math.min(2, Math.floor(name.length / 3));
  let best: { readonly name: string; readonly changes: number } | null = null;
  for (const candidate of known) {
    if (Math.abs(candidate.length - name.length) > allowed) continue;
    const changes = distance(wanted, candidate.toLowerCase());
    if (changes <= allowed && (best === null || changes < best.changes)) best = { name: candidate, changes };
  }
  return best?.name ?? null;
}

/** How many letters must be put in, left out or changed. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
