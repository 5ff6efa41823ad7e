/**
 * @file A small picture of a graph, drawn from the graph itself: a bar a layer in its group's colour, as wide as what it
 * puts out is large (on a logarithmic scale), and the connections between them.
 */
import type { Compiled } from "../../core/graph/compile.ts";
import { step } from "../../core/graph/layout.ts";
import type { Graph, NodeId, Positions } from "../../core/graph/types.ts";
import { specOf } from "../../core/layers/index.ts";
import { groupStyle } from "./groupStyle.ts";
import styles from "./TemplateGallery.module.css";

interface TemplatePictureProps {
  readonly graph: Graph;
  readonly positions: Positions;
  readonly compiled: Compiled;
}

const size = { width: 72, height: 96 } as const;
const bar = { least: 10, most: 40, height: 5 } as const;

export function TemplatePicture({ graph, positions, compiled }: TemplatePictureProps) {
  const rows = Object.values(positions).map(({ y }) => y / step.y);
  const columns = Math.max(...Object.values(positions).map(({ x }) => x / step.x)) + 1;
  const gap = Math.min(14, (size.height - 2 * bar.height) / Math.max(1, ...rows));
  const most = columns > 1 ? bar.most * 0.66 : bar.most;
  const top = (size.height - gap * Math.max(...rows)) / 2;
  const widest = Math.max(1, ...graph.nodes.map(({ id }) => magnitude(compiled, id) ?? 0));
  const place = (id: NodeId) => {
    const { x, y } = positions[id] ?? { x: 0, y: 0 };
    const span = size.width / columns;
    return { x: span * (x / step.x + 0.5), y: top + gap * (y / step.y) };
  };
  return (
    <svg className={styles.picture} viewBox={`0 0 ${size.width} ${size.height}`} aria-hidden="true">
      {graph.nodes.flatMap(({ id, inputs }) =>
        inputs.map((from) => (
          <path key={`${from}-${id}`} className={styles.edge} d={line(place(from), place(id), gap)} />
        )),
      )}
      {graph.nodes.map(({ id, kind }) => {
        const share = magnitude(compiled, id);
        const width = share === null ? most * 0.6 : bar.least + ((most - bar.least) * share) / widest;
        const { x, y } = place(id);
        return (
          <rect
            key={id}
            className={styles.bar}
            style={groupStyle(specOf(kind)?.group)}
            x={x - width / 2}
            y={y - bar.height / 2}
            width={width}
            height={Math.min(bar.height, gap * 0.6)}
            rx={1.5}
          />
        );
      })}
    </svg>
  );
}

/** How large what a layer puts out is; null where no data fix it. */
function magnitude(compiled: Compiled, id: NodeId): number | null {
  const shape = compiled.nodes.get(id)?.outputShape ?? null;
  return shape === null ? null : Math.log2(1 + shape.reduce((product, n) => product * n, 1));
}

interface Place {
  readonly x: number;
  readonly y: number;
}

/** Straight to the next row; around the layers between where there are some. */
function line(from: Place, to: Place, gap: number): string {
  if (to.y - from.y < gap * 1.5 || from.x !== to.x) return `M${from.x} ${from.y}L${to.x} ${to.y}`;
  const side = from.x - 26;
  return `M${from.x} ${from.y}C${side} ${from.y} ${side} ${to.y} ${to.x} ${to.y}`;
}
