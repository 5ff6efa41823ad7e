/**
 * @file Reads whatever files hold: recognizes each by its content, never by its name, and hands it to the reader of its
 * kind. What a kind's bytes mean is that reader's; here stands only who reads what, and what several files are together.
 */
import type { Dataset, InputConfig } from "../../core/data/types.ts";
import type { Issue } from "../../core/issue.ts";

/** What reading files ends in: rows for the worker and what is likely to be predicted from what, or the reasons against it. */
export type DataOutcome =
  | {
      readonly ok: true;
      readonly dataset: Dataset;
      readonly suggested: { readonly target: string | null; readonly input: InputConfig };
    }
  | { readonly ok: false; readonly issues: readonly Issue[] };
