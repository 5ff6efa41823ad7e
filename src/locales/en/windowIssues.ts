/** @file English texts of what cutting rows to windows and texts to tokens finds. */
import type { WindowIssueContexts } from "../../core/data/windowIssues.ts";

export const windowIssues = {
  seriesColumnMissing:
    "The series is ordered or grouped by “{{column}}”, and the table has no such column. Choose another one under Input.",
  seriesTimeUnreadable:
    "“{{column}}” cannot order the series: it holds neither dates nor numbers. Choose another column, or take the rows as the file has them.",
  seriesTimeMissing:
    "Rows without a time in “{{column}}”: {{count}}. Their place is not known, so no window holds them.",
  seriesGroupMissing:
    "Rows without a group in “{{column}}”: {{count}}. Their series is not known, so no window holds them.",
  seriesSorted:
    "Rows that stood after a later one: {{count}}. The series was put in order by “{{column}}”; the file stays as it is.",
  seriesDuplicates:
    "Rows that have the time of an earlier one in “{{column}}”: {{count}}, the first of them row {{row}}. All of them are kept, in the file's order. If each belongs to a series of its own, choose the column that names it as the group.",
  seriesDuplicatesDropped:
    "Rows that have the time of an earlier one in “{{column}}”: {{count}}, the first of them row {{row}}. Only the first row of each time is used.",
  seriesGaps:
    "Gaps in “{{column}}”: {{count}}, the first before row {{row}}, the longest {{times}} times the usual step. No window goes across a gap. If the gaps are usual, such as weekends, windows may go across them.",
  seriesGapsIgnored:
    "Gaps in “{{column}}”: {{count}}, the first before row {{row}}, the longest {{times}} times the usual step. Windows go across them as if no time was missing.",
  windowsNone:
    "No window fits: one takes {{needed}} rows, and the longest stretch without a gap has {{rows}}. The largest length that fits: {{length}}.",
  rowsOutsideWindows:
    "Rows that are in no window: {{count}}. They are at the end of a series, or in one that is too short.",
  windowsAcrossBorder:
    "Windows left out because they reach from one part of the split into the next: {{count}} of {{total}}. Otherwise the model would be tested on rows it has learnt from.",
  windowsShareRows:
    "Windows left out because they share rows with a window of another part: {{count}} of {{total}}. A split by time loses far fewer.",
  windowsOtherTime:
    "The split is by “{{column}}”, but windows are ordered by “{{time}}”: they were divided by “{{time}}”.",
  windowsEmptyTraining:
    "The training part holds no window: it has {{rows}} rows, and a window takes {{needed}}. Make windows shorter, or divide in another way.",
  windowsEmptyValidation:
    "The validation part holds no window: it has {{rows}} rows, and a window takes {{needed}}. Make windows shorter, or the part larger.",
  windowsEmptyTest:
    "The test part holds no window: it has {{rows}} rows, and a window takes {{needed}}. Make windows shorter, or the part larger.",
  predictTooFewRows:
    "Nothing can be predicted: the model takes {{needed}} rows that follow one another, and the longest such stretch here has {{rows}}. Give it more rows.",
  textsEmpty:
    "The training rows have no text in “{{column}}”, so there is nothing to learn. Choose another column of texts under Input.",
} as const satisfies Record<keyof WindowIssueContexts, string>;
