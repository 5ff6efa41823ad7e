/** @file What can be done to named groups of layers. */
import * as change from "../../core/graph/blocks.ts";
import { copied, paste } from "../../core/graph/clipboard.ts";
import type { Block, NodeId } from "../../core/graph/types.ts";
import type { EditDetail } from "../../core/project/edits.ts";
import { useProject } from "../../state/project.ts";
import { useSession } from "../../state/session.ts";
import { newNoteId } from "./noteCommands.ts";
import { anchorNode, canChange, commit, sheetNow } from "./sheet.ts";

export interface BlockSummary {
  readonly id: string;
  readonly name: string;
  readonly layers: number;
}

/** The blocks there are, for the palette. Ask again when the document's `blocks` change. */
export const blocksInDocument = (): readonly BlockSummary[] =>
  (useProject.getState().project?.blocks ?? []).map(({ id, name, nodes }) => ({ id, name, layers: nodes.length }));

/** Puts a copy of a block's layers behind the marked layer, as a block of the same name. */
export function addBlock(id: string): void {
  const sheet = sheetNow();
  const block = sheet.blocks.find((other) => other.id === id);
  if (block === undefined) return;
  const pasted = paste(sheet, copied(sheet, block.nodes, []), { after: anchorNode(sheet.graph) }, newNoteId);
  if (pasted.ids.length > 0 && commit(pasted.sheet, { key: "addBlock", name: block.name })) {
    useSession.getState().mark(pasted.ids);
  }
}

const setBlocks = (blocks: readonly Block[], detail: EditDetail): void => {
  if (canChange()) useProject.getState().edit("setBlocks", { blocks }, { detail });
};

/** Makes a block of these layers; answers its id, or null where there is nothing to make it of. */
export function groupLayers(ids: readonly NodeId[], nameOf: (number: number) => string): string | null {
  const { graph, blocks } = sheetNow();
  const known = new Set(graph.nodes.map((node) => node.id));
  const nodes = ids.filter((id) => known.has(id));
  if (nodes.length === 0 || !canChange()) return null;
  const taken = new Set(blocks.map(({ name }) => name));
  let number = 1;
  while (taken.has(nameOf(number))) number++;
  const id = change.newBlockId(blocks);
  setBlocks(change.groupNodes(blocks, { id, name: nameOf(number), nodes }), { key: "group", name: nameOf(number) });
  return id;
}

function withBlock(id: string, run: (block: Block) => void): void {
  const block = useProject.getState().project?.blocks.find((other) => other.id === id);
  if (block !== undefined) run(block);
}

export const ungroup = (id: string): void =>
  withBlock(id, ({ name }) => setBlocks(change.ungroup(sheetNow().blocks, id), { key: "ungroup", name }));

export const renameBlock = (id: string, name: string): void =>
  withBlock(id, (block) => {
    if (name.trim() === "" || name.trim() === block.name) return;
    setBlocks(change.renameBlock(sheetNow().blocks, id, name), { key: "renameBlock", name: block.name });
  });

/** Collapsed blocks are one card. What was marked inside stays marked, so that the card is. */
export const toggleCollapsed = (id: string): void =>
  withBlock(id, ({ name, collapsed, nodes }) => {
    const sheet = sheetNow();
    const { positions, blocks } = change.setCollapsed(sheet, { id, collapsed: !collapsed });
    if (!commit({ graph: sheet.graph, positions, blocks }, { key: collapsed ? "expand" : "collapse", name })) return;
    const { marked, mark } = useSession.getState();
    if (!collapsed && marked.some((node) => nodes.includes(node))) mark([...new Set([...marked, ...nodes])]);
  });

/** The blocks that are marked as a whole, or hold a marked layer. */
export function markedBlocks(): readonly Block[] {
  const marked = new Set(useSession.getState().marked);
  return sheetNow().blocks.filter(({ nodes }) => nodes.some((id) => marked.has(id)));
}
