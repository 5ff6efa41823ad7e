/** @file The codes of what fitting the steps of preparation finds. Texts: `locales/<language>/stepIssues.ts`. */

export type StepIssueContexts = {};
