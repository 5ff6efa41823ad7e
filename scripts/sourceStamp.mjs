/**
 * @file Tells whether `dist/` was built from the sources as they are now: a digest of everything the build reads, which
 * the build leaves in `dist/` and `npm start` compares. Contents count, not times.
 */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The stamp's name in `dist/`. */
export const STAMP_FILE = ".stamp";

const BUILD_INPUTS = ["src", "public", "index.html", "vite.config.ts", "package-lock.json", "scripts/headers.mjs"];

function filesUnder(root, path) {
  const entries = readdirSync(join(root, path), { withFileTypes: true });
  return entries.flatMap((entry) => {
    const inner = `${path}/${entry.name}`;
    return entry.isDirectory() ? filesUnder(root, inner) : [inner];
  });
}

/** Tests stand beside the sources and do not reach the bundle. */
function reachesBundle(path) {
  return !/\.test\.tsx?$/.test(path) && !path.startsWith("src/testing/");
}

export function sourceStamp(root) {
  const digest = createHash("sha256");
  const paths = BUILD_INPUTS.flatMap((path) => (path.includes(".") ? [path] : filesUnder(root, path)));
  for (const path of paths.filter(reachesBundle).sort()) {
    digest
      .update(`${path}\0`)
      .update(readFileSync(join(root, path)))
      .update("\0");
  }
  return digest.digest("hex");
}

export function buildIsFresh(root) {
  const stamp = join(root, "dist", STAMP_FILE);
  return existsSync(stamp) && readFileSync(stamp, "utf8") === sourceStamp(root);
}
