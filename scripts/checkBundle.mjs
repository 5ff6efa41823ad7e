/**
 * @file Judges the built bundle: the budgets, that the page's chunks hold no tfjs, and that nothing in it evaluates text,
 * opens a channel the policy does not cover, or names a foreign address that could be fetched.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const FIRST_LOAD_LIMIT_KB = 200;
const WORKER_LIMIT_KB = 350;
/** Of each: a browser fetches one. */
const BINARY_LIMIT_KB = 200;

/** Texts of tfjs that survive minification. The worker must hold one, or this list has gone blind. */
const TFJS_MARKS = ["Conv2DBackpropInput", "WEBGPU_CPU_FORWARD", "Tensor is disposed", "tf.ready()"];

/** WebRTC and beacons are outside of the policy's reach; compiling text is refused by it and would only break. */
const FORBIDDEN = [
  { pattern: /RTCPeerConnection/g, why: "opens a channel that the policy does not cover" },
  { pattern: /\bsendBeacon\b/g, why: "sends data when the page closes" },
  { pattern: /\bnew Function\b|\bFunction\s*\(\s*["'`]|\beval\s*\(/g, why: "compiles text into code" },
];

/** Passages that match `FORBIDDEN` and do no harm. */
const HARMLESS = [
  /self:Function\(`return this`\)\(\)/g, // a number library's search for the global object, after `self` was found
  /\bmodel\.eval\(\)/g, // a line of the PyTorch source that the studio writes
  /try\{return Function\(``\),!0\}catch/g, // the validator's probe, which its `jitless` setting skips
];

/** Hosts that are named and never fetched: XML namespaces, licences, credits, links in messages and comments. */
const NAMED_ONLY = new Set([
  "archive.ics.uci.edu",
  "arxiv.org",
  "bit.ly",
  "creativecommons.org",
  "doi.org",
  "emscripten.org",
  "en.wikipedia.org",
  "github.com",
  "json-schema.org",
  "mantine.dev",
  "opensource.org",
  "react.dev",
  "react.i18next.com",
  "reactflow.dev",
  "redux-toolkit.js.org",
  "redux.js.org",
  "www.apache.org",
  "www.i18next.com",
  "www.shadertoy.com",
  "www.w3.org",
]);

/** A foreign address in a place that loads it, whatever the host. */
const FETCHED = /(?:fetch|import|importScripts|WebSocket|EventSource|Worker)\s*\(\s*["'`](?:https?|wss?):\/\/[^"'`]*/g;

function gzipKb(text) {
  return gzipSync(text, { level: 9 }).length / 1000;
}

/** Names of the bundle's scripts that a text mentions. */
function mentioned(text, names) {
  return names.filter((name) => text.includes(name));
}

/** What `starts` load, directly or later, without crossing into `beyond`. */
function reachable(starts, sources, beyond) {
  const found = new Set(starts);
  for (const name of found) {
    for (const next of mentioned(sources.get(name), [...sources.keys()])) {
      if (!beyond(next)) found.add(next);
    }
  }
  return [...found];
}

/** Sorts the scripts of a build by who loads them. */
export function sortScripts(html, sources) {
  const names = [...sources.keys()];
  const isWorker = (name) => /^worker-/.test(name);
  const workers = names.filter(isWorker);
  return {
    // The entry and what the document preloads with it: all that must arrive before the first picture.
    first: mentioned(html, names),
    page: reachable(mentioned(html, names), sources, isWorker),
    workers,
    inWorker: reachable(workers, sources, () => false),
  };
}

function problemsOf(name, source) {
  const judged = HARMLESS.reduce((text, passage) => text.replace(passage, ""), source);
  const around = (match) => judged.slice(Math.max(0, match.index - 40), match.index + 60).replaceAll("\n", " ");
  const forbidden = FORBIDDEN.flatMap(({ pattern, why }) =>
    [...judged.matchAll(pattern)].map((match) => `${name} ${why}: …${around(match)}…`),
  );
  const fetched = [...source.matchAll(FETCHED)].map((match) => `${name} loads a foreign address: ${match[0]}`);
  const hosts = [...source.matchAll(/\b(?:https?|wss?):\/\/([a-z0-9.-]+\.[a-z0-9-]+)/gi)].map((match) =>
    match[1].toLowerCase(),
  );
  const unknown = [...new Set(hosts)].filter((host) => !NAMED_ONLY.has(host));
  return [...forbidden, ...fetched, ...unknown.map((host) => `${name} names the unknown host ${host}`)];
}

/** WebAssembly is the worker's, is no larger than is fetched ahead without regret, and all of it is wanted by somebody. */
function problemsOfBinaries(binaries, scripts, page, inWorker) {
  const isWanted = (by, name) => by.some((script) => scripts.get(script).includes(name));
  return [...binaries].flatMap(([name, bytes]) => [
    ...(isWanted(page, name) ? [`the page loads ${name}`] : []),
    ...(isWanted(inWorker, name) ? [] : [`nothing loads ${name}`]),
    ...(gzipKb(bytes) > BINARY_LIMIT_KB
      ? [`${name} is ${gzipKb(bytes).toFixed(1)} KB gzip, over ${BINARY_LIMIT_KB}`]
      : []),
  ]);
}

/** The sizes and the problems of a build, given its document, its scripts and sheets, and its WebAssembly, by name. */
export function judgeBundle(html, sources, binaries = new Map()) {
  const scripts = new Map([...sources].filter(([name]) => name.endsWith(".js")));
  const { first, page, workers, inWorker } = sortScripts(html, scripts);
  const total = (names) => names.reduce((sum, name) => sum + gzipKb(sources.get(name)), 0);
  const sizes = {
    first: total(first),
    firstSheets: total(
      mentioned(
        html,
        [...sources.keys()].filter((name) => name.endsWith(".css")),
      ),
    ),
    page: total(page),
    worker: total(workers),
  };

  const marksIn = (names) =>
    names.flatMap((name) =>
      TFJS_MARKS.filter((mark) => scripts.get(name).includes(mark)).map((mark) => `${name} (${mark})`),
    );
  const problems = [...scripts].flatMap(([name, source]) => problemsOf(name, source));
  problems.push(...problemsOfBinaries(binaries, scripts, page, inWorker));
  if (first.length === 0) problems.push("index.html loads no script");
  if (workers.length === 0) problems.push("there is no worker-*.js");
  if (workers.length > 0 && marksIn(inWorker).length === 0)
    problems.push("the worker holds no tfjs: is the search for it still right?");
  problems.push(...marksIn(page).map((place) => `tfjs reached the page: ${place}`));
  if (/\b(?:src|href)="(?:https?:)?\/\//.test(html)) problems.push("index.html loads a foreign address");
  if (/<script(?![^>]*\bsrc=)[^>]*>/.test(html))
    problems.push("index.html holds an inline script, which the policy refuses");
  if (sizes.first > FIRST_LOAD_LIMIT_KB)
    problems.push(`the first load is ${sizes.first.toFixed(1)} KB gzip, over ${FIRST_LOAD_LIMIT_KB}`);
  if (sizes.worker > WORKER_LIMIT_KB)
    problems.push(`the worker is ${sizes.worker.toFixed(1)} KB gzip, over ${WORKER_LIMIT_KB}`);
  return { sizes, problems };
}

function main() {
  const dist = fileURLToPath(new URL("../dist", import.meta.url));
  if (!existsSync(join(dist, "index.html"))) {
    console.error("There is no build in dist/.");
    process.exit(1);
  }
  const assets = readdirSync(join(dist, "assets")).filter((name) => /\.(js|css)$/.test(name));
  const sources = new Map(assets.map((name) => [name, readFileSync(join(dist, "assets", name), "utf8")]));
  const wasm = readdirSync(join(dist, "assets")).filter((name) => name.endsWith(".wasm"));
  const binaries = new Map(wasm.map((name) => [name, readFileSync(join(dist, "assets", name))]));
  const { sizes, problems } = judgeBundle(readFileSync(join(dist, "index.html"), "utf8"), sources, binaries);
  const kb = (size) => `${size.toFixed(1)} KB`;
  console.log(
    `gzip: first load ${kb(sizes.first)} of ${FIRST_LOAD_LIMIT_KB} (+ ${kb(sizes.firstSheets)} of style sheets), all of the page ${kb(sizes.page)}, worker ${kb(sizes.worker)} of ${WORKER_LIMIT_KB}`,
  );
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length === 0 ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
