/**
 * @file `node scripts/bench.mjs NAME …`: bundles `bench/NAME.ts` for Node with the studio's own bundler and runs its
 * exported `main`, which gets the remaining arguments.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { install, PlainError, ROOT, requireNode, runCommand } from "./setup.mjs";

runCommand(async () => {
  const [name, ...args] = process.argv.slice(2);
  const entry = join(ROOT, "bench", `${name}.ts`);
  if (!name || !existsSync(entry)) throw new PlainError("Name a benchmark: a file of bench/, without its extension.");
  requireNode();
  install();
  const { build } = await import("vite");
  const outDir = join(ROOT, ".scratch", "bench", name);
  await build({
    root: ROOT,
    configFile: false,
    logLevel: "warn",
    build: {
      ssr: entry,
      outDir,
      emptyOutDir: true,
      target: "node20",
      rolldownOptions: { output: { entryFileNames: `${name}.mjs` } },
    },
  });
  const { main } = await import(pathToFileURL(join(outDir, `${name}.mjs`)).href);
  if (typeof main !== "function") throw new PlainError(`bench/${name}.ts exports no main function.`);
  await main(args);
});
