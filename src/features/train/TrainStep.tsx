/** @file The train step; not built yet. */
export function TrainStep() {
  return null;
}
