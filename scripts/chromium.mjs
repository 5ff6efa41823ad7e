/**
 * @file Finds the Chromium that the tests drive: the one named by `CHROMIUM_PATH`, the system's, Debian's package where
 * we may install it, or Playwright's own. Also the flags that give WebGPU on a machine without a GPU.
 */
import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { join } from "node:path";
import { PlainError, ROOT, TOOLS } from "./setup.mjs";

/** WebGPU computed by SwiftShader on the CPU: real validation and real numbers, on any machine. */
export const WEBGPU_FLAGS = [
  "--enable-unsafe-webgpu",
  "--use-webgpu-adapter=swiftshader",
  "--enable-unsafe-swiftshader",
  "--enable-features=Vulkan",
];

const NAMES_ON_PATH = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

const FIXED_PLACES = {
  darwin: [
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  ],
  win32: ["PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"]
    .filter((name) => process.env[name])
    .map((name) => join(process.env[name], "Google", "Chrome", "Application", "chrome.exe")),
};

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false; // absent or not ours to run: the next place is tried
  }
}

/** A Chromium that is already here, or undefined: then Playwright looks for its own. Installs nothing. */
export function presentChromium() {
  return process.env.CHROMIUM_PATH ?? systemChromium() ?? undefined;
}

function systemChromium() {
  const folders = String(process.env.PATH).split(":");
  const onPath = folders.flatMap((folder) => NAMES_ON_PATH.map((name) => join(folder, name)));
  const places = FIXED_PLACES[process.platform] ?? onPath;
  return places.find(isExecutable) ?? null;
}

function installFromDebian() {
  const mayInstall = process.getuid?.() === 0 && existsSync("/etc/debian_version");
  if (!mayInstall) return null;
  console.log("Installing Chromium (apt-get) …");
  const command = "apt-get update && apt-get install -y --no-install-recommends chromium fonts-noto-cjk";
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const { status } = spawnSync("sh", ["-c", command], { stdio: ["ignore", "ignore", "inherit"], env });
  return status === 0 ? systemChromium() : null;
}

async function playwrightChromium() {
  const { chromium } = await import("@playwright/test");
  const path = chromium.executablePath();
  if (isExecutable(path)) return path;
  console.log("Installing Playwright's Chromium …");
  spawnSync(process.execPath, [TOOLS.playwright, "install", "chromium", "--no-shell"], { cwd: ROOT, stdio: "ignore" });
  return isExecutable(path) ? path : null;
}

/** The path of a Chromium, installed if need be. */
export async function findChromium() {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    if (!isExecutable(named)) throw new PlainError(`CHROMIUM_PATH names ${named}, which cannot be run.`);
    return named;
  }
  const found = systemChromium() ?? installFromDebian() ?? (await playwrightChromium());
  if (found) return found;
  throw new PlainError(
    "The tests need Chromium and none could be found or fetched: install Chromium or Chrome, or set CHROMIUM_PATH to one.",
  );
}
