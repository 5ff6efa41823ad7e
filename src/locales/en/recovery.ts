/** @file What a run says of faults that it went on after by itself. */
export const recovery = {
  label: "Faults this run went on after",
  lost: "The GPU stopped answering and was started again.",
  lostTwice: "The GPU stopped answering a second time, so it is left alone: the CPU computes, which is slower.",
  noMemory: "There was not enough memory for a batch of {{rows}} rows.",
  lostForMemory: "The GPU ran out of memory and was started again.",
  halved: "The batch size was halved from {{from}} to {{to}}.",
  wentOn: "Training went on after epoch {{epoch}}.",
  anew: "Training began again, since no epoch had been saved.",
  goingOn: "Training goes on at the last saved epoch.",
} as const;
