/** @file 修复按钮的文字，按修复的标签。 */
export const fixes = {
  followTask: "跟随任务",
} as const;
