/** @file `npm run docs`: writes the tables of README and ARCHITECTURE from the registries. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadBundled } from "./bundle.mjs";
import { install, ROOT, requireNode, runCommand } from "./setup.mjs";

runCommand(async () => {
  requireNode();
  install();
  const { documents, withTables } = await loadBundled(join(ROOT, "scripts", "documentTables.ts"));
  for (const document of Object.keys(documents)) {
    const path = join(ROOT, document);
    writeFileSync(path, withTables(document, readFileSync(path, "utf8")));
  }
});
