/**
 * @file The page's default Trusted Types policy. The headers refuse text where the browser would read markup; the UI kit
 * writes its style sheets through exactly that door (`innerHTML` of a style element). A text without "<" can never make
 * an element, so it may pass; anything else stays refused. The worker's address has its own policy, beside the client.
 */

/** What is used of `window.trustedTypes`, which TypeScript's DOM library does not describe. */
interface TrustedTypeFactory {
  createPolicy(name: string, rules: { readonly createHTML: (text: string) => string }): unknown;
}

/** Lets style sheets be set as text, once, before the first render. Browsers without Trusted Types need nothing. */
export function allowStyleSheets(): void {
  const factory = (globalThis as { readonly trustedTypes?: TrustedTypeFactory }).trustedTypes;
  factory?.createPolicy("default", {
    createHTML: (text) => {
      if (text.includes("<")) throw new TypeError("Markup written as text is refused.");
      return text;
    },
  });
}
