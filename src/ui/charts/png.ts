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

/** Draws the chart with title and legend; null where the browser gives no picture. */
export async function chartPng(
  drawing: SVGSVGElement | HTMLCanvasElement,
  title: string,
  legend: readonly PngLegend[],
): Promise<Blob | null> {
  const scale = 2;
  const head = 34;
  const { width, height } = drawing.getBoundingClientRect();
  const place = drawing.parentElement ?? drawing;
  const canvas = document.createElement("canvas");
  canvas.width = width * scale;
  canvas.height = (height + head) * scale;
  const context = canvas.getContext("2d");
  if (context === null) return null;
  context.scale(scale, scale);
  context.fillStyle = resolvedColour(place, "var(--panel)");
  context.fillRect(0, 0, width, height + head);
  context.fillStyle = resolvedColour(place, "var(--text)");
  context.textBaseline = "middle";
  context.font = "600 14px system-ui, sans-serif";
  context.fillText(title, 12, head / 2);
  context.font = "12px system-ui, sans-serif";
  let x = width - 12;
  for (const { label, colour, dashed } of [...legend].reverse()) {
    x -= context.measureText(label).width;
    context.fillText(label, x, head / 2);
    x -= 24;
    context.strokeStyle = resolvedColour(place, colour);
    context.lineWidth = 2;
    context.setLineDash(dashed ? [4, 3] : []);
    context.beginPath();
    context.moveTo(x, head / 2);
    context.lineTo(x + 18, head / 2);
    context.stroke();
    x -= 14;
  }
  const picture = drawing instanceof SVGSVGElement ? await pictureOf(drawing) : drawing;
  context.drawImage(picture, 0, head, width, height);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}
