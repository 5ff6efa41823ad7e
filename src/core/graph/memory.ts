/**
 * @file How much a model costs before it is built: the figures that refuse a model no device could hold, and that the
 * summary shows. Estimates, from above for the weights and without the framework's own temporaries.
 */

export interface Totals {
  /** Layers that compute, without Input. */
  readonly layers: number;
  readonly trainable: number;
  readonly fixed: number;
  /** Multiply-adds of one row's forward pass. */
  readonly multiplyAdds: number;
  /** Numbers a single row leaves behind in all layers: what training keeps for the way back. */
  readonly activations: number;
}

/** Beyond this a browser's GPU process is likely to be lost while training. */
export const maxParameters = 50_000_000;
export const maxTrainingBytes = 1_000_000_000;

const bytesPerNumber = 4;

/**
 * Bytes while training: weights, gradients, the best weights so far and the optimizer's slots; activations and their
 * gradients for one batch.
 */
export function trainingBytes(totals: Totals, batchSize: number, optimizerSlots: number): number {
  const parameters = totals.trainable * (3 + optimizerSlots) + totals.fixed * 2;
  return bytesPerNumber * (parameters + 2 * totals.activations * batchSize);
}

/** The batch and optimizer that the refusal assumes: the studio's defaults, Adam at 32 rows. */
export const assumedBatchSize = 32;
export const assumedSlots = 2;

/** What the model's weights take in a file. */
export const modelBytes = ({ trainable, fixed }: Totals): number => bytesPerNumber * (trainable + fixed);

/** What the layers put out for one batch, forward. */
export const activationBytes = ({ activations }: Totals, batchSize: number): number =>
  bytesPerNumber * activations * batchSize;

/** From this share of a limit on, the framework's own temporaries may go beyond it. */
const safeShare = 0.8;

/**
 * The limit in bytes that training comes close to or exceeds, or null: all memory together, or the largest single
 * tensor, of which the device may allow less. `widest`: numbers that one row leaves in the widest layer.
 */
export function limitReached(
  totals: Totals,
  widest: number,
  batchSize: number,
  optimizerSlots: number,
  maxTensorBytes: number | undefined,
): number | null {
  if (maxTensorBytes !== undefined && bytesPerNumber * widest * batchSize > maxTensorBytes) return maxTensorBytes;
  const needed = trainingBytes(totals, batchSize, optimizerSlots);
  return needed > safeShare * maxTrainingBytes ? maxTrainingBytes : null;
}
