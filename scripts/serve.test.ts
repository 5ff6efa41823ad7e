/** @file The static server over a real socket: headers on every answer, types, caching, and nothing outside of its root. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { createConnection } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SECURITY_HEADERS } from "./headers.mjs";
import { serve } from "./serve.mjs";

const folder = mkdtempSync(join(tmpdir(), "serve-"));
const root = join(folder, "dist");
const WORKER = "/assets/worker-Ab3_d-9x.js";
let running: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
  mkdirSync(join(root, "assets"), { recursive: true });
  writeFileSync(join(root, "index.html"), "<!doctype html><title>Page</title>");
  writeFileSync(join(root, WORKER), "onmessage = () => {};");
  writeFileSync(join(root, "iris.csv"), "a,b\n1,2\n".repeat(100));
  writeFileSync(join(root, "raw.bin"), "bytes");
  writeFileSync(join(folder, "secret.txt"), "outside");
  running = await serve({ root, port: 0 });
});

afterAll(() => {
  running.server.close();
  running.server.closeAllConnections();
  rmSync(folder, { recursive: true });
});

const get = (path: string, init?: RequestInit) => fetch(new URL(path, running.url), init);

/** Sends a path as it is; `fetch` would tidy it first. */
function rawAnswer(path: string): Promise<string> {
  return new Promise((done, fail) => {
    const socket = createConnection(running.port, "127.0.0.1", () =>
      socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`),
    );
    let answer = "";
    socket.on("data", (chunk) => {
      answer += chunk;
    });
    socket.on("end", () => done(answer));
    socket.on("error", fail);
  });
}

describe("serve", () => {
  it.each([
    ["/", 200, "text/html; charset=utf-8", "no-cache"],
    [WORKER, 200, "text/javascript; charset=utf-8", "public, max-age=31536000, immutable"],
    ["/iris.csv", 200, "text/csv; charset=utf-8", "no-cache"],
    ["/raw.bin", 200, "application/octet-stream", "no-cache"],
    ["/nowhere.js", 404, "text/plain; charset=utf-8", "no-store"],
    ["/assets", 404, "text/plain; charset=utf-8", "no-store"],
    ["/%E0%A4%A", 400, "text/plain; charset=utf-8", "no-store"],
  ])("%s answers %i as %s with every security header", async (path, status, type, caching) => {
    const response = await get(path);
    expect(response.status).toBe(status);
    expect(response.headers.get("content-type")).toBe(type);
    expect(response.headers.get("cache-control")).toBe(caching);
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) expect(response.headers.get(name), name).toBe(value);
  });

  it.each([
    "/../secret.txt",
    "/%2e%2e/secret.txt",
    "/..%2fsecret.txt",
    "/assets/..%2f..%2fsecret.txt",
    "/..%5csecret.txt",
    "/%00",
    "//etc/passwd",
  ])("gives nothing outside of its root: %s", async (path) => {
    const answer = await rawAnswer(path);
    expect(answer).toMatch(/^HTTP\/1\.1 (400|404) /);
    expect(answer).not.toContain("outside");
  });

  it("refuses other methods and answers HEAD without a body", async () => {
    expect((await get("/", { method: "POST" })).status).toBe(405);
    const head = await get("/", { method: "HEAD" });
    expect([head.status, await head.text()]).toEqual([200, ""]);
  });

  it("does not send again what the reader has", async () => {
    const first = await get("/iris.csv");
    const again = await get("/iris.csv", { headers: { "if-none-match": String(first.headers.get("etag")) } });
    expect([again.status, await again.text()]).toEqual([304, ""]);
    expect(again.headers.get("content-security-policy")).toBe(SECURITY_HEADERS["Content-Security-Policy"]);
  });

  it("compresses text, and only for those who ask", async () => {
    const plain = await rawAnswer("/iris.csv");
    expect(plain).toContain("Content-Length: 800");
    const packed = await new Promise<Buffer>((done) => {
      const call = request(
        new URL("/iris.csv", running.url),
        { headers: { "accept-encoding": "gzip" } },
        (response) => {
          const parts: Buffer[] = [];
          response.on("data", (part: Buffer) => parts.push(part));
          response.on("end", () => done(Buffer.concat(parts)));
        },
      );
      call.end();
    });
    expect(packed.length).toBeLessThan(200);
    expect(gunzipSync(packed).toString()).toBe("a,b\n1,2\n".repeat(100));
  });

  it("takes the next port when its own is busy, or says so when that port was demanded", async () => {
    const next = await serve({ root, port: running.port });
    expect(next.port).toBeGreaterThan(running.port);
    next.server.close();
    await expect(serve({ root, port: running.port, strictPort: true })).rejects.toMatchObject({ code: "EADDRINUSE" });
  });

  it("listens on this machine only", () => {
    expect(running.server.address()).toMatchObject({ address: "127.0.0.1" });
  });
});
