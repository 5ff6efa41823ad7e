/**
 * @file What can be done about a finding of the reader by reading the same file another way. Pure. Mends of the
 * document are the issue's own `fixes`; these here need the file again and are therefore no edit of the document.
 */
import type { ReadOptions, TableFormat } from "../../core/data/types.ts";
import { assertNever } from "../../core/fault.ts";
import type { Issue } from "../../core/issue.ts";

export type ReadAction =
  | { readonly kind: "header"; readonly header: boolean }
  | { readonly kind: "decimal"; readonly decimal: TableFormat["decimal"] }
  | { readonly kind: "dayFirst"; readonly dayFirst: boolean }
  | { readonly kind: "firstRows"; readonly rows: number }
  /** No answer is sure: the user chooses by looking, from the likely ones where they are known. */
  | { readonly kind: "chooseEncoding"; readonly likely: readonly string[] }
  | { readonly kind: "chooseDelimiter" };

/** Names in a list such as "gb18030, shift_jis". */
const listed = (others: string): readonly string[] => others.split(/[,\s]+/).filter((name) => name !== "");

/** The ways to read again that this issue suggests, the likeliest first. */
export function readActions(issue: Issue): readonly ReadAction[] {
  switch (issue.code) {
    case "encodingGuessed":
      return [{ kind: "chooseEncoding", likely: listed(issue.context.others) }];
    case "undecodableCharacters":
    case "unknownEncoding":
    case "binaryFile":
      return [{ kind: "chooseEncoding", likely: [] }];
    case "tooManyColumns":
    case "cellTooLong":
    case "rowTooLong":
    case "longRows":
      return [{ kind: "chooseDelimiter" }];
    case "noRows":
    case "headerUncertain":
      return [{ kind: "header", header: false }];
    case "noHeader":
      return [{ kind: "header", header: true }];
    case "decimalComma":
      return [{ kind: "decimal", decimal: "." }];
    case "decimalUncertain":
      return [
        { kind: "decimal", decimal: "," },
        { kind: "decimal", decimal: "." },
      ];
    case "dateOrderUncertain":
      return [{ kind: "dayFirst", dayFirst: issue.context.order === "monthFirst" }];
    case "tooManyRows":
      return [{ kind: "firstRows", rows: issue.context.limit }];
    case "tableTooLarge":
      return issue.context.rows > 0 ? [{ kind: "firstRows", rows: issue.context.rows }] : [];
    default:
      return [];
  }
}

/** An action that is complete as it is. */
export type DirectAction = Exclude<ReadAction, { readonly kind: "chooseEncoding" | "chooseDelimiter" }>;

/** The part of the format an action sets; null for one that sets none. */
export function formatChange(action: DirectAction): Partial<TableFormat> | null {
  switch (action.kind) {
    case "header":
      return { header: action.header };
    case "decimal":
      return { decimal: action.decimal };
    case "dayFirst":
      return { dayFirst: action.dayFirst };
    case "firstRows":
      return null;
    default:
      return assertNever(action);
  }
}

/** Actions that would change nothing for a table read as `format` are no mend. */
export function changes(action: ReadAction, format: TableFormat): boolean {
  if (action.kind === "chooseEncoding" || action.kind === "chooseDelimiter") return true;
  const change = formatChange(action);
  if (change === null) return true;
  return Object.entries(change).some(([part, value]) => format[part as keyof TableFormat] !== value);
}

/** How a refused file is read with this action. */
export function optionsOf(action: DirectAction, before: ReadOptions): ReadOptions {
  if (action.kind === "firstRows") return { ...before, maxRows: action.rows };
  return { ...before, format: { ...before.format, ...formatChange(action) } };
}
