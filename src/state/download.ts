/** @file Hands a file to the user. */

/** Saves `blob` under `fileName` as the browser's downloads do. */
export function download(blob: Blob, fileName: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = fileName;
  link.click();
  // The browser has begun to read by the next minute; an address kept for good would hold the memory.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** Whether a character may stand in a file name on every system. */
const isPlain = (character: string): boolean => character >= " " && !'<>:"/\\|?*'.includes(character);

/** A text as a file name on every system; "project" where nothing of it may stand. */
export function fileNameOf(text: string): string {
  const plain = Array.from(text, (character) => (isPlain(character) ? character : " ")).join("");
  const short = plain
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, 100)
    .replace(/[. ]+$/, "");
  return short === "" ? "project" : short;
}
