/** @file Which layers a query means, the likeliest first: by name, then by what else they are called, then by their help. */

export interface Searchable<K extends string> {
  readonly kind: K;
  /** Keras's name. */
  readonly title: string;
  /** Other words for it: its gloss, what beginners call it. */
  readonly words: string;
  readonly help: string;
}

const plain = (text: string): string => text.normalize("NFKC").toLowerCase();
const squeezed = (text: string): string => plain(text).replaceAll(/[\s_-]+/g, "");

/** 0 is the name itself; null where a word of the query is found nowhere. */
function rankOf<K extends string>(query: string, { title, words, help }: Searchable<K>): number | null {
  const [wanted, name] = [squeezed(query), squeezed(title)];
  if (name === wanted) return 0;
  if (name.startsWith(wanted)) return 1;
  if (name.includes(wanted)) return 2;
  const parts = plain(query)
    .split(/\s+/)
    .filter((part) => part !== "");
  const all = (text: string) => parts.every((part) => plain(text).includes(part));
  if (all(`${title} ${words}`)) return 3;
  return all(`${title} ${words} ${help}`) ? 4 : null;
}

/** All of them in their own order where nothing is asked. */
export function searchLayers<K extends string>(query: string, layers: readonly Searchable<K>[]): readonly K[] {
  if (query.trim() === "") return layers.map(({ kind }) => kind);
  return layers
    .flatMap((layer) => {
      const rank = rankOf(query, layer);
      return rank === null ? [] : [{ kind: layer.kind, rank }];
    })
    .sort((a, b) => a.rank - b.rank)
    .map(({ kind }) => kind);
}
