/**
 * @file When a live run is drawn: a few times a second, and not while the page is hidden. What is drawn is folded to a
 * fixed number of points by `curveFeed.ts`.
 */
import { useEffect, useMemo, useState } from "react";
import type { EpochRecord } from "../../core/training/types.ts";
import { useRun } from "../../state/run.ts";
import { CurveFeed, type RunCurves } from "./curveFeed.ts";

/** Between two drawings of a live run: often enough to be seen moving, seldom enough to leave the processor to training. */
const intervalMs = 450;

/** A number that grows when the run under way has changed, at most every `intervalMs`. */
export function useRunTick(): number {
  const [tick, setTick] = useState(0);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let last = 0;
    let waiting = false;
    const draw = () => {
      timer = undefined;
      waiting = false;
      last = performance.now();
      setTick((n) => n + 1);
    };
    const changed = () => {
      waiting = true;
      if (timer !== undefined || document.hidden) return;
      timer = setTimeout(draw, Math.max(0, intervalMs - (performance.now() - last)));
    };
    const shown = () => {
      if (waiting) changed();
    };
    const stop = useRun.subscribe(changed);
    document.addEventListener("visibilitychange", shown);
    return () => {
      stop();
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", shown);
    };
  }, []);
  return tick;
}

/** Curves of one run as it grows; `tick` says when to look again. */
export function useCurves(runId: string | null, history: readonly EpochRecord[], smoothing: number): RunCurves {
  // biome-ignore lint/correctness/useExhaustiveDependencies: another run begins another feed
  const feed = useMemo(() => new CurveFeed(smoothing), [runId, smoothing]);
  return useMemo(() => feed.take(history), [feed, history]);
}
