/** @file `npm run docs`: writes the README's tables from the registries. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadBundled } from "./bundle.mjs";
import { install, ROOT, requireNode, runCommand } from "./setup.mjs";

runCommand(async () => {
  requireNode();
  install();
  const { withTables } = await loadBundled(join(ROOT, "scripts", "readmeTables.ts"));
  const path = join(ROOT, "README.md");
  writeFileSync(path, withTables(readFileSync(path, "utf8")));
});
