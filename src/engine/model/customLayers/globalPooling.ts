/**
 * @file Global pooling with `keepdims`, which tfjs lacks, and a mean over steps that leaves masked steps out, as Keras's
 * does.
 */
import * as tf from "@tensorflow/tfjs-core";
import { layers } from "@tensorflow/tfjs-layers";
import { globalMax, globalMean } from "../../ops/pooling.ts";
import { firstOf, maskOf } from "./masks.ts";
import type { LayerArgs } from "./tfjsClass.ts";

abstract class GlobalPooling extends layers.Layer {
  readonly keepdims: boolean;
  protected abstract readonly axes: number[];

  constructor(args: LayerArgs) {
    super(args as ConstructorParameters<typeof layers.Layer>[0]);
    this.keepdims = args.keepdims === true;
  }

  /** [batch, …, channels] → [batch, channels] */
  protected abstract pooled(x: tf.Tensor): tf.Tensor;

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const y = this.pooled(firstOf(inputs));
      const [batch, channels] = y.shape as [number, number];
      return this.keepdims ? tf.reshape(y, [batch, ...this.axes.map(() => 1), channels]) : y;
    });
  }

  override computeOutputShape(inputShape: (number | null)[]): (number | null)[] {
    const channels = inputShape.at(-1) as number;
    const kept = this.keepdims ? this.axes.map(() => 1) : [];
    return [inputShape[0] as number | null, ...kept, channels];
  }

  override getConfig(): LayerArgs {
    return { ...super.getConfig(), keepdims: this.keepdims };
  }
}

class GlobalAveragePooling1D extends GlobalPooling {
  static readonly className = "GlobalAveragePooling1D";
  protected readonly axes = [1];
  protected pooled(x: tf.Tensor): tf.Tensor {
    return globalMean(x, maskOf(this, 0));
  }
}

class GlobalAveragePooling2D extends GlobalPooling {
  static readonly className = "GlobalAveragePooling2D";
  protected readonly axes = [1, 2];
  protected pooled(x: tf.Tensor): tf.Tensor {
    return globalMean(x, null);
  }
}

class GlobalMaxPooling1D extends GlobalPooling {
  static readonly className = "GlobalMaxPooling1D";
  protected readonly axes = [1];
  protected readonly pooled = globalMax;
}

class GlobalMaxPooling2D extends GlobalPooling {
  static readonly className = "GlobalMaxPooling2D";
  protected readonly axes = [1, 2];
  protected readonly pooled = globalMax;
}

for (const pooling of [GlobalAveragePooling1D, GlobalAveragePooling2D, GlobalMaxPooling1D, GlobalMaxPooling2D]) {
  tf.serialization.registerClass(pooling);
}
