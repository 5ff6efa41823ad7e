/**
 * @file The README's tables, made from the registries: what the studio offers is stated once. `npm run docs` writes them,
 * a test compares them.
 */
import { exportTargets } from "../src/core/export/targets.ts";
import { layers } from "../src/core/layers/index.ts";
import { losses } from "../src/core/training/losses.ts";
import { optimizers } from "../src/core/training/optimizers.ts";
import { layers as texts } from "../src/locales/en/layers.ts";

const row = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(head), row(head.map(() => "---")), ...rows.map(row)].join("\n");

const code = (names: readonly string[]): string =>
  names.length === 0 ? "–" : names.map((name) => `\`${name}\``).join(", ");

/** The tables by the name between their markers. */
export const readmeTables = {
  layers: table(
    ["Layer", "Group", "Parameters", "What it does"],
    Object.values(layers).map(({ kind, title, group, fields }) => [
      title,
      texts.groups[group],
      code(Object.keys(fields)),
      texts.kinds[kind].help,
    ]),
  ),
  training: table(
    ["", "Choices"],
    [
      [
        "Optimizers",
        Object.values(optimizers)
          .map(({ title }) => title)
          .join(", "),
      ],
      [
        "Losses",
        Object.values(losses)
          .map(({ title }) => title)
          .join(", "),
      ],
    ],
  ),
  exports: table(
    ["Export", "File", "What it holds"],
    Object.values(exportTargets).map(({ title, extension, holds }) => [title, `\`${extension}\``, holds]),
  ),
} as const;

/** `readme` with each table put between its markers. Throws where a marker is missing. */
export function withTables(readme: string): string {
  return Object.entries(readmeTables).reduce((text, [name, content]) => {
    const [open, close] = [`<!-- ${name}: made by npm run docs -->`, `<!-- end of ${name} -->`];
    const [start, end] = [text.indexOf(open), text.indexOf(close)];
    if (start < 0 || end < start) throw new Error(`README.md has no place for the table "${name}"`);
    return `${text.slice(0, start + open.length)}\n${content}\n${text.slice(end)}`;
  }, readme);
}
