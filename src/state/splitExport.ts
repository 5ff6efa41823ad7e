/** @file The rows of a run's parts on their way to a file. */
import { type Fault, toFault } from "../core/fault.ts";
import type { Run } from "../core/training/types.ts";
import { download, fileNameOf } from "./download.ts";
import { engine } from "./engine.ts";

export type SplitExport =
  | { readonly kind: "written" }
  /** The run is of a version that kept none. */
  | { readonly kind: "none" }
  | { readonly kind: "failed"; readonly fault: Fault };

/** Hands the file to the user under this name. */
export async function exportSplit(run: Run, name: string): Promise<SplitExport> {
  try {
    const file = await engine().exportSplit({ run });
    if (file === null) return { kind: "none" };
    download(file, `${fileNameOf(name)}.csv`);
    return { kind: "written" };
  } catch (error) {
    return { kind: "failed", fault: toFault(error) };
  }
}
