/** @file Texts of the Model step. */
import type { TemplateName } from "../../core/graph/templates.ts";

export const model = {
  next: {
    button: "Next: Train",
    ready: "The network is complete.",
    problems: "Mend the problems in the network first.",
    noData: "Choose data first.",
  },
  palette: {
    label: "Palette",
    add: "Add layer",
    search: "Search layers",
    searchHint: "Enter adds the first match",
    none: "No layer is called that. Try “dense” or “dropout”.",
    addAfter: "Adds it after {{name}}. Drag it onto the canvas to place it yourself.",
    addLast: "Adds it before the Output. Drag it onto the canvas to place it yourself.",
  },
  templates: {
    label: "Templates",
    replaced: "The model is now “{{title}}”.",
    linear: { title: "Linear", text: "No hidden layer: the simplest model there is, and a baseline worth beating." },
    mlp: { title: "MLP", text: "Two hidden layers of 64: the usual start for tables." },
    deepMlpSkip: {
      title: "Deep MLP with skip",
      text: "Three layers with a skip connection, normalization and dropout, for larger tables.",
    },
  },
  canvas: {
    label: "Model graph",
    tidy: "Tidy up",
    zoomIn: "Zoom in",
    zoomOut: "Zoom out",
    zoomReset: "Zoom to 100 %",
    fit: "Fit",
    fitHelp: "Fit the model into view (Shift+1)",
    layer: "{{name}}, {{badge}}. Output {{shape}}. {{problems}}",
    edge: "From {{from}} to {{to}}, {{shape}}",
    nodeHelp: "Enter selects. Arrow keys move it on the canvas. Delete removes it.",
    edgeHelp: "Enter selects. Delete removes the connection.",
    handle: "Connect",
    moved: "Moved to {{x}}, {{y}}",
    inputs_one: "{{count}} input",
    inputs_other: "{{count}} inputs",
    noData: "no data yet",
    fixed: "Input and Output stay: a model needs both.",
    refused: {
      cycle: "That would make a circle: the layer would depend on itself.",
      takesNoInput: "Input takes nothing: it is where the data come in.",
      givesNoOutput: "Output is the end: nothing can follow it.",
      there: "These two are connected already.",
    },
  },
  outline: {
    label: "Layers",
    hint: "Enter: settings · A: add · Alt ↑ ↓: move · Delete: remove",
    problems: "has problems",
    ignored: "not connected",
    connected: "inputs: {{inputs}}",
  },
  inspector: {
    label: "Layer settings",
    nothing: "Select a layer to see and change its settings.",
    name: "Name",
    more: "More",
    duplicate: "Duplicate",
    remove: "Remove",
    inputs: "Inputs",
    input: "Input",
    noInput: "none",
    addInput: "Add an input…",
    dropInput: "Disconnect {{name}}",
    inputUp: "Move {{name}} up",
    inputDown: "Move {{name}} down",
    thisLayer: "This layer",
    output: "Output",
    inputShape: "Input",
    parameters: "Parameters",
    fixedParameters: "Not trained",
    activations: "Activations, batch {{batch}}",
    unknown: "unknown yet",
  },
  summary: {
    label: "Model summary",
    title: "Model",
    layers: "Layers",
    parameters: "Parameters",
    memory: "Training memory, batch {{batch}}",
    noData: "Shapes and parameters appear once a table and its target are chosen.",
    toData: "Choose data",
  },
} as const satisfies {
  readonly templates: Record<TemplateName, { readonly title: string; readonly text: string }> & {
    readonly label: string;
    readonly replaced: string;
  };
  readonly [part: string]: unknown;
};
