/** @file The connections as the canvas library takes them: what flows along them, and which way round they go. */
import type { Shown } from "../../core/graph/blocks.ts";
import type { Compiled } from "../../core/graph/compile.ts";
import { nodeSize, step } from "../../core/graph/layout.ts";
import type { Point, Positions } from "../../core/graph/types.ts";
import { edgeId, itemPlace, type ShapeFlowEdge, shapeText } from "./view.ts";

/** Problems of its inputs colour an edge; problems of a parameter do not. */
const inputProblems: ReadonlySet<string> = new Set([
  "shapesDiffer",
  "rankMismatch",
  "layerCycle",
  "layerTooManyInputs",
]);

export function flowEdges(
  shown: Shown,
  positions: Positions,
  compiled: Compiled,
  selected: string | null,
): ShapeFlowEdge[] {
  const places = new Map(shown.items.map((item) => [item.id, itemPlace(item, positions)]));
  const rows = byHeight(places);
  return shown.lines.map(({ from, to, links }) => {
    const id = edgeId(from, to, links[0].index);
    const shapes = new Set(links.map((link) => shapeText(compiled.nodes.get(link.from)?.outputShape)));
    return {
      id,
      type: "shape" as const,
      source: from,
      target: to,
      selected: id === selected,
      data: {
        text: [...shapes].join(", "),
        bad: links.some((link) => compiled.nodes.get(link.to)?.issues.some(({ code }) => inputProblems.has(code))),
        detour: detour(rows, places.get(from), places.get(to)),
        links,
      },
    };
  });
}

const byHeight = (places: ReadonlyMap<string, Point>): readonly Point[] =>
  [...places.values()].sort((a, b) => a.y - b.y);

/** How many cards between an edge's ends are looked at; a line past more of them goes around in any case. */
const mostBetween = 200;

/** An edge that would run through the layers between its ends goes around them, the longer the farther. */
function detour(rows: readonly Point[], source: Point | undefined, target: Point | undefined): number {
  if (source === undefined || target === undefined) return 0;
  const distance = (target.y - source.y) / step.y;
  if (distance < 1.5 || Math.abs(target.x - source.x) >= nodeSize.width) return 0;
  return throughAnother(rows, source, target) ? Math.min(52 + distance * 14, 160) : 0;
}

function throughAnother(rows: readonly Point[], source: Point, target: Point): boolean {
  const first = firstBelow(rows, source.y);
  for (let at = first; at < rows.length; at++) {
    const { x, y } = rows[at] as Point;
    if (y >= target.y) return false;
    if (at - first >= mostBetween) return true;
    const along = source.x + ((y - source.y) / (target.y - source.y)) * (target.x - source.x);
    if (Math.abs(x - along) < nodeSize.width / 2 + 8) return true;
  }
  return false;
}

/** The index of the first point below a height, by halving. */
function firstBelow(rows: readonly Point[], y: number): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rows[middle] as Point).y > y) high = middle;
    else low = middle + 1;
  }
  return low;
}
