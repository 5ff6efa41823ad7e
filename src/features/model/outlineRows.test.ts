/** @file The outline lists every layer once, those of a block together, and says where each stands. */

import { describe, expect, it } from "vitest";
import { groupNodes } from "../../core/graph/blocks.ts";
import { makeNode } from "../../core/graph/edit.ts";
import { fc } from "../../testing/property.ts";
import { nodesOf, outlineRows } from "./outlineRows.ts";

const ids = ["a", "b", "c", "d", "e"];
const graph = { nodes: ids.map((id, i) => makeNode("dense", id, i === 0 ? [] : [ids[i - 1] as string])) };

describe("rows", () => {
  it("holds each layer once, and each level counts its own from 1 on", () => {
    fc.assert(
      fc.property(fc.subarray(ids), fc.subarray(ids), fc.boolean(), (first, second, collapsed) => {
        const blocks = groupNodes(groupNodes([], { id: "x", name: "X", nodes: first }), {
          id: "y",
          name: "Y",
          nodes: second,
        }).map((block) => ({ ...block, collapsed }));
        const rows = outlineRows(graph, blocks, ids);
        const listed = rows.filter((row) => row.kind === "layer" || row.block.collapsed).flatMap(nodesOf);
        expect([...listed].sort()).toEqual(ids);
        const top = rows.filter(({ level }) => level === 1);
        expect(top.map(({ position, size }) => [position, size])).toEqual(top.map((_, i) => [i + 1, top.length]));
        for (const [i, row] of rows.entries()) {
          if (row.level === 1) continue;
          const head = rows[i - row.position];
          expect(head?.kind).toBe("block");
          expect(head === undefined ? [] : nodesOf(head)).toContain(nodesOf(row)[0]);
        }
      }),
    );
  });

  it("knows what stands before a layer, also across a folded block", () => {
    const blocks = [{ id: "x", name: "X", collapsed: true, nodes: ["b", "c"] }];
    const rows = outlineRows(graph, blocks, ids);
    expect(rows.map((row) => (row.kind === "block" ? "X" : `${row.previous ?? ""}>${row.node.id}`))).toEqual([
      ">a",
      "X",
      "c>d",
      "d>e",
    ]);
  });
});
