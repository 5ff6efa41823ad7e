/** @file 数据问题的中文文本：发生了什么、为什么、下一步怎么做。 */
import type { ColumnIssueContexts } from "../../core/data/columnIssues.ts";
import type { ReadingIssueContexts } from "../../core/data/readingIssues.ts";

export const dataIssues = {
  emptyFile: "“{{fileName}}”是空的：除了空白或注释之外没有任何内容。请选择包含表头和数据的文件。",
  noRows: "“{{fileName}}”只有表头，没有数据行。列数：{{columns}}。请选择有数据的文件，或指明它没有表头。",
  notATable: "“{{fileName}}”不是此处可读取的表格。$t(dataTerms:kinds.{{kind}})",
  binaryFile: "“{{fileName}}”不是文本：其中含有文本不会出现的字节。请在生成它的程序中将表格导出为 CSV，再选择该文件。",
  tooManyColumns:
    "第 {{row}} 行（文件第 {{line}} 行）超过了列数上限 {{limit}}。请导出更少的列；如果表格是横放的，请先转置行和列。",
  rowTooLong:
    "第 {{row}} 行（从文件第 {{line}} 行开始）超过了 {{limit}} MB 的上限。它后面的内容可能缺少换行符：请重新导出表格，每行数据占一行。",
  cellTooLong:
    "第 {{row}} 行（从文件第 {{line}} 行开始）有一个单元格超过了 {{limit}} 字节的上限。那里可能有一个引号没有闭合：请用文本编辑器打开文件，检查该行。",
  unterminatedQuote:
    "第 {{row}} 行（文件第 {{line}} 行）打开的引号始终没有闭合，其后的全部内容会变成一个单元格。请用文本编辑器打开文件，闭合或删除该引号，再重新选择文件。",
  tooManyRows: "表格超过了行数上限 {{limit}}。请只读取前面的若干行。",
  tableTooLarge: "该表格约需 {{needed}} MB 内存，上限为 {{limit}} MB。请只读取前 {{rows}} 行，或导出更少的列。",
  unknownEncoding: "此浏览器不认识编码“{{encoding}}”。请选择其他编码。",
  datasetDamaged: "已保存的表格损坏，无法打开（部分：{{part}}）。请重新选择原文件。",
  fileDamaged: "“{{fileName}}”已损坏或不完整，无法读取（部分：{{place}}）。请重新保存或下载该文件，再选择新的副本。",
  fileEncrypted: "“{{fileName}}”设有密码（部分：{{member}}），无法读取。请解压或另存为不带密码的文件后再选择。",
  unpackedTooLarge:
    "“{{fileName}}”解压后超过 {{limit}} MB，这是同等大小文件的上限。如果这是本意，请自行解压后选择其中的文件。",
  tooManyEntries: "“{{fileName}}”中的文件数超过上限 {{limit}}。请解压后选择其中一部分。",
  unknownPacking:
    "“{{fileName}}”使用了此处不支持的压缩方式（部分：{{member}}）。请重新打包为普通 zip，或解压后选择文件。",
  sheetMissing: "工作簿中没有工作表“{{sheet}}”。请选择其中之一：{{others}}。",
  emptyWorkbook: "“{{fileName}}”的所有工作表都没有内容。工作表：{{sheets}}。请选择含有表格的工作簿。",
  columnUnreadable:
    "“{{fileName}}”的列“{{column}}”无法读取（{{detail}}），已略去。如果需要它，请以其他形式重新写出，例如使用 pandas。",
  jsonBroken:
    "“{{fileName}}”看起来是 JSON，但第 {{line}} 行不是对象（{{text}}）。请写成每行一个对象或对象列表，再重新选择文件。",
  tooManyKeys:
    "“{{fileName}}”到第 {{line}} 行时，对象的不同键已超过上限 {{limit}}。如果这些键其实是值，请把它们写成同一个键的值。",
  tablesDiffer:
    "“{{first}}”与“{{other}}”的列不同，不能合成一个表格。只在前者中：{{missing}}。只在后者中：{{extra}}。请只选一个文件，或使它们的列一致。",
  filesTogether:
    "这些文件不能组成一个数据集：{{files}}。请选择一个表格、若干列相同的表格，或图像（至多附带一个表格）。",
  severalTables: "“{{fileName}}”中有多个表格：{{files}}。请解压后选择其中一个。",
  nothingInside: "“{{fileName}}”中没有可以读取的文件。请选择含有表格或图像的压缩包。",
  noFiles: "没有可读取的文件。不含数据的系统文件数：{{skipped}}。请选择表格或图像。",

  encodingGuessed: "文件没有说明文字编码，已按 {{encoding}} 读取。如果文字显示不正确，请选择其他编码：{{others}}。",
  undecodableCharacters:
    "有些字符无法按 {{encoding}} 解码，显示为 �。涉及行数：{{count}}（第 {{rows}} 行；0 表示表头）。请在文件中改正，或选择其他编码。",
  noHeader: "第一行看起来是数据（{{example}}），因此各列以编号命名。如果它是列名，请指明文件有表头。",
  headerUncertain:
    "所有单元格都是文字，无法区分列名与数据，已将第一行当作列名（{{example}}）。如果它是数据，请指明文件没有表头。",
  headersRenamed:
    "空白或重复的列名已被修改，使每个列名唯一。修改数：{{count}}（{{examples}}）。如有需要，可在文件中改名。",
  headersShortened: "超过 {{limit}} 个字符的列名已被截短。截短数：{{count}}。如果它们不是列名，请指明文件没有表头。",
  trailingColumnDropped: "末尾没有名称也没有值的列已去掉：每行都以分隔符结尾。无需处理。",
  shortRows:
    "有些行少于 {{columns}} 个单元格，缺少的部分视为缺失。行数：{{count}}（第 {{rows}} 行）。如果这不是本意，请检查这些行。",
  longRows:
    "有些行多于 {{columns}} 个单元格，最后一列之后的内容未被使用。行数：{{count}}（第 {{rows}} 行）。未使用：{{examples}}。文字中若含分隔符，须用引号括起。",
  junkAfterQuote:
    "在闭合引号与下一个分隔符之间有文字，已作为单元格的一部分保留。行数：{{count}}（第 {{rows}} 行）。请检查这些行：引号内的引号须写成两个。",
  preambleLines: "已跳过表格上方的行。行数：{{count}}（“{{example}}”……）。如果它们是标题，则无需处理。",
  blankLines: "已跳过没有任何值的行。行数：{{count}}。",
  commentLines: "以 # 开头的行已作为注释跳过。行数：{{count}}。",
  totalRow:
    "最后一行（第 {{row}} 行）以“{{text}}”开头。如果它是合计，模型会学到错误的一行：请从文件中删除它，或少读一行。",
  firstRowsOnly: "只读取了前面的行。行数：{{count}}。要使用全部数据，请取消此限制重新读取。",
  decimalComma: "{{example}} 之类的数字按逗号小数点读取。如果逗号是千位分隔符，请改选点作为小数点。",
  decimalUncertain:
    "“{{example}}”可以表示 {{asComma}}（逗号小数点）或 {{asPoint}}（点小数点）。请核对数字，若有误请改选另一种小数点。",
  dateOrderUncertain:
    "“{{column}}”中 {{example}} 这样的日期有两种读法；$t(dataTerms:order.{{order}})。如果不对，请改选另一种顺序。",
  dateOrderMixed:
    "“{{column}}”含有两种顺序的日期：{{dayFirst}} 日在前，{{monthFirst}} 月在前。两种读法都成立的日期按日在前读取。如果不对，请修改文件。",
  sheetChosen: "已读取工作表“{{sheet}}”。工作簿的其他工作表：{{others}}。如果应读取其他工作表，请另行选择。",
  formulaErrors:
    "有些单元格是表格软件的错误值（{{examples}}），视为缺失。单元格数：{{count}}（工作表第 {{rows}} 行）。如果它们重要，请改正公式。",
  formulasUncomputed:
    "有些公式从未被表格软件计算过，其单元格视为缺失。单元格数：{{count}}（工作表第 {{rows}} 行）。请用表格软件打开并保存，再重新选择文件。",
  mergedCells:
    "有些单元格是合并的：值只在其中第一个单元格，其余视为缺失。合并区域数：{{count}}（{{examples}}）。如果每行都需要该值，请在表格软件中取消合并并填充。",
  cellsOutside: "有些值位于表格左侧，未被使用。行数：{{count}}（第 {{rows}} 行）。如果它们属于表格，请移入表格。",
  nestedAsText:
    "单元格中的列表和记录保留为 JSON 文本。列数：{{count}}（{{columns}}）。如果它们应成为列，请先在文件中展开。",
  binaryCells: "“{{column}}”中有些单元格是非文字的字节，视为缺失。单元格数：{{count}}。",
  jsonLinesSkipped:
    "有些行不是 JSON 对象，已跳过。行数：{{count}}（第 {{lines}} 行），例如 {{text}}。如果它们重要，请在文件中改正。",
  filesJoined: "若干列相同的表格已按文件名顺序逐行合并为一个。文件数：{{count}}（{{files}}）。",
  filesSkipped: "已跳过系统遗留在数据旁的文件。文件数：{{count}}（{{examples}}）。",
  fileInside: "已读取“{{fileName}}”中唯一的表格“{{member}}”。",

  columnEmpty: "“{{column}}”没有任何值，不会被使用。",
  columnConstant: "“{{column}}”在每一行都是“{{value}}”，从中学不到任何东西，不会被使用。",
  columnLooksLikeId: "“{{column}}”只用来区分各行，像是编号，不会被使用。如果它有含义，请修改其类型。",
  columnTooVaried:
    "“{{column}}”是几乎不重复的文字。不同值的个数：{{unique}}。按表格行输入时不会使用它。要从中学习，请把输入改为“文本”；如果它们是类别，请修改其类型。",
  cellsUnreadable:
    "“{{column}}”中有些单元格无法作为$t(dataTerms:types.{{type}})读取，视为缺失。单元格数：{{count}}（第 {{rows}} 行），例如 {{examples}}。请在文件中改正，或把该词加入缺失值列表，或修改该列的类型。",
  cellsNotFinite:
    "“{{column}}”中有些数字是无穷大或大得无法计算，视为缺失。单元格数：{{count}}（第 {{rows}} 行）。如果它们重要，请在文件中改正。",
  digitsKeptAsText:
    "“{{column}}”含有 {{example}} 这样带前导零的数字：它们是代码而不是数量，保留为文字。如果它们是去掉零的数字，请修改类型。",
  integersTooBig: "“{{column}}”含有 {{example}} 这样位数过多、无法精确计算的整数。它们像编号一样保留为文字。",
  unitsDropped:
    "“{{column}}”的数字读取时去掉了符号 {{unit}}：{{example}} 的数值不变。如果有些行没有该符号且比例不同，请修改文件。",
  valuesLookAlike:
    "“{{column}}”中有些值看起来相同：{{groups}}。组数：{{count}}。值两端的空白不计，其他差别都会成为不同的类别。如果含义相同，请统一为一个名称。",
  dateFormsMixed: "“{{column}}”中的日期有多种写法：{{examples}}。都已读取，请确认每种的含义正确。",
  timeColumn: "“{{column}}”给出每一行的时间。如果要预测未来，请按时间划分：随机划分会让模型看到比测试行更晚的行。",
  timeColumnUnsorted: "各行没有按“{{column}}”排序；第一个乱序的是第 {{row}} 行。按时间划分时会自动排序。",
  timeColumnGaps: "“{{column}}”中有些间隔比平常长得多，那里可能缺少行。间断数：{{count}}。",
  timeColumnRepeats: "“{{column}}”中有些时间出现不止一次。重复数：{{count}}。请确认文件中没有重复的行。",

  targetMissing: "没有可读的“{{column}}”的行不能用于训练。去掉的行数：{{count}}。",
  targetOneClass: "“{{column}}”在每一行都是“{{value}}”。模型至少需要 2 个类别。请选择其他目标，或含有其他类别的文件。",
  targetEmpty: "“{{column}}”没有可读的值，不能作为目标。请选择其他目标，或修改其类型。",
  targetUnsuitable: "$t(dataTerms:types.{{type}})类型的列不能作为目标。请选择“{{column}}”以外的目标，或修改其类型。",
  targetNotNumeric: "回归预测的是数字，而“{{column}}”不是数字。请选择分类，或修改该列的类型。",
  targetSingletons:
    "“{{column}}”中有些类别只有一行，无法既用于训练又用于测试。类别数：{{count}}（{{examples}}）。请增加这些类别的行，或删除它们。",
  targetManyClasses:
    "“{{column}}”的类别很多，每个类别都很少出现。类别数：{{count}}。如果它是数量，请选择回归；如果它是编号，请选择其他目标。",
  targetLooksLikeId:
    "“{{column}}”在 {{rows}} 行中有 {{count}} 个类别：更像是编号或数量。请选择其他目标；如果它是数字，请选择回归。",
  targetNotTwoClasses: "二分类任务恰好需要 2 个类别，而“{{column}}”有 {{count}} 个。请选择多分类任务。",
} as const satisfies Record<keyof ReadingIssueContexts | keyof ColumnIssueContexts, string>;
