/**
 * @file `npm run fuzz`: runs the property tests again and again, each round with a new seed, until a property fails, a
 * test does not end or the time is over. `npm run fuzz -- 30 ingest` gives it 30 minutes and the files whose path holds
 * "ingest". The seed of a round is printed, so that what was found by chance can be had again.
 */
import { randomInt } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ENDED_FILE, filesByEvent } from "./endedReporter.mjs";
import { install, PlainError, ROOT, requireNode, runCommand, runProgram, TIME_IS_UP, TOOLS } from "./setup.mjs";

const MINUTES = 10;
/** Longest time of a round: a test that takes longer does not end for whoever waits for it. */
const ROUND_MINUTES = 5;
const RECORD = join(ROOT, ".scratch/fuzz-files.txt");
const DOOR = /^import .*"[./]*testing\/property\.ts";$/m;

/** The tests that draw: those that import the one door to property tests. Browser tests are none of them. */
function propertyTests(filter) {
  const files = readdirSync(join(ROOT, "src"), { recursive: true }).map((file) => `src/${file.replaceAll("\\", "/")}`);
  return files
    .filter((file) => /\.test\.tsx?$/.test(file) && !file.includes(".browser.test.") && file.includes(filter))
    .filter((file) => DOOR.test(readFileSync(join(ROOT, file), "utf8")));
}

function wanted(args) {
  const asked = args[0] === undefined ? Number.NaN : Number(args[0]);
  if (!Number.isNaN(asked) && asked <= 0) throw new PlainError("The minutes of npm run fuzz are more than 0.");
  const [minutes, filter = ""] = Number.isNaN(asked) ? [MINUTES, args[0]] : [asked, args[1]];
  return { minutes, filter };
}

/** The command that draws the same again, for these files. */
const again = (seed, files) => `FUZZ_SEED=${seed} npx vitest run --project unit ${files.join(" ")}`;

async function round(seed, files) {
  writeFileSync(RECORD, "");
  const reporters = ["--reporter=dot", `--reporter=${join(ROOT, "scripts/endedReporter.mjs")}`];
  // The round's own limit is the judge of time, on a slow machine too.
  const patience = `--testTimeout=${ROUND_MINUTES * 60_000}`;
  const exitCode = await runProgram(
    process.execPath,
    [TOOLS.vitest, "run", "--project", "unit", "--bail=1", patience, ...reporters, ...files],
    { minutes: ROUND_MINUTES, env: { ...process.env, FUZZ_SEED: String(seed), [ENDED_FILE]: RECORD } },
  );
  if (exitCode === 0) return;
  const { began, failed } = filesByEvent(readFileSync(RECORD, "utf8"));
  if (exitCode === TIME_IS_UP) {
    const these = began.length > 0 ? began : files;
    throw new PlainError(
      `These files did not end within ${ROUND_MINUTES} minutes:\n  ${these.join("\n  ")}\nRepeat: ${again(seed, these)}`,
    );
  }
  throw new PlainError(`A property failed. Repeat: ${again(seed, failed.length > 0 ? failed : files)}`);
}

runCommand(async () => {
  const { minutes, filter } = wanted(process.argv.slice(2));
  requireNode();
  install();
  mkdirSync(join(ROOT, ".scratch"), { recursive: true });
  const files = propertyTests(filter);
  if (files.length === 0) throw new PlainError(`No property test has "${filter}" in its path.`);
  const end = performance.now() + minutes * 60_000;
  let rounds = 0;
  do {
    const seed = randomInt(1, 2 ** 31);
    console.log(`\n── round ${++rounds}: FUZZ_SEED=${seed}, ${files.length} files`);
    await round(seed, files);
  } while (performance.now() < end);
  console.log(`\nRounds without a failure: ${rounds}.`);
});
