/** @file The codes of data issues and what each message is told. Texts: `locales/<language>/dataIssues.ts`. */

export interface DataIssueContexts {}
