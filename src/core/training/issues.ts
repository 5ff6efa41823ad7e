/** @file The codes of training issues and what each message is told. Texts: `locales/<language>/trainingIssues.ts`. */

export interface TrainingIssueContexts {
  settingOutOfRange: { field: string; min: number; max: number };
  lossDoesNotFit: { loss: string };
}
