/** @file Layers that Keras lacks, as Keras source that stands in the file which uses them. */

/** By class name. The source is two lines away from what stands around it, ends without a line break, and may use `ops`. */
export const customClasses: Readonly<Record<string, string>> = {};
