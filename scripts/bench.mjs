/**
 * @file `node scripts/bench.mjs NAME …`: bundles `bench/NAME.ts` for Node with the studio's own bundler and runs its
 * exported `main`, which gets the remaining arguments. A benchmark with packages of its own (`bench/NAME/package.json`)
 * has them installed first; where they cannot be had it says itself what it leaves out.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { loadBundled } from "./bundle.mjs";
import { install, installedMatchesLock, PlainError, ROOT, requireNode, runCommand } from "./setup.mjs";

/** No script of a package runs, so nothing but the packages themselves is fetched. */
function installOwn(folder) {
  if (!existsSync(join(folder, "package.json")) || installedMatchesLock(folder)) return;
  console.log(`Installing the packages of ${folder.slice(ROOT.length)} (npm ci) …`);
  const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", "--fetch-retries=1"];
  const own = process.env.npm_execpath;
  const [command, first] = own?.endsWith(".js") ? [process.execPath, [own]] : ["npm", []];
  const { status, stderr } = spawnSync(command, [...first, ...args], { cwd: folder, encoding: "utf8" });
  if (status !== 0) console.log(`They could not be installed: ${String(stderr).trim().split("\n").at(-1)}`);
}

runCommand(async () => {
  const [name, ...args] = process.argv.slice(2);
  const entry = join(ROOT, "bench", `${name}.ts`);
  if (!name || !existsSync(entry)) throw new PlainError("Name a benchmark: a file of bench/, without its extension.");
  requireNode();
  install();
  installOwn(join(ROOT, "bench", name));
  const { main } = await loadBundled(entry);
  if (typeof main !== "function") throw new PlainError(`bench/${name}.ts exports no main function.`);
  await main(args);
});
