/** @file The border of pasted layers: any text may be on the clipboard. Kinds this program does not know are named. */
import * as z from "zod";
import "../project/jitless.ts";
import { type Issue, ok, type Result, refuse } from "../issue.ts";
import { specOf } from "../layers/index.ts";
import { parseJson } from "../project/json.ts";
import { graphSchema, projectSchema, recordOf } from "../project/schema.ts";
import { type Clip, clipVersion, maxLayers, maxNotes } from "./clipboard.ts";
import { orderOf } from "./order.ts";

/** Ten thousand layers with all their parameters are far below it. */
const maxClipCharacters = 20_000_000;
/** How many unknown kinds a message names. */
const named = 5;

/** How far out a thing may stand: sums of such numbers are numbers still, which a document must hold. */
const reach = 1e7;
const place = z.number().min(-reach).max(reach);
const size = z.number().min(1).max(reach);

const { blocks, notes } = projectSchema.shape;
const clipSchema = z.object({
  layerwise: z.literal("layers"),
  version: z.literal(clipVersion),
  nodes: graphSchema.shape.nodes,
  positions: recordOf(z.object({ x: place, y: place }), maxLayers),
  blocks,
  notes: z.array(notes.element.extend({ x: place, y: place, width: size, height: size })).max(maxNotes),
});

const damaged = (detail: string): Result<never> =>
  refuse({ code: "clipDamaged", severity: "error", at: {}, context: { detail } });

/** Keys are a stranger's; cut short, they leave a sentence a sentence. */
const pathOf = ({ path }: z.core.$ZodIssue): string => path.map((part) => String(part).slice(0, 60)).join(".");

/** Layers that may be pasted, or why not. `present` layers are in the document already. */
export function parseClip(text: string, present: number): Result<Clip> {
  const parsed = parseJson(text, maxClipCharacters);
  if (!parsed.ok) return parsed;
  const count = countOf(parsed.value);
  // Before anything else is looked at: a list of a million must cost nothing.
  if (count + present > maxLayers) {
    return refuse({ code: "clipTooLarge", severity: "error", at: {}, context: { count, max: maxLayers } });
  }
  const checked = clipSchema.safeParse(parsed.value);
  if (!checked.success) {
    const [first] = checked.error.issues;
    return damaged(first === undefined ? "" : `${pathOf(first)}: ${first.message}`);
  }
  const { nodes, positions, blocks, notes } = checked.data;
  const unknown = unknownKinds(nodes);
  if (unknown !== null) return refuse(unknown);
  if (new Set(nodes.map(({ id }) => id)).size < nodes.length) return damaged("duplicate ids");
  if (orderOf(nodes, () => true).unordered.size > 0) return damaged("a circle");
  // The kinds are known; parameters are judged where the graph is compiled, which names the node.
  return ok({ nodes, positions, blocks, notes } as unknown as Clip);
}

function countOf(value: unknown): number {
  const nodes = typeof value === "object" && value !== null && "nodes" in value ? value.nodes : null;
  return Array.isArray(nodes) ? nodes.length : 0;
}

function unknownKinds(nodes: readonly { readonly kind: string }[]): Issue | null {
  const kinds = [...new Set(nodes.map(({ kind }) => kind))].filter((kind) => specOf(kind) === null);
  if (kinds.length === 0) return null;
  const shown = kinds.slice(0, named).map((kind) => kind.slice(0, 60));
  const list = [...shown, ...(kinds.length > named ? ["…"] : [])].join(", ");
  return { code: "clipUnknownLayers", severity: "error", at: {}, context: { kinds: list } };
}
