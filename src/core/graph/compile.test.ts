/** @file Shapes, counts and issues of whole graphs; every mend must mend. */
import { describe, expect, it } from "vitest";
import type { Issue, IssueCode } from "../issue.ts";
import type { ModelContext } from "../layers/define.ts";
import type { LayerNode } from "../layers/index.ts";
import { compile } from "./compile.ts";
import { addLoose, connect, makeNode, removeNodes, setParam } from "./edit.ts";
import { noContext, templateNames, templates } from "./templates.ts";
import type { Graph } from "./types.ts";

const context: ModelContext = { inputShape: [4], task: "multiclass", classes: 3, vocabulary: null };
const nodes = (...list: readonly LayerNode[]): Graph => ({ nodes: list });
const input = makeNode("input", "input_1", []);
const dense = (id: string, from: readonly string[], params: object = {}) => makeNode("dense", id, from, params);
const output = (from: readonly string[], params: object = {}) => makeNode("output", "output_1", from, params);

const codes = (graph: Graph, within = context) => compile(graph, within).issues.map(({ code }) => code);
const find = <C extends IssueCode>(graph: Graph, code: C, within = context): Extract<Issue, { code: C }> => {
  const issue = compile(graph, within).issues.find((other) => other.code === code);
  if (issue === undefined) throw new Error(`no ${code} among ${codes(graph, within).join(", ")}`);
  return issue as Extract<Issue, { code: C }>;
};
const mended = (graph: Graph, code: IssueCode, fix = 0, within = context): Graph => {
  const mend = find(graph, code, within).fixes?.[fix];
  if (mend?.edit !== "setGraph") throw new Error(`${code} has no mend ${fix}`);
  return mend.args.graph;
};

describe("a sound graph", () => {
  it("has shapes, counts and a Keras call for each layer in order", () => {
    const { graph } = templates.mlp(noContext);
    const compiled = compile({ nodes: graph.nodes.toReversed() }, context);
    expect(compiled.issues).toEqual([]);
    expect(compiled.order).toEqual(["input_1", "dense_1", "dense_2", "output_1"]);
    // (4 + 1) · 64, (64 + 1) · 64, (64 + 1) · 3
    expect(compiled.order.map((id) => compiled.nodes.get(id)?.trainable)).toEqual([0, 320, 4160, 195]);
    expect(compiled.outputShape).toEqual([3]);
    expect(compiled.totals).toEqual({
      layers: 3,
      trainable: 4675,
      fixed: 0,
      multiplyAdds: 4 * 64 + 64 * 64 + 64 * 3,
    });
    expect(compiled.model?.layers.map(({ name }) => name)).toEqual(["dense_1", "dense_2", "output_1"]);
    expect(compiled.model?.layers.at(-1)?.call.args).toMatchObject({ units: 3, activation: "softmax" });
  });

  it.each(templateNames)("template %s compiles for every task", (name) => {
    for (const task of ["binary", "multiclass", "regression"] as const) {
      const context = { inputShape: [9], task, classes: task === "regression" ? 0 : 2, vocabulary: 50 };
      const compiled = compile(templates[name](context).graph, context);
      expect(compiled.issues).toEqual([]);
      expect(compiled.model).not.toBeNull();
    }
  });

  it("follows the task at the head", () => {
    const { graph } = templates.linear(noContext);
    const call = (within: ModelContext) => compile(graph, within).model?.layers.at(-1)?.call.args;
    expect(call({ inputShape: [4], task: "binary", classes: 2, vocabulary: null })).toMatchObject({
      units: 1,
      activation: "sigmoid",
    });
    expect(call({ inputShape: [4], task: "regression", classes: 0, vocabulary: null })).toMatchObject({
      units: 1,
      activation: "linear",
    });
  });

  it("is without shapes, and without error, while there is no data", () => {
    const compiled = compile(templates.mlp(noContext).graph, {
      inputShape: null,
      task: null,
      classes: 0,
      vocabulary: null,
    });
    expect(compiled.issues).toEqual([]);
    expect(compiled.outputShape).toBeNull();
    expect(compiled.model).toBeNull();
  });

  it("is remembered by graph and context", () => {
    const { graph } = templates.mlp(noContext);
    expect(compile(graph, { ...context })).toBe(compile(graph, context));
    expect(compile(graph, { ...context, classes: 5 })).not.toBe(compile(graph, context));
  });

  it("joins columns in the order of the inputs", () => {
    const graph = nodes(
      input,
      dense("a", ["input_1"], { units: 5 }),
      makeNode("concatenate", "join", ["a", "input_1"]),
      output(["join"]),
    );
    const compiled = compile(graph, context);
    expect(compiled.nodes.get("join")?.outputShape).toEqual([9]);
    expect(compiled.model?.layers.find(({ name }) => name === "join")?.inputs).toEqual(["a", "input_1"]);
  });
});

describe("errors stand where they are caused, and their mends mend", () => {
  const base = templates.mlp(noContext).graph;
  const cases: readonly [IssueCode, Graph, string | undefined][] = [
    ["noInputLayer", nodes(dense("a", []), output(["a"])), undefined],
    ["noOutputLayer", nodes(input, dense("a", ["input_1"])), undefined],
    ["severalInputLayers", nodes(input, makeNode("input", "input_2", []), output(["input_1"])), "input_2"],
    ["severalOutputLayers", nodes(input, output(["input_1"]), makeNode("output", "output_2", ["input_1"])), "output_2"],
    ["unknownLayer", nodes(input, { ...dense("a", ["input_1"]), kind: "conv9d" } as never, output(["a"])), "a"],
    ["duplicateLayer", nodes(input, dense("a", ["input_1"]), dense("a", ["input_1"]), output(["a"])), "a"],
    ["layerInputMissing", nodes(input, makeNode("add", "s", ["input_1", "input_1", "gone"]), output(["s"])), "s"],
    ["layerWithoutInput", nodes(input, dense("a", ["input_1"]), output([])), "output_1"],
    ["layerTooManyInputs", nodes(input, dense("a", ["input_1"]), output(["a", "input_1"])), "output_1"],
    [
      "layerTooFewInputs",
      nodes(input, dense("a", ["input_1"], { units: 4 }), makeNode("add", "s", ["a"]), output(["s"])),
      "s",
    ],
    ["shapesDiffer", nodes(input, dense("a", ["input_1"]), makeNode("add", "s", ["input_1", "a"]), output(["s"])), "s"],
    ["fieldOutOfRange", setParam(base, { id: "dense_1", field: "units", value: 2e8 }), "dense_1"],
    ["fieldNotAnInteger", setParam(base, { id: "dense_1", field: "units", value: 1.5 }), "dense_1"],
    ["fieldNotANumber", setParam(base, { id: "dense_1", field: "units", value: "64" }), "dense_1"],
    ["fieldNotAChoice", setParam(base, { id: "dense_1", field: "activation", value: "rulu" }), "dense_1"],
    ["fieldOutOfOpenRange", nodes(input, makeNode("dropout", "d", ["input_1"], { rate: 1 }), output(["d"])), "d"],
    ["outputUnits", setParam(base, { id: "output_1", field: "units", value: 4 }), "output_1"],
    ["outputActivation", setParam(base, { id: "output_1", field: "activation", value: "relu" }), "output_1"],
  ];

  it.each(cases)("%s", (code, graph, at) => {
    const issue = find(graph, code);
    expect(issue.severity).toBe("error");
    expect(issue.at.node).toBe(at);
    expect(compile(graph, context).model).toBeNull();
    for (const [i] of (issue.fixes ?? []).entries()) expect(codes(mended(graph, code, i))).not.toContain(code);
    expect(compile(mended(graph, code), context).model).not.toBeNull();
  });

  it("finds the edge that closes a circle, and nothing behind it", () => {
    const graph = nodes(
      input,
      makeNode("add", "s", ["input_1", "b"]),
      dense("a", ["s"], { units: 4 }),
      dense("b", ["a"], { units: 4 }),
      dense("c", ["b"]),
      output(["c"]),
    );
    expect(codes(graph).filter((code) => code === "layerCycle")).toHaveLength(1);
    expect(compile(graph, context).order).toHaveLength(6);
    expect(codes(mended(graph, "layerCycle"))).not.toContain("layerCycle");
  });

  it("offers a skip connection of a fitting shape", () => {
    const graph = nodes(
      input,
      dense("a", ["input_1"], { units: 8 }),
      dense("b", ["a"], { units: 8 }),
      makeNode("add", "s", ["b"]),
      output(["s"]),
    );
    expect(mended(graph, "layerTooFewInputs").nodes.find(({ id }) => id === "s")?.inputs).toEqual(["a", "b"]);
  });

  it("a loose layer is a notice, keeps out of the model and may be wrong", () => {
    const loose = setParam(addLoose(templates.mlp(noContext).graph, { kind: "dense" }), {
      id: "dense_3",
      field: "units",
      value: -1,
    });
    const compiled = compile(loose, context);
    expect(compiled.issues.map(({ severity }) => severity)).toEqual(["notice", "notice", "notice"]);
    expect(compiled.model?.layers).toHaveLength(3);
    expect(compiled.nodes.get("dense_3")?.active).toBe(false);
  });

  it("does not offer to feed a layer from what it feeds", () => {
    const graph = nodes(input, dense("a", [], { units: 4 }), makeNode("add", "s", ["input_1", "a"]), output(["s"]));
    expect(mended(graph, "layerWithoutInput").nodes.find(({ id }) => id === "a")?.inputs).toEqual(["input_1"]);
  });

  it("refuses what no device could hold, before building it", () => {
    const huge = setParam(setParam(base, { id: "dense_1", field: "units", value: 65536 }), {
      id: "dense_2",
      field: "units",
      value: 65536,
    });
    expect(find(huge, "tooManyParameters").context.count).toBe(65536 * 5 + 65536 * 65537 + 65537 * 3);
    expect(codes(mended(huge, "tooManyParameters"))).toEqual([]);
  });

  it("refuses activations that no device could hold", () => {
    const chain = Array.from({ length: 300 }, (_, i) => makeNode("dropout", `d${i}`, [i === 0 ? "a" : `d${i - 1}`]));
    const wide = nodes(input, dense("a", ["input_1"], { units: 65536 }), ...chain, output(["d299"]));
    expect(find(wide, "tooMuchMemory").context.megabytes).toBeGreaterThan(4000);
    expect(codes(mended(wide, "tooMuchMemory"))).toEqual([]);
  });

  it("says when no column is left to learn from", () => {
    expect(codes(base, { ...context, inputShape: [0] })).toContain("noInputColumns");
  });

  it("warns of a squashed regression, and trains it", () => {
    const regression: ModelContext = { inputShape: [4], task: "regression", classes: 0, vocabulary: null };
    const graph = setParam(base, { id: "output_1", field: "activation", value: "tanh" });
    expect(find(graph, "outputActivation", regression).severity).toBe("warning");
    expect(compile(graph, regression).model).not.toBeNull();
  });

  it("takes the defaults for parameters that a document leaves out", () => {
    for (const params of [null, undefined, 7, "x", [], {}, { unknown: 1 }]) {
      const graph = nodes(input, { ...dense("a", ["input_1"]), params } as never, output(["a"]));
      expect(compile(graph, context).nodes.get("a")?.outputShape).toEqual([32]);
    }
  });

  it("asks for something to train where every layer is frozen", () => {
    const frozen = nodes(input, { ...dense("a", ["input_1"]), frozen: true }, { ...output(["a"]), frozen: true });
    const issue = compile(frozen, context).issues.find(({ code }) => code === "nothingToTrain");
    expect(issue?.at).toEqual({ node: "output_1" });
    const mended = issue?.fixes?.[0]?.args as { graph: Graph };
    expect(compile(mended.graph, context).issues).toEqual([]);
    expect(compile(mended.graph, context).totals).toMatchObject({ trainable: (32 + 1) * 3, fixed: (4 + 1) * 32 });
  });

  it("survives parameters of any type", () => {
    for (const params of [{ units: null }, { units: Number.NaN }, { units: {} }, { units: [3] }]) {
      const graph = nodes(input, { ...dense("a", ["input_1"]), params } as never, output(["a"]));
      const compiled = compile(graph, context);
      expect(compiled.model).toBeNull();
      expect(compiled.issues.every(({ at }) => at.node === "a")).toBe(true);
    }
  });
});

describe("large graphs", () => {
  const chain = (length: number): Graph => {
    const list: LayerNode[] = [input];
    for (let i = 1; i <= length; i++) list.push(dense(`d${i}`, [i === 1 ? "input_1" : `d${i - 1}`], { units: 16 }));
    return nodes(...list, output([`d${length}`]));
  };

  it("visits each node once: 200 layers read each kind's rules 200 times", () => {
    let reads = 0;
    const counted = chain(200).nodes.map(
      (node) =>
        new Proxy(node, {
          get: (target, key) => {
            if (key === "params") reads += 1;
            return Reflect.get(target, key);
          },
        }),
    );
    expect(compile({ nodes: counted }, context).totals.layers).toBe(201);
    expect(reads).toBeLessThan(202 * 12);
  });

  it("keeps mends affordable where everything is wrong", () => {
    const broken = { nodes: chain(3000).nodes.map((node) => ({ ...node, params: { units: -1 } }) as never) };
    const { issues } = compile(broken, context);
    expect(issues.length).toBeGreaterThan(3000);
    expect(issues.filter(({ fixes }) => fixes !== undefined).length).toBe(100);
  });

  it("connect and remove leave what they were given untouched", () => {
    const { graph } = templates.deepMlpSkip(noContext);
    const before = JSON.stringify(graph);
    removeNodes(graph, { ids: ["dense_2"] });
    connect(graph, { from: "input_1", to: "add_1" });
    expect(JSON.stringify(graph)).toBe(before);
  });
});
