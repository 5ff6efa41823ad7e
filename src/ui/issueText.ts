/** @file The sentence of an issue or a fault in the language shown. Numbers in it are written as the language does. */
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import type { Fault } from "../core/fault.ts";
import type { Fix, Issue } from "../core/issue.ts";
import { formatOf } from "./format.ts";

/** Where the texts of issues stand, one table a domain; codes are unique over all of them. */
const issueTables = [
  "dataIssues",
  "imageIssues",
  "stepIssues",
  "windowIssues",
  "scanIssues",
  "graphIssues",
  "trainingIssues",
  "projectIssues",
  "codeIssues",
] as const;

function written(context: object, language: string): Record<string, unknown> {
  const { number } = formatOf(language);
  return Object.fromEntries(
    Object.entries(context).map(([name, value]) => [name, typeof value === "number" ? number(value, 6) : value]),
  );
}

/** Texts of issues, faults and their fixes. */
export function useIssueText() {
  const { t, i18n } = useTranslation();
  const language = i18n.language;
  const faultText = useCallback(
    (fault: Fault): string => t(`faults:${fault.code}`, { replace: written(fault.context, language) }),
    [t, language],
  );
  const issueText = useCallback(
    (issue: Issue): string => {
      if (issue.code === "fault") return faultText(issue.context.fault);
      const keys = issueTables.map((table) => `${table}:${issue.code}`);
      return t(keys, { replace: written(issue.context, language) });
    },
    [t, language, faultText],
  );
  // A label is a key with its table ("model:fixes.insertFlatten"), or one of the table `fixes`.
  const fixText = useCallback(
    (fix: Fix): string =>
      t(fix.label.includes(":") ? fix.label : `fixes:${fix.label}`, {
        replace: { ...written(fix.args, language), ...fix.names },
      }),
    [t, language],
  );
  return { issueText, faultText, fixText };
}
