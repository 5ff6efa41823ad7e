/** @file What a translation must hold to be complete: the same keys as the English, each a text. */

/** The shape of a table of texts in any language; keys of plural forms are listed in each table as English has them. */
export type Translation<T> = { readonly [K in keyof T]: T[K] extends string ? string : Translation<T[K]> };
