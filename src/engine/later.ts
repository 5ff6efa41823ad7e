/**
 * @file The parts of the worker that many sessions never need. Each is fetched with its first use; `fetchLater` fetches all of
 * them while there is nothing else to do, so that the studio needs no network once it is open.
 */
export const later = {
  analyse: () => import("./analyse/analyse.ts"),
  importModel: () => import("./import/importModel.ts"),
  exportModel: () => import("./export/exportModel.ts"),
  archive: () => import("./project/archive.ts"),
  readTable: () => import("./ingest/readTable.ts"),
  excel: () => import("./ingest/excel.ts"),
  parquet: () => import("./ingest/parquet.ts"),
  jsonLines: () => import("./ingest/jsonLines.ts"),
  images: () => import("./ingest/images/readImages.ts"),
  imageMembers: () => import("./ingest/images/members.ts"),
  // Wanted where there is no GPU, or no longer one.
  wasm: () => import("./wasm/backend.ts"),
} as const;

export async function fetchLater(): Promise<void> {
  for (const fetchPart of Object.values(later)) await fetchPart();
  await (await later.wasm()).fetchFiles();
}
