/** @file 并非由用户设置引起的故障：发生了什么、为什么、接下来怎么办。 */
import type { FaultCode } from "../../core/fault.ts";

export const faults = {
  cancelled: "已取消，没有任何更改。",
  deviceLost: "GPU 停止响应（{{reason}}）。上一个检查点之后的结果已丢弃；请继续该次训练或重新训练。",
  gpuError: "GPU 报告了错误，其数值不可信：{{message}}。请尝试更小的批大小，或换用其他设备。",
  lossNotFinite: "第 {{epoch}} 轮的损失不再是有效数字。请降低学习率，或检查数据中的极端值。",
  outOfMemory: "内存不足，无法容纳{{what}}。请使用更小的批大小或模型，或关闭其他标签页。",
  quotaExceeded: "此浏览器的存储空间已满。请删除不再需要的项目或释放磁盘空间，然后重试。",
  storageFailed: "此浏览器的存储空间拒绝写入：{{message}}。请重试；如果仍然失败，请重新加载页面。",
  fileUnreadable: "无法读取文件：{{message}}。选择之后它可能被移动、修改或删除了，请重新选择。",
  runElsewhere: "此运行正在另一个标签页中训练。请在那里停止它，或等待其结束。",
  workerDied: "引擎意外停止。请在页面底部重新启动它；已保存的内容不受影响。",
  notFound: "它已不在此浏览器的存储空间中：{{what}}。",
  unexpected: "工作室出了问题：{{message}}。请重试；如果仍然失败，请重新加载页面。",
} as const satisfies Record<FaultCode, string>;
