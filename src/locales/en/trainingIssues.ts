/** @file English texts of the training issues: what happened, why, what to do next. */
import type { TrainingIssueContexts } from "../../core/training/issues.ts";

export const trainingIssues = {
  settingOutOfRange: "“{{field}}” is outside its range. Enter a value from {{min}} to {{max}}.",
  lossDoesNotFit: "The loss “{{loss}}” does not fit the task. Choose another loss, or let it follow the task.",
  warmupTooLong:
    "The warm-up is as long as the run, so the learning rate set is never reached. Warm-up: {{warmup}} epochs, run: {{epochs}}. Warm up for less, or train for longer.",
  manyCheckpoints:
    "The run would keep very many checkpoints, and each takes space on this device. Checkpoints: {{count}}. Keep them less often.",
  forkAtEnd:
    "The fork begins after epoch {{epoch}}, and the run would end at {{epochs}}. Epochs count from the beginning of the first run: set more of them.",
  plateauAfterStop:
    "Training stops early before the plateau lowers the learning rate. Lowered after {{reduceAfter}} epochs without improvement, stopped after {{stopAfter}}. Make the schedule’s patience smaller, or stop later.",
  layerTooLargeForDevice:
    "This layer needs {{megabytes}} MB in one piece, and this device takes {{max}} MB at most. Use a smaller batch or a smaller layer.",
  bufferTooLarge:
    "The weights need {{megabytes}} MB in one piece, and this device takes {{max}} MB at most. Make the largest layers smaller.",
  trainingTooLarge:
    "Training needs about {{megabytes}} MB; more than {{max}} MB do not fit a browser safely. Use a smaller batch or smaller layers.",
  trainingLarge:
    "Training needs about {{megabytes}} MB, which not every GPU has. If it fails, use a smaller batch or smaller layers.",

  noTarget: "No target is chosen. Choose the column the model shall predict.",
  targetNotFound: "The target column “{{column}}” is not in this table. Choose another target.",
  tooManyClasses:
    "The target “{{column}}” has too many classes to train and score. Classes: {{count}}, limit: {{limit}}. If it is an ID, choose another target; if it is a quantity, change the task to regression.",
  columnNotEncoded:
    "“{{column}}” holds categories and no step turns them into numbers, so the model does not see it. Add a step that does: one-hot, ordinal or hashing.",
  columnHasMissing:
    "“{{column}}” has missing cells in the training part ({{count}}) and no step fills them, so the model does not see it. Add a step that fills missing numbers.",
  inputIsTarget:
    "“{{column}}” is both what the model reads and what it is to predict: it would only copy its input. Choose another input, or another column to predict.",
  targetTooLarge:
    "The numbers of “{{column}}” are too large to compute with. Put them in a larger unit, or choose another target.",
  inputColumnMissing: "The column “{{column}}” that is to enter the model is not in the data. Choose another input.",
  rowsWithoutImage: "Rows without a readable image are left out: {{count}}.",
  rowsLeftOut: "Rows that were removed by hand or by a filter are left out: {{count}}.",
  noFeatures:
    "No column is left to predict from: all are dropped, empty, constant, texts or IDs. Use a column again, or change a column’s type.",
  columnEmptyInTraining:
    "The column “{{column}}” is left out, because no training row has a usable value in it. Drop it, or change its type or the split.",
  columnConstantInTraining:
    "The column “{{column}}” has the same value in every training row, so the model cannot learn from it. You may drop it.",
  columnTooLarge:
    "The column “{{column}}” is left out, because its numbers are too large for the model even after scaling. Choose another scaling, or correct the file.",
  categoriesCapped:
    "The column “{{column}}” has many categories. The most frequent are kept, the others count as one. Categories: {{total}}, kept: {{kept}}. If it is an ID, drop it.",
  preparedTooLarge:
    "The prepared table would take {{megabytes}} MB, and the limit is {{limit}} MB. Each row becomes {{width}} numbers: drop columns with many categories, or take fewer rows.",

  splitFractions:
    "Validation and test part leave no row to train on, or are no fractions. Choose fractions from 0 % that together are below 100 %.",
  splitTooFewRows: "There are too few rows with a target to divide into parts. Rows: {{rows}}, needed: 3. Add rows.",
  fewTrainingRows:
    "There are very few rows to train on, so the scores will depend on chance. Training rows: {{count}}. Add rows, or make the other parts smaller.",
  emptyValidation:
    "There are too few rows to give the validation part any, so training cannot tell when to stop. Rows: {{rows}}. Make this part larger, or add rows.",
  emptyTest:
    "There are too few rows to give the test part any, so nothing can be said about rows the model has not seen. Rows: {{rows}}. Make this part larger, or add rows.",
  singleRowClasses:
    "Classes with a single row cannot be divided, so that row is used for training and never tested. Classes: {{count}}, for example “{{example}}”. Add rows of these classes, or remove them.",
  classNotInTraining:
    "The training part has no row of some classes, so the model cannot learn them. Classes: {{count}}, for example “{{example}}”. Use the stratified split, or add rows.",
  classNotInValidation:
    "The validation part has no row of some classes, so it cannot tell how well they are learnt. Classes: {{count}}, for example “{{example}}”. Use the stratified split, or add rows.",
  classNotInTest:
    "The test part has no row of some classes, so their scores are not measured and ROC-AUC is not defined. Classes: {{count}}, for example “{{example}}”. Use the stratified split, or add rows.",
  splitColumnMissing:
    "The split by time needs a column of dates or numbers to order the rows, and “{{column}}” is none. Choose the column, or another split.",
  splitTimeMissing:
    "Rows without a value in “{{column}}” have no place in time; they are used for training. Rows: {{count}}. Correct the file if they belong to the latest rows.",
  splitTimeTied:
    "Rows with the same value of “{{column}}” lie on both sides of a border between parts. Rows: {{count}}. They are divided in the order of the file.",
  splitGroupColumnMissing:
    "This split needs a column whose equal cells belong together, and “{{column}}” is none of this table. Choose the column, or another split.",
  splitGroupMissing:
    "Rows without a value in “{{column}}” belong to no group; they are used for training. Rows: {{count}}. Fill the cells if the groups are known.",
  splitOneGroup:
    "All rows have the same value in “{{column}}”, or none, so no group can be held out. Choose another column, or another split.",
  splitFewGroups:
    "“{{column}}” has fewer groups than there are folds, so some folds would be empty. Groups: {{count}}, folds: {{folds}}. Choose fewer folds.",
  splitTooManyGroups:
    "“{{column}}” has too many groups to leave each out once. Groups: {{count}}, limit: {{limit}}. Choose k-fold and let it keep the groups of this column together.",
  splitGroupGone:
    "The group “{{group}}” that was to be held out is not in “{{column}}” any more. Choose another group.",
  splitValidationShares:
    "“{{column}}” has too few groups to give validation whole ones near its fraction. Its rows are drawn from groups that training has too; the test rows are not.",
  splitFoldGone: "Fold {{fold}} was to be held out, and there are only {{folds}} folds. Choose one of them.",
  splitFewRowsForFolds:
    "There are fewer rows with a target than folds, so some folds would be empty. Rows: {{rows}}, folds: {{folds}}. Choose fewer folds, or add rows.",
  splitClassBelowFolds:
    "Some classes have fewer rows than there are folds, so some folds test none of them. Classes: {{count}}, for example “{{example}}”; folds: {{folds}}. Choose fewer folds, or add rows of these classes.",
  splitPartColumnMissing:
    "This split needs a column that names the part of each row, and “{{column}}” is none of this table. Choose the column, or another split.",
  splitPartUnknown:
    "“{{text}}” in “{{column}}” names no part. Rows like it: {{count}}. Cells must be train, validation or test; rename them under Columns or in the file, or choose another split.",
  splitPartMissing:
    "Rows without a value in “{{column}}” are named to no part; they are used for training. Rows: {{count}}. Fill the cells if they belong to another part.",
  splitPartNoTraining:
    "No row with a target is named a training row in “{{column}}”, so there is nothing to train on. Choose another column, or another split.",
  splitPartNoTest:
    "No row is named a test row in “{{column}}”, so nothing can be said about rows the model has not seen. Name some rows test, or choose another split.",
  splitColumnNotLearnt:
    "“{{column}}” keeps rows apart, so it is no input of the model: the rows that are held out have other cells in it than training. Nothing needs to be done.",
  rowsInTwoParts:
    "Some test rows are also in the training part, with the same values, so the scores flatter the model. Rows: {{count}} of {{rows}}. Remove the repeated rows from the file.",

  predictMissing: "“{{column}}” is missing; the value learnt from the training rows stands for it. Rows: {{count}}.",
  predictUnreadable:
    "“{{text}}” in “{{column}}” cannot be read as what the column holds; the value learnt from the training rows stands for it. Rows: {{count}}.",
  predictUnseen:
    "“{{text}}” in “{{column}}” was not among the categories seen in training, so the model cannot tell it from other new ones. Rows: {{count}}.",
  predictColumnMissing:
    "The column “{{column}}” is not in this table; in every row the value learnt from the training rows stands for it. Check the header.",
  predictNoColumn:
    "No column of this table is one that the model learnt from, so every row would get the same answer. Columns the model wants: {{count}}, such as {{columns}}. Check the header, or choose another file.",
  predictColumnsExtra: "Columns the model does not know are ignored: {{columns}}. Columns: {{count}}.",
} as const satisfies Record<keyof TrainingIssueContexts, string>;
