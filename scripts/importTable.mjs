/**
 * @file The import table: who may import whom, as data. `checkWalls.mjs` applies it and `src/ARCHITECTURE.md` shows it.
 * A wall is changed here, with its reason, and nowhere else.
 */

/**
 * One zone of `src/`.
 *
 * @typedef {object} Zone
 * @property {string} name
 * @property {readonly string[]} paths Path prefixes below `src/`, folders ending in "/"; the longest match wins.
 * @property {readonly string[]} zones Names of zones it may import, itself included where it may.
 * @property {readonly string[]} npm Packages it may import; "@scope/*" stands for a whole scope.
 * @property {string} why Shown with a violation.
 */

const UI_KIT = [
  "react",
  "react-dom",
  "@mantine/*",
  "lucide-react",
  "react-resizable-panels",
  "@tanstack/react-virtual",
];
const LANGUAGE = ["i18next", "react-i18next"];
const TFJS = "@tensorflow/*";

/** @type {readonly Zone[]} */
export const ZONES = [
  {
    name: "core",
    paths: ["core/"],
    zones: ["core"],
    npm: ["zod"],
    why: "core is pure: no DOM, no tfjs, no React, nothing but core, so that everything can use it and tests are instant",
  },
  {
    name: "engine's page side",
    paths: ["engine/client.ts", "engine/protocol.ts", "engine/rpc.ts", "engine/workerUrl.ts"],
    zones: ["core", "engine's page side"],
    npm: [],
    why: "the client and the protocol are bundled with the page, which must hold no tfjs and no reader",
  },
  {
    name: "engine",
    paths: ["engine/"],
    zones: ["core", "engine", "engine's page side", "storage"],
    npm: [TFJS, "papaparse", "fflate", "hyparquet", "hyparquet-compressors", "fzstd", "zod"],
    why: "the engine runs in the worker: it knows data, graphs and storage, and nothing of the page",
  },
  {
    name: "storage",
    paths: ["storage/"],
    zones: ["core", "storage"],
    npm: ["idb"],
    why: "storage keeps values and knows neither who made them nor who shows them",
  },
  {
    name: "state",
    paths: ["state/"],
    zones: ["core", "engine's page side", "storage", "state"],
    npm: ["zustand", "zundo", "react"],
    why: "state holds documents and talks to the worker through its client; it shows nothing",
  },
  {
    name: "locales",
    paths: ["locales/"],
    zones: ["core", "locales"],
    npm: LANGUAGE,
    why: "texts are keyed by core's codes and depend on nothing else",
  },
  {
    name: "ui",
    paths: ["ui/"],
    zones: ["core", "locales", "ui"],
    npm: [...UI_KIT, ...LANGUAGE, "recharts"],
    why: "controls and charts are given values; they never reach for a store, the worker or a feature",
  },
  ...["data", "model", "train", "evaluate", "deploy"].map((step) => ({
    name: `features/${step}`,
    paths: [`features/${step}/`],
    zones: ["core", "locales", "state", "ui", `features/${step}`],
    npm: [...UI_KIT, ...LANGUAGE, "@xyflow/react", "@dagrejs/dagre", "wouter"],
    why: "a feature is one step the user sees; what two steps share lives in core, state or ui",
  })),
  {
    name: "serving",
    paths: ["serving/"],
    zones: ["core", "serving"],
    npm: [TFJS],
    why: "what is exported runs alone, away from the studio",
  },
  {
    name: "app",
    paths: ["app/", "main.tsx"],
    zones: [
      "app",
      "core",
      "engine's page side",
      "features/data",
      "features/deploy",
      "features/evaluate",
      "features/model",
      "features/train",
      "locales",
      "state",
      "storage",
      "ui",
    ],
    npm: [...UI_KIT, ...LANGUAGE, "wouter", "zustand"],
    why: "the app joins the features; tfjs stays in the worker",
  },
  {
    name: "testing",
    paths: ["testing/"],
    zones: ["core", "engine", "engine's page side", "state", "storage", "testing"],
    npm: ["fast-check", "@tensorflow/*"],
    why: "helpers of tests; product code never imports them",
  },
];

/** What a `*.test.ts` may import beyond its zone. */
export const TEST_EXTRA = {
  zones: ["testing", "locales"],
  npm: ["vitest", "@vitest/*", "axe-core", "papaparse", "node:*"],
};
