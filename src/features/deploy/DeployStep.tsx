/** @file The deploy step; not built yet. */
export function DeployStep() {
  return null;
}
