/**
 * @file `node scripts/bench.mjs NAME …`: bundles `bench/NAME.ts` for Node with the studio's own bundler and runs its
 * exported `main`, which gets the remaining arguments. A benchmark with packages of its own (`bench/NAME/package.json`)
 * has them installed first; where they cannot be had it says itself what it leaves out.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { loadBundled } from "./bundle.mjs";
import { install, installFolder, PlainError, ROOT, requireNode, runCommand } from "./setup.mjs";

runCommand(async () => {
  const [name, ...args] = process.argv.slice(2);
  const entry = join(ROOT, "bench", `${name}.ts`);
  if (!name || !existsSync(entry)) throw new PlainError("Name a benchmark: a file of bench/, without its extension.");
  requireNode();
  install();
  const why = installFolder(join(ROOT, "bench", name));
  if (why !== null) console.log(`They could not be installed: ${why}`);
  const { main } = await loadBundled(entry);
  if (typeof main !== "function") throw new PlainError(`bench/${name}.ts exports no main function.`);
  await main(args);
});
