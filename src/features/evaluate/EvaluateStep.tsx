/** @file The evaluate step; not built yet. */
export function EvaluateStep() {
  return null;
}
