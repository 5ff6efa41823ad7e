/** @file 扫描数据集所得结果的中文文本。 */
import type { ScanIssueContexts } from "../../core/data/scanIssues.ts";

export const scanIssues = {
  columnTellsClass:
    "仅凭“{{column}}”就能得知“{{target}}”：在训练行中的正确率为 {{percent}} %。如果它只有在“{{target}}”已知时才知道，模型只会照抄它，遇到新行就会失败。若是这样，请去掉此列。",
  columnTellsNumber:
    "仅凭“{{column}}”就能得知“{{target}}”（关联强度 {{strength}}）。如果它只有在“{{target}}”已知时才知道，模型只会照抄它，遇到新行就会失败。若是这样，请去掉此列。",
  columnCountsRows: "“{{column}}”只是给各行编号：都是整数，且互不重复。模型会死记各行。除非它有含义，否则请去掉。",
  columnHardlyRepeats:
    "“{{column}}”在 {{rows}} 行中有 {{unique}} 个不同的值，多数只出现一次。模型会死记各行。除非它有含义，否则请去掉。",
  columnsAlike: "“{{column}}”与“{{other}}”说的是同一件事（相关系数 {{strength}}），保留其一即可。",
  rowsRepeat:
    "有些行在所有使用的列上都与前面的某一行相同。行数：{{count}}（第 {{rows}} 行）；其中位于验证或测试部分、而更早的部分已含有的：{{across}}。在它们上的得分衡量的是记忆。请每组只保留第一行。",
  rowsRepeatMany:
    "非常多的行与前面的某一行相同。行数：{{count}}；其中位于验证或测试部分、而更早的部分已含有的：{{across}}。超过 {{limit}} 行无法逐行去掉：请从文件中删除后重新选择。",
  rowsNearlyRepeat:
    "有些行与前面的某一行几乎没有差别：只差大小写、空白或末几位数字。行数：{{count}}（第 {{rows}} 行）；其中位于验证或测试部分、而更早的部分已含有的：{{across}}。如果它们是副本，请每组只保留第一行。",
  classesImbalanced:
    "“{{target}}”的类别不平衡：“{{largest}}”有 {{most}} 行，“{{smallest}}”有 {{least}} 行，相差 {{ratio}} 倍。模型可能永远不会预测稀少的类别。请让稀少的类别占更大的权重。",
  cellsMixed:
    "“{{column}}”混有数字和文字。数字：{{numbers}}；其他：{{others}}，例如 {{examples}}。作为数字时，其他内容视为缺失；作为类别时，每个数字都是一个词。",
  personalData:
    "“{{column}}”看起来是个人数据（$t(understand:kinds.{{kind}})）。单元格数：{{count}}，占 {{percent}} %。它对模型几乎没有帮助，而分享出去的模型可能泄露它。请去掉、遮盖或散列此列。",
  personalInText:
    "“{{column}}”的文字中含有个人数据（$t(understand:kinds.{{kind}})）。文字条数：{{count}}。请遮盖它们，或去掉此列。",
  rowsInGroups:
    "“{{column}}”在 {{rows}} 行中有 {{groups}} 个值：多行属于同一个对象。随机划分会把同一对象的行分到训练和测试中，得分会虚高。请按组划分。",
  rowsShareDates:
    "“{{column}}”在 {{rows}} 行中有 {{dates}} 个日期。随机划分会用测试当天的其他行来训练。请按时间划分，或让同一日期的行留在一起。",
  imagesAcross:
    "有些图像在两个部分中相同或几乎相同。组数：{{count}}（第 {{rows}} 行）。在它们上的得分衡量的是记忆。请每组只保留一张。",
  imagesInTwoClasses:
    "有些图像相同或几乎相同，却属于不同类别。组数：{{count}}（第 {{rows}} 行）。请统一它们的类别，或将它们去掉。",
} as const satisfies Record<keyof ScanIssueContexts, string>;
