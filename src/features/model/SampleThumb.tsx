/** @file What a layer put out for the row chosen, small, beside its card. */
import { memo, useMemo } from "react";
import type { InspectedOutput } from "../../core/graph/inspected.ts";
import type { LayerNode } from "../../core/layers/index.ts";
import { isStale, useInspect } from "../../state/inspect.ts";
import { SampleCanvas } from "./SampleCanvas.tsx";
import styles from "./SampleView.module.css";
import { picturesOf } from "./samplePicture.ts";

/** The output of a layer, or null where none was seen of this very layer. */
export const useOutput = (node: Pick<LayerNode, "id" | "kind">): InspectedOutput | null =>
  useInspect(({ seen }) =>
    seen !== null && seen.kinds[node.id] === node.kind ? (seen.inspected.outputs[node.id] ?? null) : null,
  );

/** The same as the table has it, where the layer hands it on; a picture of it is recognized. */
export const useRawOutput = (node: Pick<LayerNode, "id">): InspectedOutput | null =>
  useInspect(({ seen }) => seen?.inspected.raw?.[node.id] ?? null);

const size = 44;
/** Two by two feature maps. */
const most = 4;

export const SampleThumb = memo(function SampleThumb({ node }: { readonly node: LayerNode }) {
  const output = useOutput(node);
  const raw = useRawOutput(node);
  return output === null ? null : <Thumb output={raw ?? output} />;
});

function Thumb({ output }: { readonly output: InspectedOutput }) {
  const pictures = useMemo(() => picturesOf(output, most), [output]);
  const stale = useInspect(isStale);
  const side = pictures.length > 1 ? (size - 2) / 2 : size;
  return (
    <div className={styles.thumb} data-stale={stale || undefined} aria-hidden="true">
      {pictures.map((picture, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a picture is its channel.
        <SampleCanvas key={at} picture={picture} range={output} width={side} height={side} />
      ))}
    </div>
  );
}
