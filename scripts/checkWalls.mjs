/**
 * @file Applies the import table to every file under `src/`. The linter's own rule matches specifiers as text; this one
 * resolves them, so "no feature imports another" and "only the engine imports tfjs" hold however the path is written.
 * It also asks each file for its opening `@file` comment. Cycles are the linter's.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import { parseSync, Visitor } from "vite";
import { TEST_EXTRA, ZONES } from "./importTable.mjs";

/** What the bundler makes of a file instead of importing it: its address is no dependency of the importer's code. */
const WORKER_ADDRESS = /\?worker&url$/;
const SOURCE = /\.tsx?$/;
const TEST = /\.test\.tsx?$/;

/** The zone of a path below `src/`, or null. The longest prefix wins, so a file can be taken out of its folder. */
export function zoneOf(path) {
  const matches = ZONES.flatMap((zone) =>
    zone.paths
      .filter((prefix) => (prefix.endsWith("/") ? path.startsWith(prefix) : path === prefix || path === testOf(prefix)))
      .map((prefix) => ({ zone, length: prefix.length })),
  );
  return matches.sort((a, b) => b.length - a.length)[0]?.zone ?? null;
}

function testOf(path) {
  return path.replace(SOURCE, (extension) => `.test${extension}`);
}

/** Every specifier a file names: imports, re-exports, `import()` of values and of types; null for a computed one. */
function specifiersOf(path, text) {
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) return { problem: `cannot be parsed: ${errors[0].message}`, specifiers: [] };
  const specifiers = [];
  const add = (node) => specifiers.push(node?.type === "Literal" ? node.value : null);
  const addSource = (node) => node.source && add(node.source);
  new Visitor({
    ImportDeclaration: addSource,
    ExportNamedDeclaration: addSource,
    ExportAllDeclaration: addSource,
    ImportExpression: addSource,
    TSImportType: addSource,
  }).visit(program);
  return { problem: null, specifiers };
}

function packageOf(specifier) {
  if (specifier.startsWith("node:")) return specifier;
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

function allowsPackage(allowed, name) {
  return allowed.some((entry) => (entry.endsWith("*") ? name.startsWith(entry.slice(0, -1)) : entry === name));
}

/** The path below `src/` that a relative specifier means; null where it leaves `src/`. */
function targetOf(path, specifier) {
  const target = posix.normalize(posix.join(posix.dirname(path), specifier.replace(/\?.*$/, "")));
  return target.startsWith("..") ? null : target;
}

function checkImport(path, zone, specifier) {
  const isTest = TEST.test(path);
  if (specifier === null) return "an import() whose path is computed cannot be checked: name the file";
  if (!specifier.startsWith(".")) {
    const name = packageOf(specifier);
    const allowed = isTest ? [...zone.npm, ...TEST_EXTRA.npm] : zone.npm;
    return allowsPackage(allowed, name) ? null : `${zone.name} may not import the package ${name} — ${zone.why}`;
  }
  const target = targetOf(path, specifier);
  if (target === null) return isTest ? null : `${specifier} leaves src/: the product stands on src/ alone`;
  if (WORKER_ADDRESS.test(specifier) && zone.name === "engine's page side") return null;
  const targetZone = zoneOf(target);
  if (targetZone === null) return `${specifier} lies in no zone of the import table`;
  const allowed = isTest ? [...zone.zones, ...TEST_EXTRA.zones] : zone.zones;
  return allowed.includes(targetZone.name)
    ? null
    : `${zone.name} may not import ${targetZone.name} (${specifier}) — ${zone.why}`;
}

/** The walls that one file breaks, as sentences. */
export function violationsOf(path, text) {
  const zone = zoneOf(path);
  if (zone === null) return [`lies in no zone: add its folder to scripts/importTable.mjs`];
  // A test beside its source says what it is for by its name.
  const opening =
    TEST.test(path) || /^\s*\/\*\*\s*(\*\s*)?@file\s+\S/.test(text)
      ? []
      : ["does not open with /** @file … */: say what it is for and what it leaves to others"];
  const { problem, specifiers } = specifiersOf(path, text);
  if (problem) return [...opening, problem];
  const imports = specifiers.map((specifier) => checkImport(path, zone, specifier)).filter((found) => found !== null);
  return [...opening, ...new Set(imports)];
}

/** All violations below `sourceRoot`, as "path: sentence". */
export function checkWalls(sourceRoot) {
  const files = readdirSync(sourceRoot, { recursive: true })
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => SOURCE.test(file) && !file.endsWith(".d.ts"))
    .sort();
  const violations = files.flatMap((file) =>
    violationsOf(file, readFileSync(join(sourceRoot, file), "utf8")).map((found) => `src/${file}: ${found}`),
  );
  return { files: files.length, violations };
}

function main() {
  const { files, violations } = checkWalls(fileURLToPath(new URL("../src", import.meta.url)));
  for (const violation of violations) console.error(violation);
  console.log(violations.length === 0 ? `${files} files keep the walls` : `${violations.length} breaches of the walls`);
  process.exitCode = violations.length === 0 ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
