/** @file 自带示例表格的名称。 */
import type { samples as en } from "../en/samples.ts";
import type { Translation } from "../types.ts";

export const samples = {
  iris: "鸢尾花",
  digits: "手写数字",
  spiral: "螺旋",
  waves: "随时间变化的波形",
  spiralCredit: "由 Layerwise 生成",
} as const satisfies Translation<typeof en>;
