/** @file A layer kind on its way from the palette to the canvas, in the browser's own drag and drop. */
import { type LayerKind, layers } from "../../core/layers/index.ts";

const mime = "application/x-layerwise-layer";

export function carry(transfer: DataTransfer, kind: LayerKind): void {
  transfer.setData(mime, kind);
  transfer.effectAllowed = "copy";
}

export const carriesLayer = (transfer: DataTransfer): boolean => transfer.types.includes(mime);

export function carriedKind(transfer: DataTransfer): LayerKind | null {
  const kind = transfer.getData(mime);
  return Object.hasOwn(layers, kind) && layers[kind as LayerKind].addable ? (kind as LayerKind) : null;
}
