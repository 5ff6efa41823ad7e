/** @file What is said of failures that no setting of the user caused: what happened, why, what to do next. */
import type { FaultCode } from "../../core/fault.ts";

export const faults = {
  cancelled: "It was cancelled. Nothing was changed.",
  deviceLost:
    "The GPU stopped answering ({{reason}}). The results since the last checkpoint were discarded; resume the run, or train again.",
  gpuError:
    "The GPU reported an error, so its figures cannot be trusted: {{message}}. Try a smaller batch size, or another device.",
  lossNotFinite:
    "The loss stopped being a number in epoch {{epoch}}. Lower the learning rate, or look for extreme values in the data.",
  outOfMemory:
    "There is not enough memory for {{what}}. Use a smaller batch size or a smaller model, or close other tabs.",
  quotaExceeded:
    "This browser's storage is full. Delete projects you no longer need, or free disk space, and try again.",
  storageFailed: "This browser's storage refused the write: {{message}}. Try again; if it stays so, reload the page.",
  fileUnreadable:
    "The file could not be read: {{message}}. It may have been moved, changed or removed since it was chosen. Choose it again.",
  runElsewhere: "This run is being trained in another tab. Stop it there, or wait until it has ended.",
  workerDied: "The engine stopped unexpectedly. Restart it from the footer; saved work is not affected.",
  notFound: "It is no longer in this browser's storage: {{what}}.",
  unexpected: "Something in the studio went wrong: {{message}}. Try again; if it stays so, reload the page.",
} as const satisfies Record<FaultCode, string>;
