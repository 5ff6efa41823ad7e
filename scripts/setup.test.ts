/** @file What decides whether to install and to build: the Node range, the lockfile's contents, the digest of the sources. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { installedMatchesLock, nodeFits } from "./setup.mjs";
import { buildIsFresh, STAMP_FILE, sourceStamp } from "./sourceStamp.mjs";

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "setup-"));
});
afterEach(() => rmSync(root, { recursive: true }));

const write = (path: string, text: string) => {
  mkdirSync(join(root, path, ".."), { recursive: true });
  writeFileSync(join(root, path), text);
};

describe("nodeFits", () => {
  it.each([
    ["20.19.0", true],
    ["20.20.2", true],
    ["22.12.0", true],
    ["24.0.0", true],
    ["20.18.3", false],
    ["21.7.0", false],
    ["22.11.0", false],
    ["18.20.0", false],
  ])("%s: %s", (version, fits) => expect(nodeFits(version)).toBe(fits));
});

describe("installedMatchesLock", () => {
  const react = { version: "19.0.0", integrity: "sha512-a" };
  const lock = (packages: object) => write("package-lock.json", JSON.stringify({ packages: { "": {}, ...packages } }));
  const installed = (packages: object) => write("node_modules/.package-lock.json", JSON.stringify({ packages }));

  it("asks for an install when there is none, or one cut short", () => {
    lock({ "node_modules/react": react });
    expect(installedMatchesLock(root)).toBe(false);
    mkdirSync(join(root, "node_modules/react"), { recursive: true });
    expect(installedMatchesLock(root)).toBe(false);
  });

  it("is content with equal contents, whatever the times say", () => {
    installed({ "node_modules/react": react });
    lock({ "node_modules/react": react });
    utimesSync(join(root, "package-lock.json"), new Date(), new Date(Date.now() + 1e7));
    expect(installedMatchesLock(root)).toBe(true);
  });

  it("sees another version, another content, a missing package", () => {
    installed({ "node_modules/react": react });
    lock({ "node_modules/react": { ...react, version: "19.0.1" } });
    expect(installedMatchesLock(root)).toBe(false);
    lock({ "node_modules/react": { ...react, integrity: "sha512-b" } });
    expect(installedMatchesLock(root)).toBe(false);
    lock({ "node_modules/react": react, "node_modules/vite": react });
    expect(installedMatchesLock(root)).toBe(false);
  });

  it("takes a package whose content the lockfile leaves open", () => {
    installed({ "node_modules/react": react });
    lock({ "node_modules/react": { version: react.version } });
    expect(installedMatchesLock(root)).toBe(true);
  });

  it("does not miss what is optional and for another platform", () => {
    installed({ "node_modules/react": react });
    lock({ "node_modules/react": react, "node_modules/fsevents": { ...react, optional: true } });
    expect(installedMatchesLock(root)).toBe(true);
  });
});

describe("package-lock.json", () => {
  const { packages }: { packages: Record<string, { optionalDependencies?: Record<string, string> }> } = JSON.parse(
    readFileSync(new URL("../package-lock.json", import.meta.url), "utf8"),
  );

  it("names the packages of every platform, or npm ci refuses it", () => {
    const missing = Object.values(packages)
      .flatMap((entry) => Object.keys(entry.optionalDependencies ?? {}))
      .filter((name) => !Object.keys(packages).some((place) => place.endsWith(`node_modules/${name}`)));
    expect(missing).toEqual([]);
  });
});

describe("buildIsFresh", () => {
  const build = () => write(join("dist", STAMP_FILE), sourceStamp(root));
  beforeEach(() => {
    for (const path of [
      "index.html",
      "vite.config.ts",
      "package-lock.json",
      "scripts/headers.mjs",
      "public/icon.svg",
      "src/main.tsx",
    ])
      write(path, path);
  });

  it("is stale before the first build and after a change of anything that reaches the bundle", () => {
    expect(buildIsFresh(root)).toBe(false);
    for (const path of ["src/main.tsx", "src/deep/new.ts", "public/icon.svg", "scripts/headers.mjs"]) {
      build();
      expect(buildIsFresh(root)).toBe(true);
      write(path, "changed");
      expect(buildIsFresh(root), path).toBe(false);
    }
  });

  it("is stale after a file moved or vanished", () => {
    build();
    cpSync(join(root, "src/main.tsx"), join(root, "src/other.tsx"));
    rmSync(join(root, "src/main.tsx"));
    expect(buildIsFresh(root)).toBe(false);
  });

  it("stays fresh when only tests change", () => {
    build();
    write("src/main.test.ts", "new");
    expect(buildIsFresh(root)).toBe(true);
  });
});
