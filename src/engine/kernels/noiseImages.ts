/**
 * @file Images changed at random without moving pixels between places of their own: mirrored, covered in part, brighter or
 * of another contrast. Two numbers are drawn for each image on the way; a dispatch a change, and one or two its gradient.
 */
import * as tf from "@tensorflow/tfjs-core";
import { type Kernel, launchTensors, linear } from "../gpu/kernel.ts";
import { drawing, type Key } from "./draws.ts";
import { uniformDraw } from "./uniform.ts";

/** The keys of an image's first and second number. */
export type ImageKeys = readonly [Key, Key];

interface Change {
  readonly name: string;
  /** Buffers beside the images: of the images' size, or [batch, channels]. */
  readonly further?: Readonly<Record<string, tf.Tensor>>;
  readonly params: Readonly<Record<string, number>>;
  /**
   * Statements that set `result[index]`. They see `first` and `second` in [0, 1), `image`, `x`, `y`, `channel`, and
   * `values[index]`.
   */
  readonly body: string;
}

const workgroup = 64;

function changed(values: tf.Tensor4D, keys: ImageKeys, { name, further = {}, params, body }: Change): tf.Tensor {
  const [first, second] = [drawing(uniformDraw, keys[0], "First"), drawing(uniformDraw, keys[1], "Second")];
  const [, height, width, channels] = values.shape;
  const kernel: Kernel = {
    key: `images ${name} ${first.name}`,
    inputs: {
      values: "f32",
      ...Object.fromEntries(Object.keys(further).map((one) => [one, "f32"])),
      ...first.inputs,
    },
    outputs: { result: "f32" },
    params: {
      count: "u32",
      height: "u32",
      width: "u32",
      channels: "u32",
      ...Object.fromEntries(Object.keys(params).map((one) => [one, "f32" as const])),
      ...first.params,
      ...second.params,
    },
    workgroup,
    declarations: `
    ${first.declarations}
    fn number(key : u32, index : u32) -> f32 { return ${uniformDraw.wgsl}; }`,
    body: `
    if (index >= params.count) { return; }
    let channel = index % params.channels;
    let x = index / params.channels % params.width;
    let y = index / params.channels / params.width % params.height;
    let image = index / params.channels / params.width / params.height;
    let first = number(${first.key}, image);
    let second = number(${second.key}, image);
    ${body}`,
  };
  const [result] = launchTensors(kernel, {
    inputs: [values, ...Object.values(further), ...first.tensors],
    outputs: [{ shape: values.shape, dtype: "float32" }],
    params: { ...first.values, ...second.values, ...params, count: values.size, height, width, channels },
    groups: linear(values.size, workgroup),
  });
  return result as tf.Tensor;
}

/** A change that is its own gradient. */
const linearly = (images: tf.Tensor4D, keys: ImageKeys, change: Change): tf.Tensor =>
  tf.customGrad((input) => ({
    value: changed(input as tf.Tensor4D, keys, change),
    gradFunc: (dy: tf.Tensor) => changed(dy as tf.Tensor4D, keys, change),
  }))(images);

/** Mirrored along an axis where its number is below a half: across by the first, upside down by the second. */
export const mirrored = (images: tf.Tensor4D, keys: ImageKeys, across: boolean, down: boolean): tf.Tensor =>
  linearly(images, keys, {
    name: `mirrored${across ? " across" : ""}${down ? " down" : ""}`,
    params: {},
    body: `
    let column = ${across ? "select(x, params.width - 1u - x, first < 0.5)" : "x"};
    let row = ${down ? "select(y, params.height - 1u - y, second < 0.5)" : "y"};
    result[index] = values[((image * params.height + row) * params.width + column) * params.channels + channel];`,
  });

/** 0 less than `half` a pixel's width away, in both directions, from a place; of the row by the first number. */
export const covered = (images: tf.Tensor4D, keys: ImageKeys, half: number): tf.Tensor =>
  linearly(images, keys, {
    name: "covered",
    params: { half },
    body: `
    let down = abs(f32(y) - (first * f32(params.height) - 0.5));
    let across = abs(f32(x) - (second * f32(params.width) - 0.5));
    result[index] = select(values[index], 0.0, down <= params.half && across <= params.half);`,
  });

/** The range of values, and how far a change goes. */
export interface Tone {
  readonly reach: number;
  readonly min: number;
  readonly max: number;
}

const spread = "(first * (2.0 * params.reach) - params.reach)";

/** A number from −reach to reach is added to each image; values stay within their range. */
export const brightened = (images: tf.Tensor4D, keys: ImageKeys, { reach, min, max }: Tone): tf.Tensor =>
  tf.customGrad((input, save) => {
    const params = { reach, min, max };
    (save as (kept: tf.Tensor[]) => void)([input as tf.Tensor]);
    const value = changed(input as tf.Tensor4D, keys, {
      name: "brightened",
      params,
      body: `result[index] = clamp(values[index] + ${spread}, params.min, params.max);`,
    });
    const gradFunc = (dy: tf.Tensor, [kept]: tf.Tensor[]) =>
      changed(kept as tf.Tensor4D, keys, {
        name: "brightened gradient",
        further: { dy },
        params,
        body: `
        let bright = values[index] + ${spread};
        result[index] = select(0.0, dy[index], bright >= params.min && bright <= params.max);`,
      });
    return { value, gradFunc };
  })(images);

const contrastText = `
    let factor = ${spread} + 1.0;
    let mean = means[image * params.channels + channel];
    let contrasted = (values[index] - mean) * factor + mean;`;

const meansOf = (images: tf.Tensor): tf.Tensor => tf.mean(images, [1, 2]);

/** Each channel of an image goes away from its mean, or towards it, by a factor of 1 − reach to 1 + reach. */
export const contrasted = (images: tf.Tensor4D, keys: ImageKeys, { reach, min, max }: Tone): tf.Tensor =>
  tf.customGrad((input, save) => {
    const params = { reach, min, max };
    const means = meansOf(input as tf.Tensor);
    (save as (kept: tf.Tensor[]) => void)([input as tf.Tensor, means]);
    const value = changed(input as tf.Tensor4D, keys, {
      name: "contrasted",
      further: { means },
      params,
      body: `${contrastText}\n    result[index] = clamp(contrasted, params.min, params.max);`,
    });
    const gradFunc = (dy: tf.Tensor, [kept, ofKept]: tf.Tensor[]) => {
      // What the range lets through, times factor, and by way of the mean the rest.
      const through = changed(kept as tf.Tensor4D, keys, {
        name: "contrasted gradient",
        further: { dy, means: ofKept as tf.Tensor },
        params,
        body: `${contrastText}
        result[index] = select(0.0, dy[index], contrasted >= params.min && contrasted <= params.max);`,
      });
      return changed(through as tf.Tensor4D, keys, {
        name: "contrasted gradient joined",
        further: { means: meansOf(through) },
        params,
        body: `
        let factor = ${spread} + 1.0;
        result[index] = values[index] * factor + means[image * params.channels + channel] * (1.0 - factor);`,
      });
    };
    return { value, gradFunc };
  })(images);
