/**
 * @file A look at a file's description, at the headers of a column's pages and at the runs in them before they are decoded:
 * hyparquet makes room for as many values as a header promises, steps as far as it says and repeats as often as a run
 * states, so a damaged one would take all memory or never end.
 */
import type { ColumnMetaData, SchemaTree } from "hyparquet";
import { parquetHeader } from "hyparquet/src/column.js";
import type { Source } from "./source.ts";
import { endOfStructure } from "./thrift.ts";

/** Distinct values that a page of them holds; writers give up dictionaries long before. */
const dictionaryLimit = 1 << 24;
/** Values in a page of a column of lists. */
const nestedLimit = 1 << 26;

/** Throws where the description at the file's end is none. */
export async function checkFooter(source: Source): Promise<void> {
  const tail = await source.read(source.size - 8, source.size);
  const length = tail.length < 8 ? 0 : new DataView(tail.buffer).getUint32(0, true);
  if (length === 0 || length > source.size - 12) throw new Error("a description longer than the file");
  endOfStructure(await source.read(source.size - 8 - length, source.size - 8), 0);
}

/** What of a column's description tells how its pages are laid out. */
export interface PageLayout {
  readonly codec: string;
  readonly isBoolean: boolean;
  /** Greatest levels, 0 where there are none. */
  readonly definition: number;
  readonly repetition: number;
}

/** The layout of a column's chunk; throws where the schema has no such column. */
export function layoutOf(schema: SchemaTree, { path_in_schema: path, codec, type }: ColumnMetaData): PageLayout {
  let [definition, repetition] = [0, 0];
  let tree = schema;
  for (const part of path) {
    const child = tree.children.find(({ element }) => element.name === part);
    if (child === undefined) throw new Error("a column that the schema does not name");
    tree = child;
    if (child.element.repetition_type !== "REQUIRED") definition++;
    if (child.element.repetition_type === "REPEATED") repetition++;
  }
  return { codec, isBoolean: type === "BOOLEAN", definition, repetition };
}

type Check = (unpacked: Uint8Array) => void;

/** A packed page: where its packed bytes begin in the chunk, and what to look at when they are unpacked. */
export interface PackedPage {
  readonly at: number;
  readonly packed: Uint8Array;
  readonly size: number;
  readonly check: Check;
}

/**
 * Throws where the pages of a column promise more than there is; `rows`: of a flat column, which has a value a row. Gives
 * the pages that can be looked at only when they are unpacked.
 */
export function checkPages(chunk: ArrayBuffer, rows: number | null, layout: PageLayout): readonly PackedPage[] {
  const bytes = new Uint8Array(chunk);
  const reader = { view: new DataView(chunk), offset: 0 };
  const pages: PackedPage[] = [];
  let values = 0;
  while (reader.offset < chunk.byteLength - 1 && (rows === null || values < rows)) {
    const before = reader.offset;
    endOfStructure(bytes, before);
    const header = parquetHeader(reader);
    const start = reader.offset;
    const { compressed_page_size: size, data_page_header: first, data_page_header_v2: second } = header;
    const own = Number(header.dictionary_page_header?.num_values ?? 0);
    const page = Number(first?.num_values ?? second?.num_values ?? 0);
    values += page;
    reader.offset += size;
    const inside = size >= 0 && reader.offset > before && reader.offset <= chunk.byteLength;
    const few =
      own >= 0 && own <= dictionaryLimit && page >= 0 && (rows === null ? page <= nestedLimit : values <= rows);
    if (!inside || !few) throw new Error("a page that promises more than there is");
    const content = bytes.subarray(start, start + size);
    const take = (at: number, isPacked: boolean, check: Check): void => {
      if (!isPacked || layout.codec === "UNCOMPRESSED") check(content.subarray(at));
      else
        pages.push({ at: start + at, packed: content.subarray(at), size: header.uncompressed_page_size - at, check });
    };
    if (header.type === "DATA_PAGE" && first !== undefined) {
      take(0, true, (page1) => checkFirst(page1, page, String(first.encoding), layout));
    } else if (header.type === "DATA_PAGE_V2" && second !== undefined) {
      const repetitionEnd = second.repetition_levels_byte_length;
      const levelsEnd = repetitionEnd + second.definition_levels_byte_length;
      if (!(repetitionEnd >= 0 && levelsEnd >= repetitionEnd && levelsEnd <= size))
        throw new Error("levels beyond their page");
      checkLevels(content, 0, repetitionEnd, layout.repetition, page);
      checkLevels(content, repetitionEnd, levelsEnd, layout.definition, page);
      const encoding = String(second.encoding);
      take(levelsEnd, second.is_compressed !== false, (data) => checkValues(data, 0, page, encoding, layout));
    }
  }
  return pages;
}

/** A page of the first version: levels with their length before them, then values. */
function checkFirst(page: Uint8Array, count: number, encoding: string, layout: PageLayout): void {
  let at = 0;
  for (const greatest of [layout.repetition, layout.definition]) {
    if (greatest === 0) continue;
    const end = endOfCounted(page, at);
    checkLevels(page, at + 4, end, greatest, count);
    at = end;
  }
  checkValues(page, at, count, encoding, layout);
}

function checkValues(page: Uint8Array, at: number, count: number, encoding: string, { isBoolean }: PageLayout): void {
  if (encoding === "RLE" && isBoolean) checkRuns(page, at + 4, endOfCounted(page, at), 1, count);
  // The first byte is how many bits a number has.
  else if (/^(PLAIN|RLE)_DICTIONARY$/.test(encoding) && at < page.length)
    checkRuns(page, at + 1, page.length, page[at] as number, count);
}

/** The place behind runs whose length in bytes stands before them. */
function endOfCounted(page: Uint8Array, at: number): number {
  if (at + 4 > page.length) throw new Error("a page that ends early");
  const end = at + 4 + new DataView(page.buffer, page.byteOffset + at, 4).getUint32(0, true);
  if (end > page.length) throw new Error("a page that ends early");
  return end;
}

/** Groups of eight values that writers may put behind the last one. */
const padding = 64 * 8;

/** Throws where the runs in bytes [start, end) state more than `count` values; gives how many are missing. */
function checkRuns(bytes: Uint8Array, start: number, end: number, bits: number, count: number): number {
  let at = start;
  let left = count;
  while (left > 0 && at < end) {
    let head = 0;
    let width = 0;
    for (let byte = 128; byte >= 128 && width < 5; width++) {
      byte = bytes[at + width] ?? 0;
      head += (byte & 127) * 2 ** (7 * width);
      if (width === 4 && byte > 15) throw new Error("a run of an endless length");
    }
    at += width;
    const isPacked = head % 2 === 1;
    const length = Math.floor(head / 2) * (isPacked ? 8 : 1);
    if (length > left + (isPacked ? padding : 0)) throw new Error("a run of more values than the page has");
    at += isPacked ? (length / 8) * bits : Math.ceil(bits / 8);
    left -= length;
  }
  return left;
}

/** What is missing among levels would be read from whatever stands behind them. */
function checkLevels(bytes: Uint8Array, start: number, end: number, greatest: number, count: number): void {
  if (greatest > 0 && checkRuns(bytes, start, end, 32 - Math.clz32(greatest), count) > 0)
    throw new Error("levels that end early");
}
