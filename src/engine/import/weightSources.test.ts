import { expect, it, vi } from "vitest";

it("makes no code from text though it is the first to make schemas: the worker's policy forbids it", async () => {
  const made = vi.spyOn(globalThis, "Function");
  await import("./weightSources.ts");
  expect(made).not.toHaveBeenCalled();
});
