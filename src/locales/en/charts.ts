/** @file Texts that every chart shares. */
export const charts = {
  legend: "Legend of {{title}}",
  showTable: "Show table",
  hideTable: "Hide table",
  dataOf: "Data of {{title}}",
  csvOf: "CSV of {{title}}",
  pngOf: "PNG of {{title}}",
} as const;
