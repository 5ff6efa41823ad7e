/**
 * @file Finds images that are the same or nearly so among many. A difference hash (64 bits: is each of 8 × 8 grey places
 * darker than its right neighbour) stays nearly the same when an image is resized or saved again; who shares enough of
 * it is compared more closely. Two hashes that differ in at most d of 64 bits agree wholly in at least 2 of d + 2 bands
 * of bits, so only images that share two bands meet: far fewer than all pairs.
 */

export const hashWidth = 9;
export const hashHeight = 8;

/** Two 32-bit words of the hash of 9 × 8 grey bytes, rows first, written at `at`. */
export function writeDifferenceHash(grey: Uint8Array, hashes: Uint32Array, at: number): void {
  for (let word = 0; word < 2; word++) {
    let bits = 0;
    for (let bit = 0; bit < 32; bit++) {
      const place = word * 32 + bit;
      const pixel = (place >> 3) * hashWidth + (place & 7);
      if ((grey[pixel] as number) < (grey[pixel + 1] as number)) bits |= 1 << bit;
    }
    hashes[at + word] = bits;
  }
}

function onesOf(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** In how many bits hashes `a` and `b` (their numbers) differ. */
export const hashDistance = (hashes: Uint32Array, a: number, b: number): number =>
  onesOf((hashes[2 * a] as number) ^ (hashes[2 * b] as number)) +
  onesOf((hashes[2 * a + 1] as number) ^ (hashes[2 * b + 1] as number));

/** Images of one hash are compared with so many before them at most: a thousand blank ones need no million looks. */
const comparedOfOneHash = 32;
/** The same for images that share two bands. */
const comparedOfOneKey = 2000;

/**
 * Groups of at least two images whose hashes differ in at most `distance` bits and that `same` accepts, or that are
 * linked by such; each in ascending order, the groups by their first.
 */
export function findDuplicates(
  hashes: Uint32Array,
  distance: number,
  same: (a: number, b: number) => boolean = () => true,
): readonly (readonly number[])[] {
  const count = hashes.length / 2;
  const links = new Links(count);
  const leaders = linkEqual(hashes, links, same);
  const order = bitsByEvenness(hashes, leaders);
  for (const bands of bandPairs(distance + 2)) {
    linkBands(hashes, leaders, bandMasks(order, distance + 2, bands), distance, links, same);
  }
  return links.groups();
}

/** Links images of equal hash; returns those that stand for the others from here on. */
function linkEqual(hashes: Uint32Array, links: Links, same: (a: number, b: number) => boolean): Uint32Array {
  const byHash = new Map<number, Map<number, number[]>>();
  const leaders: number[] = [];
  for (let i = 0; i < hashes.length / 2; i++) {
    const [low, high] = [hashes[2 * i] as number, hashes[2 * i + 1] as number];
    const row = byHash.get(high) ?? new Map<number, number[]>();
    byHash.set(high, row);
    const before = row.get(low) ?? [];
    row.set(low, before);
    const known = before.find((other) => same(other, i));
    if (known !== undefined) {
      links.join(known, i);
      continue;
    }
    if (before.length < comparedOfOneHash) before.push(i);
    leaders.push(i);
  }
  return Uint32Array.from(leaders);
}

function bandPairs(bands: number): (readonly [number, number])[] {
  const pairs: (readonly [number, number])[] = [];
  for (let a = 0; a < bands; a++) for (let b = a + 1; b < bands; b++) pairs.push([a, b]);
  return pairs;
}

/**
 * The 64 bits, those first that are set in half of the images. Bits are dealt to bands in this order: those that are the
 * same in all images, as black margins make them, tell nothing and must not fill a band.
 */
function bitsByEvenness(hashes: Uint32Array, images: Uint32Array): readonly number[] {
  const set = new Uint32Array(64);
  for (const image of images) {
    for (let bit = 0; bit < 64; bit++) {
      set[bit] = (set[bit] as number) + (((hashes[2 * image + (bit >> 5)] as number) >>> (bit & 31)) & 1);
    }
  }
  const unevenness = (bit: number): number => Math.abs((set[bit] as number) * 2 - images.length);
  return Array.from({ length: 64 }, (_, bit) => bit).sort((a, b) => unevenness(a) - unevenness(b) || a - b);
}

/** The bits of some bands, as masks of the two words. */
function bandMasks(order: readonly number[], bands: number, chosen: readonly number[]): readonly [number, number] {
  const masks: [number, number] = [0, 0];
  order.forEach((bit, rank) => {
    if (chosen.includes(rank % bands)) masks[(bit >> 5) as 0 | 1] |= 1 << (bit & 31);
  });
  return masks;
}

function linkBands(
  hashes: Uint32Array,
  images: Uint32Array,
  [lowMask, highMask]: readonly [number, number],
  distance: number,
  links: Links,
  same: (a: number, b: number) => boolean,
): void {
  // Up to 53 of a band pair's bits fit in a number exactly; with the usual distances a pair has at most 43.
  const key = (image: number): number =>
    ((hashes[2 * image] as number) & lowMask) * 2 ** 21 + mix((hashes[2 * image + 1] as number) & highMask);
  const keys = Float64Array.from(images, key);
  const order = Uint32Array.from(images, (_, i) => i).sort(
    (a, b) => (keys[a] as number) - (keys[b] as number) || a - b,
  );
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    while (end < order.length && keys[order[end] as number] === keys[order[start] as number]) end++;
    for (let i = start + 1; i < end; i++) {
      for (let j = Math.max(start, i - comparedOfOneKey); j < i; j++) {
        const [a, b] = [images[order[j] as number] as number, images[order[i] as number] as number];
        if (hashDistance(hashes, a, b) <= distance && !links.joined(a, b) && same(a, b)) links.join(a, b);
      }
    }
    start = end;
  }
}

/** 32 bits to 21: two keys that fall together only make two images meet that need not. */
const mix = (word: number): number => (Math.imul(word ^ (word >>> 15), 0x85ebca6b) >>> 11) & 0x1fffff;

/** Which images belong together: disjoint sets, with path halving. */
class Links {
  readonly #parent: Uint32Array;

  constructor(count: number) {
    this.#parent = Uint32Array.from({ length: count }, (_, i) => i);
  }

  #root(of: number): number {
    const parent = this.#parent;
    let i = of;
    while (parent[i] !== i) {
      parent[i] = parent[parent[i] as number] as number;
      i = parent[i] as number;
    }
    return i;
  }

  joined(a: number, b: number): boolean {
    return this.#root(a) === this.#root(b);
  }

  /** The smaller number becomes the root, so a group is named by its first. */
  join(a: number, b: number): void {
    const [first, second] = [this.#root(a), this.#root(b)].sort((x, y) => x - y) as [number, number];
    this.#parent[second] = first;
  }

  groups(): readonly (readonly number[])[] {
    const groups = new Map<number, number[]>();
    for (let i = 0; i < this.#parent.length; i++) {
      const root = this.#root(i);
      if (root === i) continue;
      const group = groups.get(root);
      if (group === undefined) groups.set(root, [root, i]);
      else group.push(i);
    }
    return [...groups.entries()].sort(([a], [b]) => a - b).map(([, members]) => members);
  }
}
