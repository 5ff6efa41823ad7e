/** @file Texts about models from outside and the weights that training starts from. */

export const modelImport = {
  button: "Open a model…",
  title: "Open a model",
  intro:
    "A trained model becomes the graph, with its weights: TensorFlow.js (model.json with its .bin files), Keras (.keras), or a topology alone (model.json, config.json).",
  choose: "Choose files…",
  files: "Model files",
  drop: "…or drop them here, all files of the model together.",
  url: "From a web address?",
  urlWhy:
    "The studio's security policy lets it connect to nothing but itself, so that your data cannot leave this device by any path. Download the model in your browser, all of its files, and choose them here. For TensorFlow.js these are model.json and the .bin files beside it.",
  opening: "Opening the model",
  cancel: "Cancel",
  opened: "“{{name}}” is the graph now, with {{count}} layers. Undo brings the earlier one back.",
  refused: "The model was not opened; the graph is as it was.",
  done: "Done",
  chooseWeights: "Choose its weight files…",
  weightFiles: "Weight files (.bin)",
  readOnly: "This project is open elsewhere, so its model cannot be replaced.",
  notFiles: "A folder cannot be opened as a model. Drop the files in it.",
  start: {
    title: "Start weights",
    from: "Starts from",
    random: "random weights",
    run: "Run {{name}}",
    remove: "Start from random weights",
    fit: "Weights fit {{matched}} of {{total}} layers; the others start from random weights.",
    fitAll: "Weights fit all {{total}} layers that have some.",
    fitNone:
      "These weights fit none of the graph's layers, so they change nothing. Layers are matched by name and size.",
    fitUnknown: "How many layers the weights fit is known once the graph has no problems.",
    missing: "These weights are no longer on this device. Choose others.",
    first: "Transfer learning starts from a trained model: open one, or choose an earlier run under “Start weights”.",
    head: "Transfer learning: new head",
    headHelp:
      "Keeps the layers up to “{{end}}” with their weights, frozen ({{frozen}} with weights), and puts a new Output for your target behind them. Only that learns; unfreeze layers later to fine-tune them.",
  },
} as const;
