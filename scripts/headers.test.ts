/** @file The policy says what it is meant to say: WebAssembly may be compiled, text may not, and nothing comes from elsewhere. */
import { describe, expect, it } from "vitest";
import { caddySnippet, DEV_SECURITY_HEADERS, headersFile, nginxSnippet, SECURITY_HEADERS } from "./headers.mjs";

const name = "Content-Security-Policy";
const directives = new Map(
  String(SECURITY_HEADERS[name])
    .split("; ")
    .map((directive) => [directive.split(" ")[0] as string, directive.split(" ").slice(1)]),
);

describe("the policy", () => {
  it("lets scripts of this origin and WebAssembly run, and nothing else", () => {
    expect(directives.get("script-src")).toEqual(["'self'", "'wasm-unsafe-eval'"]);
    expect(directives.get("worker-src")).toEqual(["'self'"]);
    expect(directives.get("connect-src")).toEqual(["'self'"]);
    expect(directives.get("default-src")).toEqual(["'none'"]);
  });

  it("nowhere allows text to become script", () => {
    for (const headers of [SECURITY_HEADERS, DEV_SECURITY_HEADERS])
      expect(String(headers[name])).not.toMatch(/'unsafe-eval'|strict-dynamic|https?:/);
    expect(directives.get("require-trusted-types-for")).toEqual(["'script'"]);
  });

  it("isolates the page from others, which threads that share memory need", () => {
    expect(SECURITY_HEADERS["Cross-Origin-Opener-Policy"]).toBe("same-origin");
    expect(SECURITY_HEADERS["Cross-Origin-Embedder-Policy"]).toBe("require-corp");
  });

  it("is the same in the files for other hosts", () => {
    for (const file of [headersFile(), nginxSnippet(), caddySnippet()])
      for (const [header, value] of Object.entries(SECURITY_HEADERS))
        expect(file).toMatch(new RegExp(`${header}.*${value.replace(/[()*']/g, "\\$&")}`));
  });
});
