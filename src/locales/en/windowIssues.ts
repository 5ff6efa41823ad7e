/** @file English texts of what cutting rows to windows and texts to tokens finds. */
import type { WindowIssueContexts } from "../../core/data/windowIssues.ts";

export const windowIssues = {} as const satisfies Record<keyof WindowIssueContexts, string>;
