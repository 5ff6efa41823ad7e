/** @file Groups of a convolution: the channels fall into as many parts, each with filters of its own. */
import { refuses, type ShapeResult } from "./define.ts";

interface Grouped {
  readonly filters: number;
  readonly groups: number;
}

/** The refusal of groups that do not divide the channels, or the filters; null where they do. */
export function badGroups({ filters, groups }: Grouped, channels: number): ShapeResult | null {
  const size = [channels, filters].find((count) => count % groups !== 0);
  if (size === undefined) return null;
  return refuses({ code: "notDivisible", context: { field: "groups", size, by: groups }, field: "groups" });
}
