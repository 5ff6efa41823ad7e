/** @file The codes of project issues and what each message is told. Texts: `locales/<language>/projectIssues.ts`. */

export interface ProjectIssueContexts {
  /** A failure of the world shown where the action was asked for; `message` is the fault's code. */
  fault: { message: string };
}
