/**
 * @file Makes the sample tables in `public/samples`: iris and digits from the copies that scikit-learn carries (Debian's
 * python3-sklearn), the spiral and the waves from seeds. Run with `node scripts/makeSamples.mjs`; the result is the same every time.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = join(dirname(fileURLToPath(import.meta.url)), "..", "public", "samples");

/** Prints a data set as JSON: names of its classes, rows of features, classes. */
const reader = `
import json, sys
from sklearn import datasets
data = datasets.load_iris() if sys.argv[1] == "iris" else datasets.load_digits()
print(json.dumps({"classes": [str(name) for name in data.target_names], "rows": data.data.tolist(), "target": data.target.tolist()}))
`;

function fromSklearn(name) {
  try {
    return JSON.parse(execFileSync("/usr/bin/python3", ["-c", reader, name], { encoding: "utf8", maxBuffer: 1 << 26 }));
  } catch (error) {
    throw new Error("scikit-learn is needed: apt-get install -y --no-install-recommends python3-sklearn", {
      cause: error,
    });
  }
}

function iris() {
  const { classes, rows, target } = fromSklearn("iris");
  const header = "sepal_length,sepal_width,petal_length,petal_width,species";
  return [header, ...rows.map((row, i) => [...row, classes[target[i]]].join(","))];
}

function digits() {
  const { rows, target } = fromSklearn("digits");
  const pixels = Array.from({ length: 64 }, (_, i) => `pixel_${Math.floor(i / 8)}_${i % 8}`);
  return [[...pixels, "digit"].join(","), ...rows.map((row, i) => [...row, target[i]].join(","))];
}

/** The generator of `src/core/random.ts` (PCG-RXS-M-XS-32 over a counter). */
function uniform(seed) {
  const hash = (input) => {
    const state = (Math.imul(input >>> 0, 747796405) + 2891336453) >>> 0;
    const word = Math.imul(((state >>> ((state >>> 28) + 4)) ^ state) >>> 0, 277803737) >>> 0;
    return ((word >>> 22) ^ word) >>> 0;
  };
  let counter = 0;
  return () => hash((hash(seed) ^ hash(counter++)) >>> 0) / 4294967296;
}

/** Three arms of a spiral, each a turn and a quarter, with Gaussian noise (Box–Muller). */
function spiral({ seed = 7, perArm = 200, noise = 0.03 } = {}) {
  const next = uniform(seed);
  const gauss = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  const points = ["red", "green", "blue"].flatMap((arm, a) =>
    Array.from({ length: perArm }, (_, i) => {
      const radius = 0.08 + (0.92 * i) / (perArm - 1);
      const angle = radius * 2.5 * Math.PI + (a * 2 * Math.PI) / 3;
      return [radius * Math.cos(angle) + noise * gauss(), radius * Math.sin(angle) + noise * gauss(), arm];
    }),
  );
  for (let i = points.length - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1));
    [points[i], points[j]] = [points[j], points[i]];
  }
  return ["x,y,arm", ...points.map(([x, y, arm]) => `${x.toFixed(4)},${y.toFixed(4)},${arm}`)];
}

/** What a wave is at a phase from 0 to 1; each has a mean of 0. */
const waveforms = {
  sine: (phase) => Math.sin(2 * Math.PI * phase),
  square: (phase) => (phase < 0.5 ? 1 : -1),
  sawtooth: (phase) => 2 * phase - 1,
};

/** Rows of steps in time, each a wave of random phase, period and height with Gaussian noise; the form is to be told. */
function waves({ seed = 11, perForm = 200, steps = 24, noise = 0.1 } = {}) {
  const next = uniform(seed);
  const gauss = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  const rows = Object.entries(waveforms).flatMap(([form, at]) =>
    Array.from({ length: perForm }, () => {
      const [start, period, height] = [next(), 10 + 6 * next(), 0.8 + 0.4 * next()];
      const values = Array.from(
        { length: steps },
        (_, step) => height * at((start + step / period) % 1) + noise * gauss(),
      );
      return [...values.map((value) => value.toFixed(3)), form].join(",");
    }),
  );
  for (let i = rows.length - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1));
    [rows[i], rows[j]] = [rows[j], rows[i]];
  }
  const names = Array.from({ length: steps }, (_, step) => `step_${String(step + 1).padStart(2, "0")}`);
  return [[...names, "wave"].join(","), ...rows];
}

mkdirSync(folder, { recursive: true });
for (const [name, lines] of Object.entries({ iris: iris(), digits: digits(), spiral: spiral(), waves: waves() })) {
  writeFileSync(join(folder, `${name}.csv`), `${lines.join("\n")}\n`);
  console.log(`public/samples/${name}.csv: ${lines.length - 1} rows`);
}
