/**
 * @file The tables of README and ARCHITECTURE, made from the registries: what the studio offers, and who may import whom,
 * is stated once. `npm run docs` writes them, a test compares them.
 */
import { exportTargets } from "../src/core/export/targets.ts";
import { templateNames, templatesFor } from "../src/core/graph/templates.ts";
import { layers } from "../src/core/layers/index.ts";
import { penalties } from "../src/core/layers/regularizers.ts";
import { losses } from "../src/core/training/losses.ts";
import { optimizers } from "../src/core/training/optimizers.ts";
import { layers as texts } from "../src/locales/en/layers.ts";
import { model as modelTexts } from "../src/locales/en/model.ts";
import { ZONES } from "./importTable.mjs";

const row = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(head), row(head.map(() => "---")), ...rows.map(row)].join("\n");

const titles = (registry: Readonly<Record<string, { readonly title: string }>>): string =>
  Object.values(registry)
    .map(({ title }) => title)
    .join(", ");

const code = (names: readonly string[]): string =>
  names.length === 0 ? "–" : names.map((name) => `\`${name}\``).join(", ");

/** The tables of each document, by the name between their markers. */
export const documents: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "README.md": {
    layers: table(
      ["Layer", "Group", "Parameters", "What it does"],
      Object.values(layers).map(({ kind, title, group, fields }) => [
        title,
        texts.groups[group],
        code(Object.keys(fields).filter((name) => !Object.hasOwn(penalties, name))),
        texts.kinds[kind].help,
      ]),
    ),
    templates: table(
      ["Template", "For", "What it is"],
      templateNames.map((name) => [
        modelTexts.templates[name].title,
        templatesFor[name],
        modelTexts.templates[name].text,
      ]),
    ),
    training: table(
      ["", "Choices"],
      [
        ["Optimizers", titles(optimizers)],
        ["Losses", titles(losses)],
      ],
    ),
    exports: table(
      ["Export", "File", "What it holds"],
      Object.values(exportTargets).map(({ title, extension, holds }) => [title, `\`${extension}\``, holds]),
    ),
  },
  "src/ARCHITECTURE.md": {
    walls: table(
      ["Zone", "Paths", "May import", "Packages", "Because"],
      ZONES.map(({ name, paths, zones, npm, why }) => [name, code(paths), zones.join(", "), npm.join(", "), why]),
    ),
  },
};

/** `text` with each of the document's tables put between its markers. Throws where a marker is missing. */
export function withTables(document: string, text: string): string {
  return Object.entries(documents[document] ?? {}).reduce((written, [name, content]) => {
    const [open, close] = [`<!-- ${name}: made by npm run docs -->`, `<!-- end of ${name} -->`];
    const [start, end] = [written.indexOf(open), written.indexOf(close)];
    if (start < 0 || end < start) throw new Error(`${document} has no place for the table "${name}"`);
    return `${written.slice(0, start + open.length)}\n${content}\n${written.slice(end)}`;
  }, text);
}
