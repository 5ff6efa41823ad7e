/** @file Copied layers come back as a valid graph, whatever was chosen, and no foreign text does more than be refused. */

import { describe, expect, it } from "vitest";
import { fc } from "../../testing/property.ts";
import type { LayerKind } from "../layers/index.ts";
import { groupNodes, setCollapsed } from "./blocks.ts";
import { clipText, copied, maxLayers, paste, type Sheet, saysItIsAClip } from "./clipboard.ts";
import { parseClip } from "./clipSchema.ts";
import { compile } from "./compile.ts";
import { makeNode, removeNodes } from "./edit.ts";
import { arrange, nodeSize, placeMissing, step } from "./layout.ts";
import { orderOf } from "./order.ts";
import type { Graph } from "./types.ts";

const context = { inputShape: [4], task: "multiclass", classes: 3, vocabulary: null } as const;
const kinds: readonly LayerKind[] = ["dense", "dropout", "add", "concatenate", "activation"];

/** Any acyclic drawing: each layer takes earlier ones. */
const sheets: fc.Arbitrary<Sheet> = fc
  .array(fc.record({ kind: fc.constantFrom(...kinds), from: fc.array(fc.nat(), { minLength: 1, maxLength: 3 }) }), {
    maxLength: 14,
  })
  .map((rows) => {
    const ids = ["input_1"];
    const nodes = [makeNode("input", "input_1", [])];
    for (const [i, { kind, from }] of rows.entries()) {
      const many = kind === "add" || kind === "concatenate";
      const inputs = [...new Set(from.map((at) => ids[at % ids.length] as string))].slice(0, many ? 3 : 1);
      nodes.push(makeNode(kind, `${kind}_${i + 1}`, inputs));
      ids.push(`${kind}_${i + 1}`);
    }
    const graph: Graph = { nodes: [...nodes, makeNode("output", "output_1", [ids.at(-1) as string])] };
    return { graph, positions: arrange(graph), blocks: [], notes: [] };
  });
const chosen = (sheet: Sheet, bits: readonly boolean[]) =>
  sheet.graph.nodes.filter((_, i) => bits[i % Math.max(1, bits.length)] === true).map(({ id }) => id);
const bits = fc.array(fc.boolean(), { minLength: 1, maxLength: 16 });

function expectSound(graph: Graph) {
  const ids = new Set(graph.nodes.map(({ id }) => id));
  expect(ids.size).toBe(graph.nodes.length);
  for (const { inputs } of graph.nodes) for (const input of inputs) expect(ids).toContain(input);
  expect(orderOf(graph.nodes, () => true).unordered.size).toBe(0);
}

const chain = (length: number): Sheet => {
  const nodes = [makeNode("input", "input_1", [])];
  for (let i = 1; i <= length; i++)
    nodes.push(makeNode("dense", `dense_${i}`, [i === 1 ? "input_1" : `dense_${i - 1}`]));
  const graph = { nodes: [...nodes, makeNode("output", "output_1", [`dense_${length}`])] };
  return { graph, positions: arrange(graph), blocks: [], notes: [] };
};
const noteId = () => "note";

describe("copy and paste", () => {
  it("keeps a sound graph sound, with the copies' inner edges and nobody else's", () => {
    fc.assert(
      fc.property(sheets, bits, fc.boolean(), fc.nat(), (sheet, picks, follow, at) => {
        const ids = chosen(sheet, picks);
        const clip = copied(sheet, ids, []);
        const read = parseClip(clipText(clip), sheet.graph.nodes.length);
        expect(read).toEqual({ ok: true, value: JSON.parse(JSON.stringify(clip)) });
        const after = follow ? sheet.graph.nodes[at % sheet.graph.nodes.length]?.id : undefined;
        const pasted = paste(sheet, clip, { after }, noteId);
        const inner = (graph: Graph, among: readonly string[]) =>
          graph.nodes
            .filter(({ id }) => among.includes(id))
            .reduce((sum, { inputs }) => sum + inputs.filter((id) => among.includes(id)).length, 0);
        expectSound(pasted.sheet.graph);
        expect(pasted.ids).toHaveLength(clip.nodes.length);
        const copiedIds = clip.nodes.map(({ id }) => id);
        expect(inner(pasted.sheet.graph, pasted.ids)).toBe(inner(sheet.graph, copiedIds));
        for (const id of pasted.ids) expect(pasted.sheet.positions[id]).toBeDefined();
        // Taken away again, everything is as it was: a paste damages nothing.
        const back = removeNodes(pasted.sheet.graph, { ids: pasted.ids });
        expect(new Set(back.nodes)).toEqual(new Set(sheet.graph.nodes));
      }),
    );
  });

  it("covers no card where it stands alone", () => {
    fc.assert(
      fc.property(sheets, bits, (sheet, picks) => {
        const { sheet: after, ids } = paste(sheet, copied(sheet, chosen(sheet, picks), []), {}, noteId);
        for (const id of ids) {
          const a = after.positions[id] as { x: number; y: number };
          for (const old of sheet.graph.nodes) {
            const b = after.positions[old.id] as { x: number; y: number };
            expect(Math.abs(a.x - b.x) >= nodeSize.width || Math.abs(a.y - b.y) >= nodeSize.height).toBe(true);
          }
        }
      }),
    );
  });

  it("goes between the chosen layer and what it fed, and makes room", () => {
    const sheet = chain(3);
    const { sheet: after, ids } = paste(sheet, copied(sheet, ["dense_2", "dense_3"], []), { after: "dense_1" }, noteId);
    expect(ids).toEqual(["dense_4", "dense_5"]);
    const inputsOf = (id: string) => after.graph.nodes.find((node) => node.id === id)?.inputs;
    expect([inputsOf("dense_4"), inputsOf("dense_5"), inputsOf("dense_2")]).toEqual([
      ["dense_1"],
      ["dense_4"],
      ["dense_5"],
    ]);
    expect(compile(after.graph, context).issues).toEqual([]);
    expect(after.positions.dense_4).toEqual({ x: 0, y: 2 * step.y });
    expect(after.positions.dense_2).toEqual({ x: 0, y: 4 * step.y });
  });

  it("leaves Input and Output where they are", () => {
    const sheet = chain(1);
    expect(copied(sheet, ["input_1", "dense_1", "output_1"], []).nodes.map(({ id }) => id)).toEqual(["dense_1"]);
    const foreign = { nodes: [makeNode("input", "i", [])], positions: {}, blocks: [], notes: [] };
    expect(paste(sheet, foreign, {}, noteId).sheet.graph).toEqual(sheet.graph);
  });

  it("makes a new block of a copied one, as it is shown, and puts the middle at the pointer", () => {
    const sheet = chain(3);
    const blocks = groupNodes([], { id: "block_1", name: "Body", nodes: ["dense_1", "dense_2"] });
    const folded = { ...sheet, ...setCollapsed({ ...sheet, blocks }, { id: "block_1", collapsed: true }) };
    const clip = copied(folded, ["dense_1", "dense_2"], []);
    const { sheet: after, ids } = paste(folded, clip, { at: { x: 1000, y: 500 } }, noteId);
    expect(after.blocks.map(({ id, name, collapsed, nodes }) => [id, name, collapsed, nodes])).toEqual([
      ["block_1", "Body", true, ["dense_1", "dense_2"]],
      ["block_2", "Body", true, ids],
    ]);
    expect(after.positions[ids[0] as string]).toEqual({ x: 1000 - nodeSize.width / 2, y: 500 - nodeSize.height / 2 });
  });

  it("joins the block it is pasted into the middle of", () => {
    const sheet = { ...chain(3), blocks: groupNodes([], { id: "b", name: "B", nodes: ["dense_1", "dense_2"] }) };
    const within = paste(sheet, copied(sheet, ["dense_3"], []), { after: "dense_1" }, noteId);
    expect(within.sheet.blocks[0]?.nodes).toEqual(["dense_1", "dense_2", "dense_4"]);
    const behind = paste(sheet, copied(sheet, ["dense_3"], []), { after: "dense_2" }, noteId);
    expect(behind.sheet.blocks[0]?.nodes).toEqual(["dense_1", "dense_2"]);
  });

  it("puts a layer that several blocks claim into the first of them", () => {
    const clip = copied(chain(3), ["dense_1", "dense_2"], []);
    const claims = [
      { id: "x", name: "X", collapsed: false, nodes: ["dense_1", "dense_1"] },
      { id: "y", name: "Y", collapsed: false, nodes: ["dense_1"] },
      { id: "z", name: "Z", collapsed: false, nodes: ["dense_2", "dense_1", "gone"] },
    ];
    const { sheet } = paste(chain(3), { ...clip, blocks: claims }, {}, noteId);
    expect(sheet.blocks.map(({ name, nodes }) => [name, nodes])).toEqual([
      ["X", ["dense_4"]],
      ["Z", ["dense_5"]],
    ]);
  });

  it("carries notes, under ids of their own", () => {
    const note = { id: "n", text: "why", x: 500, y: 0, width: 100, height: 50 };
    const sheet = { ...chain(1), notes: [note] };
    const { sheet: after, noteIds } = paste(sheet, copied(sheet, [], ["n"]), { at: { x: 0, y: 0 } }, noteId);
    expect(after.notes).toEqual([note, { ...note, id: "note", x: -50, y: -25 }]);
    expect(noteIds).toEqual(["note"]);
  });

  it("copies ten thousand layers without thinking long", () => {
    const sheet = chain(maxLayers / 2 - 2);
    const { sheet: after } = paste(
      sheet,
      copied(
        sheet,
        sheet.graph.nodes.map(({ id }) => id),
        [],
      ),
      {},
      noteId,
    );
    expect(after.graph.nodes.length).toBe(maxLayers - 2);
    expect(placeMissing(after.graph, after.positions)).toBe(after.positions);
  });
});

describe("foreign text", () => {
  const text = (change: object) =>
    JSON.stringify({ ...JSON.parse(clipText(copied(chain(2), ["dense_1"], []))), ...change });
  const codes = (source: string, present = 0) => {
    const result = parseClip(source, present);
    return result.ok ? [] : result.issues.map(({ code, context: told }) => [code, told]);
  };
  const node = (change: object) => ({ id: "a", kind: "dense", params: {}, inputs: [], ...change });

  it("is known by its first words", () => {
    expect(saysItIsAClip(text({}))).toBe(true);
    for (const other of ["", "{}", "a,b\n1,2", '{"layerwise":"project"}', `{"x":"${'"layerwise":"layers"'}"}`])
      expect(saysItIsAClip(other)).toBe(false);
  });

  it("names the kinds that are unknown", () => {
    const nodes = [node({ kind: "warp" }), node({ id: "b", kind: "<img src=x>" }), node({ id: "c" })];
    expect(codes(text({ nodes }))).toEqual([["clipUnknownLayers", { kinds: "warp, <img src=x>" }]]);
  });

  it("is counted before it is looked at, together with what is there", () => {
    const nodes = Array.from({ length: maxLayers + 1 }, () => null);
    expect(codes(text({ nodes }))).toEqual([["clipTooLarge", { count: maxLayers + 1, max: maxLayers }]]);
    expect(codes(text({}), maxLayers)).toEqual([["clipTooLarge", { count: 1, max: maxLayers }]]);
  });

  it.each([
    ["duplicate ids", { nodes: [node({}), node({})] }, "clipDamaged"],
    ["a circle", { nodes: [node({ inputs: ["b"] }), node({ id: "b", inputs: ["a"] })] }, "clipDamaged"],
    ["another version", { version: 2 }, "clipDamaged"],
    ["no list", { nodes: "x" }, "clipDamaged"],
    ["places that are no numbers", { positions: { a: { x: "1", y: 2 } } }, "clipDamaged"],
    // Their middle would be no number any more, and the document would not open again.
    [
      "notes at the end of the world",
      { notes: [{ id: "n", text: "", x: 1e308, y: 0, width: 1e308, height: 1 }] },
      "clipDamaged",
    ],
    ["a deep one", { nodes: JSON.parse(`${"[".repeat(200)}${"]".repeat(200)}`) }, "tooDeep"],
  ])("is refused: %s", (_name, change, code) => {
    expect(codes(text(change)).map(([first]) => first)).toEqual([code]);
  });

  it("does nothing worse with keys of the language itself", () => {
    const source = text({}).replace('"params":{', '"params":{"__proto__":{"polluted":1},');
    const result = parseClip(source, 0);
    expect(result.ok).toBe(false);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
    const named = JSON.stringify({
      layerwise: "layers",
      version: 1,
      nodes: [node({ id: "__proto__" }), node({ id: "constructor", inputs: ["__proto__"] })],
      positions: {},
      blocks: [{ id: "b", name: "toString", collapsed: true, nodes: ["__proto__"] }],
      notes: [],
    });
    const parsed = parseClip(named, 0);
    expect(parsed.ok).toBe(true);
    if (!parsed.ok) return;
    const { sheet, ids } = paste(chain(1), parsed.value, {}, noteId);
    expectSound(sheet.graph);
    for (const id of ids) expect(Number.isFinite(sheet.positions[id]?.x)).toBe(true);
  });
});
