import { describe, expect, it } from "vitest";
import { random, shuffle } from "../../core/random.ts";
import { Feed, type FeedInput } from "./feed.ts";
import { inMemory, type SampleRows } from "./samples.ts";

const width = 3;
/** Sample i is [i, i + 0.25, −i]; rows beyond the training part are never to come. */
function input(trainRows: number, change: Partial<FeedInput> = {}): FeedInput {
  const rows = trainRows + 5;
  const x = Float32Array.from({ length: rows * width }, (_, at) => {
    const row = Math.floor(at / width);
    return [row, row + 0.25, -row][at % width] as number;
  });
  const reading = { ...inMemory(x, rows), resident: null };
  const wanted = { samples: reading, trainRows, drawn: null, batchSize: 7, seed: 3 };
  return { ...wanted, deviceBytes: 0, chunkBytes: 32 * 1024, ...change };
}

/** All samples of an epoch in their order, by their number; checks that chunk and numbers agree. */
function epochOf(feed: Feed, epoch: number, ahead: boolean): number[] {
  feed.beginEpoch(epoch);
  const order: number[] = [];
  for (let place = 0; place < feed.rows; ) {
    const index = feed.chunkOf(place);
    const chunk = feed.chunk(index);
    expect(chunk.start).toBe(place);
    if (ahead) feed.readAhead(index);
    for (let at = 0; at < chunk.rows; at++) {
      const number = chunk.inAll[at] as number;
      if (chunk.x !== null) {
        const [a, b, c] = chunk.x.subarray((chunk.inChunk[at] as number) * width) as unknown as [
          number,
          number,
          number,
        ];
        if (a !== number || b !== number + 0.25 || c !== -number) throw new Error(`${a} ${b} ${c} at ${number}`);
      }
      order.push(number);
    }
    place += chunk.rows;
  }
  return order;
}

/** So many numbers are not to be printed where they differ. */
const same = (one: Int32Array, other: Int32Array) =>
  one.length === other.length && one.every((number, at) => number === other[at]);
const ascending = (numbers: readonly number[]) => [...numbers].sort((a, b) => a - b);

describe.each([1, 6, 7, 1000, 5000, 12_000, 12_345])("%i samples in chunks", (rows) => {
  it("come once each, in an order of the epoch's own, the same however they are read", () => {
    const [one, other] = [new Feed(input(rows)), new Feed(input(rows))];
    const first = epochOf(one, 1, true);
    expect(ascending(first)).toEqual(Array.from({ length: rows }, (_, row) => row));
    const second = epochOf(one, 2, true);
    expect(ascending(second)).toEqual(ascending(first));
    if (rows > 100) expect(second).not.toEqual(first);
    // Without reading ahead, and taken up again at the second epoch.
    expect(epochOf(other, 2, false)).toEqual(second);
  });

  it("no batch spans two chunks", () => {
    const feed = new Feed(input(rows));
    feed.beginEpoch(1);
    for (let place = 0; place + 7 < rows; place += 7) {
      const last = Math.min(place + 6, rows - 1);
      if (feed.chunkOf(place) !== feed.chunkOf(last)) expect([place, last]).toEqual([place, place]);
    }
    expect(feed.capacity === rows || feed.capacity % 7 === 0).toBe(true);
  });
});

it("far samples meet in a chunk: its blocks are drawn from all", () => {
  const rows = 30_000;
  const feed = new Feed(input(rows));
  feed.beginEpoch(1);
  const { inAll } = feed.chunk(0);
  expect(feed.capacity).toBeLessThan(rows / 4);
  const spread = Math.max(...inAll) - Math.min(...inAll);
  expect(spread).toBeGreaterThan(rows / 2);
});

it("samples drawn repeatedly, or left out, come as often as they were drawn", () => {
  const drawn = Int32Array.from({ length: 6000 }, (_, at) => (at % 2 === 0 ? at : 4));
  const found = epochOf(new Feed(input(6000, { drawn })), 1, true);
  expect(ascending(found)).toEqual(ascending([...drawn]));
});

it("samples drawn in no order are read in few stretches", () => {
  const rows = 30_000;
  // One of four is left out, half of the others come twice: balancing gives class after class, in an order of chance.
  const kept = Int32Array.from({ length: rows }, (_, at) => at).filter((at) => at % 4 !== 0);
  const drawn = shuffle(Int32Array.from([...kept, ...kept.filter((at) => at % 2 === 0)]), random(1));
  const given = input(rows, { drawn });
  let reads = 0;
  let numbers = 0;
  const read: SampleRows["read"] = (from, count) => {
    reads++;
    numbers += count * width;
    return given.samples.read(from, count);
  };
  const feed = new Feed({ ...given, samples: { ...given.samples, read } });
  const found = epochOf(feed, 1, true);
  expect(ascending(found)).toEqual(ascending([...drawn]));
  // A stretch of a chunk is a read or two, and what lies between the samples is read with them.
  expect(reads).toBeLessThan(drawn.length / 10);
  expect(numbers).toBeLessThan(2 * rows * width);
});

it("an order that was drawn ahead, in part or as a whole, is the one that is drawn at once", () => {
  const rows = 200_000;
  const samples = inMemory(new Float32Array(rows), rows);
  const given = { ...input(rows), samples, deviceBytes: samples.rows * 4 };
  const atOnce = new Feed(given);
  const ahead = new Feed(given);
  ahead.beginEpoch(1);
  const first = ahead.chunk(0).inAll;
  const before = first.slice();
  for (const [epoch, pieces] of [
    [2, 3],
    [3, 100],
    [7, 1],
  ] as const) {
    for (let piece = 0; piece < pieces; piece++) ahead.readAhead(0);
    ahead.beginEpoch(epoch);
    atOnce.beginEpoch(epoch);
    expect(same(ahead.chunk(0).inAll, atOnce.chunk(0).inAll)).toBe(true);
  }
  // The order that steps go by is not touched meanwhile.
  expect(same(first, before)).toBe(true);
});

it("samples that fit on the device are one chunk, and nothing is read", () => {
  const rows = 500;
  const x = new Float32Array((rows + 5) * width);
  const feed = new Feed(input(rows, { samples: inMemory(x, rows + 5), deviceBytes: x.byteLength }));
  feed.beginEpoch(1);
  const chunk = feed.chunk(0);
  expect([feed.streamed, chunk.x, chunk.rows, feed.capacity]).toEqual([false, null, rows, rows + 5]);
  expect(ascending([...chunk.inAll])).toEqual(Array.from({ length: rows }, (_, row) => row));
});
