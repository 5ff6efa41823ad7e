/** @file axe-core on an open page. Injected by the test and run inside the page, so it sees what a user's tools see. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "@playwright/test";

const AXE_SOURCE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** All violations on the page as it is now, or within what the selector names, each as "rule: elements". */
export async function accessibilityViolations(page: Page, within = "html"): Promise<readonly string[]> {
  await page.evaluate(AXE_SOURCE);
  return page.evaluate(async (part) => {
    const { axe } = window as unknown as { axe: typeof import("axe-core") };
    const { violations } = await axe.run(part);
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" | ")}`);
  }, within);
}
