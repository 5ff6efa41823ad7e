/** @file Chinese texts of what fitting the steps of preparation finds. */
import type { StepIssueContexts } from "../../core/data/stepIssues.ts";

export const stepIssues = {} as const satisfies Record<keyof StepIssueContexts, string>;
