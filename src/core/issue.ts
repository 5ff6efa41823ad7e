/**
 * @file The one form of everything the user can mend: a bad cell, a wrong graph, a setting that cannot work. An
 * issue is a value, shown at the place that causes it; it is never thrown. Texts live in the locales, one per code.
 */
import type { CodeIssueContexts } from "./code/issues.ts";
import type { DataIssueContexts } from "./data/issues.ts";
import type { Fault } from "./fault.ts";
import type { GraphIssueContexts } from "./graph/issues.ts";
import type { EditName, Edits } from "./project/edits.ts";
import type { ProjectIssueContexts } from "./project/issues.ts";
import type { TrainingIssueContexts } from "./training/issues.ts";

/** What each code tells the message that is made from it; the keys are all codes there are. */
export interface IssueContexts
  extends DataIssueContexts,
    GraphIssueContexts,
    TrainingIssueContexts,
    CodeIssueContexts,
    ProjectIssueContexts {}

/** A failure of the world in the form of an issue, for places that show issues. */
export const faultIssue = (fault: Fault): Issue => ({ code: "fault", severity: "error", at: {}, context: { fault } });

export type IssueCode = keyof IssueContexts;

export type Severity = "error" | "warning" | "notice";

/** The place of an issue; absent parts mean "the whole". Rows count from 1 and leave out the header. */
export interface Place {
  readonly node?: string;
  readonly field?: string;
  readonly column?: string;
  readonly row?: number;
  /** Of Keras source, from 1. */
  readonly line?: number;
  /** Of the line, from 1. */
  readonly character?: number;
}

/** A one-click mend: an edit of the document, by name, and the code of the button's text. */
export type Fix = {
  [E in EditName]: {
    readonly label: string;
    /** What the button's text names. */
    readonly names?: Readonly<Record<string, string>>;
    readonly edit: E;
    readonly args: Parameters<Edits[E]>[1];
  };
}[EditName];

export type Issue = {
  [C in IssueCode]: {
    readonly code: C;
    readonly severity: Severity;
    readonly at: Place;
    readonly context: IssueContexts[C];
    readonly fixes?: readonly Fix[];
  };
}[IssueCode];

/** Foreign input at a border: either a trusted value, or the reasons it is refused. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly issues: readonly Issue[] };

export const ok = <T>(value: T): Result<T> => ({ ok: true, value });
export const refuse = (...issues: readonly Issue[]): Result<never> => ({ ok: false, issues });

export const hasErrors = (issues: readonly { readonly severity: Severity }[]): boolean =>
  issues.some(({ severity }: { readonly severity: Severity }) => severity === "error");
