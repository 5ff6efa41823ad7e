/**
 * @file The scaffold of a layer, in a copy of the sources: it fits in, and whatever is then forgotten is found by the
 * compiler, by the contract with TensorFlow.js or by a look at the texts — before anybody sees the layer.
 */
import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { layerKinds } from "../src/core/layers/index.ts";
import { kindOf, scaffold, UNWRITTEN } from "./newLayer.mjs";
import { ROOT } from "./setup.mjs";

let copy: string;
let pristine: Map<string, string>;

const config = {
  extends: "./tsconfig.base.json",
  compilerOptions: { lib: ["ES2023"] },
  include: ["src/core", "src/locales/en/layers.ts", "src/locales/zh/layers.ts"],
  exclude: ["src/**/*.test.ts"],
};

beforeAll(() => {
  // Inside the repository, so that packages are found.
  mkdirSync(join(ROOT, ".scratch"), { recursive: true });
  copy = mkdtempSync(join(ROOT, ".scratch/layer-"));
  for (const part of [
    "src/core",
    "src/engine",
    "src/locales",
    "src/testing",
    "e2e/oracle/layers",
    "e2e/oracle/keras_signatures.json",
  ]) {
    cpSync(join(ROOT, part), join(copy, part), { recursive: true });
  }
  cpSync(join(ROOT, "tsconfig.base.json"), join(copy, "tsconfig.base.json"));
  writeFileSync(join(copy, "tsconfig.json"), JSON.stringify(config));
  symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"));
  const { files } = scaffold(copy, "SoftThreshold", "core");
  pristine = new Map(files.map((file) => [file, readFileSync(join(copy, file), "utf8")]));
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

const withoutText = (text: string): string => text.replace(/^ {4}softThreshold: .*\n/m, "");

/** What the compiler says of the copy after changes of some files. */
function compiled(changes: readonly (readonly [file: string, change: (text: string) => string])[]): string {
  for (const [file, change] of changes) {
    const text = pristine.get(file) as string;
    const changed = change(text);
    expect(changed).not.toBe(text);
    writeFileSync(join(copy, file), changed);
  }
  try {
    return typecheck();
  } finally {
    for (const [file] of changes) writeFileSync(join(copy, file), pristine.get(file) as string);
  }
}

const typecheck = (): string =>
  spawnSync(process.execPath, [join(ROOT, "node_modules/typescript/bin/tsc"), "-p", "."], {
    cwd: copy,
    encoding: "utf8",
  }).stdout;

const layerFile = "src/core/layers/softThreshold.ts";

describe("a scaffolded layer", () => {
  it("compiles, and stands where its group does", () => {
    expect(typecheck()).toBe("");
    const registry = pristine.get("src/core/layers/index.ts") as string;
    expect(registry).toContain('import { softThreshold } from "./softThreshold.ts";');
    const rows = registry.split("\n").filter((line) => /^ {2}\w+,$/.test(line));
    expect(rows.indexOf("  softThreshold,")).toBeGreaterThan(rows.indexOf("  dense,"));
    expect(rows.indexOf("  softThreshold,")).toBeLessThan(rows.indexOf("  conv2d,"));
    expect(pristine.get("e2e/oracle/layers/core.ts")).toContain('{ kind: "softThreshold", inputs: [[5]] },');
    expect(pristine.get("e2e/oracle/layers/core.py")).toContain('FORWARD["SoftThreshold"] = soft_threshold');
  }, 60_000);

  it("does not compile without its emitters, its Keras call, its shape, or its text in any language", () => {
    const parts = { torch: /^ {2}torch: [\s\S]*?^ {2}\},\n/m, onnx: /^ {2}onnx: [\s\S]*?^ {2}\},\n/m };
    const lines = { keras: /^ {2}keras: .*\n/m, shape: /^ {2}shape: .*\n/m };
    const cut = (text: string) =>
      Object.values({ ...parts, ...lines }).reduce((rest, part) => rest.replace(part, ""), text);
    const errors = compiled([
      [layerFile, cut],
      ["src/locales/en/layers/core.ts", withoutText],
    ]);
    const missing = errors.split("\n").find((line) => line.startsWith(layerFile)) ?? "";
    for (const part of ["torch", "onnx", "keras", "shape"]) expect(missing).toContain(part);
    expect(errors).toMatch(/^src\/locales\/en\/layers\.ts.*error TS/m);
    expect(compiled([["src/locales/zh/layers/core.ts", withoutText]])).toMatch(/^src\/locales\/zh\/.*error TS/m);
  }, 120_000);

  it("of a class that TensorFlow.js lacks fails the contract with it", () => {
    const vitest = join(ROOT, "node_modules/vitest/vitest.mjs");
    const test = "src/engine/model/layers.contract.test.ts";
    const name = "layer softThreshold agrees";
    const { stdout, stderr, status } = spawnSync(process.execPath, [vitest, "run", "--root", copy, test, "-t", name], {
      encoding: "utf8",
      env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: "0" },
    });
    expect(status).not.toBe(0);
    expect(stdout + stderr).toContain("SoftThreshold");
  }, 120_000);

  it("refuses a name twice, no class name and no group, and then writes nothing", () => {
    const before = readFileSync(join(copy, "src/core/layers/index.ts"), "utf8");
    expect(() => scaffold(copy, "SoftThreshold")).toThrow("is there already");
    expect(() => scaffold(copy, "soft threshold")).toThrow("Keras class");
    expect(() => scaffold(copy, "Softer", "kernel")).toThrow("no group");
    expect(readFileSync(join(copy, "src/core/layers/index.ts"), "utf8")).toBe(before);
    expect(existsSync(join(copy, "src/core/layers/softer.ts"))).toBe(false);
  });
});

describe("every layer here", () => {
  const files = readdirSync(join(ROOT, "src/core/layers")).filter((file) => file.endsWith(".ts"));

  it("that has a file is in the registry, under the file's name", () => {
    const declaring = files.filter((file) =>
      /= defineLayer\(\{/.test(readFileSync(join(ROOT, "src/core/layers", file), "utf8")),
    );
    expect(declaring.map((file) => file.replace(".ts", "")).sort()).toEqual([...layerKinds].sort());
  });

  it("has its texts written", () => {
    const tables = ["en", "zh"].flatMap((language) =>
      readdirSync(join(ROOT, "src/locales", language, "layers")).map((file) =>
        readFileSync(join(ROOT, "src/locales", language, "layers", file), "utf8"),
      ),
    );
    expect(tables.length).toBeGreaterThan(10);
    for (const text of [...tables, ...files.map((file) => readFileSync(join(ROOT, "src/core/layers", file), "utf8"))]) {
      expect(text).not.toContain(UNWRITTEN);
    }
  });

  it("is called as its class is", () => {
    for (const [className, kind] of [
      ["Conv2DTranspose", "conv2dTranspose"],
      ["MaxPooling1D", "maxPooling1d"],
      ["SimpleRNN", "simpleRnn"],
      ["LSTM", "lstm"],
      ["LeakyReLU", "leakyRelu"],
      ["UpSampling2D", "upSampling2d"],
      ["MultiHeadAttention", "multiHeadAttention"],
    ] as const) {
      expect(kindOf(className)).toBe(kind);
      expect(layerKinds).toContain(kind);
    }
  });
});
