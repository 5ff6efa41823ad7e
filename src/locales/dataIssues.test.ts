import i18next from "i18next";
import { beforeAll, describe, expect, it } from "vitest";
import { fileKinds } from "../core/data/readingIssues.ts";
import { dataFixes as enFixes } from "./en/dataFixes.ts";
import { dataIssues as en } from "./en/dataIssues.ts";
import { dataTerms as enTerms } from "./en/dataTerms.ts";
import { dataFixes as zhFixes } from "./zh/dataFixes.ts";
import { dataIssues as zh } from "./zh/dataIssues.ts";
import { dataTerms as zhTerms } from "./zh/dataTerms.ts";

const translator = i18next.createInstance();
beforeAll(async () => {
  await translator.init({
    lng: "en",
    resources: {
      en: { dataIssues: en, dataTerms: enTerms, dataFixes: enFixes },
      zh: { dataIssues: zh, dataTerms: zhTerms, dataFixes: zhFixes },
    },
    interpolation: { escapeValue: false, skipOnVariables: true },
  });
});

const placeholders = (text: string): string[] =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)].map((found) => found[1] as string).sort();

describe("messages about data", () => {
  it.each(Object.keys(en) as (keyof typeof en)[])("%s says the same in both languages", (code) => {
    expect([...new Set(placeholders(zh[code]))]).toEqual([...new Set(placeholders(en[code]))]);
  });
  it.each(["en", "zh"])("name each kind of file in %s", async (lng) => {
    await translator.changeLanguage(lng);
    const terms = lng === "en" ? enTerms : zhTerms;
    for (const kind of fileKinds) {
      const text = translator.t("dataIssues:notATable", { replace: { fileName: "a.csv", kind } });
      expect(text).toContain(terms.kinds[kind]);
      expect(text).not.toContain("$t(");
    }
  });
  it("69: names are put in as they are, be they markup or calls of the translator", () => {
    const name = "<img src=x onerror=alert(1)> {{column}} $t(dataFixes:asNumber)";
    const text = translator.t("dataIssues:columnEmpty", { replace: { column: name } });
    expect(text).toContain(name);
  });
});
