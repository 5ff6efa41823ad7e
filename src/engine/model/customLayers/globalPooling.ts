/**
 * @file Global pooling with `keepdims`, which tfjs lacks, and a mean over steps that leaves masked steps out, as Keras's
 * does.
 */
import * as tf from "@tensorflow/tfjs-core";
import { layers } from "@tensorflow/tfjs-layers";
import { firstOf, maskOf } from "./masks.ts";
import type { LayerArgs } from "./tfjsClass.ts";

abstract class GlobalPooling extends layers.Layer {
  readonly keepdims: boolean;
  protected abstract readonly axes: number[];

  constructor(args: LayerArgs) {
    super(args as ConstructorParameters<typeof layers.Layer>[0]);
    this.keepdims = args.keepdims === true;
  }

  protected abstract pooled(x: tf.Tensor): tf.Tensor;

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => this.pooled(firstOf(inputs)));
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
    const mask = maskOf(this, 0);
    if (mask === null) return tf.mean(x, this.axes, this.keepdims);
    // The product is float32 for certain: tfjs's WebGPU cast leaves a comparison's whole numbers as they are, and a sum
    // over steps transposes them as if they were floats.
    const counted = tf.mul(tf.expandDims(mask, 2), 1);
    // A row without any step that counts has a mean of 0.
    const count = tf.maximum(tf.sum(counted, 1, this.keepdims), 1);
    return tf.div(tf.sum(tf.mul(x, counted), 1, this.keepdims), count);
  }
}

class GlobalAveragePooling2D extends GlobalPooling {
  static readonly className = "GlobalAveragePooling2D";
  protected readonly axes = [1, 2];
  protected pooled(x: tf.Tensor): tf.Tensor {
    return tf.mean(x, this.axes, this.keepdims);
  }
}

class GlobalMaxPooling1D extends GlobalPooling {
  static readonly className = "GlobalMaxPooling1D";
  protected readonly axes = [1];
  protected pooled(x: tf.Tensor): tf.Tensor {
    return tf.max(x, this.axes, this.keepdims);
  }
}

class GlobalMaxPooling2D extends GlobalPooling {
  static readonly className = "GlobalMaxPooling2D";
  protected readonly axes = [1, 2];
  protected pooled(x: tf.Tensor): tf.Tensor {
    return tf.max(x, this.axes, this.keepdims);
  }
}

for (const pooling of [GlobalAveragePooling1D, GlobalAveragePooling2D, GlobalMaxPooling1D, GlobalMaxPooling2D]) {
  tf.serialization.registerClass(pooling);
}
