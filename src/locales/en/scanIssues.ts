/** @file English texts of what the scan of a dataset finds. */
import type { ScanIssueContexts } from "../../core/data/scanIssues.ts";

export const scanIssues = {} as const satisfies Record<keyof ScanIssueContexts, string>;
