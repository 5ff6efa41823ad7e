/** @file Every template becomes a model without a single complaint, whatever the data's axes and the task. */
import { describe, expect, it } from "vitest";
import type { Task } from "../data/types.ts";
import type { ModelContext } from "../layers/define.ts";
import { compile } from "./compile.ts";
import { imageShape, misfitOf, sequenceShape } from "./templates/adapt.ts";
import { noContext, templateNames, templates, templatesFor } from "./templates.ts";
import type { Shape } from "./types.ts";

const tasks: readonly Task[] = ["binary", "multiclass", "regression"];
const shapes: readonly Shape[] = [[1], [4], [9], [13], [64], [784], [28, 28, 1], [32, 32, 3], [40, 1], [20, 6]];
const outputs: Readonly<Record<Task, number>> = { binary: 1, multiclass: 10, regression: 1 };

const contextOf = (inputShape: Shape, task: Task): ModelContext => ({
  inputShape,
  task,
  classes: task === "multiclass" ? 10 : 2,
  vocabulary: 500,
});

describe.each(templateNames)("template %s", (name) => {
  it.each(shapes.map((shape) => [shape.join("×"), shape] as const))("compiles for rows of %s", (_text, shape) => {
    for (const task of tasks) {
      const context = contextOf(shape, task);
      const { issues, model, outputShape } = compile(templates[name](context).graph, context);
      expect(issues.map(({ code, at }) => `${code} at ${at.node}`)).toEqual([]);
      expect(model).not.toBeNull();
      expect(outputShape).toEqual([outputs[task]]);
    }
  });

  it("is drawn before there are data, with a place for each layer", () => {
    const { graph, positions } = templates[name](noContext);
    expect(Object.keys(positions).sort()).toEqual(graph.nodes.map(({ id }) => id).sort());
    const places = Object.values(positions).map(({ x, y }) => `${x},${y}`);
    expect(new Set(places).size).toBe(places.length);
    expect(templatesFor[name]).toBeTypeOf("string");
  });
});

it("the text classifier asks for word numbers, and for nothing else", () => {
  const context = { ...contextOf([24], "multiclass"), vocabulary: null };
  const { issues } = compile(templates.textClassifier(context).graph, context);
  expect(issues.map(({ code, fixes }) => [code, fixes?.[0]?.edit])).toEqual([["tokensExpected", "removeSteps"]]);
});

it("makes the squarest image of a row", () => {
  expect(imageShape(64)).toEqual([8, 8, 1]);
  expect(imageShape(784)).toEqual([28, 28, 1]);
  expect(imageShape(3072)).toEqual([32, 32, 3]);
  expect(imageShape(40)).toEqual([5, 8, 1]);
  expect(imageShape(13)).toEqual([1, 13, 1]);
});

it("keeps all numbers of a row as a sequence, and long rows short", () => {
  for (let n = 1; n < 3000; n++) {
    const [steps = 0, features = 0] = sequenceShape(n);
    expect(steps * features).toBe(n);
    if (n <= 128) expect(features).toBe(1);
  }
  expect(sequenceShape(784)).toEqual([28, 28]);
});

it("says which data a template does not suit", () => {
  const context = contextOf([4], "multiclass");
  expect(misfitOf("images", context)).toBe("noImage");
  expect(misfitOf("images", { ...context, inputShape: [64] })).toBeNull();
  expect(misfitOf("images", { ...context, inputShape: [13] })).toBe("noImage");
  expect(misfitOf("sequences", context)).toBe("noSequence");
  expect(misfitOf("sequences", { ...context, inputShape: [24] })).toBeNull();
  expect(misfitOf("text", { ...context, vocabulary: null })).toBe("noText");
  expect(misfitOf("text", context)).toBeNull();
  expect(misfitOf("tables", context)).toBeNull();
});
