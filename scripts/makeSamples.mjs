/**
 * @file Makes the samples in `public/samples`: iris and digits from the copies that scikit-learn carries (Debian's
 * python3-sklearn), the others from seeds by the generators in `samples/`. Run with `node scripts/makeSamples.mjs`; the
 * result is the same every time.
 *
 * What can be learned from each, on held-out rows (70/15/15, scikit-learn 1.2 and PyTorch 1.13, the settings of
 * `src/core/data/samples.ts`; LR: logistic regression):
 *   iris 0.96, LR 0.96 · digits 0.97, LR 0.97 · circles 1.00, LR 0.43 · spiral 0.98, LR 0.33 · waves 0.97, LR 0.42
 *   payments: ROC AUC 1.00, LR 1.00; of the frauds 0.44 are found, with class weights all · loans 0.95, LR 0.92
 *   at 14 × 14 (LeNet, three seeds): shapes 0.92 to 0.97 · drawn digits 0.93 to 0.99; at 28 × 28 LR 0.52 and 0.94
 *   sine: mean error 0.19 (LSTM, its forget bias 1), of the linear autoregression 0.12, of "as it was last" 0.91
 *   shops: 11.9 (LSTM), 9.1, 33.9
 *   reviews, three seeds: English 0.94 to 0.99 (LSTM), 0.93 to 0.96 (mean of the words); Chinese 0.92 to 0.96, 0.93 to 0.98
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { argv } from "node:process";
import { fileURLToPath } from "node:url";
import { drawnDigits, shapes } from "./samples/images.mjs";
import { reviews } from "./samples/reviews.mjs";
import { reviewsChinese } from "./samples/reviewsChinese.mjs";
import { shops, sine } from "./samples/series.mjs";
import { circles, loans, payments, spiral, waves } from "./samples/tables.mjs";

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

const csv = (lines) => Buffer.from(`${lines.join("\n")}\n`);

export const generated = {
  "circles.csv": () => csv(circles()),
  "spiral.csv": () => csv(spiral()),
  "payments.csv": () => csv(payments()),
  "loans.csv": () => csv(loans()),
  "shapes.zip": () => shapes(),
  "drawn-digits.zip": () => drawnDigits(),
  "waves.csv": () => csv(waves()),
  "sine.csv": () => csv(sine()),
  "shops.csv": () => csv(shops()),
  "reviews-en.csv": () => csv(reviews()),
  "reviews-zh.csv": () => csv(reviewsChinese()),
};

const published = { "iris.csv": () => csv(iris()), "digits.csv": () => csv(digits()) };

if (argv[1] === fileURLToPath(import.meta.url)) {
  const folder = join(dirname(fileURLToPath(import.meta.url)), "..", "public", "samples");
  mkdirSync(folder, { recursive: true });
  for (const [name, make] of Object.entries({ ...generated, ...published })) {
    const bytes = make();
    writeFileSync(join(folder, name), bytes);
    console.log(`public/samples/${name}: ${bytes.length} bytes`);
  }
}
