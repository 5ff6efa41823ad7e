/** @file Proves the walls by planting a breach of each and seeing it named, beside the imports that must stay allowed. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkWalls, violationsOf } from "./checkWalls.mjs";
import { ZONES } from "./importTable.mjs";

const OPENING = "/** @file A planted file. */\n";
const of = (path: string, code: string) => violationsOf(path, OPENING + code);

describe("walls", () => {
  it.each([
    [
      "core/data/a.ts",
      'import * as tf from "@tensorflow/tfjs-core";',
      "may not import the package @tensorflow/tfjs-core",
    ],
    ["core/data/a.ts", 'import { useState } from "react";', "may not import the package react"],
    ["core/data/a.ts", 'import { readFileSync } from "node:fs";', "may not import the package node:fs"],
    ["core/data/a.ts", 'import { client } from "../../engine/client.ts";', "core may not import engine's page side"],
    ["core/data/a.ts", 'export { train } from "../../engine/train/loop.ts";', "core may not import engine"],
    ["core/data/a.ts", 'export * from "../../state/project.ts";', "core may not import state"],
    ["core/data/a.ts", 'type T = import("../../ui/Chart.tsx").Props;', "core may not import ui"],
    ["core/data/a.ts", 'const late = () => import("../../storage/database.ts");', "core may not import storage"],
    ["engine/train/a.ts", 'import { project } from "../../state/project.ts";', "engine may not import state"],
    ["engine/ingest/a.ts", 'import { openDB } from "idb";', "engine may not import the package idb"],
    ["engine/client.ts", 'import { train } from "./train/loop.ts";', "engine's page side may not import engine"],
    ["engine/client.ts", 'import * as tf from "@tensorflow/tfjs";', "may not import the package @tensorflow/tfjs"],
    ["storage/a.ts", 'import { client } from "../engine/client.ts";', "storage may not import engine's page side"],
    ["state/a.ts", 'import { train } from "../engine/train/loop.ts";', "state may not import engine"],
    ["state/a.ts", 'import { Table } from "@mantine/core";', "state may not import the package @mantine/core"],
    ["ui/A.tsx", 'import { useProject } from "../state/project.ts";', "ui may not import state"],
    [
      "features/data/A.tsx",
      'import { Curve } from "../train/Curve.tsx";',
      "features/data may not import features/train",
    ],
    [
      "features/data/A.tsx",
      'import { Curve } from "./../../features/train/Curve.tsx";',
      "may not import features/train",
    ],
    ["features/train/A.tsx", 'import { client } from "../../engine/client.ts";', "may not import engine's page side"],
    ["app/App.tsx", 'import * as tf from "@tensorflow/tfjs-core";', "may not import the package @tensorflow/tfjs-core"],
    ["app/App.tsx", 'import { train } from "../engine/train/loop.ts";', "app may not import engine ("],
    ["app/App.tsx", 'import { close } from "../testing/close.ts";', "app may not import testing"],
    ["app/App.tsx", 'import { chromium } from "../../scripts/chromium.mjs";', "leaves src/"],
    ["app/App.tsx", "const late = (name: string) => import(name);", "computed"],
    ["app/App.tsx", 'import { it } from "vitest";', "may not import the package vitest"],
    ["shed/a.ts", "export const a = 1;", "lies in no zone"],
    ["app/App.tsx", 'import { a } from "../shed/a.ts";', "lies in no zone"],
  ])("%s: %s", (path, code, sentence) => {
    expect(of(path, code)).toEqual([expect.stringContaining(sentence)]);
  });

  it.each([
    ["core/data/a.ts", 'import { z } from "zod"; import { fault } from "../fault.ts";'],
    [
      "engine/train/a.ts",
      'import * as tf from "@tensorflow/tfjs-core"; import type { EngineApi } from "../protocol.ts";',
    ],
    ["engine/client.ts", 'import workerUrl from "./worker.ts?worker&url";'],
    ["features/data/A.tsx", 'import { B } from "./parts/B.tsx"; import "@mantine/core/styles.css";'],
    ["app/App.tsx", 'const late = () => import("../features/train/TrainStep.tsx");'],
    ["core/data/a.test.ts", 'import { it } from "vitest"; import { readFileSync } from "node:fs";'],
    ["core/data/a.ts", "// import React from 'react'\nexport const text = 'import x from \"react\"';"],
  ])("leaves %s alone: %s", (path, code) => {
    expect(of(path, code)).toEqual([]);
  });

  it("asks for the opening comment", () => {
    expect(violationsOf("core/a.ts", "export const a = 1;")).toEqual([expect.stringContaining("@file")]);
    expect(violationsOf("core/a.ts", "/**\n * @file Told.\n */\nexport const a = 1;")).toEqual([]);
    expect(violationsOf("core/a.test.ts", "export const a = 1;")).toEqual([]);
  });

  it("tests see no more of the engine than their folder may", () => {
    expect(of("core/data/a.test.ts", 'import { train } from "../../engine/train/loop.ts";')).toHaveLength(1);
  });

  it("walks a tree and names the file", () => {
    const root = mkdtempSync(join(tmpdir(), "walls-"));
    const write = (path: string, code: string) => {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), OPENING + code);
    };
    write("core/deep/good.ts", "export const good = 1;");
    write("features/model/Bad.tsx", 'import { good } from "../data/good.ts";');
    expect(checkWalls(root)).toEqual({
      files: 2,
      violations: [expect.stringMatching(/^src\/features\/model\/Bad\.tsx: /)],
    });
    rmSync(root, { recursive: true });
  });

  it("names only zones that exist", () => {
    const names = ZONES.map((zone) => zone.name);
    for (const zone of ZONES) expect(names).toEqual(expect.arrayContaining([...zone.zones]));
  });
});
