/**
 * @file The codes of what reading and decoding images and arrays finds, and what each message is told. `examples` lists
 * the first file names concerned. Texts: `locales/<language>/imageIssues.ts`.
 */

export interface ImageIssueContexts {
  /** Refusals. */
  noImages: { fileName: string };
  tooManyImages: { count: number; limit: number };
  /** `limit` and `needed` in megabytes; `images`: how many fit. */
  imagesTooLarge: { limit: number; needed: number; images: number };
  arrayTooLarge: { fileName: string; limit: number };
  arrayDamaged: { fileName: string };
  /** `expected` and `found` in bytes. */
  arrayLength: { fileName: string; expected: number; found: number };
  arrayType: { fileName: string; type: string };
  arrayShape: { fileName: string; shape: string };
  arrayNotFinite: { fileName: string };
  arrayShapesDiffer: { shapes: string };
  labelsAlone: { fileName: string };
  labelsMismatch: { imagesFile: string; images: number; labelsFile: string; labels: number };
  imageUnreadable: { fileName: string };
  imageTooManyPixels: { fileName: string; limit: number };
  /** Left out and listed, while the rest goes on. */
  imagesEmpty: { count: number; examples: string };
  imagesNotImages: { count: number; examples: string };
  imagesTruncated: { count: number; examples: string };
  imagesDamaged: { count: number; examples: string };
  imagesUndecodable: { count: number; examples: string };
  imagesTooManyPixels: { count: number; examples: string; limit: number };
  imagesSvg: { count: number; examples: string };
  imagesOtherFormat: { count: number; examples: string };
  entriesEncrypted: { count: number; examples: string };
  junkFilesIgnored: { count: number };
  otherFilesIgnored: { count: number; examples: string };
  tableRowsUnmatched: { fileName: string; count: number; examples: string };
  tableNotUsed: { fileName: string };
  imagesTaken: { count: number; total: number };
  /** Told. */
  imagesUnmatched: { fileName: string; count: number; examples: string };
  duplicateFileNames: { count: number; examples: string };
  imagesReduced: { count: number; examples: string };
  imagesAnimated: { count: number; examples: string };
  imagesTurned: { count: number };
  imageSizesMixed: { smallest: string; largest: string; sizes: number };
  oneClassFolder: { folder: string };
  imagesWithoutFolder: { count: number; examples: string };
  emptyFolders: { count: number; examples: string };
  foldersNested: { example: string };
  arrayWithoutLabels: { count: number };
  arrayRescaled: { fileName: string; min: string; max: string };
}

/** What each message needs, for stored issues that come back. */
export const imageContextFields: {
  readonly [C in keyof ImageIssueContexts]: readonly (keyof ImageIssueContexts[C])[];
} = {
  noImages: ["fileName"],
  tooManyImages: ["count", "limit"],
  imagesTooLarge: ["limit", "needed", "images"],
  arrayTooLarge: ["fileName", "limit"],
  arrayDamaged: ["fileName"],
  arrayLength: ["fileName", "expected", "found"],
  arrayType: ["fileName", "type"],
  arrayShape: ["fileName", "shape"],
  arrayNotFinite: ["fileName"],
  arrayShapesDiffer: ["shapes"],
  labelsAlone: ["fileName"],
  labelsMismatch: ["imagesFile", "images", "labelsFile", "labels"],
  imageUnreadable: ["fileName"],
  imageTooManyPixels: ["fileName", "limit"],
  imagesEmpty: ["count", "examples"],
  imagesNotImages: ["count", "examples"],
  imagesTruncated: ["count", "examples"],
  imagesDamaged: ["count", "examples"],
  imagesUndecodable: ["count", "examples"],
  imagesTooManyPixels: ["count", "examples", "limit"],
  imagesSvg: ["count", "examples"],
  imagesOtherFormat: ["count", "examples"],
  entriesEncrypted: ["count", "examples"],
  junkFilesIgnored: ["count"],
  otherFilesIgnored: ["count", "examples"],
  tableRowsUnmatched: ["fileName", "count", "examples"],
  tableNotUsed: ["fileName"],
  imagesTaken: ["count", "total"],
  imagesUnmatched: ["fileName", "count", "examples"],
  duplicateFileNames: ["count", "examples"],
  imagesReduced: ["count", "examples"],
  imagesAnimated: ["count", "examples"],
  imagesTurned: ["count"],
  imageSizesMixed: ["smallest", "largest", "sizes"],
  oneClassFolder: ["folder"],
  imagesWithoutFolder: ["count", "examples"],
  emptyFolders: ["count", "examples"],
  foldersNested: ["example"],
  arrayWithoutLabels: ["count"],
  arrayRescaled: ["fileName", "min", "max"],
};
