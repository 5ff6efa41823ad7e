/** @file A refusal of a model's files, for `throw` inside this folder only: the border turns it into an issue. */
import type { ModelFileIssueContexts } from "../../core/code/issues.ts";
import type { Issue, Severity } from "../../core/issue.ts";

export class ModelRefusal extends Error {
  constructor(readonly issue: Issue) {
    super(issue.code);
  }
}

export function modelIssue<C extends keyof ModelFileIssueContexts>(
  code: C,
  context: ModelFileIssueContexts[C],
  severity: Severity = "error",
): Issue {
  // Code and context agree by the signature, which a spread cannot express.
  return { code, severity, at: {}, context } as Issue;
}
