/**
 * @file A static server for the built studio, on this machine only, with the security headers on every response. Node's
 * built-ins alone, so that it runs before any install. It knows no routes: the page keeps its place in the fragment.
 */
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, resolve, sep } from "node:path";
import { pipeline } from "node:stream";
import { fileURLToPath } from "node:url";
import { constants, createBrotliCompress, createGzip } from "node:zlib";
import { SECURITY_HEADERS } from "./headers.mjs";

/** The port of the studio; storage in the browser belongs to an origin, so a stable port keeps projects at hand. */
export const DEFAULT_PORT = 4173;
const PORTS_TO_TRY = 20;
const HOST = "127.0.0.1";

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".csv": "text/csv; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".jpg": "image/jpeg",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".md": "text/markdown; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".webmanifest": "application/manifest+json; charset=utf-8",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
  ".zip": "application/zip",
};
const COMPRESSIBLE = /^(text\/|application\/(json|manifest\+json)|image\/svg)/;
/** Names with a content hash, made by the build. */
const HASHED = /^\/assets\/.+-[\w-]{8,}\.\w+$/;

function send(response, status, headers, body) {
  response.writeHead(status, { ...SECURITY_HEADERS, ...headers });
  response.end(body);
}

function refuse(response, status, text) {
  send(response, status, { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store" }, `${text}\n`);
}

/** The file a request names, or null where the address is malformed or points outside of `root`. */
export function fileOf(root, url) {
  let path;
  try {
    path = decodeURIComponent(new URL(url, "http://localhost").pathname);
  } catch {
    return null; // "%E0%A4%A" and the like: the caller answers 400
  }
  if (path.includes("\0") || path.includes("\\")) return null;
  const file = resolve(join(root, path.endsWith("/") ? `${path}index.html` : path));
  return file.startsWith(resolve(root) + sep) ? file : null;
}

function compressorFor(request, type) {
  if (!COMPRESSIBLE.test(type)) return null;
  const accepted = String(request.headers["accept-encoding"]);
  // Level 5: the files are compressed anew for each request, and the reader is on the same machine.
  if (/\bbr\b/.test(accepted)) {
    return { encoding: "br", stream: createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }) };
  }
  return /\bgzip\b/.test(accepted) ? { encoding: "gzip", stream: createGzip({ level: 5 }) } : null;
}

async function statOf(file) {
  try {
    return await stat(file);
  } catch (error) {
    if (error.code === "ENOENT" || error.code === "ENOTDIR" || error.code === "ENAMETOOLONG") return null;
    throw error;
  }
}

async function answer(root, request, response) {
  if (request.method !== "GET" && request.method !== "HEAD") return refuse(response, 405, "Only GET and HEAD.");
  const file = fileOf(root, request.url);
  if (file === null) return refuse(response, 400, "Malformed address.");
  const found = await statOf(file);
  if (!found?.isFile()) return refuse(response, 404, "Not found.");

  const type = TYPES[extname(file).toLowerCase()] ?? "application/octet-stream";
  const etag = `W/"${found.size.toString(36)}-${Math.trunc(found.mtimeMs).toString(36)}"`;
  const headers = {
    "Content-Type": type,
    "Cache-Control": HASHED.test(request.url) ? "public, max-age=31536000, immutable" : "no-cache",
    ETag: etag,
    Vary: "Accept-Encoding",
  };
  if (request.headers["if-none-match"] === etag) return send(response, 304, headers);

  const compressor = compressorFor(request, type);
  if (compressor) headers["Content-Encoding"] = compressor.encoding;
  else headers["Content-Length"] = found.size;
  if (request.method === "HEAD") return send(response, 200, headers);

  response.writeHead(200, { ...SECURITY_HEADERS, ...headers });
  const parts = [createReadStream(file), ...(compressor ? [compressor.stream] : []), response];
  // A reader that goes away in the middle is no fault of ours, and the header is out: nothing is left to say.
  pipeline(parts, () => undefined);
}

function listen(server, port) {
  return new Promise((done, fail) => {
    server.once("error", fail);
    server.listen(port, HOST, () => {
      server.off("error", fail);
      done(server.address().port);
    });
  });
}

/** Serves `root`; with `strictPort` a busy port is an error, without it the next free one is taken. */
export async function serve({ root, port = DEFAULT_PORT, strictPort = false }) {
  const server = createServer((request, response) => {
    answer(root, request, response).catch((error) => {
      console.error(error);
      if (response.headersSent) response.destroy();
      else refuse(response, 500, "The server failed to read this file.");
    });
  });
  for (let candidate = port; ; candidate++) {
    try {
      const taken = await listen(server, candidate);
      return { server, port: taken, url: `http://${HOST}:${taken}/` };
    } catch (error) {
      const mayTryNext = error.code === "EADDRINUSE" && !strictPort && candidate < port + PORTS_TO_TRY;
      if (!mayTryNext) throw error;
    }
  }
}

function main() {
  const root = fileURLToPath(new URL("../dist", import.meta.url));
  const portFlag = process.argv.indexOf("--port");
  const port = portFlag === -1 ? DEFAULT_PORT : Number(process.argv[portFlag + 1]);
  serve({ root, port, strictPort: portFlag !== -1 }).then(
    ({ url }) => console.log(`Layerwise: ${url}`),
    (error) => {
      console.error(error.code === "EADDRINUSE" ? `Port ${port} is taken by another program.` : error.message);
      process.exitCode = 1;
    },
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
