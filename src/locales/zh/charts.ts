/** @file 各图表共用的文字。 */
import type { charts as en } from "../en/charts.ts";
import type { Translation } from "../types.ts";

export const charts = {
  legend: "{{title}}的图例",
  showTable: "显示表格",
  hideTable: "隐藏表格",
  dataOf: "{{title}}的数据",
  csvOf: "{{title}}的 CSV",
  pngOf: "{{title}}的 PNG",
} as const satisfies Translation<typeof en>;
