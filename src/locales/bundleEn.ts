/** @file The English texts as one chunk: a file added to `en/` is a namespace, with no list to keep. */
import { namespacesOf } from "./namespaces.ts";

export const namespaces = namespacesOf(import.meta.glob("./en/*.ts", { eager: true }));
