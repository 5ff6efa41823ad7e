/** @file Reads a sample as if it were a file of the user's; it comes with the studio and its target is known. */
import { type Sample, samples } from "../../core/data/samples.ts";
import type { Fault } from "../../core/fault.ts";
import { faultIssue } from "../../core/issue.ts";
import { useDataset } from "../../state/dataset.ts";
import { useProject } from "../../state/project.ts";

/** Reads a sample, which comes with the studio. Its target is known and needs no guess. */
export async function takeSample(sample: Sample): Promise<void> {
  const fileName = sample.file.replace(/^.*\//, "");
  const blob = await fetchSample(sample.file);
  if (blob === null) {
    const fault: Fault = { code: "fileUnreadable", context: { fileName, message: "" } };
    useDataset.setState({ refusal: { fileName, issues: [faultIssue(fault)] } });
    return;
  }
  const before = useProject.getState().project?.datasetId;
  await useDataset.getState().read(blob, fileName);
  const { project, edit } = useProject.getState();
  const read = useDataset.getState().table;
  const isIt = read.kind === "ready" && read.summary.fileName === fileName;
  if (project === null || !isIt || project.datasetId === before || project.data.target === sample.target) return;
  edit("setTarget", { target: sample.target });
}

const fetched = new Map<string, Blob>();

/** Keeps all samples at hand, some 300 kB: they must be there without the network. */
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
