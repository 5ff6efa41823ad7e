/** @file `npm run dev`: the dev server with hot reload, after installing what is missing. Arguments go to the server. */
import { install, requireNode, runCommand, runProgram, TOOLS } from "./setup.mjs";

runCommand(async () => {
  requireNode();
  install();
  process.exitCode = await runProgram(process.execPath, [TOOLS.vite, ...process.argv.slice(2)]);
});
