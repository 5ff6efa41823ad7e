/**
 * @file A chart as a picture: the SVG on screen with its computed colours written into it (it cannot see the page's style
 * sheet once it stands alone), under its title and legend, at twice its size.
 */

export interface PngLegend {
  readonly label: string;
  readonly colour: string;
  readonly dashed: boolean;
}

const copied = [
  "fill",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "opacity",
  "font-family",
  "font-size",
  "text-anchor",
];

function standalone(svg: SVGSVGElement): string {
  const clone = svg.cloneNode(true) as SVGSVGElement;
  const originals = svg.querySelectorAll("*");
  clone.querySelectorAll("*").forEach((element, i) => {
    const original = originals[i];
    if (original === undefined) return;
    const computed = getComputedStyle(original);
    for (const name of copied) element.setAttribute(name, computed.getPropertyValue(name));
    element.removeAttribute("class");
    element.removeAttribute("style");
  });
  clone.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  clone.removeAttribute("style");
  return new XMLSerializer().serializeToString(clone);
}

/** A colour such as var(--accent), as it is at this place of the page. */
export function resolvedColour(place: Element, colour: string): string {
  const probe = document.createElement("span");
  probe.style.color = colour;
  place.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}

async function pictureOf(svg: SVGSVGElement): Promise<CanvasImageSource> {
  const url = URL.createObjectURL(new Blob([standalone(svg)], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    return image;
  } finally {
    URL.revokeObjectURL(url);
  }
}

const titleHeight = 34;
const legendLine = 20;
const legendFont = "12px system-ui, sans-serif";
const margin = 12;

interface PlacedLegend extends PngLegend {
  readonly x: number;
  readonly line: number;
}

/** The legend from left to right, in as many lines as it needs. */
function placeLegend(context: CanvasRenderingContext2D, legend: readonly PngLegend[], width: number): PlacedLegend[] {
  context.font = legendFont;
  let x = margin;
  let line = 0;
  return legend.map((item) => {
    const needed = 24 + context.measureText(item.label).width + 14;
    if (x > margin && x + needed > width) {
      x = margin;
      line += 1;
    }
    const placed = { ...item, x, line };
    x += needed;
    return placed;
  });
}

function drawLegend(context: CanvasRenderingContext2D, place: Element, legend: readonly PlacedLegend[]) {
  context.font = legendFont;
  context.lineWidth = 2;
  for (const { label, colour, dashed, x, line } of legend) {
    const y = titleHeight + (line + 0.5) * legendLine;
    context.strokeStyle = resolvedColour(place, colour);
    context.setLineDash(dashed ? [4, 3] : []);
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(x + 18, y);
    context.stroke();
    context.fillStyle = resolvedColour(place, "var(--text)");
    context.fillText(label, x + 24, y);
  }
}

/** Draws the chart with title and legend; null where the browser gives no picture. */
export async function chartPng(
  drawing: SVGSVGElement | HTMLCanvasElement,
  title: string,
  legend: readonly PngLegend[],
): Promise<Blob | null> {
  const scale = 2;
  const { width, height } = drawing.getBoundingClientRect();
  const place = drawing.parentElement ?? drawing;
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d");
  if (context === null) return null;
  const placed = placeLegend(context, legend, width);
  const head = titleHeight + (placed.length === 0 ? 0 : ((placed.at(-1)?.line ?? 0) + 1) * legendLine);
  canvas.width = width * scale;
  canvas.height = (height + head) * scale;
  context.scale(scale, scale);
  context.fillStyle = resolvedColour(place, "var(--panel)");
  context.fillRect(0, 0, width, height + head);
  context.fillStyle = resolvedColour(place, "var(--text)");
  context.textBaseline = "middle";
  context.font = "600 14px system-ui, sans-serif";
  context.fillText(title, margin, titleHeight / 2 + 2);
  drawLegend(context, place, placed);
  const picture = drawing instanceof SVGSVGElement ? await pictureOf(drawing) : drawing;
  context.drawImage(picture, 0, head, width, height);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}
