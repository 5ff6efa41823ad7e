/** @file What a file chosen as a project is, by its first bytes: the extension says nothing. */

/** First bytes of what people choose by mistake, with the name they know it by. */
const signatures: readonly (readonly [kind: string, bytes: readonly number[]])[] = [
  ["zip", [0x50, 0x4b, 0x03, 0x04]],
  ["zip", [0x50, 0x4b, 0x05, 0x06]],
  ["gzip", [0x1f, 0x8b]],
  ["RAR", [0x52, 0x61, 0x72, 0x21]],
  ["7z", [0x37, 0x7a, 0xbc, 0xaf]],
  ["PNG", [0x89, 0x50, 0x4e, 0x47]],
  ["JPEG", [0xff, 0xd8, 0xff]],
  ["PDF", [0x25, 0x50, 0x44, 0x46]],
  ["HDF5", [0x89, 0x48, 0x44, 0x46]],
];

/** "zip", "json" (a document alone), another kind by name, or null where it is none that is known. */
export async function sniffArchive(file: Blob): Promise<string | null> {
  const head = new Uint8Array(await file.slice(0, 256).arrayBuffer());
  const known = signatures.find(([, bytes]) => bytes.every((byte, i) => head[i] === byte));
  if (known !== undefined) return known[0];
  const first = new TextDecoder().decode(head).trimStart()[0];
  return first === "{" || first === "[" ? "json" : null;
}
