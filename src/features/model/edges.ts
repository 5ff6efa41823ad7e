/** @file The connections as the canvas library takes them: what flows along them, and which way round they go. */
import type { Shown } from "../../core/graph/blocks.ts";
import type { Compiled } from "../../core/graph/compile.ts";
import { type Route, routesOf } from "../../core/graph/routes.ts";
import type { Positions } from "../../core/graph/types.ts";
import { edgeId, frameName, itemPlace, type ShapeFlowEdge, shapeText } from "./view.ts";

/** Problems of its inputs colour an edge; problems of a parameter do not. */
const inputProblems: ReadonlySet<string> = new Set([
  "shapesDiffer",
  "rankMismatch",
  "lastStepOnly",
  "layerCycle",
  "layerTooManyInputs",
]);

export function flowEdges(
  shown: Shown,
  positions: Positions,
  compiled: Compiled,
  selected: string | null,
): ShapeFlowEdge[] {
  const routes = knownRoutes(shown, positions, compiled);
  return shown.lines.map(({ from, to, links }, at) => {
    const id = edgeId(from, to, links[0].index);
    return {
      id,
      type: "shape" as const,
      source: from,
      target: to,
      selected: id === selected,
      data: {
        text: textOf(links, compiled),
        bad: links.some((link) => compiled.nodes.get(link.to)?.issues.some(({ code }) => inputProblems.has(code))),
        route: routes[at] ?? null,
        links,
      },
    };
  });
}

const textOf = (links: Shown["lines"][number]["links"], compiled: Compiled): string =>
  [...new Set(links.map((link) => shapeText(compiled.nodes.get(link.from)?.outputShape)))].join(", ");

/** Of more lines the ways would take longer to find than a frame is seen; they are drawn as plain steps. */
const mostRouted = 400;

type Routes = readonly (Route | null)[];
const known = new WeakMap<Shown, { positions: Positions; texts: string; routes: Routes }>();

/** The ways of the lines; neither marking one nor a parameter that changes no shape makes them anew. */
function knownRoutes(shown: Shown, positions: Positions, compiled: Compiled): Routes {
  const before = known.get(shown);
  const lines = shown.lines.map(({ from, to, links }) => ({ from, to, text: textOf(links, compiled) }));
  const texts = lines.map(({ text }) => text).join("\n");
  if (before?.positions === positions && before.texts === texts) return before.routes;
  const places = new Map(shown.items.map((item) => [item.id, itemPlace(item, positions)]));
  const names = shown.open.map((block) => frameName(block, positions));
  const routes = lines.length > mostRouted ? [] : routesOf(places, lines, names);
  known.set(shown, { positions, texts, routes });
  return routes;
}
