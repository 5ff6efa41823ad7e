/**
 * @file The simplest Parquet file there is (plain values, nothing packed, nothing missing), so that the benchmark has one
 * without another program: Thrift's compact protocol by hand, fields as `parquet.thrift` numbers them.
 */
import { closeSync, openSync, writeSync } from "node:fs";

type Values = readonly number[] | readonly string[];

/** A thrift value: an integer (its type tells the width), a text, a list of one type, or a structure of numbered fields. */
type Thrift = { readonly i32: number } | { readonly i64: number } | string | readonly Thrift[] | Fields;
interface Fields {
  readonly fields: readonly (readonly [id: number, value: Thrift])[];
}

const typeOf = (value: Thrift): number => {
  if (typeof value === "string") return 8;
  if (Array.isArray(value)) return 9;
  return "i32" in value ? 5 : "i64" in value ? 6 : 12;
};

function varint(value: number, out: number[]): void {
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) out.push((rest % 128) + 128);
  out.push(rest);
}

function write(value: Thrift, out: number[]): void {
  if (typeof value === "string") {
    const bytes = new TextEncoder().encode(value);
    varint(bytes.length, out);
    out.push(...bytes);
  } else if (Array.isArray(value)) {
    const items = value as readonly Thrift[];
    const type = typeOf(items[0] as Thrift);
    if (items.length < 15) out.push((items.length << 4) | type);
    else {
      out.push(0xf0 | type);
      varint(items.length, out);
    }
    for (const item of items) write(item, out);
  } else if ("i32" in value) varint(value.i32 * 2, out);
  else if ("i64" in value) varint(value.i64 * 2, out);
  else {
    let last = 0;
    for (const [id, part] of (value as Fields).fields) {
      out.push(((id - last) << 4) | typeOf(part));
      write(part, out);
      last = id;
    }
    out.push(0);
  }
}

const struct = (...fields: Fields["fields"]): Fields => ({ fields });
const i32 = (value: number): Thrift => ({ i32: value });
const i64 = (value: number): Thrift => ({ i64: value });
const bytesOf = (value: Thrift): Uint8Array => {
  const out: number[] = [];
  write(value, out);
  return Uint8Array.from(out);
};

const double = 5;
const byteArray = 6;
const isTexts = (values: Values): values is readonly string[] => typeof values[0] === "string";

function plain(values: Values): Uint8Array {
  if (!isTexts(values)) return new Uint8Array(Float64Array.from(values).buffer);
  const parts = values.map((text) => Buffer.from(text));
  const bytes = Buffer.alloc(parts.reduce((sum, { length }) => sum + length + 4, 0));
  let at = 0;
  for (const part of parts) {
    at = bytes.writeUInt32LE(part.length, at);
    at += part.copy(bytes, at);
  }
  return bytes;
}

/** Each group holds the values of all columns, in their order. */
export function writeParquet(path: string, names: readonly string[], groups: Iterable<readonly Values[]>): void {
  const file = openSync(path, "w");
  let at = writeSync(file, "PAR1");
  let rows = 0;
  let types: readonly number[] = [];
  const written: Thrift[] = [];
  for (const columns of groups) {
    const count = columns[0]?.length ?? 0;
    types = columns.map((values) => (isTexts(values) ? byteArray : double));
    const chunks = columns.map((values, i) => {
      const data = plain(values);
      const page = struct([1, i32(count)], [2, i32(0)], [3, i32(3)], [4, i32(3)]);
      const header = bytesOf(struct([1, i32(0)], [2, i32(data.length)], [3, i32(data.length)], [5, page]));
      const size = header.length + data.length;
      const meta = struct(
        [1, i32(types[i] as number)],
        [2, [i32(0)]],
        [3, [names[i] as string]],
        [4, i32(0)],
        [5, i64(count)],
        [6, i64(size)],
        [7, i64(size)],
        [9, i64(at)],
      );
      const chunk = struct([2, i64(at)], [3, meta]);
      at += writeSync(file, header) + writeSync(file, data);
      return chunk;
    });
    written.push(struct([1, chunks], [2, i64(0)], [3, i64(count)]));
    rows += count;
  }
  const root = struct([4, "schema"], [5, i32(names.length)]);
  const leaves = names.map((name, i) => {
    const leaf = [
      [1, i32(types[i] as number)],
      [3, i32(0)],
      [4, name],
    ] as const;
    return types[i] === byteArray ? struct(...leaf, [6, i32(0)]) : struct(...leaf);
  });
  const footer = bytesOf(struct([1, i32(1)], [2, [root, ...leaves]], [3, i64(rows)], [4, written]));
  writeSync(file, footer);
  const end = Buffer.alloc(8);
  end.writeUInt32LE(footer.length);
  end.write("PAR1", 4);
  writeSync(file, end);
  closeSync(file);
}
