/**
 * @file The training samples in the order of an epoch. Samples that fit are on the device as a whole and any order will
 * do; of very many the next epoch's is drawn ahead, in pieces. Where they do not, they come in chunks: the samples lie in blocks, an epoch goes through the blocks in an order drawn
 * anew, as many as a chunk holds at a time, and shuffles within the chunk; the next chunk is read ahead in pieces, while
 * the device works on this one. A chunk holds whole batches, so that no batch spans two.
 */
import { atOnce, type Pieces } from "../../core/pieces.ts";
import { random, shuffle, shuffled } from "../../core/random.ts";
import type { SampleRows } from "./samples.ts";

/** A stretch of the epoch whose samples are on the device together. */
export interface Chunk {
  /** Place of its first sample in the epoch's order, and samples. */
  readonly start: number;
  readonly rows: number;
  /** Its samples, [rows × width], to be put on the device; null: they are there. */
  readonly x: Float32Array | null;
  /** For each place of the order: which sample of the chunk it is, and which of all. */
  readonly inChunk: Int32Array;
  readonly inAll: Int32Array;
}

/** The stream of `core/random` that orders the samples of an epoch; others belong to the split and the weights. */
const orderStream = 0x10000;
/** Chunks of an epoch have streams of their own. */
const chunkStream = 0x20000000;
/** A chunk of so many stretches of the samples mixes well; a stretch is large enough to be read at the speed of its bytes. */
const blocksPerChunk = 64;
/** Read ahead at a time, between two submits. */
const pieceBytes = 4 * 2 ** 20;
/** Fewer samples are put in order sooner than anyone notices. */
const leastAhead = 2 ** 17;
/** Blocks of swaps between two submits: a millisecond or some. */
const piecesAhead = 2;
/** Samples that lie this near to one another are read together, with what lies between. */
const near = 4;

export interface FeedInput {
  readonly samples: SampleRows;
  /** Training samples come first. */
  readonly trainRows: number;
  /** Places in the training part that an epoch goes through; null: each once. */
  readonly drawn: Int32Array | null;
  readonly batchSize: number;
  readonly seed: number;
  /** What may lie on the device at once; more is read in chunks. */
  readonly deviceBytes: number;
  readonly chunkBytes: number;
}

export class Feed {
  readonly #input: FeedInput;
  /** Samples of an epoch. */
  readonly rows: number;
  /** Samples that lie on the device together. */
  readonly capacity: number;
  readonly streamed: boolean;
  readonly #blockRows: number;
  /** Ascending, where they are read. */
  readonly #drawn: Int32Array | null;
  #epoch = 0;
  /** Blocks in the epoch's order; of streamed samples alone. */
  #blocks = new Int32Array(0);
  #ahead: Ahead | null = null;
  /** The next epoch's order, of samples that are on the device. */
  #next: NextOrder | null = null;

  constructor(input: FeedInput) {
    const { samples, drawn, trainRows, batchSize, deviceBytes, chunkBytes } = input;
    this.#input = input;
    this.rows = drawn?.length ?? trainRows;
    const rowBytes = Math.max(1, samples.width * 4);
    this.streamed = samples.resident === null || samples.rows * rowBytes > deviceBytes;
    this.#drawn = this.streamed && drawn !== null ? drawn.slice().sort() : drawn;
    this.#blockRows = batchSize * Math.max(1, Math.round(chunkBytes / blocksPerChunk / (rowBytes * batchSize)));
    const blocks = Math.max(1, Math.floor(chunkBytes / (rowBytes * this.#blockRows)));
    this.capacity = this.streamed ? Math.min(this.rows, blocks * this.#blockRows) : samples.rows;
  }

  /** Numbers of a sample. */
  get width(): number {
    return this.#input.samples.width;
  }

  /** Begins an epoch (from 1). Its order depends on seed and epoch alone. */
  beginEpoch(epoch: number): void {
    this.#epoch = epoch;
    this.#ahead = null;
    if (!this.streamed) return;
    const count = Math.ceil(this.rows / this.#blockRows);
    const blocks = inOrder(count);
    // The last block may be a part of one: at the end of the order no batch before it is cut.
    shuffle(blocks.subarray(0, this.rows % this.#blockRows === 0 ? count : count - 1), this.#random(0));
    this.#blocks = blocks;
  }

  #random(chunk: number) {
    return random(this.#input.seed, (orderStream + this.#epoch + chunk * chunkStream) >>> 0);
  }

  /** Which chunk a place of the order lies in. */
  chunkOf(place: number): number {
    return this.streamed ? Math.floor(place / this.capacity) : 0;
  }

  /** A chunk of the epoch; read now, as far as it was not read ahead. */
  chunk(index: number): Chunk {
    if (!this.streamed) return this.#whole();
    if (this.#ahead?.index !== index) this.#ahead = this.#begin(index);
    const ahead = this.#ahead;
    while (ahead.read < ahead.rows) this.#readSome(ahead, ahead.rows);
    this.#ahead = null;
    const inChunk = inOrder(ahead.rows);
    shuffle(inChunk, this.#random(index + 1));
    return {
      start: index * this.capacity,
      rows: ahead.rows,
      x: ahead.x,
      inChunk,
      inAll: inChunk.map((row) => ahead.places[row] as number),
    };
  }

  #whole(): Chunk {
    const { order, work } = this.#next?.epoch === this.#epoch ? this.#next : this.#orderOf(this.#epoch);
    this.#next = null;
    // As far as it was not drawn ahead.
    atOnce(work);
    return { start: 0, rows: this.rows, x: null, inChunk: order, inAll: order };
  }

  #orderOf(epoch: number): NextOrder {
    const order = this.#drawn?.slice() ?? inOrder(this.#input.trainRows);
    return { epoch, order, work: shuffled(order, random(this.#input.seed, (orderStream + epoch) >>> 0)) };
  }

  /** Reads a piece of the chunk after `index`, if there is one; draws a piece of the next epoch's order, if that takes long. */
  readAhead(index: number): void {
    if (!this.streamed && this.rows >= leastAhead) {
      this.#next ??= this.#orderOf(this.#epoch + 1);
      for (let piece = 0; piece < piecesAhead; piece++) this.#next.work.next();
    }
    if (!this.streamed || (index + 1) * this.capacity >= this.rows) return;
    if (this.#ahead?.index !== index + 1) this.#ahead = this.#begin(index + 1);
    this.#readSome(this.#ahead, this.#ahead.read + this.#pieceRows);
  }

  get #pieceRows(): number {
    return Math.max(1, Math.floor(pieceBytes / (this.width * 4)));
  }

  #begin(index: number): Ahead {
    const drawn = this.#drawn;
    const rows = Math.min(this.capacity, this.rows - index * this.capacity);
    const places = new Int32Array(rows);
    const perChunk = this.capacity / this.#blockRows;
    for (let row = 0; row < rows; row++) {
      const block = this.#blocks[Math.floor(index * perChunk) + Math.floor(row / this.#blockRows)] as number;
      const at = block * this.#blockRows + (row % this.#blockRows);
      places[row] = drawn === null ? at : (drawn[at] as number);
    }
    return { index, rows, places, x: new Float32Array(rows * this.width), read: 0 };
  }

  /** Rows `first` to `next` of a chunk out of a stretch of the samples, some of them repeatedly. */
  #pick({ places, x }: Ahead, first: number, next: number, stretch: Float32Array): void {
    const { width } = this;
    const from = places[first] as number;
    for (let row = first; row < next; row++) {
      const at = ((places[row] as number) - from) * width;
      // Most samples have few numbers, for which an object a sample would cost more than the copy.
      for (let i = 0; i < width; i++) x[row * width + i] = stretch[at + i] as number;
    }
  }

  /** Reads up to row `until` of a chunk, samples that lie near one another at once. */
  #readSome(ahead: Ahead, until: number): void {
    const { samples } = this.#input;
    const { places, x, rows } = ahead;
    const end = Math.min(until, rows);
    while (ahead.read < end) {
      const first = ahead.read;
      const from = places[first] as number;
      let next = first + 1;
      let steady = true;
      for (; next < end && (places[next] as number) - from < this.#pieceRows; next++) {
        const step = (places[next] as number) - (places[next - 1] as number);
        if (step < 0 || step > near) break;
        steady &&= step === 1;
      }
      const stretch = samples.read(from, (places[next - 1] as number) - from + 1);
      if (steady) x.set(stretch, first * this.width);
      else this.#pick(ahead, first, next, stretch);
      ahead.read = next;
    }
  }
}

/** 0, 1, … count − 1. */
export function inOrder(count: number): Int32Array<ArrayBuffer> {
  const list = new Int32Array(count);
  for (let at = 0; at < count; at++) list[at] = at;
  return list;
}

interface NextOrder {
  readonly epoch: number;
  /** Shuffled by `work`. */
  readonly order: Int32Array<ArrayBuffer>;
  readonly work: Pieces<unknown>;
}

interface Ahead {
  readonly index: number;
  readonly rows: number;
  readonly places: Int32Array;
  readonly x: Float32Array;
  read: number;
}
