/** @file Buttons that mend an issue, by the label of the fix. */
export const fixes = {
  followTask: "Follow the task",
} as const;
