/** @file The model step; not built yet. */
export function ModelStep() {
  return null;
}
