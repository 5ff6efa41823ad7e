/**
 * @file The `test` of every journey: Playwright's, with a watch on each page. A journey fails on a request that leaves the
 * origin, a console error (uncaught GPU errors are told there), a breach of the policy, or an uncaught exception, even
 * when all its expectations hold. A journey that provokes such a thing on purpose says so with `studio.expectFault`.
 */
import { type BrowserContext, test as base, expect, type Page } from "@playwright/test";
import { ADDRESS_VARIABLE } from "./serveBuild.ts";

/** The studio's watch, as a journey sees it. */
export interface Studio {
  /** The address of the served build, ending in "/". */
  readonly url: string;
  /** Opens the studio at a step, e.g. "#/data". */
  open(fragment?: string): Promise<void>;
  /** Allows faults that match, because the journey causes them; at least one must then happen. */
  expectFault(pattern: RegExp): void;
  /** Requests seen so far, for journeys about what is loaded. */
  readonly requests: readonly string[];
}

interface Watch {
  readonly faults: string[];
  readonly requests: string[];
}

function isForeign(address: string, origin: string): boolean {
  const url = new URL(address);
  if (url.protocol === "data:") return false;
  // A blob carries the origin that made it inside its address.
  return url.origin !== origin;
}

/** Runs in the page and in each worker: tells breaches of the policy where the watch hears them. */
function reportBreaches(): void {
  addEventListener("securitypolicyviolation", (event) => {
    const { violatedDirective, blockedURI, sample } = event as SecurityPolicyViolationEvent;
    console.error(`policy breach: ${violatedDirective} ${blockedURI} ${sample}`);
  });
}

function watchPage(page: Page, seen: Watch): void {
  page.on("websocket", (socket) => seen.faults.push(`web socket: ${socket.url()}`));
  // A worker may end before it answers; then it has nothing more to breach.
  page.on("worker", (worker) => void worker.evaluate(reportBreaches).catch(() => undefined));
}

async function watch(context: BrowserContext, origin: string): Promise<Watch> {
  const seen: Watch = { faults: [], requests: [] };
  await context.addInitScript(reportBreaches);
  context.on("request", (request) => {
    seen.requests.push(request.url());
    if (isForeign(request.url(), origin)) seen.faults.push(`request to a foreign origin: ${request.url()}`);
  });
  context.on("console", (message) => {
    if (message.type() === "error") seen.faults.push(`console error: ${message.text()} (${message.location().url})`);
  });
  context.on("weberror", (webError) => {
    const { stack, message } = webError.error();
    seen.faults.push(`uncaught: ${stack ?? message}`);
  });
  for (const page of context.pages()) watchPage(page, seen);
  context.on("page", (page) => watchPage(page, seen));
  return seen;
}

export const test = base.extend<{ studio: Studio }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from its destructured argument.
  baseURL: async ({}, use) => {
    const address = process.env[ADDRESS_VARIABLE];
    if (!address) throw new Error("The build is not served: run the journeys through playwright.config.ts.");
    await use(address);
  },
  studio: [
    async ({ page, context, baseURL }, use) => {
      if (!baseURL) throw new Error("The journeys need an address.");
      const seen = await watch(context, new URL(baseURL).origin);
      const expected: RegExp[] = [];
      await use({
        url: baseURL,
        requests: seen.requests,
        open: async (fragment = "") => {
          await page.goto(baseURL + fragment);
        },
        expectFault: (pattern) => expected.push(pattern),
      });
      const surprises = seen.faults.filter((fault) => !expected.some((pattern) => pattern.test(fault)));
      expect(surprises, "faults seen while the journey ran").toEqual([]);
      const missing = expected.filter((pattern) => !seen.faults.some((fault) => pattern.test(fault)));
      expect(missing.map(String), "faults that the journey was to cause").toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
