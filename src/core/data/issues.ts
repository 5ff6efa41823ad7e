/** @file The codes of data issues and what each message is told. Texts: `locales/<language>/dataIssues.ts`. */
import type { ColumnIssueContexts } from "./columnIssues.ts";
import type { ReadingIssueContexts } from "./readingIssues.ts";

export interface DataIssueContexts extends ReadingIssueContexts, ColumnIssueContexts {}
