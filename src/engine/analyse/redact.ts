/** @file Puts a redacted dataset in the place of the open one. The old one stays stored as long as a document names it. */
import { redactDataset } from "../../core/data/analysis/redact.ts";
import { suggestTarget } from "../../core/data/summarize.ts";
import type { Redaction } from "../../core/data/types.ts";
import type { Datasets } from "../datasets.ts";
import type { ReadOutcome } from "../protocol.ts";

export interface RedactQuery {
  readonly datasetId: string;
  readonly columns: Readonly<Record<string, Redaction>>;
}

/** Throws AppError("notFound") where the dataset is gone. */
export async function redact(
  datasets: Pick<Datasets, "open" | "keep">,
  { datasetId, columns }: RedactQuery,
): Promise<ReadOutcome> {
  const summary = await datasets.keep(redactDataset(await datasets.open(datasetId), columns));
  return { ok: true, summary, suggested: { target: suggestTarget(summary), input: { kind: "columns" } } };
}
