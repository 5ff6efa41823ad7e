import { describe, expect, it } from "vitest";
import { compile } from "../graph/compile.ts";
import { setParam } from "../graph/edit.ts";
import { templateNames, templates } from "../graph/templates.ts";
import type { Graph } from "../graph/types.ts";
import { hasErrors } from "../issue.ts";
import type { ModelContext } from "../layers/define.ts";
import { keepLayers } from "./keepLayers.ts";
import { readSource } from "./readSource.ts";
import { sourceText } from "./sourceText.ts";

const contexts: readonly ModelContext[] = [
  { inputShape: [64], task: "multiclass", classes: 10, vocabulary: null },
  { inputShape: [12], task: "binary", classes: 2, vocabulary: 40 },
  { inputShape: [7], task: "regression", classes: 0, vocabulary: null },
];

/** The model as it is built, whatever the order of the list. */
const modelOf = (graph: Graph, context: ModelContext) => {
  const { model, issues } = compile(graph, context);
  expect(issues.filter(({ severity }) => severity === "error")).toEqual([]);
  const layers = model?.layers.map(({ name, call, inputs, frozen }) => ({ name, call, inputs, frozen })) ?? [];
  return { input: model?.input, output: model?.output, layers: layers.toSorted((a, b) => (a.name < b.name ? -1 : 1)) };
};

const written = (graph: Graph, context: ModelContext) => {
  const text = sourceText(graph, compile(graph, context), context);
  if (text === null) throw new Error("the graph has a text");
  return text;
};

describe.each(templateNames)("template %s", (name) => {
  it.each(contexts)("is the same model after writing and reading, for $inputShape and $task", (context) => {
    const { graph } = templates[name](context);
    if (hasErrors(compile(graph, context).issues)) return;
    const { text, lines } = written(graph, context);
    const { graph: read, issues, spans } = readSource(text, context);
    expect(issues, text).toEqual([]);
    expect(modelOf(read as Graph, context), text).toEqual(modelOf(graph, context));
    for (const [id, line] of lines) expect([id, spans.get(id)?.from]).toEqual([id, line]);
  });
});

describe("an edited text", () => {
  const [context] = contexts as readonly [ModelContext];
  const { graph } = templates.mlp(context);

  it("keeps labels, what follows the task, and layers that lead nowhere", () => {
    const [first] = graph.nodes.filter(({ kind }) => kind === "dense");
    const loose = { id: "loose_1", kind: "dropout", params: { rate: 0.5 }, inputs: [first?.id ?? ""] } as const;
    const before: Graph = {
      nodes: [...graph.nodes.map((node) => (node === first ? { ...node, label: "Ears" } : node)), loose],
    };
    const { text, lines } = written(before, context);
    const edited = text.replace("units=64", "units=48");
    const read = readSource(edited, context).graph as Graph;
    const after = keepLayers(read, { before, written: new Set(lines.keys()), context });
    expect(after.nodes.find(({ id }) => id === first?.id)).toMatchObject({ label: "Ears", params: { units: 48 } });
    expect(after.nodes.find(({ id }) => id === "loose_1")).toEqual(loose);
    expect(after.nodes.at(-1)).toEqual(graph.nodes.at(-1));
  });

  it("loses a layer whose line is deleted", () => {
    const { text, lines } = written(graph, context);
    const [gone, next] = graph.nodes.filter(({ kind }) => kind === "dense").map(({ id }) => id) as [string, string];
    const edited = text
      .split("\n")
      .filter((line) => !line.startsWith(`${gone} =`))
      .join("\n")
      .replace(`(${gone})`, `(${graph.nodes[0]?.id})`);
    const { graph: read, issues } = readSource(edited, context);
    expect(issues).toEqual([]);
    const after = keepLayers(read as Graph, { before: graph, written: new Set(lines.keys()), context });
    expect(after.nodes.map(({ id }) => id)).toEqual(graph.nodes.map(({ id }) => id).filter((id) => id !== gone));
    expect(after.nodes.find(({ id }) => id === next)?.inputs).toEqual([graph.nodes[0]?.id]);
  });

  it("is written while shapes do not fit, and not while a value is none", () => {
    const other: ModelContext = { ...context, inputShape: null };
    expect(sourceText(graph, compile(graph, other), other)).toBeNull();
    const [dense] = graph.nodes.filter(({ kind }) => kind === "dense");
    const broken = setParam(graph, { id: dense?.id ?? "", field: "units", value: 0 });
    expect(sourceText(broken, compile(broken, context), context)).toBeNull();
    const misfit: Graph = {
      nodes: graph.nodes.map((node) =>
        node.kind === "output" ? { ...node, params: { ...node.params, units: 5 } } : node,
      ),
    };
    expect(compile(misfit, context).model).toBeNull();
    expect(sourceText(misfit, compile(misfit, context), context)?.text).toContain("units=5");
  });
});
