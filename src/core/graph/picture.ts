/**
 * @file The whole drawing as an SVG text that stands alone: cards, connections with their shapes, blocks and notes, in
 * colours that are handed in. Made from the same data as the canvas, not copied from the screen, where only what is in
 * view is drawn.
 */
import { nodeSize } from "./layout.ts";
import { type Route, routePath } from "./routes.ts";
import type { Point } from "./types.ts";

export interface PictureCard extends Point {
  readonly title: string;
  readonly line: string;
  /** At the right of the title: how many parameters. */
  readonly aside: string;
  /** The stripe at the left. */
  readonly colour: string;
  readonly bad: boolean;
  readonly frozen: boolean;
  /** A folded block: cards behind the card. */
  readonly stacked: boolean;
}

export interface PictureLine {
  readonly route: Route;
  readonly text: string;
  readonly bad: boolean;
}

export interface PictureBox extends Point {
  readonly width: number;
  readonly height: number;
  readonly text: string;
}

export interface Picture {
  readonly title: string;
  readonly cards: readonly PictureCard[];
  readonly lines: readonly PictureLine[];
  readonly frames: readonly PictureBox[];
  readonly notes: readonly PictureBox[];
}

export interface PictureColours {
  readonly background: string;
  readonly panel: string;
  readonly border: string;
  readonly text: string;
  readonly dim: string;
  readonly edge: string;
  readonly bad: string;
  readonly accent: string;
  readonly note: string;
  readonly noteBorder: string;
}

export interface DrawnPicture {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

const margin = 32;
const sans = 'system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';
const mono = 'ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace';

/** Draws a picture that holds everything, with a margin around it. */
export function drawPicture(picture: Picture, colours: PictureColours): DrawnPicture {
  const area = areaOf(picture);
  const [width, height] = [area.right - area.left, area.bottom - area.top].map((size) =>
    Math.ceil(size + 2 * margin),
  ) as [number, number];
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${num(area.left - margin)} ${num(area.top - margin)} ${width} ${height}" role="img" font-family="${attribute(sans)}" font-size="13">`,
    `<title>${escaped(picture.title)}</title>`,
    `<rect x="${num(area.left - margin)}" y="${num(area.top - margin)}" width="${width}" height="${height}" fill="${attribute(colours.background)}"/>`,
    ...picture.frames.map((frame) => frameSvg(frame, colours)),
    ...picture.lines.map((line) => lineSvg(line, colours)),
    ...picture.lines.map((line) => shapeSvg(line, colours)),
    ...picture.frames.map((frame) => nameSvg(frame, colours)),
    ...picture.cards.map((card, i) => cardSvg(card, i, colours)),
    ...picture.notes.map((note, i) => noteSvg(note, i, colours)),
    "</svg>",
  ];
  return { svg: parts.join("\n"), width, height };
}

function areaOf({ cards, lines, frames, notes }: Picture) {
  let [left, top, right, bottom] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, -Infinity, -Infinity];
  const hold = (x: number, y: number, width: number, height: number) => {
    [left, top] = [Math.min(left, x), Math.min(top, y)];
    [right, bottom] = [Math.max(right, x + width), Math.max(bottom, y + height)];
  };
  for (const { x, y } of cards) hold(x, y, nodeSize.width, nodeSize.height);
  for (const { x, y, width, height } of [...frames, ...notes]) hold(x, y, width, height);
  for (const line of lines) {
    const { label, points } = line.route;
    hold(label.x - 40, label.y - 8, 80, 16);
    for (const { x, y } of points) hold(x, y, 0, 0);
  }
  return Number.isFinite(left + top + right + bottom)
    ? { left, top, right, bottom }
    : { left: 0, top: 0, right: nodeSize.width, bottom: nodeSize.height };
}

const lineSvg = (line: PictureLine, { edge, bad }: PictureColours): string =>
  `<path d="${routePath(line.route.points)}" fill="none" stroke="${attribute(line.bad ? bad : edge)}" stroke-width="1.6"/>`;

function shapeSvg(line: PictureLine, { background, dim, bad }: PictureColours): string {
  if (line.text === "") return "";
  const { x, y } = line.route.label;
  const paint = `fill="${attribute(line.bad ? bad : dim)}" stroke="${attribute(background)}" stroke-width="5" paint-order="stroke"`;
  return `<text x="${num(x)}" y="${num(y + 4)}" text-anchor="middle" font-family="${attribute(mono)}" font-size="11" ${paint}>${escaped(line.text)}</text>`;
}

function cardSvg(card: PictureCard, at: number, colours: PictureColours): string {
  const { x, y } = card;
  const { width, height } = nodeSize;
  const box = (dx: number, dy: number, stroke: string) =>
    `<rect x="${num(x + dx)}" y="${num(y + dy)}" width="${width}" height="${height}" rx="9" fill="${attribute(colours.panel)}" stroke="${attribute(stroke)}"/>`;
  const clip = `card-${at}`;
  const asideWidth = card.aside.length * 7;
  return [
    card.stacked ? box(10, 10, colours.border) + box(5, 5, colours.border) : "",
    // The group's colour shows at the left, where the card's own area leaves it free.
    `<rect x="${num(x)}" y="${num(y)}" width="${width}" height="${height}" rx="9" fill="${attribute(card.colour)}" stroke="${attribute(card.bad ? colours.bad : colours.border)}"/>`,
    `<path d="M${num(x + 5)} ${num(y + 0.5)} H${num(x + width - 9)} a8.5 8.5 0 0 1 8.5 8.5 v${height - 18} a8.5 8.5 0 0 1 -8.5 8.5 H${num(x + 5)} z" fill="${attribute(colours.panel)}"/>`,
    `<clipPath id="${clip}"><rect x="${num(x)}" y="${num(y)}" width="${width - 16 - asideWidth - (card.frozen ? 14 : 0)}" height="${height}"/></clipPath>`,
    `<text x="${num(x + 14)}" y="${num(y + 22)}" font-weight="600" fill="${attribute(colours.text)}" clip-path="url(#${clip})">${escaped(card.title)}</text>`,
    card.frozen ? lockSvg({ x: x + width - 24 - asideWidth, y: y + 12 }, colours.dim) : "",
    card.aside === ""
      ? ""
      : `<text x="${num(x + width - 12)}" y="${num(y + 22)}" text-anchor="end" font-family="${attribute(mono)}" font-size="11" fill="${attribute(colours.dim)}">${escaped(card.aside)}</text>`,
    `<text x="${num(x + 14)}" y="${num(y + 41)}" font-family="${attribute(mono)}" font-size="11.5" fill="${attribute(colours.dim)}">${escaped(card.line.slice(0, 26))}</text>`,
  ].join("");
}

const lockSvg = ({ x, y }: Point, colour: string): string =>
  `<path d="M${num(x)} ${num(y + 5)} h9 v6 h-9 z M${num(x + 2)} ${num(y + 5)} v-2 a2.5 2.5 0 0 1 5 0 v2" fill="none" stroke="${attribute(colour)}" stroke-width="1.2"/>`;

const frameSvg = (frame: PictureBox, { accent }: PictureColours): string =>
  `<rect x="${num(frame.x)}" y="${num(frame.y)}" width="${num(frame.width)}" height="${num(frame.height)}" rx="12" fill="${attribute(accent)}" fill-opacity="0.05" stroke="${attribute(accent)}" stroke-dasharray="4 3"/>`;

/** Above the lines, which may run behind it. */
const nameSvg = (frame: PictureBox, { accent, background }: PictureColours): string =>
  `<text x="${num(frame.x + 14)}" y="${num(frame.y + 20)}" font-size="12" font-weight="600" fill="${attribute(accent)}" stroke="${attribute(background)}" stroke-width="5" paint-order="stroke">${escaped(frame.text)}</text>`;

const noteLine = 18;

function noteSvg(note: PictureBox, at: number, colours: PictureColours): string {
  const most = Math.max(1, Math.floor((note.height - 14) / noteLine));
  const lines = wrapped(note.text, note.width - 22).slice(0, most);
  return [
    `<rect x="${num(note.x)}" y="${num(note.y)}" width="${num(note.width)}" height="${num(note.height)}" rx="7" fill="${attribute(colours.note)}" stroke="${attribute(colours.noteBorder)}"/>`,
    `<clipPath id="note-${at}"><rect x="${num(note.x)}" y="${num(note.y)}" width="${num(note.width)}" height="${num(note.height)}"/></clipPath>`,
    `<text font-size="12.5" fill="${attribute(colours.text)}" clip-path="url(#note-${at})">`,
    ...lines.map(
      (line, i) => `<tspan x="${num(note.x + 11)}" y="${num(note.y + 20 + i * noteLine)}">${escaped(line)}</tspan>`,
    ),
    "</text>",
  ].join("");
}

/** A wide character counts twice: half a letter's height against all of it. */
const isWide = (character: string): boolean =>
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]/.test(character);
const widthOf = (text: string): number =>
  Array.from(text, (c) => (isWide(c) ? 12.5 : 6.6)).reduce((sum, w) => sum + w, 0);

/** Lines that are about as wide as told; a picture has no one who measures text. */
function wrapped(text: string, width: number): readonly string[] {
  return text.split("\n").flatMap((paragraph) => {
    const lines: string[] = [];
    let line = "";
    for (const piece of paragraph.match(/\S+\s*|\s+/g) ?? [""]) {
      for (const part of widthOf(piece) > width || isWide(piece[0] ?? "") ? Array.from(piece) : [piece]) {
        if (line !== "" && widthOf(line + part.trimEnd()) > width) {
          lines.push(line.trimEnd());
          line = "";
        }
        line += part;
      }
    }
    return [...lines, line.trimEnd()];
  });
}

const num = (value: number): string => String(Math.round(value * 100) / 100);

/** Characters that XML may not hold, even escaped. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must go.
const unholdable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu;

const escaped = (text: string): string =>
  text.replace(unholdable, "\ufffd").replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

const attribute = (text: string): string => escaped(text).replaceAll('"', "&quot;");
