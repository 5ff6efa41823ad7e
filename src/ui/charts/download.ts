/** @file Hands a file to the user: a link that is clicked once. Names come from users and are made safe here. */

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not reach a file name
const forbidden = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\\/:*?"<>|]+/g;
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

/**
 * A name every file system takes: no separators, control or direction characters, no leading dot, no device name of
 * Windows, at most 100 characters. `fallback` stands for a name of which nothing is left.
 */
export function safeFileName(name: string, fallback: string): string {
  const cleaned = name
    .normalize("NFC")
    .replace(forbidden, " ")
    .replace(/\s+/g, " ")
    .trim()
    .replace(/^[. ]+|[. ]+$/g, "");
  const short = Array.from(cleaned).slice(0, 100).join("").trim();
  if (short === "") return fallback;
  return reserved.test(short) ? `${short}_` : short;
}

/** Starts the browser's download of a blob under this name. */
export function saveBlob(blob: Blob, fileName: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = fileName;
  link.click();
  // The browser reads the blob after the click has returned.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** Starts the browser's download of a text. */
export const saveText = (text: string, type: string, fileName: string): void =>
  saveBlob(new Blob([text], { type }), fileName);
