/**
 * @file `npm run test:oracle`: programs we did not write judge the numbers the studio computes. Each check in
 * `e2e/oracle/checks` is a pair: `<name>.ts` (or `.mjs`) runs the studio's own code, `<name>.py` judges what came out with
 * PyTorch, scikit-learn or pandas. Then every fault the check plants must turn its judge red: a judge that accepts
 * anything fails. `npm run test:oracle -- metrics` runs one check. See `e2e/oracle/check.ts` for their form.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadBundled } from "./bundle.mjs";
import {
  install,
  installedMatchesLock,
  PlainError,
  ROOT,
  requireNode,
  runCommand,
  runProgram,
  UNATTENDED,
} from "./setup.mjs";

const CHECKS = join(ROOT, "e2e/oracle/checks");
const SCRATCH = join(ROOT, ".scratch/oracle");
const COUNTS = join(ROOT, ".scratch/oracle-counts.json");
/** Set for a process that runs one check of several. */
const PART = "LAYERWISE_ORACLE_PART";

/** Debian's interpreter, where its packages live; another python3 may stand before it on the path. */
const PYTHON = "/usr/bin/python3";
const PACKAGES = ["python3-torch", "python3-sklearn", "python3-pandas", "python3-pil", "python3-onnx"];
const MODULES = "torch, sklearn, pandas, PIL, onnx";

function modulesAreThere() {
  return existsSync(PYTHON) && spawnSync(PYTHON, ["-c", `import ${MODULES}`], { stdio: "ignore" }).status === 0;
}

function lastLine(text) {
  return text.trim().split("\n").at(-1);
}

/**
 * ONNX Runtime, with packages of its own because of its size. Its install script would fetch a build for other
 * accelerators from elsewhere: no script runs, and the package is told to fetch nothing.
 */
function installRuntime() {
  const folder = join(ROOT, "e2e/oracle");
  if (installedMatchesLock(folder)) return;
  console.log("Installing ONNX Runtime (npm ci) …");
  const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  const own = process.env.npm_execpath;
  const [command, first] = own?.endsWith(".js") ? [process.execPath, [own]] : ["npm", []];
  const env = { ...process.env, ONNXRUNTIME_NODE_INSTALL: "skip" };
  const { status, stderr } = spawnSync(command, [...first, ...args], { cwd: folder, env, encoding: "utf8" });
  if (status !== 0) throw new PlainError(`ONNX Runtime could not be installed: ${lastLine(String(stderr))}`);
}

/** The judges, installed if need be. Without them nothing is known, so the suite fails instead of skipping. */
function findJudges() {
  if (modulesAreThere()) return;
  const needed = `The oracle suite needs ${PACKAGES.join(", ")} of Debian 12`;
  if (process.getuid?.() !== 0 || !existsSync("/etc/debian_version")) {
    throw new PlainError(`${needed}; only root on Debian can install them: apt-get install ${PACKAGES.join(" ")}.`);
  }
  console.log("Installing the judges (apt-get; some minutes) …");
  const command = `apt-get update -q && apt-get install -q -y --no-install-recommends ${PACKAGES.join(" ")}`;
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const { status, stderr } = spawnSync("sh", ["-c", command], { env, encoding: "utf8", maxBuffer: 1 << 28 });
  if (status !== 0) throw new PlainError(`${needed}, and they could not be installed: ${lastLine(stderr)}`);
  if (!modulesAreThere())
    throw new PlainError(`${needed}; they are installed, but ${PYTHON} cannot import ${MODULES}.`);
}

/** The checks there are, or those asked for; each is a producer and a judge. */
function findChecks(wanted) {
  const files = readdirSync(CHECKS);
  const producers = files.filter((file) => [".ts", ".mjs"].includes(extname(file)));
  const checks = producers.map((file) => ({ name: basename(file, extname(file)), producer: join(CHECKS, file) }));
  const unpaired = [
    ...checks.filter(({ name }) => !files.includes(`${name}.py`)).map(({ name }) => `${name}.py`),
    ...files.filter((file) => extname(file) === ".py" && !checks.some(({ name }) => `${name}.py` === file)),
  ];
  if (unpaired.length > 0) throw new PlainError(`A check is a producer and a judge; unpaired: ${unpaired.join(", ")}.`);
  const unknown = wanted.filter((name) => !checks.some((check) => check.name === name));
  if (unknown.length > 0) {
    throw new PlainError(`No check ${unknown.join(", ")}; there are ${checks.map(({ name }) => name).join(", ")}.`);
  }
  return wanted.length === 0 ? checks : checks.filter(({ name }) => wanted.includes(name));
}

/** What the judge says of each value: one entry a thing compared. A judge that crashes has not accepted. */
function judge(name, values) {
  const paths = values.map((value, i) => {
    const path = join(SCRATCH, `${name}.${i}.json`);
    writeFileSync(path, JSON.stringify(value));
    return path;
  });
  const { status, stdout, stderr } = spawnSync(PYTHON, [join(CHECKS, `${name}.py`), ...paths], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
    env: { ...process.env, PYTHONPATH: join(ROOT, "e2e/oracle"), PYTHONDONTWRITEBYTECODE: "1" },
  });
  if (status !== 0) return values.map(() => ({ crash: lastLine(stderr || stdout || "no output"), results: [] }));
  return JSON.parse(stdout);
}

class Tally {
  passed = 0;
  failed = 0;
  skipped = 0;

  record(ok, line, details = []) {
    if (ok) this.passed++;
    else this.failed++;
    console.log(`  ${ok ? "✓" : "✗"} ${line}`);
    for (const detail of details) console.log(`      ${detail}`);
  }

  skip(line) {
    this.skipped++;
    console.log(`  – ${line}`);
  }
}

function describeResult({ name, cases, worst, bar }) {
  const measured = bar === 0 ? "exact" : `worst relative error ${worst.toExponential(1)}, bar ${bar.toExponential(0)}`;
  return `${name}: ${cases} compared, ${measured}`;
}

/** The judge must object to a planted fault. A crash is no objection: the fault may have broken the form alone. */
function recordFault(fault, { crash, results }, tally) {
  const objection = results.find(({ ok }) => !ok);
  const how = objection ? `seen by “${objection.name}”` : (crash ?? "not seen by the judge");
  tally.record(objection !== undefined, `planted fault, ${fault}: ${how}`);
}

async function runCheck(entry, tally) {
  console.log(`\n${entry.name}`);
  const { check } = await loadBundled(entry.producer);
  const outcome = await check.produce({ root: ROOT });
  if ("missing" in outcome) {
    // Where no person watches, a check that cannot run is a hole, not a choice.
    if (UNATTENDED) tally.record(false, outcome.missing);
    else tally.skip(`skipped: ${outcome.missing}`);
    return;
  }
  const { produced } = outcome;
  const faults = Object.entries(check.faults);
  const planted = faults.map(([, plant]) => plant(structuredClone(produced)));
  const [{ crash, results }, ...verdicts] = judge(entry.name, [produced, ...planted]);
  if (crash !== null) {
    tally.record(false, `the judge stopped: ${crash}`);
    return;
  }
  for (const result of results) tally.record(result.ok, describeResult(result), result.failures);
  if (results.length === 0) tally.record(false, "the judge compared nothing");
  faults.forEach(([fault], i) => {
    recordFault(fault, verdicts[i], tally);
  });
}

/** Runs checks in this process and leaves the counts in a file. */
async function runHere(checks) {
  const tally = new Tally();
  for (const entry of checks) {
    try {
      await runCheck(entry, tally);
    } catch (error) {
      tally.record(false, `the studio's side stopped: ${error instanceof Error ? error.stack : error}`);
    }
  }
  const { passed, failed, skipped } = tally;
  writeFileSync(COUNTS, JSON.stringify({ passed, failed, skipped }));
  return { passed, failed, skipped };
}

/**
 * Each check in a process of its own: layers register with the one tfjs of a process, and those of a second check would
 * be built upon those of the first.
 */
async function runApart(checks) {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const { name } of checks) {
    rmSync(COUNTS, { force: true });
    const env = { ...process.env, [PART]: "1" };
    await runProgram(process.execPath, [fileURLToPath(import.meta.url), name], { env, minutes: 15 });
    // A process that died has counted nothing, which is a failure.
    const counts = existsSync(COUNTS) ? JSON.parse(readFileSync(COUNTS, "utf8")) : { passed: 0, failed: 1, skipped: 0 };
    for (const key of Object.keys(sum)) sum[key] += counts[key];
  }
  writeFileSync(COUNTS, JSON.stringify(sum));
  return sum;
}

async function main() {
  requireNode();
  install();
  const isPart = process.env[PART] === "1";
  rmSync(COUNTS, { force: true });
  mkdirSync(SCRATCH, { recursive: true });
  if (!isPart) {
    findJudges();
    installRuntime();
  }
  const checks = findChecks(process.argv.slice(2));
  const { passed, failed, skipped } = await (checks.length > 1 ? runApart(checks) : runHere(checks));
  if (!isPart) console.log(`\noracle: ${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
  // Code of the studio may have left a channel or a timer open; the verdict is given all the same.
  process.exit(failed > 0 ? 1 : 0);
}

runCommand(main);
