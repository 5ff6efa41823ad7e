import { expect, it } from "vitest";
import { categoryFeature, numberFeature } from "../../testing/features.ts";
import { fc } from "../../testing/property.ts";
import { defaultDrawing } from "../graph/templates.ts";
import { createProject } from "./create.ts";
import { nestingDepth, parseJson } from "./json.ts";
import { historyWithRates, migrate, recipeWithChains } from "./migrations.ts";
import { parseProject, parseProjectText, viewNewerProject } from "./schema.ts";
import { projectVersion } from "./types.ts";

const project = createProject({ id: "p1", now: 1_700_000_000_000, name: "Penguins" });
const codesOf = (result: ReturnType<typeof parseProject>) => (result.ok ? [] : result.issues.map(({ code }) => code));

it("reads back what was written", () => {
  const parsed = parseProjectText(JSON.stringify(project));
  expect(parsed).toEqual({ ok: true, value: project });
  expect(project.graph).toEqual(defaultDrawing().graph);
});

it("keeps columns with the names of an object's own parts, and pollutes nothing", () => {
  const text = JSON.stringify({ ...project, data: { ...project.data, columns: {} } }).replace(
    '"columns":{}',
    '"columns":{"__proto__":{"dropped":true},"constructor":{"type":"text"},"toString":{}}',
  );
  const parsed = parseProjectText(text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  expect(Object.keys(parsed.value.data.columns)).toEqual(["__proto__", "constructor", "toString"]);
  expect(Object.getOwnPropertyDescriptor(parsed.value.data.columns, "__proto__")?.value).toEqual({ dropped: true });
  expect(JSON.stringify(parsed.value)).toBe(text);
});

it("is not polluted by __proto__ keys at any place", () => {
  const poison = '"__proto__":{"polluted":true},';
  const text = JSON.stringify(project);
  for (let at = text.indexOf("{"); at >= 0; at = text.indexOf("{", at + 1)) {
    const next = text[at + 1] === "}" ? poison.slice(0, -1) : poison;
    const parsed = parseProjectText(text.slice(0, at + 1) + next + text.slice(at + 1));
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    if (parsed.ok) expect((parsed.value as { polluted?: boolean }).polluted).toBeUndefined();
  }
});

it("names the path of a wrong field", () => {
  const wrong = { ...project, graph: { nodes: [{ ...project.graph.nodes[0], inputs: [3] }] } };
  const parsed = parseProject(wrong);
  expect(parsed.ok ? null : parsed.issues[0]).toMatchObject({
    code: "invalidField",
    context: { path: "project.graph.nodes[0].inputs[0]" },
  });
});

it("names the path inside the user's own keys", () => {
  const parsed = parseProject({ ...project, data: { ...project.data, columns: { "<img src=x>": { type: "nope" } } } });
  expect(parsed.ok ? null : parsed.issues[0]).toMatchObject({
    context: { path: "project.data.columns.<img src=x>.type" },
  });
});

it("opens a graph with unknown layers and wrong parameters: compiling it names the node", () => {
  const nodes = [{ id: "x", kind: "conv9d", params: { units: -1, rate: null, deep: "<img>" }, inputs: ["missing"] }];
  const parsed = parseProject({ ...project, graph: { nodes } });
  expect(parsed.ok && parsed.value.graph.nodes).toEqual(nodes);
});

it("refuses what is no project", () => {
  for (const value of [null, 7, "text", [], {}, { version: "1" }, { version: 1.5 }, { version: -1 }]) {
    expect(codesOf(parseProject(value))).toEqual(["notAProject"]);
  }
});

it("names both versions of a newer project, and shows what it can of it", () => {
  const newer = { ...project, version: projectVersion + 4, future: { things: [1] } };
  const parsed = parseProject(newer);
  expect(parsed.ok ? null : parsed.issues[0]).toMatchObject({
    code: "newerVersion",
    context: { found: projectVersion + 4, known: projectVersion },
  });
  expect(viewNewerProject(newer)).toEqual({ ok: true, value: project });
  expect(viewNewerProject({ ...newer, graph: 7 }).ok).toBe(false);
});

it("brings an older document up step by step", () => {
  const steps = {
    0: (document: Record<string, unknown>) => ({ ...document, name: document.title }),
    1: (document: Record<string, unknown>) => document,
    2: (document: Record<string, unknown>) => document,
    3: (document: Record<string, unknown>) => document,
  };
  const { name, version: _, ...rest } = project;
  const parsed = parseProject({ ...rest, version: 0, title: name }, steps);
  expect(parsed).toEqual({ ok: true, value: project });
  expect(
    migrate({ version: 0 }, 0, 3, { 0: (d) => ({ ...d, a: 1 }), 1: (d) => ({ ...d, b: 2 }), 2: (d) => d }),
  ).toEqual({
    version: 3,
    a: 1,
    b: 2,
  });
  // A version that never was has no step.
  expect(codesOf(parseProject({ ...project, version: 0 }))).toEqual(["notAProject"]);
});

it("opens a document of version 1, which knew no notes, blocks or weights to start from", () => {
  const { notes: _notes, blocks: _blocks, startWeights: _weights, ...first } = project;
  expect(parseProject({ ...first, version: 1 })).toEqual({ ok: true, value: project });
});

it("opens a document of version 2, whose preparation was two choices", () => {
  const { moreTargets: _m, input: _i, rows: _r, balance: _b, augmentation: _a, ...data } = project.data;
  const recipe = { scale: "minmax", imputeNumber: "mean", imputeCategory: "mostFrequent" };
  const parsed = parseProject({ ...project, version: 2, data: { ...data, recipe } });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  const steps = parsed.value.data.recipe.steps.map(({ kind, params }) => [kind, params]);
  expect(steps).toEqual([
    ["impute", { strategy: "mean" }],
    ["imputeCategory", {}],
    ["oneHot", {}],
    ["scale", { method: "minmax" }],
  ]);
  expect({ ...parsed.value.data, recipe: project.data.recipe }).toEqual(project.data);
  const unscaled = parseProject({ ...project, version: 2, data: { ...data, recipe: { ...recipe, scale: "none" } } });
  expect(unscaled.ok && unscaled.value.data.recipe.steps.map(({ kind }) => kind)).not.toContain("scale");
});

it("opens a document of version 3, whose training had one learning rate and no clipping", () => {
  const { epochs, batchSize, learningRate, optimizer, optimizerParams, loss, seed, patience } = project.training;
  const training = { epochs, batchSize, learningRate, optimizer, optimizerParams, loss, seed, patience };
  expect(parseProject({ ...project, version: 3, training })).toEqual({ ok: true, value: project });
  expect(codesOf(parseProject({ ...project, version: 3, training: { ...training, epochs: "60" } }))).toEqual([
    "invalidField",
  ]);
});

it("reads an older run as one whose learning rate never changed", () => {
  const {
    schedule: _s,
    clip: _c,
    labelSmoothing: _l,
    accumulate: _a,
    checkpointEvery: _e,
    ...config
  } = project.training;
  const record = { epoch: 1, loss: 0.5, metric: 0.9, valLoss: null, valMetric: null, seconds: 2 };
  const figures = { learningRate: 0.02, gradientNorm: null, stepsPerSecond: null, memoryBytes: null };
  expect(
    historyWithRates({ history: [record], job: { name: "1", config: { ...config, learningRate: 0.02 } } }),
  ).toEqual({
    history: [{ ...record, ...figures }],
    job: { name: "1", config: { ...project.training, learningRate: 0.02 } },
  });
  for (const odd of [null, 7, {}, { history: 3 }, { history: [null], job: {} }]) {
    expect(() => historyWithRates(odd)).not.toThrow();
  }
});

it("turns the recipe of an older run into chains that do the same", () => {
  const features = [
    { kind: "number", column: "x", type: "integer", impute: 4, offset: 5, scale: 2 },
    { kind: "oneHot", column: "c", type: "category", values: ["a", "b"], impute: 1 },
  ];
  expect(recipeWithChains({ task: "binary", features })).toEqual({
    task: "binary",
    window: null,
    features: [numberFeature("x", 4, { offset: 5, scale: 2, type: "integer" }), categoryFeature("c", ["a", "b"], "b")],
  });
});

it("refuses text that is not JSON, cut off or too deep", () => {
  const text = JSON.stringify(project);
  expect(codesOf(parseProjectText(""))).toEqual(["notJson"]);
  expect(codesOf(parseProjectText(text.slice(0, -40)))).toEqual(["notJson"]);
  expect(codesOf(parseProjectText(`${"[".repeat(100_000)}${"]".repeat(100_000)}`))).toEqual(["tooDeep"]);
  expect(codesOf(parseProjectText(`{"a":`.repeat(100_000)))).toEqual(["tooDeep"]);
  expect(parseJson("x".repeat(11), 10).ok).toBe(false);
  // Brackets in strings nest nothing.
  expect(nestingDepth(JSON.stringify({ a: '[[[[\\"[[{{' }), 100)).toBe(1);
});

it("turns half a surrogate pair into the sign for unreadable text", () => {
  const parsed = parseProjectText(JSON.stringify({ ...project, name: "a\ud800b 😀" }));
  expect(parsed.ok && parsed.value.name).toBe("a\ufffdb 😀");
});

it("never throws, whatever it is given", () => {
  fc.assert(
    fc.property(fc.anything({ withNullPrototype: true }), (value) => {
      expect(typeof parseProject(value).ok).toBe("boolean");
    }),
  );
  fc.assert(
    fc.property(fc.nat(), fc.string(), fc.nat(40), (at, insert, cut) => {
      const text = JSON.stringify(project);
      const start = at % text.length;
      expect(typeof parseProjectText(text.slice(0, start) + insert + text.slice(start + cut)).ok).toBe("boolean");
    }),
  );
});
