/**
 * @file One worker a run. A tab that took a project over sees a run of the other tab as cut off and may resume it: two
 * workers would write one checkpoint. The browser lets go of the lock when the worker ends, however it ends.
 */

/** Holds a run until the function it gives is called; null where another tab's worker holds it. */
export function holdRun(id: string): Promise<(() => void) | null> {
  const locks = navigator.locks as LockManager | undefined;
  if (locks === undefined) return Promise.resolve(() => undefined);
  return new Promise((resolve, reject) => {
    const held = locks.request(`run:${id}`, { ifAvailable: true }, (lock) => {
      if (lock !== null) return new Promise<void>((release) => resolve(() => release()));
      resolve(null);
      return undefined;
    });
    held.catch(reject);
  });
}
