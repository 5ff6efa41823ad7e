/** @file English texts of what reading and decoding images finds. */
import type { ImageIssueContexts } from "../../core/data/imageIssues.ts";

export const imageIssues = {} as const satisfies Record<keyof ImageIssueContexts, string>;
