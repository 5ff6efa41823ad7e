/** @file One row sent through a graph, with each layer's output kept. */
import { AppError } from "../../core/fault.ts";
import type { InspectedGraph } from "../../core/graph/inspected.ts";

export async function inspect(): Promise<InspectedGraph> {
  throw new AppError("unexpected", { message: "inspect" });
}
