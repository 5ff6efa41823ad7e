/** @file English texts of the data issues: what happened, why, what to do next. */
import type { ColumnIssueContexts } from "../../core/data/columnIssues.ts";
import type { ReadingIssueContexts } from "../../core/data/readingIssues.ts";

export const dataIssues = {
  emptyFile:
    "“{{fileName}}” is empty: it holds nothing but white space or comments. Choose a file with a header row and data.",
  noRows:
    "“{{fileName}}” has a header and no rows below it. Columns: {{columns}}. Choose a file with data, or say that it has no header.",
  notATable: "“{{fileName}}” is no table that can be read here. $t(dataTerms:kinds.{{kind}})",
  binaryFile:
    "“{{fileName}}” is no text: it holds bytes that no text has. Export the table as CSV in the program that made it, and choose that file.",
  tooManyColumns:
    "Row {{row}} (line {{line}}) has more than {{limit}} columns, which is the limit. Export fewer columns; if the table lies on its side, exchange rows and columns first.",
  rowTooLong:
    "Row {{row}}, which begins in line {{line}}, is longer than {{limit}} MB, which is the limit. Perhaps the lines after it have no line ends: export the table again with one row a line.",
  cellTooLong:
    "A cell in row {{row}}, which begins in line {{line}}, is longer than {{limit}} bytes, which is the limit. Perhaps a quote is never closed there: open the file in a text editor and look at that line.",
  unterminatedQuote:
    "The quote opened in row {{row}} (line {{line}}) is never closed, so everything after it would become one cell. Open the file in a text editor, close or remove that quote, and choose the file again.",
  tooManyRows: "The table has more than {{limit}} rows, which is the limit. Take only the first rows.",
  tableTooLarge:
    "The table would take about {{needed}} MB of memory, and the limit is {{limit}} MB. Take the first {{rows}} rows, or export fewer columns.",
  unknownEncoding: "This browser does not know the encoding “{{encoding}}”. Choose another one.",
  datasetDamaged: "The stored table is damaged and cannot be opened (part: {{part}}). Choose its file again.",
  fileDamaged:
    "“{{fileName}}” is damaged or cut off and cannot be read (part: {{place}}). Save or download it again, and choose the new copy.",
  fileEncrypted:
    "“{{fileName}}” is protected by a password (part: {{member}}), so it cannot be read. Unpack or save it without a password, and choose that file.",
  unpackedTooLarge:
    "“{{fileName}}” unpacks to more than {{limit}} MB, which is the limit for a file of its size. If that is meant, unpack it and choose the file inside.",
  tooManyEntries:
    "“{{fileName}}” holds more than {{limit}} files, which is the limit. Unpack it and choose a part of them.",
  unknownPacking:
    "“{{fileName}}” is packed in a way that is not known here (part: {{member}}). Pack it again as a usual zip, or unpack it and choose the files.",
  sheetMissing: "The workbook has no sheet “{{sheet}}”. Choose one of these: {{others}}.",
  emptyWorkbook: "No sheet of “{{fileName}}” holds a value. Sheets: {{sheets}}. Choose a workbook with a table.",
  columnUnreadable:
    "The column “{{column}}” of “{{fileName}}” cannot be read ({{detail}}) and was left out. Write it in another form if you need it, for example with pandas.",
  jsonBroken:
    "“{{fileName}}” looks like JSON, but line {{line}} is no object ({{text}}). Write one object a line, or a list of objects, and choose the file again.",
  tooManyKeys:
    "The objects of “{{fileName}}” have more than {{limit}} different keys at line {{line}}, which is the limit. If the keys are values, write them as values of one key.",
  tablesDiffer:
    "“{{first}}” and “{{other}}” do not have the same columns, so they are not one table. Only in the first: {{missing}}. Only in the other: {{extra}}. Choose one of the files, or make their columns alike.",
  filesTogether:
    "These files are not one dataset: {{files}}. Choose one table, tables with the same columns, or images with at most one table beside them.",
  severalTables: "“{{fileName}}” holds several tables: {{files}}. Unpack it and choose one of them.",
  nothingInside: "“{{fileName}}” holds no file that can be read. Choose an archive with a table or images.",
  noFiles: "There is no file to read. Files of the system, which hold no data: {{skipped}}. Choose a table or images.",

  encodingGuessed:
    "The file does not say how its letters are encoded; it was read as {{encoding}}. If letters look wrong, choose another encoding: {{others}}.",
  undecodableCharacters:
    "Some characters could not be read as {{encoding}} and are shown as �. Rows concerned: {{count}} (row {{rows}}; 0 is the header). Correct them in the file, or choose another encoding.",
  noHeader:
    "The first row looks like data ({{example}}), so the columns are numbered. If it holds their names, say that the file has a header.",
  headerUncertain:
    "All cells are texts, so nothing tells names from data. The first row was taken as names ({{example}}). If it is data, say that the file has no header.",
  headersRenamed:
    "Blank or repeated column names were changed, so that each is unique. Changed: {{count}} ({{examples}}). Rename them in the file if you wish.",
  headersShortened:
    "Column names longer than {{limit}} characters are cut. Cut: {{count}}. If these are no names, say that the file has no header.",
  trailingColumnDropped:
    "Columns without name and value at the end were left out: each row ends with a delimiter. Nothing needs to be done.",
  shortRows:
    "Some rows have fewer than {{columns}} cells; the rest counts as missing. Rows: {{count}} (row {{rows}}). Check these rows if that is not meant.",
  longRows:
    "Some rows have more than {{columns}} cells; what stands beyond the last column is not used. Rows: {{count}} (row {{rows}}). Not used: {{examples}}. A delimiter inside a text needs quotes around the text.",
  junkAfterQuote:
    "Text stands between a closing quote and the next delimiter; it was kept as part of the cell. Rows: {{count}} (row {{rows}}). Check these rows: a quote inside a quoted cell must be doubled.",
  preambleLines:
    "Lines above the table were skipped. Lines: {{count}} (“{{example}}” …). Nothing needs to be done if they are a title.",
  blankLines: "Rows without any value were skipped. Rows: {{count}}.",
  commentLines: "Lines that begin with # were skipped as comments. Lines: {{count}}.",
  totalRow:
    "The last row (row {{row}}) begins with “{{text}}”. If it adds up the others, the model would learn a wrong row: remove it from the file, or take one row less.",
  firstRowsOnly: "Only the first rows were taken. Rows: {{count}}. Read the file without this limit to use all.",
  decimalComma:
    "Numbers such as {{example}} were read with a decimal comma. If the comma separates thousands, choose the decimal point.",
  decimalUncertain:
    "“{{example}}” can mean {{asComma}} (decimal comma) or {{asPoint}} (decimal point). Check the numbers, and choose the other decimal mark if they are wrong.",
  dateOrderUncertain:
    "Dates in “{{column}}” such as {{example}} can be read in two ways; $t(dataTerms:order.{{order}}). Choose the other order if that is wrong.",
  dateOrderMixed:
    "“{{column}}” holds dates in two orders: {{dayFirst}} has the day first, {{monthFirst}} the month. Dates that can be both are read with the day first. Correct the file if that is wrong.",
  sheetChosen:
    "The sheet “{{sheet}}” was read. Other sheets of the workbook: {{others}}. Choose another one if it is meant.",
  formulaErrors:
    "Some cells hold an error of the spreadsheet ({{examples}}) and count as missing. Cells: {{count}} (row {{rows}} of the sheet). Correct their formulas if they matter.",
  formulasUncomputed:
    "Some formulas were never computed by a spreadsheet program, so their cells count as missing. Cells: {{count}} (row {{rows}} of the sheet). Open the file in one, save it, and choose it again.",
  mergedCells:
    "Some cells are merged: the value stands in the first of them, and the others count as missing. Merged ranges: {{count}} ({{examples}}). Split them in the spreadsheet if each row needs the value.",
  cellsOutside:
    "Some values stand left of the table and are not used. Rows: {{count}} (row {{rows}}). Move them into the table if they belong to it.",
  nestedAsText:
    "Lists and records within cells are kept as JSON text. Columns: {{count}} ({{columns}}). Unfold them in the file if they should be columns.",
  binaryCells: "Some cells of “{{column}}” are bytes that are no text; they count as missing. Cells: {{count}}.",
  jsonLinesSkipped:
    "Some lines are no JSON objects and were skipped. Lines: {{count}} (line {{lines}}), for example {{text}}. Correct them in the file if they matter.",
  filesJoined:
    "Several tables with the same columns were read as one, row after row in the order of their names. Files: {{count}} ({{files}}).",
  filesSkipped: "Files that systems leave beside data were skipped. Files: {{count}} ({{examples}}).",
  fileInside: "“{{member}}”, the one table in “{{fileName}}”, was read.",

  columnEmpty: "“{{column}}” holds no value at all and is not used.",
  columnConstant: "“{{column}}” is “{{value}}” in every row, so nothing can be learnt from it. It is not used.",
  columnLooksLikeId:
    "“{{column}}” only tells the rows apart, like an ID. It is not used. Change its type if it means something.",
  columnTooVaried:
    "“{{column}}” holds texts that hardly repeat. Different values: {{unique}}. Rows of a table leave it out. To learn from it, choose Text as the input; if these are categories, change its type.",
  cellsUnreadable:
    "Some cells of “{{column}}” cannot be read as $t(dataTerms:types.{{type}}) and count as missing. Cells: {{count}} (row {{rows}}), for example {{examples}}. Correct them in the file, add the word to the list of missing values, or change the column’s type.",
  cellsNotFinite:
    "Some numbers of “{{column}}” are infinite or too large to compute with and count as missing. Cells: {{count}} (row {{rows}}). Correct them in the file if they matter.",
  digitsKeptAsText:
    "“{{column}}” holds digits with leading zeros such as {{example}}: codes, not quantities. They stay texts. Change the type if they are numbers without their zeros.",
  integersTooBig:
    "“{{column}}” holds integers such as {{example}} with more digits than can be computed with exactly. They stay texts, as IDs are.",
  unitsDropped:
    "Numbers of “{{column}}” are read without the sign {{unit}}: {{example}} keeps its figure. If some rows lack the sign and mean another scale, correct the file.",
  valuesLookAlike:
    "Some values of “{{column}}” look alike: {{groups}}. Groups: {{count}}. White space around a value does not count; all other differences make categories of their own. If they mean the same, give them one name.",
  dateFormsMixed:
    "“{{column}}” holds dates in several forms: {{examples}}. All of them were read. Check that each means what it should.",
  timeColumn:
    "“{{column}}” gives each row a time. If you want to predict the future, split by time: a random split lets the model see rows later than those it is tested on.",
  timeColumnUnsorted:
    "Rows are not in the order of “{{column}}”; row {{row}} is the first out of order. A split by time sorts them.",
  timeColumnGaps:
    "Some steps in “{{column}}” are much longer than usual, so rows may be missing there. Gaps: {{count}}.",
  timeColumnRepeats:
    "Some times in “{{column}}” occur more than once. Repeats: {{count}}. Check that no row is in the file twice.",

  targetMissing: "Rows without a readable “{{column}}” cannot be used for training. Rows left out: {{count}}.",
  targetOneClass:
    "“{{column}}” is “{{value}}” in every row. A model needs at least 2 classes. Choose another target, or a file that holds others.",
  targetEmpty:
    "“{{column}}” holds no value that can be read, so it cannot be the target. Choose another target, or change its type.",
  targetUnsuitable:
    "A column of type $t(dataTerms:types.{{type}}) cannot be the target. Choose another target than “{{column}}”, or change its type.",
  targetNotNumeric:
    "Regression predicts numbers, and “{{column}}” holds none. Choose classification, or change the column’s type.",
  targetSingletons:
    "Some classes of “{{column}}” have a single row, which cannot be both trained on and tested. Classes: {{count}} ({{examples}}). Add rows of these classes, or remove them.",
  targetManyClasses:
    "“{{column}}” has many classes, so each is seen rarely. Classes: {{count}}. If it is a quantity, choose regression; if it is an ID, choose another target.",
  targetLooksLikeId:
    "“{{column}}” has {{count}} classes in {{rows}} rows: rather an ID, or a quantity. Choose another target, or regression if it is a number.",
  targetNotTwoClasses:
    "A binary task needs exactly 2 classes, and “{{column}}” has {{count}}. Choose the task for several classes.",
} as const satisfies Record<keyof ReadingIssueContexts | keyof ColumnIssueContexts, string>;
