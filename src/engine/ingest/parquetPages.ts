/**
 * @file A look at a file's description and at the headers of a column's pages before they are decoded: hyparquet makes room for as many values as a
 * header promises and steps as far as it says, so a damaged one would take all memory or never end.
 */
import { parquetHeader } from "hyparquet/src/column.js";
import type { Source } from "./source.ts";
import { endOfStructure } from "./thrift.ts";

/** Distinct values that a page of them holds; writers give up dictionaries long before. */
const dictionaryLimit = 1 << 24;

/** Throws where the description at the file's end is none. */
export async function checkFooter(source: Source): Promise<void> {
  const tail = await source.read(source.size - 8, source.size);
  const length = tail.length < 8 ? 0 : new DataView(tail.buffer).getUint32(0, true);
  if (length === 0 || length > source.size - 12) throw new Error("a description longer than the file");
  endOfStructure(await source.read(source.size - 8 - length, source.size - 8), 0);
}

/** Throws where the pages of a flat column promise more values than the rows it is said to have. */
export function checkPages(chunk: ArrayBuffer, rows: number): void {
  const bytes = new Uint8Array(chunk);
  const reader = { view: new DataView(chunk), offset: 0 };
  let values = 0;
  while (reader.offset < chunk.byteLength - 1 && values < rows) {
    const before = reader.offset;
    endOfStructure(bytes, before);
    const header = parquetHeader(reader);
    const { compressed_page_size: size, data_page_header: data, data_page_header_v2: second } = header;
    const own = Number(header.dictionary_page_header?.num_values ?? 0);
    const page = Number(data?.num_values ?? second?.num_values ?? 0);
    values += page;
    reader.offset += size;
    const inside = size >= 0 && reader.offset > before && reader.offset <= chunk.byteLength;
    const few = own >= 0 && own <= dictionaryLimit && page >= 0 && values <= rows;
    if (!inside || !few) throw new Error("a page that promises more than there is");
  }
}
