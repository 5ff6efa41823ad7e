/** @file The epochs at which a run can be forked: asked of the storage when somebody wants to know. */
import { useEffect, useState } from "react";
import { listForkPoints } from "../storage/kept.ts";

/** null while it is looked for. */
export function useForkPoints(runId: string): readonly number[] | null {
  const [found, setFound] = useState<{ readonly runId: string; readonly epochs: readonly number[] } | null>(null);
  useEffect(() => {
    let wanted = true;
    const tell = (epochs: readonly number[]) => wanted && setFound({ runId, epochs });
    // A storage that cannot be read has nothing to fork from; the weights of the run may still be there.
    listForkPoints(runId).then(tell, () => tell([]));
    return () => {
      wanted = false;
    };
  }, [runId]);
  return found?.runId === runId ? found.epochs : null;
}
