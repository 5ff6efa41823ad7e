/** @file What is wrong with a packed file, as the user is told of it. */
import { assertNever } from "../../core/fault.ts";
import type { Issue } from "../../core/issue.ts";
import { entryLimit, type UnpackError } from "./zip.ts";

export function unpackIssue({ failure, member }: UnpackError, fileName: string, limit: number): Issue {
  const error = { severity: "error", at: {} } as const;
  switch (failure) {
    case "damaged":
      return { ...error, code: "fileDamaged", context: { fileName, place: member === "" ? "ZIP" : member } };
    case "encrypted":
      return { ...error, code: "fileEncrypted", context: { fileName, member } };
    case "tooLarge":
      return { ...error, code: "unpackedTooLarge", context: { fileName, limit: Math.round(limit / 1e6) } };
    case "tooManyEntries":
      return { ...error, code: "tooManyEntries", context: { fileName, limit: entryLimit } };
    case "unknownMethod":
      return { ...error, code: "unknownPacking", context: { fileName, member } };
    default:
      return assertNever(failure);
  }
}
