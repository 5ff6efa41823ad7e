/**
 * @file `npm run test:gpu`: the tests of kernels, recorder, optimizer and layers on this machine's own GPU, in Node by
 * Dawn. `npm run test:gpu -- matmul` runs the files whose path holds "matmul"; `--least` holds the device to the limits
 * that WebGPU guarantees, `--dirty` fills fresh buffers with nonsense. Without an adapter it fails and says so.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { leftOut } from "./gpuTests.mjs";
import { install, installFolder, PlainError, ROOT, requireNode, runCommand } from "./setup.mjs";
import { one, runVitest } from "./suite.mjs";

const SCRATCH = join(ROOT, ".scratch");
/** Longest time; a processor in a GPU's place takes about half of it. */
const MINUTES = 60;
const BENCH = join(ROOT, "bench/train");
const CONDITIONS = {
  "--least": "least limits: the device has no more than WebGPU guarantees",
  "--dirty": "dirty buffers: fresh ones are larger than asked and full of nonsense",
};

/** The adapter that Dawn finds, or why there is none. */
async function findAdapter() {
  const why = installFolder(BENCH);
  if (why !== null) throw new PlainError(`gpu: Dawn for Node could not be installed: ${why}`);
  try {
    await import(pathToFileURL(join(BENCH, "dawn.mjs")).href);
  } catch (error) {
    throw new PlainError(`gpu: Dawn for Node could not be started: ${String(error).split("\n")[0]}`);
  }
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: "high-performance" });
  if (adapter === null) throw new PlainError("gpu: this machine has no adapter that Dawn can use: nothing was tested.");
  return adapter;
}

const TOLD_LIMITS = [
  "maxStorageBuffersPerShaderStage",
  "maxComputeWorkgroupStorageSize",
  "maxComputeInvocationsPerWorkgroup",
  "maxStorageBufferBindingSize",
];

function tell({ info, features, limits }) {
  console.log(`adapter   ${info.description || info.device || "without a name"}`);
  console.log(`vendor    ${[info.vendor, info.architecture].filter(Boolean).join(" ") || "not told"}`);
  console.log(`subgroups ${info.subgroupMinSize ?? "?"} to ${info.subgroupMaxSize ?? "?"}`);
  console.log(`limits    ${TOLD_LIMITS.map((name) => `${name} ${limits[name]}`).join(", ")}`);
  console.log(`features  ${[...features].sort().join(", ")}`);
}

runCommand(async () => {
  const args = process.argv.slice(2);
  const options = args.filter((arg) => arg.startsWith("--"));
  const unknown = options.find((option) => !(option in CONDITIONS));
  if (unknown) throw new PlainError(`There is no option ${unknown}. Options: ${Object.keys(CONDITIONS).join(", ")}.`);
  requireNode();
  install();
  mkdirSync(SCRATCH, { recursive: true });
  tell(await findAdapter());
  for (const option of options) console.log(CONDITIONS[option]);
  for (const { files, why } of leftOut) console.log(`left out  ${files}: ${why}`);

  const found = await runVitest({
    args: ["--config", "vitest.gpu.config.ts", ...args.filter((arg) => !options.includes(arg))],
    reportPath: join(SCRATCH, "gpu-report.json"),
    minutes: MINUTES,
    env: { LAYERWISE_GPU_CONDITIONS: options.map((option) => option.slice(2)).join(" ") },
  });
  const { passed, failed, note } = found.passed + found.failed === 0 ? one(false, "no test ran") : found;
  console.log(`gpu: ${passed} passed, ${failed} failed${note ? ` — ${note}` : ""}`);
  // Dawn's threads of the adapter asked here would keep the process.
  process.exit(failed === 0 ? 0 : 1);
});
