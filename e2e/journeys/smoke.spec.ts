/** @file The page opens as promised: headers on every response, no accessibility violation, and a watch that would notice. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Response } from "@playwright/test";
import { SECURITY_HEADERS } from "../../scripts/headers.mjs";
import { expect, test } from "../harness.ts";

const AXE_SOURCE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

test("every response carries the security headers, the worker's included", async ({ studio, page }) => {
  const responses: Response[] = [];
  page.context().on("response", (response) => responses.push(response));
  await studio.open();
  await expect(page.getByRole("navigation", { name: "Steps" })).toBeVisible();
  await expect
    .poll(() => responses.map((response) => response.url()))
    .toContainEqual(expect.stringMatching(/\/worker-[^/]+\.js$/));

  expect(responses.map((response) => response.url())).toContain(studio.url);
  for (const response of responses) {
    const headers = await response.allHeaders();
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) {
      expect(headers[name.toLowerCase()], `${name} of ${response.url()}`).toBe(value);
    }
  }
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
});

test("a missing file and a refused address carry the headers too", async ({ studio, request }) => {
  for (const [path, status] of [
    ["nowhere.js", 404],
    ["%E0%A4%A", 400],
    ["..%2fpackage.json", 400],
  ] as const) {
    const response = await request.get(studio.url + path);
    expect(response.status(), path).toBe(status);
    expect(response.headers()).toMatchObject(
      Object.fromEntries(Object.entries(SECURITY_HEADERS).map(([name, value]) => [name.toLowerCase(), value])),
    );
  }
});

test("the start page has a title, a language and no accessibility violation", async ({ studio, page }) => {
  await studio.open();
  await expect(page).toHaveTitle(/Layerwise/);
  await expect(page.locator("html")).toHaveAttribute("lang", /^en/);
  await expect(page.getByRole("navigation", { name: "Steps" })).toBeVisible();
  await page.evaluate(AXE_SOURCE);
  const violations = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof import("axe-core") };
    const results = await axe.run();
    return results.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" | ")}`);
  });
  expect(violations).toEqual([]);
});

test.describe("the watch on a journey notices", () => {
  test("a request to another origin", async ({ studio, page }) => {
    studio.expectFault(/foreign origin: http:\/\/example\.invalid|ERR_/);
    await studio.open();
    await page.evaluate(() => void window.open("http://example.invalid/?leak"));
    await page.context().waitForEvent("requestfailed");
  });

  test("a breach of the policy", async ({ studio, page }) => {
    studio.expectFault(/Content Security Policy|policy breach: connect-src/);
    await studio.open();
    expect(
      await page.evaluate(() =>
        fetch("http://example.invalid/").then(
          () => "sent",
          () => "refused",
        ),
      ),
    ).toBe("refused");
  });

  test("an uncaught exception", async ({ studio, page }) => {
    studio.expectFault(/uncaught: Error: planted/);
    await studio.open();
    const heard = page.waitForEvent("pageerror");
    await page.evaluate(
      () =>
        void setTimeout(() => {
          throw new Error("planted");
        }),
    );
    await heard;
  });

  test("markup written as text", async ({ studio, page }) => {
    studio.expectFault(/TrustedHTML|trusted-types/i);
    await studio.open();
    const refused = await page.evaluate(() => {
      try {
        document.body.appendChild(document.createElement("p")).innerHTML = "<b>bold</b>";
        return false;
      } catch {
        return true;
      }
    });
    expect(refused).toBe(true);
  });
});
