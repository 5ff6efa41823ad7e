/** @file The codes of graph issues and what each message is told. Texts: `locales/<language>/graphIssues.ts`. */

export interface GraphIssueContexts {}
