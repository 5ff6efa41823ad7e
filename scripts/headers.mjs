/**
 * @file The security headers, in one place: the static server sends them, the dev server sends their relaxed form, the
 * build writes them into files for other hosts. They belong on every response, not only the document's: a worker is
 * governed by the policy of its own response.
 */

/**
 * Directives of the policy, in the order they are sent.
 *
 * - `style-src 'unsafe-inline'`: the UI kit injects one style element with the theme's variables and sets style
 *   attributes; both are refused without it. A style cannot run code, and images, fonts and connections stay on the
 *   origin, so a style cannot send anything away either. Scripts stay strict.
 * - `script-src 'wasm-unsafe-eval'`: a machine without a usable GPU trains by WebAssembly, which browsers refuse to compile
 *   without it. It allows just that: text still cannot become script (no `'unsafe-eval'`), a module reaches nothing but
 *   what it is handed, and its bytes can come from this origin only, by `connect-src`.
 * - `blob:` and `data:` in `img-src`: thumbnails of the user's own pictures and exported charts.
 * - `trusted-types layerwise default`: `layerwise` vouches for the worker's address and nothing else; `default` lets the
 *   UI kit write style sheets as text, and refuses any text that holds markup.
 */
const POLICY = {
  "default-src": "'none'",
  "script-src": "'self' 'wasm-unsafe-eval'",
  "worker-src": "'self'",
  "style-src": "'self' 'unsafe-inline'",
  "img-src": "'self' blob: data:",
  "font-src": "'self'",
  "connect-src": "'self'",
  "manifest-src": "'self'",
  "base-uri": "'none'",
  "form-action": "'none'",
  "frame-ancestors": "'none'",
  "require-trusted-types-for": "'script'",
  "trusted-types": "layerwise default",
};

/**
 * Hot reload puts an inline script into the document, talks over a socket and injects styles through its own code, so
 * the dev server allows just these and drops trusted types. Everything else is as in the built studio.
 */
const DEV_POLICY = {
  ...POLICY,
  "script-src": "'self' 'unsafe-inline' 'wasm-unsafe-eval'",
  "connect-src": "'self' ws:",
  "require-trusted-types-for": null,
  "trusted-types": null,
};

function serialize(policy) {
  return Object.entries(policy)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name} ${value}`)
    .join("; ");
}

function headersWith(policy) {
  return {
    "Content-Security-Policy": serialize(policy),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(), geolocation=(), usb=(), serial=(), payment=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
  };
}

/** What every response of the built studio carries. */
export const SECURITY_HEADERS = Object.freeze(headersWith(POLICY));

/** What every response of the dev server carries. */
export const DEV_SECURITY_HEADERS = Object.freeze(headersWith(DEV_POLICY));

/** The `_headers` file that several static hosts read. */
export function headersFile() {
  const lines = Object.entries(SECURITY_HEADERS).map(([name, value]) => `  ${name}: ${value}`);
  return ["/*", ...lines, "/assets/*", "  Cache-Control: public, max-age=31536000, immutable", ""].join("\n");
}

/** Lines to include in an nginx `server` block. `always` sends them with errors too. */
export function nginxSnippet() {
  const lines = Object.entries(SECURITY_HEADERS).map(([name, value]) => `add_header ${name} "${value}" always;`);
  return [...lines, ""].join("\n");
}

/** Lines to include in a Caddy site block. */
export function caddySnippet() {
  const lines = Object.entries(SECURITY_HEADERS).map(([name, value]) => `  ${name} "${value}"`);
  return ["header {", ...lines, "}", ""].join("\n");
}
