/** @file The codes of what reading and decoding images finds. Texts: `locales/<language>/imageIssues.ts`. */

export type ImageIssueContexts = {};
