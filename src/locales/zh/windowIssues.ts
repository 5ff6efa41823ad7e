/** @file Chinese texts of what cutting rows to windows and texts to tokens finds. */
import type { WindowIssueContexts } from "../../core/data/windowIssues.ts";

export const windowIssues = {
  seriesColumnMissing: "序列按“{{column}}”排序或分组，但表格中没有这一列。请在“输入”中另选一列。",
  seriesTimeUnreadable: "“{{column}}”无法为序列排序：它既不是日期，也不是数字。请另选一列，或按文件中的顺序使用各行。",
  seriesTimeMissing: "“{{column}}”中没有时间的行：{{count}}。无法确定它们的位置，因此不进入任何窗口。",
  seriesGroupMissing: "“{{column}}”中没有分组的行：{{count}}。无法确定它们属于哪个序列，因此不进入任何窗口。",
  seriesSorted: "排在更晚一行之后的行：{{count}}。序列已按“{{column}}”排序；文件本身不变。",
  seriesDuplicates:
    "“{{column}}”中与前面某行时间相同的行：{{count}}，最早出现在第 {{row}} 行。它们全部保留，按文件中的顺序排列。如果它们各属不同的序列，请把标明序列的那一列选为分组。",
  seriesDuplicatesDropped:
    "“{{column}}”中与前面某行时间相同的行：{{count}}，最早出现在第 {{row}} 行。每个时间只使用第一行。",
  seriesGaps:
    "“{{column}}”中的间断：{{count}}，第一处在第 {{row}} 行之前，最长为通常间隔的 {{times}} 倍。窗口不会跨越间断。如果间断属于正常情况（例如周末），可以让窗口跨越它们。",
  seriesGapsIgnored:
    "“{{column}}”中的间断：{{count}}，第一处在第 {{row}} 行之前，最长为通常间隔的 {{times}} 倍。窗口会跨越间断，如同没有缺少时间一样。",
  windowsNone:
    "放不下任何窗口：一个窗口需要 {{needed}} 行，而最长的连续一段只有 {{rows}} 行。可用的最大长度：{{length}}。",
  rowsOutsideWindows: "不在任何窗口中的行：{{count}}。它们位于序列末尾，或所在序列太短。",
  windowsAcrossBorder: "因跨越划分边界而舍弃的窗口：{{count}}（共 {{total}}）。否则模型会在学过的行上接受测试。",
  windowsShareRows: "因与另一部分的窗口共用行而舍弃的窗口：{{count}}（共 {{total}}）。按时间划分会少舍弃很多。",
  windowsOtherTime: "划分依据是“{{column}}”，而窗口按“{{time}}”排序：已按“{{time}}”划分。",
  windowsEmptyTraining:
    "训练部分没有窗口：它有 {{rows}} 行，而一个窗口需要 {{needed}} 行。请缩短窗口，或换一种划分方式。",
  windowsEmptyValidation:
    "验证部分没有窗口：它有 {{rows}} 行，而一个窗口需要 {{needed}} 行。请缩短窗口，或扩大这一部分。",
  windowsEmptyTest: "测试部分没有窗口：它有 {{rows}} 行，而一个窗口需要 {{needed}} 行。请缩短窗口，或扩大这一部分。",
  predictTooFewRows: "无法预测：模型需要连续的 {{needed}} 行，而这里最长的连续一段只有 {{rows}} 行。请提供更多行。",
  textsEmpty: "训练行的“{{column}}”中没有文本，无从学习。请在“输入”中另选一列文本。",
} as const satisfies Record<keyof WindowIssueContexts, string>;
