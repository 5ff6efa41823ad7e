/** @file The Chinese texts as one chunk: a file added to `zh/` is a namespace, with no list to keep. */
import { namespacesOf } from "./namespaces.ts";

export const namespaces = namespacesOf(import.meta.glob("./zh/*.ts", { eager: true }));
