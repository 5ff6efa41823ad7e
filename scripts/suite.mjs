/** @file Runs a suite and counts what its runner reports, so that a suite that died is never taken for one that passed. */
import { existsSync, readFileSync, rmSync } from "node:fs";
import { runProgram, TIME_IS_UP, TOOLS } from "./setup.mjs";

/** The counts of a check that is one yes or no. */
export function one(ok, note = "") {
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0, note };
}

/** A runner's own report. None means that it died before the end. */
export function readReport(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : null;
}

/** What to say of a run without a report. */
export const whyNone = (exitCode) =>
  exitCode === TIME_IS_UP
    ? "ended because its time was up; the files not listed above did not come to their end"
    : "the runner left no report";

/** Counts that agree with the exit code: a run that failed without a failing test (a file that does not load) fails. */
export function counted(passed, failed, skipped, exitCode) {
  const unexplained = exitCode !== 0 && failed === 0 ? 1 : 0;
  return { passed, failed: failed + unexplained, skipped, note: "" };
}

/** Runs vitest with these arguments; `env` is added to the environment. */
export async function runVitest({ args, reportPath, minutes, env = {} }) {
  rmSync(reportPath, { force: true });
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${reportPath}`];
  const exitCode = await runProgram(process.execPath, [TOOLS.vitest, "run", ...reporters, ...args], {
    minutes,
    env: { ...process.env, ...env },
  });
  const report = readReport(reportPath);
  if (!report) return one(false, whyNone(exitCode));
  const unloaded = report.testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0);
  const failed = report.numFailedTests + unloaded.length;
  return counted(report.numPassedTests, failed, report.numPendingTests + report.numTodoTests, exitCode);
}
