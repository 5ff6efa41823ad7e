/** @file Bundles a TypeScript module of this repository for Node with the studio's own bundler and loads it. */
import { basename, extname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { ROOT } from "./setup.mjs";

/**
 * @param {string} entry The module's absolute path.
 * @returns {Promise<Record<string, unknown>>} What it exports.
 */
export async function loadBundled(entry) {
  const { build } = await import("vite");
  const name = basename(entry, extname(entry));
  const outDir = join(ROOT, ".scratch", "bundled", name);
  await build({
    root: ROOT,
    configFile: false,
    logLevel: "warn",
    build: {
      ssr: entry,
      outDir,
      emptyOutDir: true,
      minify: false,
      target: "node20",
      rolldownOptions: { output: { entryFileNames: `${name}.mjs` } },
    },
  });
  return import(pathToFileURL(join(outDir, `${name}.mjs`)).href);
}
