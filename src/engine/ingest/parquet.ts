/**
 * @file Reads a Parquet file into a dataset, one column of one row group at a time: that much is in memory beside the
 * table itself. What the bytes mean is hyparquet's business, what a value is as a cell is `parquetCells.ts`.
 */
import {
  type CompressionCodec,
  type FileMetaData,
  parquetMetadataAsync,
  parquetRead,
  parquetSchema,
  type RowGroup,
  type SchemaElement,
} from "hyparquet";
import { ColumnBuilder } from "../../core/data/columnBuilder.ts";
import { defaultMissing, type ReadOptions, type TableFormat } from "../../core/data/types.ts";
import { AppError, assert } from "../../core/fault.ts";
import type { Issue } from "../../core/issue.ts";
import type { Progress } from "../../core/progress.ts";
import { finishTable } from "./finishTable.ts";
import { nameColumns } from "./headers.ts";
import { checkSize, rowLimit } from "./limits.ts";
import { CellWriter, clockText, dayText, decimalText, momentText, unscaled } from "./parquetCells.ts";
import { compressors, parquetPageLimit } from "./parquetCodecs.ts";
import { checkFooter, checkPages, layoutOf, type PackedPage, type PageLayout } from "./parquetPages.ts";
import type { Source } from "./source.ts";
import { error, refused, type TableOutcome, tableId } from "./tableOutcome.ts";
import { columnLimit } from "./tokenize.ts";
import { unpackIssue } from "./unpackIssue.ts";
import { UnpackError } from "./zip.ts";

/** Texts stay bytes until they are cells; times become texts without losing what is below a millisecond. */
const parsers = {
  stringFromBytes: (bytes: Uint8Array) => bytes,
  jsonFromBytes: (bytes: Uint8Array) => bytes,
  geometryFromBytes: (bytes: Uint8Array) => bytes,
  geographyFromBytes: (bytes: Uint8Array) => bytes,
  timestampFromMilliseconds: (ms: bigint | undefined) => moment(ms, 1_000_000n),
  timestampFromMicroseconds: (us: bigint | undefined) => moment(us, 1000n),
  timestampFromNanoseconds: (ns: bigint | undefined) => moment(ns, 1n),
  dateFromDays: (days: number | undefined) => (days === undefined ? undefined : dayText(days)),
};

const moment = (value: bigint | undefined, nanos: bigint): string | undefined =>
  value === undefined ? undefined : momentText(BigInt(value) * nanos);

interface ParquetColumn {
  /** As the file has it. */
  readonly name: string;
  readonly isFlat: boolean;
  readonly writer: CellWriter;
}

/** What went wrong in one column; `detail` is in the words of the reader. */
class ColumnFailure extends Error {
  readonly column: string;
  /** The file may be whole, and only this column is more than can be read. */
  readonly isUnsupported: boolean;
  readonly detail: string;

  constructor(column: string, cause: unknown) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    super(`${column}: ${detail}`, { cause });
    this.column = column;
    this.detail = detail.replace(/^parquet /, "").slice(0, 120);
    this.isUnsupported = /unsupported|not supported/.test(detail);
  }
}

export async function* readParquet(source: Source, options: ReadOptions): AsyncGenerator<Progress, TableOutcome, void> {
  const { fileName } = source;
  const file = {
    byteLength: source.size,
    slice: async (start: number, end = source.size) => (await source.read(start, end)).buffer,
  };
  let metadata: FileMetaData;
  let elements: readonly SchemaElement[];
  try {
    await checkFooter(source);
    metadata = await parquetMetadataAsync(file, { geoparquet: false });
    elements = parquetSchema(metadata).children.map(({ element }) => element);
    checkSound(metadata, elements);
  } catch (fault) {
    if (fault instanceof AppError) throw fault;
    return refused({ ...error, code: "fileDamaged", context: { fileName, place: "Parquet" } });
  }
  const total = Math.min(Number(metadata.num_rows), options.maxRows ?? Number.POSITIVE_INFINITY);
  const unfit = tooLarge(elements.length, total) ?? (total === 0 ? "empty" : undefined);
  if (unfit === "empty") return refused({ ...error, code: "noRows", context: { fileName, columns: elements.length } });
  if (unfit !== undefined) return refused(unfit);
  const format = formatOf(options);
  const named = nameColumns(elements.map(({ name }) => name));
  const columns = elements.map((element) => ({
    name: element.name,
    isFlat: (element.num_children ?? 0) === 0 && element.repetition_type !== "REPEATED",
    writer: new CellWriter(new ColumnBuilder(format), format.decimal, spelling(element)),
  }));
  const plain = withoutDecimals(metadata);
  const hash = await source.hash();
  const read = yield* readGroups(file, plain, columns, total, fileName);
  if (!read.ok) return read;
  const kept = columns.flatMap(({ name }, i) => (read.leftOut.has(name) ? [] : [i]));
  if (kept.length === 0) return refused(...read.issues.map((issue) => ({ ...issue, severity: "error" as const })));
  const names = kept.map((i) => named.names[i] as string);
  const writers = kept.map((i) => (columns[i] as ParquetColumn).writer);
  const issues = [...named.issues, ...read.issues, ...cellIssues(names, writers)];
  if (total < Number(metadata.num_rows))
    issues.push({ code: "firstRowsOnly", severity: "notice", at: {}, context: { count: total } });
  const facts = {
    id: tableId(hash, format, options),
    fileName,
    bytes: source.size,
    issues,
    dayFirstWanted: options.format?.dayFirst,
    dayFirstExpected: options.expected?.dayFirst,
  };
  const table = { builders: writers.map(({ builder }) => builder), rows: total };
  return { ok: true, dataset: finishTable(table, { names, format }, facts) };
}

/** What a damaged footer can be though it was parsed. */
function checkSound({ num_rows: rows, row_groups: groups }: FileMetaData, elements: readonly SchemaElement[]): void {
  const isCount = (value: unknown): boolean => Number.isSafeInteger(Number(value)) && Number(value) >= 0;
  assert(isCount(rows) && Array.isArray(groups), "no rows");
  assert(
    groups.every(({ num_rows: own, columns }) => isCount(own) && Array.isArray(columns)),
    "no groups",
  );
  assert(
    elements.every(({ name }) => typeof name === "string"),
    "no names",
  );
  assert(elements.length > 0, "no columns");
  assert(new Set(elements.map(({ name }) => name)).size === elements.length, "a name twice");
}

const formatOf = ({ format: wanted = {} }: ReadOptions): TableFormat => ({
  encoding: "utf-8",
  delimiter: ",",
  header: true,
  decimal: wanted.decimal ?? ".",
  dayFirst: wanted.dayFirst ?? false,
  missing: wanted.missing ?? defaultMissing,
  source: "parquet",
});

function tooLarge(columns: number, rows: number): Issue | undefined {
  if (columns > columnLimit)
    return { ...error, code: "tooManyColumns", context: { limit: columnLimit, row: 1, line: 1 } };
  return rows > rowLimit ? { ...error, code: "tooManyRows", context: { limit: rowLimit } } : undefined;
}

type GroupsOutcome =
  | { readonly ok: true; readonly leftOut: ReadonlySet<string>; readonly issues: readonly Issue[] }
  | { readonly ok: false; readonly issues: readonly Issue[] };

type File = Parameters<typeof parquetRead>[0]["file"];

async function* readGroups(
  file: File,
  metadata: FileMetaData,
  columns: readonly ParquetColumn[],
  total: number,
  fileName: string,
): AsyncGenerator<Progress, GroupsOutcome, void> {
  const leftOut = new Set<string>();
  const issues: Issue[] = [];
  const schemas = schemasOf(metadata);
  let rows = 0;
  for (const group of metadata.row_groups) {
    const count = Math.min(Number(group.num_rows), total - rows);
    if (count <= 0) break;
    const chunks = chunksOf(group);
    for (const [i, column] of columns.entries()) {
      if (leftOut.has(column.name)) continue;
      const own = { ...group, columns: chunks.get(column.name) ?? [] };
      const part = { ...metadata, schema: [...(schemas[i] ?? [])], row_groups: [own], num_rows: group.num_rows };
      try {
        await readColumn(file, part, column, rows, count);
      } catch (fault) {
        if (fault instanceof UnpackError) return refused(unpackIssue(fault, fileName, parquetPageLimit));
        if (!(fault instanceof ColumnFailure)) throw fault;
        const { column: name, detail } = fault;
        if (!fault.isUnsupported)
          return refused({ ...error, code: "fileDamaged", context: { fileName, place: `${name}: ${detail}` } });
        leftOut.add(name);
        issues.push({
          code: "columnUnreadable",
          severity: "warning",
          at: {},
          context: { fileName, column: name, detail },
        });
      }
      yield { done: rows + Math.floor((count * (i + 1)) / columns.length), total, rows };
    }
    rows += count;
    const byteSize = columns.reduce((sum, { writer }) => sum + writer.builder.byteSize, 0);
    const unfit = checkSize({ rows, byteSize }, file.byteLength * (rows / total), file.byteLength, total);
    if (unfit !== undefined) return refused(unfit);
  }
  if (rows < total) return refused({ ...error, code: "fileDamaged", context: { fileName, place: "Parquet" } });
  return { ok: true, leftOut, issues };
}

/** The values of one column in one row group; each row gets exactly one cell, or the file is damaged. */
async function readColumn(
  file: File,
  metadata: FileMetaData,
  { name, isFlat, writer }: ParquetColumn,
  before: number,
  count: number,
): Promise<void> {
  let cells = 0;
  const onChunk = ({ columnData, rowStart }: { columnData: ArrayLike<unknown>; rowStart: number }): void => {
    if (rowStart !== cells) return;
    const end = Math.min(columnData.length, count - cells);
    for (let i = 0; i < end; i++) writer.append(columnData[i]);
    cells += end;
  };
  /** Pages to be looked at when they are unpacked, by their place in the one chunk of a flat column. */
  const packed = new Map<number, PackedPage>();
  const layouts = layoutsOf(metadata);
  const chunkOf = async (start: number, end: number): Promise<ArrayBuffer> => {
    assert(start >= 0 && start < end && end <= file.byteLength, "a place beyond the file");
    return file.slice(start, end);
  };
  const readChunk = async (start: number, end: number): Promise<ArrayBuffer> => {
    const chunk = await chunkOf(start, end);
    if (isFlat)
      for (const page of checkPages(chunk, Number(metadata.num_rows), firstOf(layouts))) packed.set(page.at, page);
    return chunk;
  };
  /** The chunks of lists and records are read in one: each is looked at before. */
  const checkNested = async (): Promise<void> => {
    for (const { layout, start, end } of layouts) {
      for (const { packed: input, size, check } of checkPages(await chunkOf(start, end), null, layout))
        check(compressors[layout.codec as CompressionCodec]?.(input, size) ?? input);
    }
  };
  const checked: File = {
    byteLength: file.byteLength,
    slice: (start, end = file.byteLength) => {
      const chunk = readChunk(start, end);
      // hyparquet may give up before it waits for this; whoever waits still hears of the failure.
      chunk.catch(() => undefined);
      return chunk;
    },
  };
  try {
    if (!isFlat) await checkNested();
    await parquetRead({
      file: checked,
      metadata,
      columns: [name],
      rowEnd: count,
      onChunk,
      parsers,
      compressors: isFlat ? lookedAt(packed) : compressors,
      geoparquet: false,
    });
  } catch (fault) {
    if (fault instanceof AppError || fault instanceof UnpackError) throw fault;
    throw new ColumnFailure(name, fault);
  }
  if (writer.builder.rows !== before + count) throw new ColumnFailure(name, `${before + cells} / ${before + count}`);
}

interface ChunkLayout {
  readonly layout: PageLayout;
  readonly start: number;
  readonly end: number;
}

/** Of the columns in the one row group. */
function layoutsOf({ schema, row_groups: [group] }: FileMetaData): readonly ChunkLayout[] {
  const tree = parquetSchema({ schema } as FileMetaData);
  return (group?.columns ?? []).map(({ meta_data: meta }) => {
    assert(meta !== undefined, "a column without a description");
    const start = Number(meta.dictionary_page_offset || meta.data_page_offset);
    return { layout: layoutOf(tree, meta), start, end: start + Number(meta.total_compressed_size) };
  });
}

function firstOf([first]: readonly ChunkLayout[]): PageLayout {
  assert(first !== undefined, "a column that the row group does not hold");
  return first.layout;
}

/** The decompressors, each of which has what it unpacked looked at. */
function lookedAt(pages: ReadonlyMap<number, PackedPage>): typeof compressors {
  const checked = Object.entries(compressors).map(([codec, unpack]) => [
    codec,
    (input: Uint8Array, length: number) => {
      const output = unpack(input, length);
      pages.get(input.byteOffset)?.check(output);
      return output;
    },
  ]);
  return Object.fromEntries(checked) as typeof compressors;
}

/** The schema of each column by itself: reading one of 16,000 looks at no other. */
function schemasOf(metadata: FileMetaData): readonly (readonly SchemaElement[])[] {
  const [root] = metadata.schema;
  let next = 1;
  return parquetSchema(metadata).children.map(({ count }) => {
    next += count;
    return [{ ...(root as SchemaElement), num_children: 1 }, ...metadata.schema.slice(next - count, next)];
  });
}

/** The chunks of a row group, by their column's name. */
function chunksOf({ columns }: RowGroup): ReadonlyMap<string, RowGroup["columns"]> {
  const byName = new Map<string, RowGroup["columns"]>();
  for (const chunk of columns) {
    const name = chunk.meta_data?.path_in_schema[0] ?? "";
    const known = byName.get(name);
    if (known === undefined) byName.set(name, [chunk]);
    else known.push(chunk);
  }
  return byName;
}

/** hyparquet computes decimals in binary fractions; without their mark it gives the integers they are stored as. */
function withoutDecimals(metadata: FileMetaData): FileMetaData {
  const schema = metadata.schema.map((element) => {
    if (!isDecimal(element)) return element;
    const { converted_type: _, logical_type: __, ...plain } = element;
    return plain;
  });
  return { ...metadata, schema };
}

const isDecimal = (element: SchemaElement): boolean =>
  element.converted_type === "DECIMAL" || element.logical_type?.type === "DECIMAL";

/** Nanoseconds in the unit of a time of day; undefined where the column holds none. */
function clockUnit({ converted_type: converted, logical_type: logical }: SchemaElement): bigint | undefined {
  if (logical?.type === "TIME") return logical.unit === "MILLIS" ? 1_000_000n : logical.unit === "MICROS" ? 1000n : 1n;
  if (converted === "TIME_MILLIS") return 1_000_000n;
  return converted === "TIME_MICROS" ? 1000n : undefined;
}

function spelling(element: SchemaElement): ((value: unknown) => string) | undefined {
  const scaleOf = (): number => {
    if (element.logical_type?.type === "DECIMAL") return element.logical_type.scale;
    return element.scale ?? 0;
  };
  const unit = clockUnit(element);
  const isTime = unit !== undefined && (element.num_children ?? 0) === 0;
  if (!isTime && !isDecimal(element)) return undefined;
  const scale = isTime ? 0 : scaleOf();
  return (value) => {
    // 10 to the power of a million would be written out in each cell.
    if (!(Math.abs(scale) <= 400)) throw new Error(`unsupported scale of decimals: ${scale}`);
    const whole = unscaled(value);
    if (whole === undefined) return String(value);
    return isTime ? clockText(whole * unit) : decimalText(whole, scale);
  };
}

function cellIssues(names: readonly string[], writers: readonly CellWriter[]): Issue[] {
  const issues: Issue[] = [];
  const nested = names.filter((_, i) => writers[i]?.nested);
  if (nested.length > 0) {
    const context = { count: nested.length, columns: nested.slice(0, 5).join(", ") };
    issues.push({ code: "nestedAsText", severity: "notice", at: {}, context });
  }
  writers.forEach(({ binary }, i) => {
    const column = names[i] as string;
    if (binary > 0)
      issues.push({ code: "binaryCells", severity: "warning", at: { column }, context: { column, count: binary } });
  });
  return issues;
}
