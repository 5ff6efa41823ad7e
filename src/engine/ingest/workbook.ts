/**
 * @file The parts of a workbook beside its sheets: which sheets there are and where, which number styles are dates, and
 * the texts that cells share. Paths come from the workbook's own relations, as every program writes them elsewhere.
 */

import { unescapeCell } from "./sheetRows.ts";
import type { Source } from "./source.ts";
import { isDateFormat } from "./spreadsheetDate.ts";
import { attribute, XmlCutter, type XmlEvents } from "./xml.ts";
import { type UnpackBudget, UnpackError, unzipPieces, type ZipEntry } from "./zip.ts";

export interface Sheet {
  readonly name: string;
  readonly entry: ZipEntry;
}

export interface Workbook {
  /** Sheets of cells, in their order; those of charts have none. */
  readonly sheets: readonly Sheet[];
  readonly from1904: boolean;
  readonly dateStyles: readonly boolean[];
  readonly sharedTexts: ZipEntry | undefined;
}

/** Characters of all shared texts; beyond, the table would not fit either. */
const sharedLimit = 300e6;

/** Reads parts of one archive. */
export class Parts {
  readonly #source: Source;
  readonly #budget: UnpackBudget;
  readonly #entries: ReadonlyMap<string, ZipEntry>;
  /** The part being read, for a message. */
  current = "xlsx";

  constructor(source: Source, entries: readonly ZipEntry[], budget: UnpackBudget) {
    this.#source = source;
    this.#budget = budget;
    this.#entries = new Map(entries.map((entry) => [normal(entry.name), entry]));
  }

  find(path: string): ZipEntry | undefined {
    return this.#entries.get(normal(path));
  }

  pieces(entry: ZipEntry): AsyncGenerator<Uint8Array, void, void> {
    this.current = entry.name;
    return unzipPieces(this.#source, entry, this.#budget);
  }

  /** Sends the tags of a part to `events`. */
  async read(entry: ZipEntry, events: Partial<XmlEvents>): Promise<void> {
    const nothing = (): void => undefined;
    const xml = new XmlCutter({ open: nothing, close: nothing, text: nothing, ...events });
    const decoder = new TextDecoder();
    for await (const piece of this.pieces(entry)) xml.push(decoder.decode(piece, { stream: true }));
    xml.push(decoder.decode());
    xml.finish();
  }

  /** Targets of a part's relations, by their ids, as paths in the archive. */
  async relations(path: string): Promise<readonly Relation[]> {
    const slash = path.lastIndexOf("/") + 1;
    const entry = this.find(`${path.slice(0, slash)}_rels/${path.slice(slash)}.rels`);
    const found: Relation[] = [];
    if (entry === undefined) return found;
    await this.read(entry, {
      open: (name, attributes) => {
        const target = attribute(attributes, "Target");
        if (name !== "Relationship" || target === undefined) return;
        const type = attribute(attributes, "Type") ?? "";
        found.push({
          id: attribute(attributes, "Id") ?? "",
          type: type.slice(type.lastIndexOf("/") + 1),
          path: target.startsWith("/") ? target.slice(1) : path.slice(0, slash) + target,
        });
      },
    });
    return found;
  }
}

interface Relation {
  readonly id: string;
  /** The last part of its address: "worksheet", "styles", "sharedStrings" … */
  readonly type: string;
  readonly path: string;
}

/** Case and "." and ".." in paths mean nothing. */
function normal(path: string): string {
  const parts: string[] = [];
  for (const part of path.toLowerCase().replaceAll("\\", "/").split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return parts.join("/");
}

export async function readWorkbook(parts: Parts): Promise<Workbook> {
  const root = (await parts.relations("")).find(({ type }) => type === "officeDocument");
  const path = root?.path ?? "xl/workbook.xml";
  const entry = parts.find(path);
  if (entry === undefined) throw new UnpackError("damaged", path);
  const relations = await parts.relations(path);
  const listed: { readonly name: string; readonly id: string }[] = [];
  let from1904 = false;
  await parts.read(entry, {
    open: (name, attributes) => {
      if (name === "sheet")
        listed.push({ name: attribute(attributes, "name") ?? "", id: attribute(attributes, "id") ?? "" });
      else if (name === "workbookPr") from1904 = /^(1|true|on)$/.test(attribute(attributes, "date1904") ?? "");
    },
  });
  const sheets: Sheet[] = [];
  const byId = new Map(relations.toReversed().map((relation) => [relation.id, relation]));
  for (const { name, id } of listed) {
    const relation = byId.get(id);
    if (relation === undefined || relation.type !== "worksheet") continue;
    const sheet = parts.find(relation.path);
    if (sheet === undefined) throw new UnpackError("damaged", relation.path);
    sheets.push({ name, entry: sheet });
  }
  const partOf = (type: string): ZipEntry | undefined => {
    const relation = relations.find((candidate) => candidate.type === type);
    return relation === undefined ? undefined : parts.find(relation.path);
  };
  return {
    sheets,
    from1904,
    dateStyles: await readStyles(parts, partOf("styles")),
    sharedTexts: partOf("sharedStrings"),
  };
}

async function readStyles(parts: Parts, entry: ZipEntry | undefined): Promise<readonly boolean[]> {
  if (entry === undefined) return [];
  const codes = new Map<number, string>();
  const styles: number[] = [];
  let inCells = false;
  await parts.read(entry, {
    open: (name, attributes) => {
      if (name === "numFmt")
        codes.set(Number(attribute(attributes, "numFmtId")), attribute(attributes, "formatCode") ?? "");
      else if (name === "cellXfs") inCells = true;
      else if (name === "xf" && inCells) styles.push(Number(attribute(attributes, "numFmtId") ?? 0));
    },
    close: (name) => {
      if (name === "cellXfs") inCells = false;
    },
  });
  const dates = new Map([...new Set(styles)].map((id) => [id, isDateFormat(id, codes.get(id))]));
  return styles.map((id) => dates.get(id) === true);
}

/** All texts that cells refer to; the reading of a phonetic guide is no part of a text. */
export async function readSharedTexts(
  parts: Parts,
  entry: ZipEntry | undefined,
  onPiece: (bytes: number) => void,
): Promise<readonly string[]> {
  const texts: string[] = [];
  if (entry === undefined) return texts;
  let text = "";
  let length = 0;
  let phonetic = 0;
  let takes = false;
  const xml = new XmlCutter({
    open: (name) => {
      if (name === "si") {
        length += text.length;
        text = "";
      } else if (name === "rPh") phonetic++;
      else if (name === "t") takes = phonetic === 0;
    },
    close: (name) => {
      if (name === "t") takes = false;
      else if (name === "rPh") phonetic--;
      else if (name === "si") {
        texts.push(unescapeCell(text));
      }
    },
    text: (part) => {
      if (!takes) return;
      if (length + text.length + part.length > sharedLimit) throw new UnpackError("tooLarge", entry.name);
      text += part;
    },
  });
  const decoder = new TextDecoder();
  for await (const piece of parts.pieces(entry)) {
    xml.push(decoder.decode(piece, { stream: true }));
    onPiece(piece.length);
  }
  xml.push(decoder.decode());
  xml.finish();
  return texts;
}
