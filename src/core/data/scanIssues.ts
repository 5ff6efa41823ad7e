/** @file The codes of what the scan of a dataset finds. Texts: `locales/<language>/scanIssues.ts`. */

export interface ScanIssueContexts {}
