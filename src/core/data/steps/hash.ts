/**
 * @file hash: a category becomes +1 or −1 at one of a fixed number of places, as FeatureHasher. It learns nothing, so
 * it can tell nothing of the target, and any number of categories fits; some share a place.
 */
import { int } from "../../params/fields.ts";
import { done } from "../../pieces.ts";
import { columnStep, unchanged } from "./define.ts";

export const hash = columnStep({
  group: "categories",
  fields: { buckets: int({ default: 16, min: 2, max: 4096 }) },
  takes: (state) => state === "category",
  fit: ({ cells, params }) =>
    done(cells.state === "category" ? { ops: [{ kind: "hash", buckets: params.buckets }], issues: [] } : unchanged()),
});
