/** @file How large images may be, and how many: what a browser's tab of 1.5 GB holds beside the rows being trained. */

/** Pixels of one image; decoding takes four bytes each, and a file of 400 KB may claim any number. */
export const pixelLimit = 64_000_000;
/** Images of one dataset. */
export const imageLimit = 200_000;
/** Bytes of all images of a dataset as they are stored: files as they came, or plain pixels. */
export const imageBytesLimit = 700e6;
/** Bytes of one image's file. */
export const fileLimit = 128e6;
