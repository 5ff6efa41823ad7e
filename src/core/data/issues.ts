/** @file The codes of data issues and what each message is told. Texts: `locales/<language>/dataIssues.ts`. */
import type { ColumnIssueContexts } from "./columnIssues.ts";
import type { ImageIssueContexts } from "./imageIssues.ts";
import type { ReadingIssueContexts } from "./readingIssues.ts";
import type { ScanIssueContexts } from "./scanIssues.ts";
import type { StepIssueContexts } from "./stepIssues.ts";
import type { WindowIssueContexts } from "./windowIssues.ts";

export interface DataIssueContexts
  extends ReadingIssueContexts,
    ColumnIssueContexts,
    ImageIssueContexts,
    StepIssueContexts,
    WindowIssueContexts,
    ScanIssueContexts {}
