/** @file The page opens as promised: headers on every response, no accessibility violation, and a watch that would notice. */
import type { Response } from "@playwright/test";
import { SECURITY_HEADERS } from "../../scripts/headers.mjs";
import { accessibilityViolations } from "../accessibility.ts";
import { expect, test } from "../harness.ts";

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
  expect(await accessibilityViolations(page)).toEqual([]);
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
});

test("markup written as text is refused", async ({ studio, page }) => {
  await studio.open();
  const refusal = await page.evaluate(() => {
    try {
      document.body.appendChild(document.createElement("p")).innerHTML = "<b>bold</b>";
      return "none";
    } catch (error) {
      return String(error);
    }
  });
  expect(refusal).toContain("TypeError");
});
