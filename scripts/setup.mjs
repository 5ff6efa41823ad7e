/**
 * @file What every command needs before its own work: a fitting Node and the installed packages. Node's built-ins alone,
 * since nothing else is there yet. What cannot be had is told in one line.
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's root. */
export const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** A failure the reader can act on: printed as its one line, without a stack. */
export class PlainError extends Error {}

/** Runs a command's main function; a `PlainError` ends it with one line and exit code 1. */
export function runCommand(main) {
  main().catch((error) => {
    console.error(error instanceof PlainError ? `\n${error.message}` : error);
    process.exit(1);
  });
}

/** The build tool's own range: 20.19 and up within 20, 22.12 and up from 22 on; nothing of 21. */
export function nodeFits(version) {
  const [major, minor] = version.split(".").map(Number);
  if (major === 20) return minor >= 19;
  if (major === 22) return minor >= 12;
  return major > 22;
}

export function requireNode() {
  if (nodeFits(process.versions.node)) return;
  throw new PlainError(
    `Layerwise needs Node 20.19 or newer (22.12 or newer from 22 on); this is ${process.versions.node}. Get it from https://nodejs.org.`,
  );
}

/** True where a number in the environment or a CI variable says that no person is watching. */
export const UNATTENDED = Boolean(process.env.CI);

function readJson(path) {
  return JSON.parse(readFileSync(path, "utf8"));
}

/**
 * Whether node_modules holds what the lockfile names. Contents are compared, not times: a checkout touches the lockfile
 * without changing it. Packages for other platforms are optional and rightly absent.
 */
export function installedMatchesLock(root) {
  const recordPath = join(root, "node_modules", ".package-lock.json");
  if (!existsSync(recordPath)) return false;
  const installed = readJson(recordPath).packages;
  const wanted = Object.entries(readJson(join(root, "package-lock.json")).packages);
  return wanted.every(([place, entry]) => {
    if (place === "") return true;
    const found = installed[place];
    if (!found) return entry.optional === true;
    return found.version === entry.version && (!entry.integrity || found.integrity === entry.integrity);
  });
}

/** The way to call npm: through the npm that called us, else the one on the path (a batch file on Windows). */
function npmCall(args) {
  const own = process.env.npm_execpath;
  if (own?.endsWith(".js")) return { command: process.execPath, args: [own, ...args], shell: false };
  return { command: "npm", args, shell: process.platform === "win32" };
}

function whyInstallFailed(output) {
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|network/i.test(output)) {
    return "The packages could not be fetched: the network or the package registry cannot be reached. Connect and run the command again.";
  }
  if (/ENOSPC/.test(output)) return "The packages could not be installed: the disk is full.";
  if (/EACCES|EPERM/.test(output)) return `The packages could not be installed: ${ROOT} cannot be written to.`;
  if (/EUSAGE/.test(output)) return "The packages could not be installed: package-lock.json does not fit package.json.";
  const firstError = output.split("\n").find((line) => /npm (error|ERR!)/.test(line));
  return `The packages could not be installed: ${firstError ?? "npm ci failed"}.`;
}

/** Installs the packages exactly as locked, unless they are there. Development ones too, whatever NODE_ENV says. */
export function install() {
  if (installedMatchesLock(ROOT)) return;
  console.log("Installing the packages (npm ci) …");
  // Three tries within some 15 seconds: npm's own patience keeps a reader without a network waiting for a minute.
  const patience = ["--fetch-retry-mintimeout=2000", "--fetch-retry-maxtimeout=8000"];
  const call = npmCall(["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error", ...patience]);
  const { status, error, stdout, stderr } = spawnSync(call.command, call.args, {
    cwd: ROOT,
    shell: call.shell,
    encoding: "utf8",
  });
  if (error)
    throw new PlainError(`npm could not be started (${error.message}). It comes with Node: is it on the path?`);
  if (status !== 0) throw new PlainError(whyInstallFailed(`${stdout}\n${stderr}`));
}

/**
 * Installs the packages of a folder that has a lockfile of its own; why they could not be had, or null. No script of a
 * package runs, so nothing but the packages themselves is fetched.
 */
export function installFolder(folder) {
  if (!existsSync(join(folder, "package.json")) || installedMatchesLock(folder)) return null;
  console.log(`Installing the packages of ${folder.slice(ROOT.length)} (npm ci) …`);
  const quiet = ["--no-audit", "--no-fund", "--loglevel=error", "--fetch-retries=1"];
  const call = npmCall(["ci", "--ignore-scripts", ...quiet]);
  const { status, error, stderr } = spawnSync(call.command, call.args, {
    cwd: folder,
    shell: call.shell,
    encoding: "utf8",
  });
  if (error) return error.message;
  return status === 0 ? null : String(stderr).trim().split("\n").at(-1);
}

/** The exit code of a program that was ended because its time was up, as coreutils' `timeout` gives it. */
export const TIME_IS_UP = 124;

/**
 * Runs a program with this terminal as its own; resolves to its exit code. `minutes` is how long it may take: a loop
 * without an end stops no clock of its own, and what it started goes with it.
 */
export function runProgram(command, args, { minutes, ...options } = {}) {
  return new Promise((done, fail) => {
    // In a group of its own it can be ended with all its children, but no longer hears the terminal's Ctrl+C.
    const grouped = minutes !== undefined && process.platform !== "win32";
    const child = spawn(command, args, { cwd: ROOT, stdio: "inherit", detached: grouped, ...options });
    const end = () => (grouped ? process.kill(-child.pid, "SIGKILL") : child.kill("SIGKILL"));
    let isUp = false;
    const limit =
      minutes === undefined
        ? undefined
        : setTimeout(() => {
            isUp = true;
            end();
          }, minutes * 60_000);
    const interrupted = () => {
      end();
      process.exit(130);
    };
    if (grouped) process.once("SIGINT", interrupted);
    child.once("error", fail);
    child.once("close", (code, signal) => {
      clearTimeout(limit);
      process.off("SIGINT", interrupted);
      done(isUp ? TIME_IS_UP : signal ? 1 : code);
    });
  });
}

/** The start file of an installed tool: called with our own Node, so that no shell and no path is involved. */
export const TOOLS = {
  vite: join(ROOT, "node_modules/vite/bin/vite.js"),
  vitest: join(ROOT, "node_modules/vitest/vitest.mjs"),
  tsc: join(ROOT, "node_modules/typescript/bin/tsc"),
  biome: join(ROOT, "node_modules/@biomejs/biome/bin/biome"),
  playwright: join(ROOT, "node_modules/@playwright/test/cli.js"),
};
