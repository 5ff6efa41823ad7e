/** @file The words on a button that reads a file another way. */
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { assertNever } from "../../core/fault.ts";
import { useFormat } from "../../ui/format.ts";
import type { ReadAction } from "./readingActions.ts";

export function useReadActionText(): (action: ReadAction) => string {
  const { t } = useTranslation("data");
  const { number } = useFormat();
  return useCallback(
    (action) => {
      switch (action.kind) {
        case "header":
          return t(action.header ? "refusal.withHeader" : "refusal.withoutHeader");
        case "decimal":
          return t(action.decimal === "," ? "refusal.decimalComma" : "refusal.decimalPoint");
        case "dayFirst":
          return t(action.dayFirst ? "options.dayFirst" : "options.monthFirst");
        case "firstRows":
          return t("refusal.takeFirst", { rows: number(action.rows) });
        case "chooseEncoding":
          return t("refusal.tryEncoding");
        case "chooseDelimiter":
          return t("refusal.tryDelimiter");
        default:
          return assertNever(action);
      }
    },
    [t, number],
  );
}
