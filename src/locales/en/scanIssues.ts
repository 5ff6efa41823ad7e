/** @file English texts of what the scan of a dataset finds. */
import type { ScanIssueContexts } from "../../core/data/scanIssues.ts";

export const scanIssues = {
  columnTellsClass:
    "“{{column}}” alone tells “{{target}}”: it is right in {{percent}} % of the training rows. If it is known only together with “{{target}}”, a model learns to copy it and fails on new rows. Leave it out then.",
  columnTellsNumber:
    "“{{column}}” alone tells “{{target}}” (strength {{strength}}). If it is known only together with “{{target}}”, a model learns to copy it and fails on new rows. Leave it out then.",
  columnCountsRows:
    "“{{column}}” numbers the rows: whole numbers, each once. A model would learn rows by heart. Leave it out unless it means something.",
  columnHardlyRepeats:
    "“{{column}}” has {{unique}} different values in {{rows}} rows, so most are seen once. A model would learn rows by heart. Leave it out unless it means something.",
  columnsAlike: "“{{column}}” says the same as “{{other}}” (correlation {{strength}}). One of them is enough.",
  rowsRepeat:
    "Some rows are the same as an earlier one in every used column. Rows: {{count}} (row {{rows}}); of them in validation or test though an earlier part holds them: {{across}}. Scores on those measure memory. Keep the first of each.",
  rowsRepeatMany:
    "Very many rows are the same as an earlier one. Rows: {{count}}; of them in validation or test though an earlier part holds them: {{across}}. More than {{limit}} cannot be left out one by one: remove them from the file and choose it again.",
  rowsNearlyRepeat:
    "Some rows differ from an earlier one in hardly anything: case, white space, the last digits. Rows: {{count}} (row {{rows}}); of them in validation or test though an earlier part holds them: {{across}}. If they are copies, keep the first of each.",
  classesImbalanced:
    "The classes of “{{target}}” are out of balance: “{{largest}}” has {{most}} rows, “{{smallest}}” {{least}}, a ratio of {{ratio}}. A model may never say the rare one. Let rare classes count more.",
  cellsMixed:
    "“{{column}}” mixes numbers and words. Numbers: {{numbers}}; others: {{others}}, for example {{examples}}. As numbers, the others count as missing; as categories, each number is a word.",
  personalData:
    "“{{column}}” looks like personal data ($t(understand:kinds.{{kind}})). Cells: {{count}}, {{percent}} %. It hardly helps a model, and a model shared may reveal it. Leave it out, or mask or hash it.",
  personalInText:
    "Texts of “{{column}}” contain personal data ($t(understand:kinds.{{kind}})). Texts: {{count}}. Mask it, or leave the column out.",
  rowsInGroups:
    "“{{column}}” has {{groups}} values in {{rows}} rows: several rows belong to one. A random split puts rows of one into training and test, and scores look too good. Split by group.",
  rowsShareDates:
    "“{{column}}” has {{dates}} dates in {{rows}} rows. A random split trains on rows of the days it is tested on. Split by time, or keep each date together.",
  imagesAcross:
    "Some images are the same, or nearly, in two parts. Groups: {{count}} (row {{rows}}). Scores on them measure memory. Keep one of each.",
  imagesInTwoClasses:
    "Some images are the same, or nearly, but of different classes. Groups: {{count}} (row {{rows}}). Give them one class, or leave them out.",
} as const satisfies Record<keyof ScanIssueContexts, string>;
