/**
 * @file Tells by the first bytes what a file is when it is no text table, whatever its name says, so that the refusal
 * can name it and its way out. Signatures are those of the formats' own specifications.
 */
import type { FileKind } from "../../core/data/readingIssues.ts";
import { decodeUtf8 } from "../../core/data/utf8.ts";

interface Signature {
  readonly kind: FileKind;
  readonly at?: number;
  /** As text, a character a byte. */
  readonly bytes: string;
}

const signatures: readonly Signature[] = [
  { kind: "png", bytes: "\x89PNG\r\n\x1a\n" },
  { kind: "jpeg", bytes: "\xff\xd8\xff" },
  { kind: "gif", bytes: "GIF87a" },
  { kind: "gif", bytes: "GIF89a" },
  { kind: "webp", at: 8, bytes: "WEBPVP8" },
  { kind: "tiff", bytes: "II*\0" },
  { kind: "tiff", bytes: "MM\0*" },
  { kind: "heic", at: 4, bytes: "ftyphei" },
  { kind: "heic", at: 4, bytes: "ftypmif1" },
  { kind: "heic", at: 4, bytes: "ftypavif" },
  { kind: "audioVideo", at: 4, bytes: "ftyp" },
  { kind: "audioVideo", at: 8, bytes: "WAVEfmt" },
  { kind: "audioVideo", at: 8, bytes: "AVI LIST" },
  { kind: "audioVideo", bytes: "\x1aE\xdf\xa3" },
  { kind: "audioVideo", bytes: "OggS\0" },
  { kind: "audioVideo", bytes: "ID3\x03\0" },
  { kind: "audioVideo", bytes: "ID3\x04\0" },
  { kind: "pdf", bytes: "%PDF-" },
  { kind: "xls", bytes: "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" },
  { kind: "gzip", bytes: "\x1f\x8b\x08" },
  { kind: "sevenZip", bytes: "7z\xbc\xaf\x27\x1c" },
  { kind: "rar", bytes: "Rar!\x1a\x07" },
  { kind: "parquet", bytes: "PAR1" },
  { kind: "parquetEncrypted", bytes: "PARE" },
  { kind: "bzip2", at: 4, bytes: "1AY&SY" },
  { kind: "xz", bytes: "\xfd7zXZ\0" },
  { kind: "zstd", bytes: "\x28\xb5\x2f\xfd" },
  { kind: "arrow", bytes: "ARROW1\0" },
  { kind: "arrow", bytes: "FEA1" },
  { kind: "sqlite", bytes: "SQLite format 3\0" },
  { kind: "hdf5", bytes: "\x89HDF\r\n\x1a\n" },
  { kind: "numpy", bytes: "\x93NUMPY" },
  { kind: "executable", bytes: "\x7fELF" },
  { kind: "executable", bytes: "MZ\x90\0" },
];

/** Bytes as characters 0 to 255. */
const latin = (bytes: Uint8Array): string => {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
};

/** Names of the members whose headers lie in the beginning of an archive. */
function memberNames(head: string): readonly string[] {
  const names: string[] = [];
  for (let at = head.indexOf("PK\x03\x04"); at >= 0; at = head.indexOf("PK\x03\x04", at + 4)) {
    const length = head.charCodeAt(at + 26) | (head.charCodeAt(at + 27) << 8);
    if (length > 0 && length < 1024) names.push(head.slice(at + 30, at + 30 + length));
  }
  return names;
}

/** A spreadsheet and a document are zip archives: the names of their members tell. */
function zipKind(head: string): FileKind {
  if (head.includes("mimetypeapplication/vnd.oasis.opendocument.spreadsheet")) return "ods";
  const names = memberNames(head);
  const isOffice = names.some((name) => name === "[Content_Types].xml" || name === "_rels/.rels");
  const holds = (folder: string): boolean => names.some((name) => name.startsWith(folder));
  if (names.includes("xl/workbook.bin")) return "xlsb";
  if (names.includes("xl/workbook.xml")) return "xlsx";
  if (!isOffice) return "zip";
  if (holds("word/")) return "docx";
  // Excel writes its list of parts first; its other members may lie beyond the head.
  return holds("ppt/") ? "zip" : "xlsx";
}

/** Old Office files and those with a password are file systems in a file, whose entries have names in UTF-16. */
const officeKind = (head: string): FileKind =>
  head.includes([..."EncryptedPackage"].join("\0")) ? "officeEncrypted" : "xls";

/** BMP's two letters alone are no proof: the reserved bytes must be zero and the header size a known one. */
const isBitmap = (head: Uint8Array): boolean =>
  head[0] === 0x42 &&
  head[1] === 0x4d &&
  head.subarray(6, 10).every((byte) => byte === 0) &&
  [12, 40, 108, 124].includes(head[14] as number);

/** Markup and JSON are text, so they are told by how they begin. */
function textKind(head: Uint8Array): FileKind | undefined {
  const text = decodeUtf8(head.subarray(0, 512))
    .replace(/^\ufeff/, "")
    .trimStart();
  if (/^(<!doctype html|<html|<head|<body|<table)[\s>]/i.test(text)) return "html";
  if (/^<\?xml\s|^<svg[\s>]/i.test(text)) return /<html[\s>]/i.test(text) ? "html" : "xml";
  if (/^(\{\s*("|\})|\[\s*([[{"\]]|-?\d+(\.\d+)?\s*,[^;\t|]*\]?))/.test(text)) return "json";
  return undefined;
}

/** What the file is, or undefined where it may be a table; `head` is its first 64 KB or so. */
export function sniff(head: Uint8Array): FileKind | undefined {
  const text = latin(head.subarray(0, 65536));
  if (text.startsWith("PK\x03\x04") || text.startsWith("PK\x05\x06")) return zipKind(text);
  const found = signatures.find(({ bytes, at = 0 }) => text.startsWith(bytes, at));
  if (found !== undefined) return found.kind === "xls" ? officeKind(text) : found.kind;
  return isBitmap(head) ? "bmp" : textKind(head);
}
