/**
 * @file Starts hosts and talks to them: processes of Node with Dawn, or workers of one page in Chromium. Both run the
 * same bundles.
 */
import { type ChildProcess, fork } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium, type Page } from "@playwright/test";
import { build } from "vite";
import type { Answer, EpochAnswer, OpenAnswer, Order } from "./host.ts";
import type { Peak } from "./peak.ts";
import { type Adapter, type Alive, probe, wholeRun } from "./peer.ts";

const here = resolve("bench/train");
const built = resolve(".scratch/bench-train");

/** Which bundle a peer lives in. */
export const hostOf: Readonly<Record<string, string>> = {
  ours: "hostOurs",
  fit: "hostTfjs",
  loop: "hostTfjs",
  webgl: "hostTfjs",
  jax: "hostJax",
  [wholeRun]: "hostOurs",
  [probe]: "hostProbe",
};
export const peerNames: readonly string[] = Object.keys(hostOf).filter((name) => name !== probe && name !== wholeRun);

export interface Host {
  open(kind: string, model: string, steps: number): Promise<OpenAnswer>;
  epoch(count?: boolean): Promise<EpochAnswer>;
  alive(): Promise<Alive>;
  /** null: there is no adapter. */
  peak(): Promise<Peak | null>;
  close(): Promise<Alive>;
  end(): Promise<void>;
}

/** Why a peer cannot run here; null: it can. */
export function missing(kind: string, place: "node" | "chromium"): string | null {
  if (kind === "webgl" && place === "node") return "WebGL needs a browser";
  if (kind === "jax" && !existsSync(join(here, "node_modules/@jax-js/jax"))) {
    return "the packages of bench/train are not installed (npm ci there)";
  }
  return null;
}

export const dawnIsThere = (): boolean => existsSync(join(here, "node_modules/webgpu"));

/** A bundle for Node takes the studio's packages from where they are; one for a worker holds all of them. */
async function bundle(name: string, place: "node" | "chromium"): Promise<string> {
  const outDir = join(built, place, name);
  const entry = join(here, `${name}.ts`);
  const node = place === "node";
  await build({
    configFile: false,
    logLevel: "error",
    publicDir: false,
    ssr: node ? { noExternal: ["@jax-js/jax"] } : {},
    define: node ? {} : { "process.env.NODE_ENV": '"production"' },
    build: {
      outDir,
      emptyOutDir: true,
      minify: false,
      target: node ? "node20" : "es2023",
      ...(node ? { ssr: entry } : { lib: { entry, formats: ["es"], fileName: () => `${name}.mjs` } }),
      rolldownOptions: { output: { entryFileNames: `${name}.mjs`, codeSplitting: false } },
    },
  });
  return join(outDir, `${name}.mjs`);
}

const bundles = new Map<string, Promise<string>>();
function bundled(name: string, place: "node" | "chromium"): Promise<string> {
  const key = `${place}/${name}`;
  const known = bundles.get(key) ?? bundle(name, place);
  bundles.set(key, known);
  return known;
}

/** Longest that one order may take: a peer that compiles for longer is left out. */
export const patienceMs = 240_000;

/** Turns orders into messages and answers into values. */
function hostOver(
  send: (message: { readonly id: number; readonly order: Order }) => Promise<Answer>,
  adapter: Adapter,
  end: () => Promise<void>,
): Host {
  let id = 0;
  const ask = async <T>(order: Order): Promise<T> => {
    const late = new Promise<never>((_, fail) => {
      const timer = setTimeout(() => fail(new Error(`no answer within ${patienceMs / 1000} s`)), patienceMs);
      timer.unref();
    });
    const answer = await Promise.race([send({ id: id++, order }), late]);
    if (!answer.ok) throw new Error(answer.why);
    return answer.value as T;
  };
  return {
    open: (kind, model, steps) => ask({ do: "open", kind, model, steps, adapter }),
    epoch: (count = false) => ask({ do: "epoch", count }),
    alive: () => ask({ do: "alive" }),
    peak: () => ask({ do: "peak" }),
    close: () => ask({ do: "close" }),
    end,
  };
}

/**
 * Dawn's null adapter binds 8 buffers a kernel, at which jax-js never ends planning the kernels of a recurrent model. It
 * is told of 10, as in Chromium, and nothing of it is validated: a little less work than the others have.
 */
function dawnOf(kind: string, adapter: Adapter): Readonly<Record<string, string>> {
  if (adapter !== "nothing") return { LAYERWISE_DAWN: "" };
  if (kind !== "jax") return { LAYERWISE_DAWN: "backend=null" };
  return { LAYERWISE_DAWN: "backend=null;enable-dawn-features=skip_validation", LAYERWISE_BUFFERS: "10" };
}

export async function startNodeHost(kind: string, adapter: Adapter): Promise<Host> {
  const script = await bundled(hostOf[kind] as string, "node");
  const child: ChildProcess = fork(script, [], {
    execArgv: ["--expose-gc", "--import", pathToFileURL(join(here, "dawn.mjs")).href],
    env: { ...process.env, ...dawnOf(kind, adapter) },
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    serialization: "advanced",
  });
  let complaint = "";
  child.stderr?.on("data", (text: Buffer) => {
    complaint = `${complaint}${text}`.slice(-2000);
  });
  const waiting = new Map<number, { done(answer: Answer): void; fail(error: Error): void }>();
  child.on("message", (answer: Answer) => {
    waiting.get(answer.id)?.done(answer);
    waiting.delete(answer.id);
  });
  child.on("exit", (code, signal) => {
    const why = complaint.trim().split("\n").at(-1) ?? "";
    for (const { fail } of waiting.values()) fail(new Error(`its process ended (${signal ?? code}) ${why}`));
  });
  return hostOver(
    (message) =>
      new Promise((done, fail) => {
        waiting.set(message.id, { done, fail });
        child.send(message);
      }),
    adapter,
    async () => void child.kill("SIGKILL"),
  );
}

export interface BrowserHosts {
  start(kind: string): Promise<Host>;
  readonly page: Page;
  end(): Promise<void>;
}

/** A browser with one empty page; every host is a worker of it. */
export async function startBrowser(
  executablePath: string,
  args: readonly string[],
  adapter: Adapter,
): Promise<BrowserHosts> {
  const origin = "http://localhost:9";
  const browser = await chromium.launch({ executablePath, args: [...args] });
  const page = await browser.newPage();
  await page.route(`${origin}/**`, async (route) => {
    const name = basename(new URL(route.request().url()).pathname, ".mjs");
    if (name === "") return route.fulfill({ body: "<title>bench</title>", contentType: "text/html" });
    return route.fulfill({ body: readFileSync(await bundled(name, "chromium")), contentType: "text/javascript" });
  });
  await page.goto(`${origin}/`);
  return {
    page,
    start: async (kind) => {
      const name = hostOf[kind] as string;
      await bundled(name, "chromium");
      const worker = await page.evaluateHandle((url) => new Worker(url, { type: "module" }), `/${name}.mjs`);
      const send = (message: { readonly id: number; readonly order: Order }) =>
        worker.evaluate(
          (target, sent) =>
            new Promise<Answer>((done, fail) => {
              target.onmessage = ({ data }) => done(data as Answer);
              target.onerror = ({ message: text }) => fail(new Error(text));
              target.postMessage(sent);
            }),
          message,
        );
      return hostOver(send, adapter, () => worker.evaluate((target) => target.terminate()));
    },
    end: () => browser.close(),
  };
}
