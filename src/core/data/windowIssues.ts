/** @file The codes of what cutting rows to windows and texts to tokens finds. Texts: `locales/<language>/windowIssues.ts`. */

export type WindowIssueContexts = {};
