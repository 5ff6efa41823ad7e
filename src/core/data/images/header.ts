/**
 * @file What an image file says of itself before a pixel is decoded: format, size as it is shown (turned as EXIF asks),
 * grey or coloured, whether more than 8 plain bits stand in it, whether it moves. PNG, JPEG, GIF, WebP and BMP, told by
 * their bytes. Whether the rest of the file is sound is not looked at here. Layouts: the formats' specifications.
 */

export type ImageFormat = "png" | "jpeg" | "gif" | "webp" | "bmp";

export interface ImageHeader {
  readonly format: ImageFormat;
  readonly width: number;
  readonly height: number;
  /** EXIF asks to turn or mirror it. */
  readonly turned: boolean;
  /** No colours; false where the header leaves it open. */
  readonly grey: boolean;
  /** More than 8 bits a channel, transparency or CMYK: something is given up when it is brought to 8 bits. */
  readonly reduced: boolean;
  /** Several frames, of which the first counts. */
  readonly animated: boolean;
}

export type HeaderFault = "empty" | "notImage" | "svg" | "otherFormat" | "damaged";

export type HeaderReading =
  | { readonly ok: true; readonly header: ImageHeader }
  | { readonly ok: false; readonly fault: HeaderFault };

type Found = Omit<ImageHeader, "format" | "turned"> & { readonly orientation: number };

const text = (bytes: Uint8Array, start: number, end: number): string =>
  String.fromCharCode(...bytes.subarray(start, Math.max(start, end)));
const u8 = (bytes: Uint8Array, at: number): number => bytes[at] ?? 0;
const u16be = (bytes: Uint8Array, at: number): number => (u8(bytes, at) << 8) | u8(bytes, at + 1);
const u16le = (bytes: Uint8Array, at: number): number => u8(bytes, at) | (u8(bytes, at + 1) << 8);
const u24le = (bytes: Uint8Array, at: number): number => u16le(bytes, at) | (u8(bytes, at + 2) << 16);
const u32be = (bytes: Uint8Array, at: number): number => u16be(bytes, at) * 65536 + u16be(bytes, at + 2);
const u32le = (bytes: Uint8Array, at: number): number => u16le(bytes, at) + u16le(bytes, at + 2) * 65536;

const readers: { readonly [F in ImageFormat]: (bytes: Uint8Array) => Found | null } = {
  png: readPng,
  jpeg: readJpeg,
  gif: readGif,
  webp: readWebp,
  bmp: readBmp,
};

/** The format by the first bytes; null: none that is read here. */
export function imageFormat(bytes: Uint8Array): ImageFormat | null {
  const start = text(bytes, 0, 12);
  if (start.startsWith("\x89PNG\r\n\x1a\n")) return "png";
  if (start.startsWith("\xff\xd8\xff")) return "jpeg";
  if (start.startsWith("GIF87a") || start.startsWith("GIF89a")) return "gif";
  if (start.startsWith("RIFF") && start.endsWith("WEBP")) return "webp";
  const isBitmap =
    start.startsWith("BM") && u32le(bytes, 6) === 0 && [12, 40, 52, 56, 64, 108, 124].includes(u32le(bytes, 14));
  return isBitmap ? "bmp" : null;
}

export function readHeader(bytes: Uint8Array): HeaderReading {
  if (bytes.length === 0) return { ok: false, fault: "empty" };
  const format = imageFormat(bytes);
  if (format === null) return { ok: false, fault: faultOf(bytes) };
  const found = readers[format](bytes);
  if (found === null || found.width < 1 || found.height < 1) return { ok: false, fault: "damaged" };
  const { orientation, width, height, ...rest } = found;
  const lying = orientation >= 5;
  const size = lying ? { width: height, height: width } : { width, height };
  return { ok: true, header: { format, ...rest, ...size, turned: orientation > 1 } };
}

function faultOf(bytes: Uint8Array): HeaderFault {
  const start = text(bytes, 0, 16);
  if (start.startsWith("II*\0") || start.startsWith("MM\0*") || start.startsWith("II+\0")) return "otherFormat";
  // HEIC, HEIF and AVIF stand in the same container; JPEG 2000 and JPEG XL name themselves.
  if (/^....ftyp(hei|hev|mif1|msf1|avif|avis)/s.test(start)) return "otherFormat";
  if (start.startsWith("\0\0\0\x0cjP  ") || start.startsWith("\0\0\0\x0cJXL ") || start.startsWith("\xff\x0a"))
    return "otherFormat";
  if (start.startsWith("8BPS")) return "otherFormat";
  const head = text(bytes, 0, Math.min(bytes.length, 1024)).replace(/^\xef\xbb\xbf/, "");
  return /^(<!doctype svg[^>]*>\s*)?<svg[\s>]/i.test(behindProlog(head)) ? "svg" : "notImage";
}

/** XML without its declaration and the comments before the first tag; each is taken once, however many there are. */
function behindProlog(xml: string): string {
  let rest = xml
    .trimStart()
    .replace(/^<\?xml[^>]*>/i, "")
    .trimStart();
  while (rest.startsWith("<!--")) {
    const end = rest.indexOf("-->", 4);
    if (end < 0) return "";
    rest = rest.slice(end + 3).trimStart();
  }
  return rest;
}

/** Orientation 1 to 8 out of a TIFF structure, as EXIF carries it; 1 where it tells none. */
function tiffOrientation(bytes: Uint8Array, start: number, end: number): number {
  const order = text(bytes, start, start + 2);
  if (order !== "II" && order !== "MM") return 1;
  const [u16, u32] = order === "II" ? [u16le, u32le] : [u16be, u32be];
  const directory = start + u32(bytes, start + 4);
  const count = u16(bytes, directory);
  for (let i = 0; i < count; i++) {
    const entry = directory + 2 + i * 12;
    if (entry + 12 > end) return 1;
    if (u16(bytes, entry) !== 0x0112) continue;
    const value = u16(bytes, entry + 8);
    return value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}

/** IHDR is 13 bytes; colour type 0 grey, 2 colours, 3 palette, 4 and 6 with transparency. */
function readPng(bytes: Uint8Array): Found | null {
  if (text(bytes, 12, 16) !== "IHDR" || bytes.length < 33) return null;
  const [depth, colour] = [u8(bytes, 24), u8(bytes, 25)];
  let transparent = colour === 4 || colour === 6;
  let animated = false;
  let orientation = 1;
  for (let at = 33; at + 12 <= bytes.length; ) {
    const length = u32be(bytes, at);
    const type = text(bytes, at + 4, at + 8);
    if (type === "tRNS") transparent = true;
    if (type === "acTL") animated = u32be(bytes, at + 8) > 1;
    if (type === "eXIf") orientation = tiffOrientation(bytes, at + 8, Math.min(bytes.length, at + 8 + length));
    if (type === "IDAT") break;
    at += length + 12;
  }
  const grey = colour === 0 || colour === 4;
  const reduced = depth === 16 || transparent;
  return { width: u32be(bytes, 16), height: u32be(bytes, 20), orientation, grey, reduced, animated };
}

/** Markers up to the frame header (SOF0 to SOF15 without the three that are none). */
function readJpeg(bytes: Uint8Array): Found | null {
  let orientation: number | undefined;
  for (let at = 2; at + 4 <= bytes.length; ) {
    if (bytes[at] !== 0xff) return null;
    const marker = u8(bytes, at + 1);
    if (marker === 0xff) {
      at++;
      continue;
    }
    if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) {
      at += 2;
      continue;
    }
    const length = u16be(bytes, at + 2);
    if (length < 2) return null;
    if (marker === 0xe1 && text(bytes, at + 4, at + 10) === "Exif\0\0")
      orientation ??= tiffOrientation(bytes, at + 10, Math.min(bytes.length, at + 2 + length));
    if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc) {
      if (at + 10 > bytes.length) return null;
      const [precision, height, width] = [u8(bytes, at + 4), u16be(bytes, at + 5), u16be(bytes, at + 7)];
      const parts = u8(bytes, at + 9);
      const reduced = precision > 8 || parts === 4;
      return { width, height, orientation: orientation ?? 1, grey: parts === 1, reduced, animated: false };
    }
    if (marker === 0xda || marker === 0xd9) return null;
    at += 2 + length;
  }
  return null;
}

function readGif(bytes: Uint8Array): Found | null {
  if (bytes.length < 13) return null;
  const { frames, transparent } = walkGif(bytes);
  const size = { width: u16le(bytes, 6), height: u16le(bytes, 8) };
  return { ...size, orientation: 1, grey: false, reduced: transparent, animated: frames > 1 };
}

/** Frames up to the second, and where the walk ended: `complete` where that is the trailer. */
export function walkGif(bytes: Uint8Array): {
  readonly frames: number;
  readonly transparent: boolean;
  readonly complete: boolean;
} {
  const table = (flags: number): number => (flags & 0x80 ? 3 << ((flags & 7) + 1) : 0);
  let at = 13 + table(u8(bytes, 10));
  let frames = 0;
  let transparent = false;
  const skipBlocks = () => {
    while (at < bytes.length && bytes[at] !== 0) at += u8(bytes, at) + 1;
    at++;
  };
  while (at < bytes.length) {
    const kind = bytes[at];
    if (kind === 0x3b) return { frames, transparent, complete: frames > 0 };
    if (kind === 0x21) {
      if (bytes[at + 1] === 0xf9 && frames === 0) transparent = (u8(bytes, at + 3) & 1) === 1;
      at += 2;
      skipBlocks();
    } else if (kind === 0x2c) {
      frames++;
      at += 10 + table(u8(bytes, at + 9)) + 1;
      skipBlocks();
    } else if (kind === 0) {
      // Some programs leave a second end of a list of blocks.
      at++;
    } else break;
  }
  return { frames, transparent, complete: false };
}

/** VP8 (lossy), VP8L (lossless) or VP8X (with parts: transparency, EXIF, frames). */
function readWebp(bytes: Uint8Array): Found | null {
  const plain = { orientation: 1, grey: false, animated: false };
  const kind = text(bytes, 12, 16);
  if (bytes.length < 30) return null;
  if (kind === "VP8 ") {
    if (text(bytes, 23, 26) !== "\x9d\x01\x2a") return null;
    return { ...plain, width: u16le(bytes, 26) & 0x3fff, height: u16le(bytes, 28) & 0x3fff, reduced: false };
  }
  if (kind === "VP8L") {
    if (bytes[20] !== 0x2f) return null;
    const bits = u32le(bytes, 21);
    const [width, height] = [(bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1];
    return { ...plain, width, height, reduced: ((bits >>> 28) & 1) === 1 };
  }
  if (kind !== "VP8X") return null;
  const flags = u8(bytes, 20);
  const orientation = flags & 0x08 ? webpOrientation(bytes) : 1;
  const size = { width: u24le(bytes, 24) + 1, height: u24le(bytes, 27) + 1 };
  return { ...size, orientation, grey: false, reduced: (flags & 0x10) !== 0, animated: (flags & 0x02) !== 0 };
}

function webpOrientation(bytes: Uint8Array): number {
  for (let at = 12; at + 8 <= bytes.length; ) {
    const length = u32le(bytes, at + 4);
    if (text(bytes, at, at + 4) === "EXIF") {
      const start = at + 8 + (text(bytes, at + 8, at + 14) === "Exif\0\0" ? 6 : 0);
      return tiffOrientation(bytes, start, Math.min(bytes.length, at + 8 + length));
    }
    at += 8 + length + (length % 2);
  }
  return 1;
}

/** A negative height says that rows run from the top. */
function readBmp(bytes: Uint8Array): Found | null {
  if (bytes.length < 26) return null;
  const old = u32le(bytes, 14) === 12;
  const width = old ? u16le(bytes, 18) : u32le(bytes, 18);
  const height = old ? u16le(bytes, 20) : Math.abs(u32le(bytes, 22) | 0);
  return { width, height, orientation: 1, grey: false, reduced: false, animated: false };
}
