/** @file Reads a sample as if it were a file of the user's; it comes with the studio, and so do its settings. */
import { type Sample, samples, sampleTraining } from "../../core/data/samples.ts";
import type { DataSettings } from "../../core/data/types.ts";
import type { Fault } from "../../core/fault.ts";
import { faultIssue } from "../../core/issue.ts";
import { defaultTraining, type TrainingConfig } from "../../core/training/types.ts";
import { useDataset } from "../../state/dataset.ts";
import { useProject } from "../../state/project.ts";

/** Reads a sample, which comes with the studio. What is to be predicted from what is known and needs no guess. */
export async function takeSample(sample: Sample): Promise<void> {
  const fileName = sample.file.replace(/^.*\//, "");
  const blob = await fetchSample(sample.file);
  if (blob === null) {
    const fault: Fault = { code: "fileUnreadable", context: { fileName, message: "" } };
    useDataset.setState({ refusal: { fileName, issues: [faultIssue(fault)] } });
    return;
  }
  const before = useProject.getState().project?.datasetId;
  await useDataset.getState().read([{ file: blob, path: fileName }]);
  const { project } = useProject.getState();
  const read = useDataset.getState().table;
  const isIt = read.kind === "ready" && read.summary.fileName === fileName;
  // The same data again keep what was said of them.
  if (project === null || !isIt || project.datasetId === before) return;
  settle(sample, project.data.target, project.training);
}

/** Gives the project the sample's settings, as one step of undo; nothing where they are in force. */
function settle(sample: Sample, target: string | null, training: TrainingConfig): void {
  const { edit } = useProject.getState();
  const together = { coalesce: `sample ${sample.id}` };
  const change: Partial<DataSettings> = {
    ...(sample.target === target ? {} : { target: sample.target, task: null }),
    ...sample.data,
  };
  if (Object.keys(change).length > 0) edit("setData", change, together);
  const wanted = sampleTraining(sample);
  if (isUntouched(training) && !same(training, wanted)) edit("setTraining", wanted, together);
}

const same = (a: TrainingConfig, b: TrainingConfig): boolean => JSON.stringify(a) === JSON.stringify(b);

/** What another sample came with is no choice of the user's. */
const isUntouched = (training: TrainingConfig): boolean =>
  same(training, defaultTraining) || samples.some((sample) => same(training, sampleTraining(sample)));

const fetched = new Map<string, Blob>();

/** Keeps all samples at hand, some 1 MB: they must be there without the network. */
export async function fetchSamples(): Promise<void> {
  for (const { file } of samples) await fetchSample(file);
}

/** null where it cannot be had: the page is offline and the sample was never loaded. */
async function fetchSample(path: string): Promise<Blob | null> {
  const known = fetched.get(path);
  if (known !== undefined) return known;
  try {
    const response = await fetch(`${import.meta.env.BASE_URL}${path}`);
    if (!response.ok) return null;
    const blob = await response.blob();
    fetched.set(path, blob);
    return blob;
  } catch (error) {
    console.warn(error);
    return null;
  }
}
