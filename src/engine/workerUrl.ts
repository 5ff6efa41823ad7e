/**
 * @file The worker's address, as the page's policy wants it: where trusted types are enforced a plain string is
 * refused, so one policy vouches for this one address and for nothing else.
 */
import url from "./worker.ts?worker&url";

/** The part of `trustedTypes` used here; it exists in Chromium only and is not in TypeScript's DOM library. */
interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): URL };
}

const policy = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes?.createPolicy("layerwise", {
  createScriptURL: (asked) => {
    if (asked !== url) throw new TypeError(`not a script of this program: ${asked}`);
    return asked;
  },
});

export const workerUrl = (): string | URL => (policy === undefined ? url : policy.createScriptURL(url));
