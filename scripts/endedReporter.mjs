/**
 * @file A reporter of test runs that writes down, as they happen, which files began, ended and failed: what is known of a
 * run that is ended from outside because a test of it never ends.
 */
import { appendFileSync } from "node:fs";
import { relative } from "node:path";
import { ROOT } from "./setup.mjs";

/** The environment's name of the file that is written to, a line an event. */
export const ENDED_FILE = "LAYERWISE_ENDED_FILE";

const note = (event, module) =>
  appendFileSync(process.env[ENDED_FILE], `${event} ${relative(ROOT, module.moduleId).replaceAll("\\", "/")}\n`);

export default class EndedReporter {
  onTestModuleStart(module) {
    note("began", module);
  }

  onTestModuleEnd(module) {
    note(module.ok() ? "ended" : "failed", module);
  }
}

/** Files of a record by their last event. */
export function filesByEvent(record) {
  const last = new Map();
  for (const line of record.split("\n")) {
    const space = line.indexOf(" ");
    if (space > 0) last.set(line.slice(space + 1), line.slice(0, space));
  }
  const files = (event) => [...last].filter(([, its]) => its === event).map(([file]) => file);
  return { began: files("began"), ended: files("ended"), failed: files("failed") };
}
