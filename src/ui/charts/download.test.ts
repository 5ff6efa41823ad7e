/** @file File names made of the user's words. */
import { describe, expect, it } from "vitest";
import { safeFileName } from "./download.ts";

describe("safeFileName", () => {
  it.each([
    ["Penguins by species", "Penguins by species"],
    ["../../etc/passwd", "etc passwd"],
    ['a"/../../x\n', "a .. .. x"],
    ["<img src=x onerror=…>", "img src=x onerror=…"],
    ["CON", "CON_"],
    ["  ...  ", "project"],
    ["evil\u202Etxt.exe", "evil txt.exe"],
    ["企鹅 🐧", "企鹅 🐧"],
  ])("%j becomes %j", (name, expected) => {
    expect(safeFileName(name, "project")).toBe(expected);
  });

  it("is never longer than 100 characters, and cuts no emoji", () => {
    expect(safeFileName("🐧".repeat(500), "x")).toBe("🐧".repeat(100));
  });
});
