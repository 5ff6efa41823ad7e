/**
 * @file Where a table comes from on this step: a chosen file, pasted text, a sample. Keeps the last one, because a
 * refused file can be read another way without being chosen again.
 */
import type { Sample } from "../../core/data/samples.ts";
import type { ReadOptions } from "../../core/data/types.ts";
import { useDataset } from "../../state/dataset.ts";
import { useProject } from "../../state/project.ts";

interface Taken {
  readonly file: Blob;
  readonly fileName: string;
  readonly options: ReadOptions;
}

let taken: Taken | null = null;

/** Reads a file; the table that is open stays until this one is read. */
export function takeFile(file: Blob, fileName: string, options: ReadOptions = {}): Promise<void> {
  taken = { file, fileName, options };
  return useDataset.getState().read(file, fileName, options);
}

/** The file taken last, if it has this name: a file dropped elsewhere is not known here. */
export const takenAs = (fileName: string): Taken | null => (taken?.fileName === fileName ? taken : null);

/** Reads a sample, which comes with the studio. Its target is known and needs no guess. */
export async function takeSample(sample: Sample): Promise<void> {
  const fileName = sample.file.replace(/^.*\//, "");
  const blob = await fetchSample(sample.file);
  if (blob === null) {
    const context = { message: "fileUnreadable" };
    useDataset.setState({
      refusal: { fileName, issues: [{ code: "fault", severity: "error", at: {}, context }] },
    });
    return;
  }
  const before = useProject.getState().project?.datasetId;
  await takeFile(blob, fileName);
  const { project, edit } = useProject.getState();
  const read = useDataset.getState().table;
  const isIt = read.kind === "ready" && read.summary.fileName === fileName;
  if (project === null || !isIt || project.datasetId === before || project.data.target === sample.target) return;
  edit("setTarget", { target: sample.target });
}

/** null where it cannot be had: the page is offline and the sample was never loaded. */
async function fetchSample(path: string): Promise<Blob | null> {
  try {
    const response = await fetch(`${import.meta.env.BASE_URL}${path}`);
    return response.ok ? await response.blob() : null;
  } catch (error) {
    console.warn(error);
    return null;
  }
}
