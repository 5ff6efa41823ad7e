/**
 * @file `npm test`: from a fresh clone to a verdict. Installs what is missing, then runs the stages in order, cheapest
 * first, all of them even when one fails, and ends with real counts. `npm test -- unit` runs one stage, and what follows
 * filters its files: `npm test -- journeys penguins`.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findChromium } from "./chromium.mjs";
import { install, PlainError, ROOT, requireNode, runCommand, runProgram, TOOLS } from "./setup.mjs";
import { buildIsFresh } from "./sourceStamp.mjs";
import { counted, one, readReport, runVitest, whyNone } from "./suite.mjs";

const SCRATCH = join(ROOT, ".scratch");
/** Longest time of a suite; the slowest takes half of it on two cores. */
const MINUTES = 35;
const SIDES = ["core", "engine", "page", "tests"];

/** Runs a check that is one yes or no; its output is shown only when it says no. */
function verdict(script, args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
    cwd: ROOT,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  const output = `${stdout}${stderr}`.trim();
  if (status !== 0) console.error(output);
  return { ok: status === 0, output };
}

function types() {
  const broken = SIDES.filter((side) => !verdict(TOOLS.tsc, ["-p", `tsconfig.${side}.json`]).ok);
  return one(broken.length === 0, broken.length === 0 ? SIDES.join(", ") : `broken: ${broken.join(", ")}`);
}

function lint() {
  return one(verdict(TOOLS.biome, ["ci", ".", "--colors=off", "--error-on-warnings", "--max-diagnostics=50"]).ok);
}

function walls() {
  const { ok, output } = verdict(join(ROOT, "scripts/checkWalls.mjs"), []);
  return one(ok, ok ? output : "");
}

const suite = (project, filters) =>
  runVitest({
    args: ["--project", project, ...filters],
    reportPath: join(SCRATCH, `${project}-report.json`),
    minutes: MINUTES,
  });

async function viteBuild() {
  return (await runProgram(process.execPath, [TOOLS.vite, "build", "--logLevel", "warn"])) === 0;
}

async function bundle() {
  if (!(await viteBuild())) return one(false, "the build failed");
  const { ok, output } = verdict(join(ROOT, "scripts/checkBundle.mjs"), []);
  return one(ok, ok ? output : "");
}

async function journeys(filters) {
  if (!buildIsFresh(ROOT) && !(await viteBuild())) return one(false, "there is no build to travel through");
  const reportPath = join(SCRATCH, "journeys-report.json");
  rmSync(reportPath, { force: true });
  const exitCode = await runProgram(process.execPath, [TOOLS.playwright, "test", "--reporter=list,json", ...filters], {
    env: { ...process.env, PLAYWRIGHT_JSON_OUTPUT_FILE: reportPath },
    minutes: MINUTES,
  });
  const report = readReport(reportPath);
  if (!report) return one(false, whyNone(exitCode));
  const { expected, unexpected, flaky, skipped } = report.stats;
  return counted(expected, unexpected + flaky, skipped, exitCode);
}

const STAGES = {
  types,
  lint,
  walls,
  unit: (filters) => suite("unit", filters),
  browser: (filters) => suite("browser", filters),
  bundle,
  journeys,
};

async function runStage(name, filters) {
  console.log(`\n── ${name}`);
  const startedMs = performance.now();
  const result = await STAGES[name](filters);
  const nothing = result.passed + result.failed === 0;
  const { passed, failed, skipped, note } = nothing ? { ...one(false), note: "no test ran" } : result;
  const seconds = (performance.now() - startedMs) / 1000;
  const skips = skipped > 0 ? `, ${skipped} skipped` : "";
  console.log(
    `${name}: ${passed} passed, ${failed} failed${skips} (${seconds.toFixed(1)} s)${note ? ` — ${note}` : ""}`,
  );
  return { name, passed, failed, skipped, seconds: Math.round(seconds * 10) / 10 };
}

function stagesWanted(asked) {
  if (asked === undefined) return Object.keys(STAGES);
  if (asked in STAGES) return [asked];
  throw new PlainError(`There is no stage "${asked}". Stages: ${Object.keys(STAGES).join(", ")}.`);
}

runCommand(async () => {
  const [asked, ...filters] = process.argv.slice(2);
  const wanted = stagesWanted(asked);
  requireNode();
  install();
  mkdirSync(SCRATCH, { recursive: true });
  if (wanted.includes("browser") || wanted.includes("journeys")) process.env.CHROMIUM_PATH = await findChromium();

  const stages = [];
  for (const name of wanted) stages.push(await runStage(name, filters));

  const sum = (key) => stages.reduce((total, stage) => total + stage[key], 0);
  const counts = { passed: sum("passed"), failed: sum("failed"), skipped: sum("skipped"), stages };
  writeFileSync(join(SCRATCH, "test-counts.json"), `${JSON.stringify(counts, null, 2)}\n`);
  console.log(
    `\n${stages.map(({ name, passed, failed, seconds }) => `  ${name.padEnd(9)}${String(passed).padStart(6)} passed ${String(failed).padStart(4)} failed ${seconds.toFixed(1).padStart(7)} s`).join("\n")}`,
  );
  console.log(`studio: ${counts.passed} passed, ${counts.failed} failed`);
  process.exitCode = counts.failed === 0 ? 0 : 1;
});
