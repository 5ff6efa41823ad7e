/** @file The whole drawing as a file, in the colours of the theme: SVG as it is drawn, PNG at twice its size. */
import { shownGraph } from "../../core/graph/blocks.ts";
import type { Sheet } from "../../core/graph/clipboard.ts";
import type { Compiled } from "../../core/graph/compile.ts";
import { nameOf } from "../../core/graph/draft.ts";
import { type DrawnPicture, drawPicture, type PictureCard, type PictureColours } from "../../core/graph/picture.ts";
import { hasErrors } from "../../core/issue.ts";
import { specOf } from "../../core/layers/index.ts";
import { download, fileNameOf } from "../../state/download.ts";
import { resolvedColour } from "../../ui/charts/png.ts";
import { flowEdges } from "./edges.ts";
import { groupColour } from "./groupStyle.ts";
import { frameNode, itemPlace } from "./view.ts";

export type PictureKind = "svg" | "png";

/** Texts that the drawing needs, in the language shown. */
export interface PictureTexts {
  readonly number: (value: number) => string;
  readonly layers: (count: number) => string;
  readonly inputs: (count: number) => string;
}

/** The theme's colours, as they are on this page now. */
function themeColours(): PictureColours {
  const of = (colour: string) => plainColour(resolvedColour(document.body, colour));
  return {
    background: of("var(--bg)"),
    panel: of("var(--panel)"),
    border: of("var(--line-strong)"),
    text: of("var(--text)"),
    dim: of("var(--dim)"),
    edge: of("color-mix(in srgb, var(--dim) 60%, var(--bg))"),
    bad: of("var(--bad)"),
    accent: of("var(--accent)"),
    note: of("color-mix(in srgb, var(--warn) 13%, var(--panel))"),
    noteBorder: of("color-mix(in srgb, var(--warn) 42%, var(--line-strong))"),
  };
}

/** A mixed colour as every program reads it: browsers answer with "color(srgb …)", which few others know. */
function plainColour(colour: string): string {
  const parts = /^color\(srgb ([\d.e-]+) ([\d.e-]+) ([\d.e-]+)/.exec(colour);
  if (parts === null) return colour;
  return `rgb(${parts
    .slice(1, 4)
    .map((part) => Math.round(Number(part) * 255))
    .join(", ")})`;
}

export function drawSheet(sheet: Sheet, compiled: Compiled, title: string, texts: PictureTexts): DrawnPicture {
  const shown = shownGraph(sheet.graph, sheet.blocks);
  const places = new Map(shown.items.map((item) => [item.id, itemPlace(item, sheet.positions)]));
  const colours = new Map<string, string>();
  // Each answer makes the browser compute styles anew, and there are few groups and many layers.
  const colour = (name: string): string => {
    const known = colours.get(name) ?? plainColour(resolvedColour(document.body, name));
    colours.set(name, known);
    return known;
  };
  const cards = shown.items.flatMap(({ id, block, nodes }): PictureCard[] => {
    const [first] = nodes;
    const place = places.get(id);
    if (first === undefined || place === undefined) return [];
    const results = nodes.map((node) => compiled.nodes.get(node.id));
    const parameters = results.reduce((sum, result) => sum + (result?.trainable ?? 0) + (result?.fixed ?? 0), 0);
    const spec = specOf(first.kind);
    const line =
      block !== null
        ? texts.layers(nodes.length)
        : (spec?.inputs.max ?? 1) > 1
          ? texts.inputs(first.inputs.length)
          : (results[0]?.badge ?? "");
    return [
      {
        ...place,
        title: block === null ? nameOf(first) : block.name,
        line,
        aside: parameters === 0 ? "" : texts.number(parameters),
        colour: colour(groupColour(block === null ? spec?.group : "io")),
        bad: results.some((result) => hasErrors(result?.issues ?? [])),
        frozen: nodes.every((node) => node.frozen === true),
        stacked: block !== null,
      },
    ];
  });
  const lines = flowEdges(shown, sheet.positions, compiled, null).flatMap(({ data }) =>
    data === undefined || data.route === null ? [] : [{ route: data.route, text: data.text, bad: data.bad }],
  );
  const frames = sheet.blocks
    .filter(({ collapsed }) => !collapsed)
    .map((block) => {
      const { position, width = 0, height = 0 } = frameNode(block, sheet.positions);
      return { ...position, width, height, text: block.name };
    });
  return drawPicture({ title, cards, lines, frames, notes: sheet.notes }, themeColours());
}

/** Beyond this many pixels a side, or in all, browsers give an empty picture. */
const longestSide = 16_000;
const mostPixels = 120_000_000;

async function pngOf({ svg, width, height }: DrawnPicture): Promise<Blob | null> {
  const scale = Math.min(2, longestSide / Math.max(width, height), Math.sqrt(mostPixels / (width * height)));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.floor(width * scale));
  canvas.height = Math.max(1, Math.floor(height * scale));
  const context = canvas.getContext("2d");
  const url = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    context?.drawImage(image, 0, 0, canvas.width, canvas.height);
  } finally {
    URL.revokeObjectURL(url);
  }
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

/** Hands the picture to the user; false where the browser gives none. */
export async function exportPicture(picture: DrawnPicture, kind: PictureKind, title: string): Promise<boolean> {
  const blob = kind === "svg" ? new Blob([picture.svg], { type: "image/svg+xml" }) : await pngOf(picture);
  if (blob === null) return false;
  download(blob, `${fileNameOf(title)}.${kind}`);
  return true;
}
