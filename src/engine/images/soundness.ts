/**
 * @file Whether an image file is whole: browsers draw what they have of a cut-off file, and gray stands for the rest,
 * which a model would learn. Looks at the frame of each format (PNG: every chunk's checksum), never at pixels.
 */
import { type HeaderFault, type ImageHeader, readHeader, walkGif } from "../../core/data/images/header.ts";
import { pixelLimit } from "../../core/data/images/limits.ts";
import { assertNever } from "../../core/fault.ts";
import { Crc32 } from "../ingest/zip.ts";

export type ImageFault = HeaderFault | "truncated" | "tooManyPixels" | "undecodable";

export type Checked =
  | { readonly ok: true; readonly header: ImageHeader }
  | { readonly ok: false; readonly fault: ImageFault };

/** What the file says of itself, or why it is not to be decoded. */
export function checkImage(bytes: Uint8Array): Checked {
  const reading = readHeader(bytes);
  // A header that ends too early is a file that does.
  if (!reading.ok) return reading;
  const { header } = reading;
  if (header.width * header.height > pixelLimit) return { ok: false, fault: "tooManyPixels" };
  const fault = faultOf(bytes, header);
  return fault === null ? { ok: true, header } : { ok: false, fault };
}

function faultOf(bytes: Uint8Array, { format }: ImageHeader): "truncated" | "damaged" | null {
  switch (format) {
    case "png":
      return pngFault(bytes);
    case "jpeg":
      return jpegEnds(bytes) ? null : "truncated";
    case "gif":
      return walkGif(bytes).complete ? null : "truncated";
    case "webp":
      return view(bytes).getUint32(4, true) + 8 <= bytes.length ? null : "truncated";
    case "bmp":
      return bmpFault(bytes);
    default:
      return assertNever(format);
  }
}

const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Length, type, data and checksum (of type and data), until IEND. */
function pngFault(bytes: Uint8Array): "truncated" | "damaged" | null {
  const data = view(bytes);
  for (let at = 8; at + 12 <= bytes.length; ) {
    const end = at + 8 + data.getUint32(at);
    if (end + 4 > bytes.length) return "truncated";
    const crc = new Crc32();
    crc.update(bytes.subarray(at + 4, end));
    if (crc.value !== data.getUint32(end)) return "damaged";
    if (data.getUint32(at + 4) === 0x49454e44) return null;
    at = end + 4;
  }
  return "truncated";
}

/** Segments have lengths; in the compressed data after a scan's header 0xFF is followed by 0 or by a restart marker. */
function jpegEnds(bytes: Uint8Array): boolean {
  let at = 2;
  while (at + 1 < bytes.length) {
    if (bytes[at] !== 0xff) {
      at = bytes.indexOf(0xff, at);
      if (at < 0) return false;
      continue;
    }
    const marker = bytes[at + 1] as number;
    if (marker === 0xd9) return true;
    if (marker === 0xff) at++;
    else if (marker <= 0x01 || (marker >= 0xd0 && marker <= 0xd8)) at += 2;
    else if (at + 3 < bytes.length) at += 2 + (((bytes[at + 2] as number) << 8) | (bytes[at + 3] as number));
    else return false;
  }
  return false;
}

/** Where the pixels of an uncompressed bitmap end; of compressed ones only their start is known. */
function bmpFault(bytes: Uint8Array): "truncated" | "damaged" | null {
  const data = view(bytes);
  const start = data.getUint32(10, true);
  if (start >= bytes.length) return "truncated";
  const old = data.getUint32(14, true) === 12;
  if (!old && bytes.length < 34) return "truncated";
  const compressed = !old && data.getUint32(30, true) !== 0 && data.getUint32(30, true) !== 3;
  if (compressed) return null;
  const width = old ? data.getUint16(18, true) : data.getUint32(18, true);
  const height = old ? data.getUint16(20, true) : Math.abs(data.getInt32(22, true));
  const line = Math.ceil((width * data.getUint16(old ? 24 : 28, true)) / 32) * 4;
  return start + line * height <= bytes.length ? null : "truncated";
}
