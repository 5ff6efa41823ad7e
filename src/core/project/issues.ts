/** @file The codes of project issues and what each message is told. Texts: `locales/<language>/projectIssues.ts`. */

export interface ProjectIssueContexts {}
