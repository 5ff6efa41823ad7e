/** @file Texts of the panel that shows the graph as Keras source. */

export const code = {
  open: "Keras source",
  title: "Keras source",
  label: "Keras source of the model",
  close: "Close the source",
  copy: "Copy",
  copied: "Copied",
  copyFailed: "The browser did not allow copying. Select the text and copy it with Ctrl+C.",
  discard: "Discard my text",
  live: "Shows the graph as it is. Edit it, or paste a model: the graph follows.",
  waiting: "Reading…",
  applied: "The graph follows the text.",
  problems_one: "{{count}} problem: the graph stays as it was.",
  problems_other: "{{count}} problems: the graph stays as it was.",
  stale: "The graph has changed since; this text is not in it yet.",
  readOnly: "This project is open elsewhere, so the source is shown only.",
  noData: "The source appears once there are data, which fix the sizes. You can paste a model here all the same.",
  unwritable: "The graph cannot be written while a value in it is missing. Mend it, or paste a model here.",
  issues: "Problems in the source",
  line: "Line {{line}}",
  placeholder: "model = keras.Sequential([…])",
} as const;
