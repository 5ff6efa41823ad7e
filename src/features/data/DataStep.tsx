/** @file The data step; not built yet. */
export function DataStep() {
  return null;
}
