/** @file Every mend that is offered takes its issue away, whichever layer it is and whatever comes in. */

import { describe, expect, it } from "vitest";
import { drawnParams, type Reach } from "../../testing/drawnParams.ts";
import { fc } from "../../testing/property.ts";
import type { Issue } from "../issue.ts";
import type { ModelContext } from "../layers/define.ts";
import { type LayerKind, type LayerNode, layerKinds, layers, specOf } from "../layers/index.ts";
import { defaultsOf } from "../params/fields.ts";
import { compile } from "./compile.ts";
import { addLoose, makeNode, removeNodes } from "./edit.ts";
import type { Graph, Shape } from "./types.ts";

const contextOf = (inputShape: Shape, vocabulary: number | null = null): ModelContext => ({
  inputShape,
  task: "multiclass",
  classes: 3,
  vocabulary,
});

/** Small numbers, often out of what the input allows. */
const reach: Reach = {
  whole: (field) => Math.min(field.max, field.type === "int" ? field.min + 12 : 12),
  item: 12,
  float: (field) => fc.constant(field.default),
};

const shapeOf = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 4 });

const sameFault = (a: Issue, b: Issue) => a.code === b.code && a.at.node === b.at.node && a.at.field === b.at.field;

/** Applies each mend of the graph's issues; answers how many there were. */
function tryAll(graph: Graph, context: ModelContext): number {
  let tried = 0;
  for (const issue of compile(graph, context).issues) {
    for (const fix of issue.fixes ?? []) {
      if (fix.edit !== "setGraph") continue;
      tried += 1;
      const after = compile(fix.args.graph, context).issues;
      const left = after.filter((other) => sameFault(issue, other));
      const said = `${fix.label} for ${issue.code} in ${JSON.stringify(graph.nodes)} on ${JSON.stringify(context.inputShape)}`;
      expect([said, left.length]).toEqual([said, 0]);
    }
  }
  return tried;
}

const hidden = layerKinds.filter((kind) => layers[kind].role === "hidden");

describe("mends", () => {
  it.each(hidden)("of %s remove what they are offered for", (kind) => {
    const { fields, inputs } = specOf(kind) ?? { fields: {}, inputs: { min: 1, max: 1 } };
    const params = fc.oneof(fc.constant(defaultsOf(fields) as Record<string, unknown>), drawnParams(fields, reach));
    const draw = fc.tuple(params, shapeOf, shapeOf, fc.integer({ min: 1, max: 9 }));
    for (const [drawn, shape, other, units] of fc.sample(draw, { numRuns: 60, seed: 5 })) {
      const sources: readonly LayerNode[] =
        inputs.min === 1
          ? []
          : [
              makeNode("reshape", "reshape_1", ["input_1"], { targetShape: [...other.slice(0, 3), -1] }),
              makeNode("dense", "dense_1", ["input_1"], { units }),
            ];
      const from = inputs.min === 1 ? ["input_1"] : units % 2 === 0 ? ["reshape_1", "dense_1"] : ["input_1", "dense_1"];
      const graph: Graph = {
        nodes: [
          makeNode("input", "input_1", []),
          ...sources,
          makeNode(kind, "tested_1", from, drawn),
          makeNode("output", "output_1", ["tested_1"]),
        ],
      };
      tryAll(graph, contextOf(shape, units > 4 ? units : null));
    }
  });
});

/** What stands between the input and one layer, and what is offered there. */
function offered(kind: LayerKind, params: object, shape: Shape, before: readonly LayerNode[] = []): string[] {
  const nodes = [
    makeNode("input", "input_1", []),
    ...before,
    makeNode(kind, "tested_1", [before.at(-1)?.id ?? "input_1"], params),
    makeNode("output", "output_1", ["tested_1"]),
  ];
  const { issues } = compile({ nodes }, contextOf(shape));
  expect(tryAll({ nodes }, contextOf(shape))).toBeGreaterThan(0);
  return issues
    .filter(({ at }) => at.node === "tested_1")
    .flatMap(({ fixes = [] }) => fixes.map(({ label }) => label.replace("graphIssues:fix.", "")));
}

describe("what is offered", () => {
  const head = (shape: Shape) => {
    const nodes = [makeNode("input", "input_1", []), makeNode("output", "output_1", ["input_1"])];
    return compile({ nodes }, contextOf(shape)).issues.flatMap(({ fixes = [] }) =>
      fixes.map(({ label }) => label.replace("graphIssues:fix.", "")),
    );
  };
  it("at an output that gets an image or a sequence", () => {
    expect(head([8, 8, 3])).toEqual(["insertFlatten", "insertGlobalAveragePooling2d"]);
    expect(head([20, 6])).toEqual(["insertGlobalAveragePooling1d", "insertFlatten"]);
  });

  it("at a convolution that gets a flat row", () => {
    expect(offered("conv2d", {}, [64])).toEqual(["insertReshape"]);
  });

  it("at a recurrent layer that gets only a last step", () => {
    const first = makeNode("lstm", "lstm_1", ["input_1"], { returnSequences: false });
    expect(offered("lstm", {}, [20, 6], [first])).toEqual(["everyStep", "insertReshape"]);
    const both = makeNode("bidirectional", "bidirectional_1", ["input_1"]);
    expect(offered("lstm", {}, [20, 6], [both])).toEqual(["everyStep", "insertReshape"]);
  });

  it("at a layer for other axes, whose settings are kept in its sibling", () => {
    expect(offered("conv1d", {}, [8, 8, 1])[0]).toBe("useSibling");
    expect(offered("maxPooling2d", {}, [20, 6])[0]).toBe("useSibling");
    const nodes = [
      makeNode("input", "input_1", []),
      makeNode("conv1d", "tested_1", ["input_1"], { filters: 5, kernelSize: 5, padding: "causal", useBias: false }),
      makeNode("output", "output_1", ["tested_1"]),
    ];
    const [fix] = compile({ nodes }, contextOf([8, 8, 1])).issues[0]?.fixes ?? [];
    expect(fix).toMatchObject({ names: { kind: "Conv2D" } });
    const after = fix?.edit === "setGraph" ? fix.args.graph.nodes[1] : undefined;
    const padding = "same";
    expect(after).toMatchObject({
      kind: "conv2d",
      params: { filters: 5, kernelSize: [5, 5], padding, useBias: false },
    });
  });

  it("of a recurrent layer that gets only a last step, which is what it says", () => {
    const nodes = [
      makeNode("input", "input_1", []),
      { ...makeNode("lstm", "lstm_1", ["input_1"]), label: "Reader" },
      makeNode("gru", "gru_1", ["lstm_1"]),
      makeNode("output", "output_1", ["gru_1"]),
    ];
    const [issue] = compile({ nodes }, contextOf([20, 6])).issues;
    expect(issue).toMatchObject({ code: "lastStepOnly", context: { name: "GRU", from: "Reader" } });
  });

  it("at a window larger than its input: half of the input, and only where it is too large", () => {
    const nodes = [
      makeNode("input", "input_1", []),
      makeNode("maxPooling2d", "tested_1", ["input_1"], { poolSize: [9, 2] }),
      makeNode("output", "output_1", ["tested_1"]),
    ];
    const fixes = compile({ nodes }, contextOf([7, 8, 1])).issues[0]?.fixes ?? [];
    expect(fixes.map(({ label }) => label)).toEqual(["graphIssues:fix.padSame", "graphIssues:fix.smallerWindow"]);
    const after = fixes[1]?.edit === "setGraph" ? fixes[1].args.graph.nodes[1] : undefined;
    expect(after).toMatchObject({ params: { poolSize: [4, 2] } });
  });

  it("at a window larger than its input", () => {
    expect(offered("conv2d", { kernelSize: [5, 5], padding: "valid" }, [3, 8, 1])).toEqual([
      "padSame",
      "smallerWindow",
    ]);
  });

  it("at groups that do not divide the channels", () => {
    expect(offered("groupNormalization", { groups: 5 }, [8, 8, 12])).toEqual(["nearestDivisor"]);
  });

  it("at a shape that does not hold the numbers", () => {
    const labels = offered("reshape", { targetShape: [7, 7, 1] }, [64]);
    expect(labels).toEqual(["fittingShape"]);
  });

  it("at sums of different widths", () => {
    const nodes = [
      makeNode("input", "input_1", []),
      makeNode("conv2d", "conv2d_1", ["input_1"], { filters: 7, kernelSize: [1, 1] }),
      makeNode("add", "add_1", ["input_1", "conv2d_1"]),
      makeNode("flatten", "flatten_1", ["add_1"]),
      makeNode("output", "output_1", ["flatten_1"]),
    ];
    expect(tryAll({ nodes }, contextOf([6, 6, 3]))).toBe(2);
  });
});

it("asks for unscaled columns where word numbers are needed", () => {
  const nodes = [
    makeNode("input", "input_1", []),
    makeNode("embedding", "embedding_1", ["input_1"]),
    makeNode("flatten", "flatten_1", ["embedding_1"]),
    makeNode("output", "output_1", ["flatten_1"]),
  ];
  const issue = compile({ nodes }, contextOf([12])).issues.find(({ code }) => code === "tokensExpected");
  expect(issue?.fixes?.map(({ edit, args }) => [edit, args])).toEqual([["removeSteps", { kind: "scale" }]]);
  expect(compile({ nodes }, contextOf([12], 30)).issues.map(({ code }) => code)).not.toContain("tokensExpected");
  expect(tryAll({ nodes }, contextOf([12], 2_000))).toBe(1);
});

describe("a layer that leads nowhere", () => {
  const chain: Graph = {
    nodes: [
      makeNode("input", "input_1", []),
      makeNode("conv2d", "conv2d_1", ["input_1"]),
      makeNode("flatten", "flatten_1", ["conv2d_1"]),
      makeNode("dense", "dense_1", ["flatten_1"]),
      makeNode("output", "output_1", ["dense_1"]),
    ],
  };
  const again = (graph: Graph, shape: Shape = [28, 28, 1]) => {
    const context = contextOf(shape);
    const issue = compile(graph, context).issues.find(({ code }) => code === "layerIgnored");
    const fix = issue?.fixes?.find(({ label }) => label === "graphIssues:fix.connectAgain");
    return fix?.edit === "setGraph" ? compile(fix.args.graph, context) : null;
  };

  it("goes where its shape fits, and breaks nothing behind it", () => {
    for (const kind of hidden.filter((kind) => layers[kind].inputs.max === 1)) {
      const after = again(addLoose(chain, { kind }));
      if (after !== null) expect([kind, after.issues.map(({ code }) => code)]).toEqual([kind, []]);
    }
    expect(again(addLoose(chain, { kind: "dropout" }))?.model?.layers.map(({ name }) => name)).toContain("dropout_1");
    expect(again(addLoose(chain, { kind: "maxPooling2d" }))?.model?.layers.map(({ kind }) => kind)).toEqual([
      "conv2d",
      "maxPooling2d",
      "flatten",
      "dense",
      "output",
    ]);
  });

  it("is only to be removed where it fits nowhere", () => {
    const flat = removeNodes(chain, { ids: ["conv2d_1"] });
    const graph = addLoose(flat, { kind: "lstm" });
    const issue = compile(graph, contextOf([9])).issues.find(({ code }) => code === "layerIgnored");
    expect(issue?.fixes?.map(({ label }) => label)).toEqual(["graphIssues:fix.removeLayer"]);
  });
});
