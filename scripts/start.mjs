/**
 * @file `npm start`: from a fresh clone to the studio in the browser. Installs and builds only what is missing or stale,
 * serves it on this machine and opens it. `--no-open` leaves the browser alone, `--port N` insists on a port.
 */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { DEFAULT_PORT, serve } from "./serve.mjs";
import { install, PlainError, ROOT, requireNode, runCommand, runProgram, TOOLS, UNATTENDED } from "./setup.mjs";
import { buildIsFresh } from "./sourceStamp.mjs";

async function build() {
  if (buildIsFresh(ROOT)) return;
  console.log("Building …");
  const code = await runProgram(process.execPath, [TOOLS.vite, "build", "--logLevel", "warn"]);
  if (code !== 0) throw new PlainError("The build failed; its message is above.");
}

function portWanted() {
  const flag = process.argv.indexOf("--port");
  if (flag === -1) return { port: DEFAULT_PORT, strictPort: false };
  const port = Number(process.argv[flag + 1]);
  if (!Number.isInteger(port) || port < 0 || port > 65535) throw new PlainError("--port needs a number up to 65535.");
  return { port, strictPort: true };
}

async function serveBuilt(wanted) {
  try {
    return await serve({ root: join(ROOT, "dist"), ...wanted });
  } catch (error) {
    if (error.code === "EADDRINUSE") throw new PlainError(`Port ${wanted.port} is taken by another program.`);
    throw error;
  }
}

/** Without a display there is nothing to open; the address has been printed. */
function openBrowser(url) {
  const headless = process.platform === "linux" && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY;
  if (process.argv.includes("--no-open") || UNATTENDED || headless) return;
  const openers = { darwin: ["open", [url]], win32: ["cmd", ["/c", "start", "", url]] };
  const [command, args] = openers[process.platform] ?? ["xdg-open", [url]];
  const child = spawn(command, args, { stdio: "ignore", detached: true });
  child.once("error", () => console.log("No browser could be opened: open the address by hand."));
  child.unref();
}

runCommand(async () => {
  const wanted = portWanted();
  requireNode();
  install();
  await build();
  const { url, port, server } = await serveBuilt(wanted);
  console.log(`\n  Layerwise is at ${url}   (stop with Ctrl+C)\n`);
  if (port !== wanted.port && !wanted.strictPort) {
    console.log(
      `  Port ${DEFAULT_PORT} was taken. Projects are kept per address: those made at another port are not shown here.\n`,
    );
  }
  openBrowser(url);
  const stop = () => {
    server.close();
    server.closeAllConnections();
  };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
});
