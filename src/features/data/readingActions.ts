/**
 * @file What can be done about a finding of the reader by reading the same file another way. Pure. Mends of the
 * document are the issue's own `fixes`; these here need the file again and are therefore no edit of the document.
 */
import type { TableFormat } from "../../core/data/types.ts";
import type { Issue } from "../../core/issue.ts";
import type { ReadOptions } from "../../engine/protocol.ts";

export type ReadAction =
  | { readonly kind: "encoding"; readonly encoding: string }
  | { readonly kind: "header"; readonly header: boolean }
  | { readonly kind: "decimal"; readonly decimal: TableFormat["decimal"] }
  | { readonly kind: "dayFirst"; readonly dayFirst: boolean }
  | { readonly kind: "firstRows"; readonly rows: number }
  /** No single answer is likely: the user chooses in the form. */
  | { readonly kind: "chooseEncoding" }
  | { readonly kind: "chooseDelimiter" };

/** Names in a list such as "gb18030, shift_jis". */
const listed = (others: string): readonly string[] => others.split(/[,\s]+/).filter((name) => name !== "");

/** The ways to read again that this issue suggests, the likeliest first. */
export function readActions(issue: Issue): readonly ReadAction[] {
  switch (issue.code) {
    case "encodingGuessed":
      return listed(issue.context.others).map((encoding) => ({ kind: "encoding", encoding }));
    case "undecodableCharacters":
    case "unknownEncoding":
    case "binaryFile":
      return [{ kind: "chooseEncoding" }];
    case "tooManyColumns":
    case "cellTooLong":
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

/** The part of the format an action sets; null for those that set none. */
export function formatChange(action: ReadAction): Partial<TableFormat> | null {
  switch (action.kind) {
    case "encoding":
      return { encoding: action.encoding };
    case "header":
      return { header: action.header };
    case "decimal":
      return { decimal: action.decimal };
    case "dayFirst":
      return { dayFirst: action.dayFirst };
    case "firstRows":
    case "chooseEncoding":
    case "chooseDelimiter":
      return null;
  }
}

/** Actions that would change nothing for a table read as `format` are no mend. */
export function changes(action: ReadAction, format: TableFormat): boolean {
  const change = formatChange(action);
  if (change === null) return true;
  return Object.entries(change).some(([part, value]) => format[part as keyof TableFormat] !== value);
}

/** How a refused file is read with this action; null where the user has to choose first. */
export function optionsOf(action: ReadAction, before: ReadOptions): ReadOptions | null {
  if (action.kind === "firstRows") return { ...before, maxRows: action.rows };
  const change = formatChange(action);
  return change === null ? null : { ...before, format: { ...before.format, ...change } };
}
