/** @file The codes of training issues and what each message is told. Texts: `locales/<language>/trainingIssues.ts`. */

export interface TrainingIssueContexts {
  settingOutOfRange: { field: string; min: number; max: number };
  lossDoesNotFit: { loss: string };
  /** The run ends before the rate has risen. */
  warmupTooLong: { warmup: number; epochs: number };
  /** Training stops early before "on plateau" could lower the rate. */
  plateauAfterStop: { reduceAfter: number; stopAfter: number };
  /** Kept after every so many epochs, they would fill the disk. */
  manyCheckpoints: { count: number };
  /** A fork has to train beyond the epoch it begins at. */
  forkAtEnd: { epoch: number; epochs: number };

  /** One buffer is beyond what the device takes: the layer's weights, or its output for a batch. */
  layerTooLargeForDevice: { megabytes: number; max: number };
  /** The same of all weights together. */
  bufferTooLarge: { megabytes: number; max: number };
  trainingTooLarge: { megabytes: number; max: number };
  trainingLarge: { megabytes: number; max: number };

  /** Preparing was asked for before a target was chosen. */
  noTarget: Record<string, never>;
  targetNotFound: { column: string };
  /** More classes than the studio trains, scores and shows. */
  tooManyClasses: { column: string; count: number; limit: number };
  noFeatures: Record<string, never>;
  columnNotEncoded: { column: string };
  columnHasMissing: { column: string; count: number };
  targetTooLarge: { column: string };
  inputColumnMissing: { column: string };
  /** The text that enters the model is what it is to predict. */
  inputIsTarget: { column: string };
  rowsWithoutImage: { count: number };
  rowsLeftOut: { count: number };
  columnEmptyInTraining: { column: string };
  columnConstantInTraining: { column: string };
  columnTooLarge: { column: string };
  categoriesCapped: { column: string; kept: number; total: number };
  preparedTooLarge: { megabytes: number; limit: number; width: number };

  splitFractions: { validation: number; test: number };
  splitTooFewRows: { rows: number };
  fewTrainingRows: { count: number };
  emptyValidation: { rows: number };
  emptyTest: { rows: number };
  singleRowClasses: { count: number; example: string };
  classNotInTraining: { count: number; example: string };
  classNotInValidation: { count: number; example: string };
  classNotInTest: { count: number; example: string };
  splitColumnMissing: { column: string };
  splitTimeMissing: { column: string; count: number };
  splitTimeTied: { column: string; count: number };
  /** `column` is empty where none is chosen. */
  splitGroupColumnMissing: { column: string };
  splitGroupMissing: { column: string; count: number };
  splitOneGroup: { column: string };
  splitFewGroups: { column: string; count: number; folds: number };
  splitTooManyGroups: { column: string; count: number; limit: number };
  /** The group that was to be held out is not among the column's. */
  splitGroupGone: { column: string; group: string };
  splitValidationShares: { column: string };
  splitFoldGone: { fold: number; folds: number };
  splitFewRowsForFolds: { rows: number; folds: number };
  splitClassBelowFolds: { count: number; example: string; folds: number };
  splitPartColumnMissing: { column: string };
  splitPartUnknown: { column: string; text: string; count: number };
  splitPartMissing: { column: string; count: number };
  splitPartNoTraining: { column: string };
  splitPartNoTest: { column: string };
  /** The column keeps rows apart, so it is no feature. */
  splitColumnNotLearnt: { column: string };
  rowsInTwoParts: { count: number; rows: number };

  /** Of rows to predict: what a cell was replaced by is part of the recipe. */
  predictMissing: { column: string; count: number };
  predictUnreadable: { column: string; text: string; count: number };
  predictUnseen: { column: string; text: string; count: number };
  predictColumnMissing: { column: string };
  /** A file that shares no column with the recipe: every row would get the same answer. */
  predictNoColumn: { columns: string; count: number };
  predictColumnsExtra: { columns: string; count: number };
}
