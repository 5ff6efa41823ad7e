/** @file 修复数据问题的按钮文字。 */
import type { dataFixes as en } from "../en/dataFixes.ts";
import type { Translation } from "../types.ts";

export const dataFixes = {
  asCategory: "作为类别",
  asInteger: "作为整数",
  asNumber: "作为数字",
  mergeAlike: "统一为一个名称",
  leaveOut: "去掉此列",
  splitByTime: "按时间划分",
  multiclass: "改为多分类",
  regression: "改为回归",
} as const satisfies Translation<typeof en>;
