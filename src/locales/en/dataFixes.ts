/** @file Buttons that mend a data issue, by the label of the fix. */
export const dataFixes = {
  asCategory: "Treat as category",
  asInteger: "Treat as integer",
  asNumber: "Treat as number",
  mergeAlike: "Give them one name",
  leaveOut: "Leave the column out",
  splitByTime: "Split by time",
  multiclass: "Use several classes",
  regression: "Use regression",
} as const;
