/** @file Blocks are views: grouping and folding leave the graph alone, and undo themselves. */

import { describe, expect, it } from "vitest";
import { fc } from "../../testing/property.ts";
import {
  anchorOf,
  blockItemId,
  groupNodes,
  newBlockId,
  portsOf,
  renameBlock,
  setCollapsed,
  shownGraph,
  ungroup,
} from "./blocks.ts";
import { makeNode, removeNodes } from "./edit.ts";
import { arrange, step } from "./layout.ts";
import type { Graph } from "./types.ts";

const graph: Graph = {
  nodes: [
    makeNode("input", "i", []),
    makeNode("dense", "a", ["i"]),
    makeNode("dense", "b", ["a"]),
    makeNode("add", "s", ["a", "b"]),
    makeNode("dropout", "d", ["s"]),
    makeNode("output", "o", ["d"]),
  ],
};
const positions = arrange(graph);
const ids = graph.nodes.map(({ id }) => id);
const some = fc.subarray(ids, { minLength: 1 });

describe("groups", () => {
  it("takes layers out of the blocks they were in; a layer is in one block at most", () => {
    fc.assert(
      fc.property(fc.array(some, { minLength: 1, maxLength: 5 }), (choices) => {
        const blocks = choices.reduce<ReturnType<typeof groupNodes>>(
          (all, nodes) => groupNodes(all, { id: newBlockId(all), name: "B", nodes }),
          [],
        );
        const members = blocks.flatMap(({ nodes }) => nodes);
        expect(new Set(members).size).toBe(members.length);
        expect(new Set(blocks.map(({ id }) => id)).size).toBe(blocks.length);
        expect(blocks.at(-1)?.nodes).toEqual(choices.at(-1));
        expect(blocks.every(({ nodes }) => nodes.length > 0)).toBe(true);
      }),
    );
  });

  it("grouping and ungrouping gives back what was there", () => {
    const before = groupNodes([], { id: "x", name: "X", nodes: ["i"] });
    const grouped = groupNodes(before, { id: "y", name: "Y", nodes: ["a", "b"] });
    expect(ungroup(grouped, "y")).toEqual(before);
  });

  it("keeps its name where the new one is empty", () => {
    const blocks = groupNodes([], { id: "x", name: "X", nodes: ["a"] });
    expect(renameBlock(blocks, "x", "  ")).toBe(blocks);
    expect(renameBlock(blocks, "x", " Body ")[0]?.name).toBe("Body");
  });
});

describe("folding", () => {
  it("is undone by unfolding, and draws the rest closer together", () => {
    fc.assert(
      fc.property(some, (nodes) => {
        const blocks = groupNodes([], { id: "x", name: "X", nodes });
        const sheet = { graph, positions, blocks };
        const folded = setCollapsed(sheet, { id: "x", collapsed: true });
        expect(folded.blocks[0]?.collapsed).toBe(true);
        const block = blocks[0];
        if (block !== undefined) expect(anchorOf(block, folded.positions)).toEqual(anchorOf(block, positions));
        const back = setCollapsed({ ...sheet, ...folded }, { id: "x", collapsed: false });
        expect(back).toEqual({ positions, blocks });
      }),
    );
    const chain = groupNodes([], { id: "x", name: "X", nodes: ["a", "b", "s"] });
    const folded = setCollapsed({ graph, positions, blocks: chain }, { id: "x", collapsed: true });
    expect([folded.positions.a?.y, folded.positions.d?.y, folded.positions.o?.y]).toEqual([
      step.y,
      2 * step.y,
      3 * step.y,
    ]);
  });

  it("closes up behind a block that a skip connection leaves as well", () => {
    const blocks = groupNodes([], { id: "x", name: "X", nodes: ["a", "b"] });
    const folded = setCollapsed({ graph, positions, blocks }, { id: "x", collapsed: true });
    expect([folded.positions.s?.y, folded.positions.o?.y]).toEqual([2 * step.y, 4 * step.y]);
    expect(setCollapsed({ graph, ...folded }, { id: "x", collapsed: false }).positions).toEqual(positions);
  });

  it("shows one card for the block, and one line for all that leads to it from one layer", () => {
    const blocks = [{ id: "x", name: "X", collapsed: true, nodes: ["b", "s"] }];
    const { items, lines } = shownGraph(graph, blocks);
    const x = blockItemId("x");
    expect(items.map(({ id, nodes }) => [id, nodes.length])).toEqual([
      ["i", 1],
      ["a", 1],
      [x, 2],
      ["d", 1],
      ["o", 1],
    ]);
    expect(lines.map(({ from, to, links }) => [from, to, links.length])).toEqual([
      ["i", "a", 1],
      ["a", x, 2],
      [x, "d", 1],
      ["d", "o", 1],
    ]);
  });

  it("keeps every edge that is not inside a folded block, whatever is folded", () => {
    fc.assert(
      fc.property(some, some, (first, second) => {
        const blocks = groupNodes(groupNodes([], { id: "x", name: "X", nodes: first }), {
          id: "y",
          name: "Y",
          nodes: second,
        }).map((block) => ({ ...block, collapsed: true }));
        const owner = (id: string) => blocks.find(({ nodes }) => nodes.includes(id))?.id ?? id;
        const outer = graph.nodes.flatMap(({ id, inputs }) =>
          inputs.filter((from) => owner(from) !== owner(id)).map((from) => `${from}>${id}`),
        );
        const { items, lines } = shownGraph(graph, blocks);
        const drawn = lines.flatMap(({ links }) => links.map(({ from, to }) => `${from}>${to}`));
        expect(drawn.sort()).toEqual(outer.sort());
        expect(items.flatMap(({ nodes }) => nodes.map(({ id }) => id)).sort()).toEqual([...ids].sort());
        const known = new Set(items.map(({ id }) => id));
        for (const { from, to } of lines) expect([known.has(from), known.has(to)]).toEqual([true, true]);
      }),
    );
  });

  it("knows where a block begins and ends", () => {
    const block = { id: "x", name: "X", collapsed: true, nodes: ["a", "b", "s"] };
    expect(portsOf(graph, block)).toEqual({ entries: ["a"], exits: ["s"] });
  });
});

it("deleting any layers heals the rest: what they fed is fed by what fed them", () => {
  fc.assert(
    fc.property(some, (gone) => {
      const next = removeNodes(graph, { ids: gone });
      const left = new Set(next.nodes.map(({ id }) => id));
      for (const { id, inputs } of next.nodes) {
        for (const input of inputs) expect(left).toContain(input);
        // A layer keeps an input as long as anything that fed it is left.
        const fed = (at: string): boolean =>
          (graph.nodes.find((node) => node.id === at)?.inputs ?? []).some((from) => left.has(from) || fed(from));
        expect([id, inputs.length > 0]).toEqual([id, fed(id)]);
      }
    }),
  );
});
