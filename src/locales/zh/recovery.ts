/** @file 运行在故障后自行继续时的说明的中文文本。 */
import type { recovery as en } from "../en/recovery.ts";
import type { Translation } from "../types.ts";

export const recovery = {
  label: "本次运行自行恢复的故障",
  lost: "GPU 停止响应，已重新启动。",
  lostTwice: "GPU 再次停止响应，因此不再使用：改由 CPU 计算，速度较慢。",
  noMemory: "内存不足以容纳每批 {{rows}} 行。",
  lostForMemory: "GPU 内存耗尽，已重新启动。",
  halved: "批大小已从 {{from}} 减半为 {{to}}。",
  wentOn: "训练从第 {{epoch}} 轮之后继续。",
  anew: "由于尚未保存任何一轮，训练重新开始。",
  goingOn: "训练将从上次保存的一轮继续。",
} as const satisfies Translation<typeof en>;
