/** @file What camera and drawing pad are given: the classes there are, and the way into one. */
import type { ClassActions } from "./useClassActions.ts";

export interface CaptureProps {
  readonly names: readonly string[];
  /** The class that was meant when it was opened; another may be chosen. */
  readonly into: string;
  readonly actions: ClassActions;
  readonly onClose: () => void;
}
