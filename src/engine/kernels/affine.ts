/**
 * @file Images moved in one dispatch: each image's motion is drawn, each pixel of the result read where it comes from. The
 * gradient goes through the result for each pixel of the image and adds up what read it, in a fixed order and without atomics.
 */
import type { Tensor, Tensor4D } from "@tensorflow/tfjs-core";
import type { FillMode, Interpolation, Sampling } from "../../core/layers/augmenting.ts";
import { type Kernel, launch, launchTensors, linear } from "../gpu/kernel.ts";
import { drawing, type Key } from "./draws.ts";
import { turnWgsl } from "./turn.ts";
import { uniformDraw } from "./uniform.ts";

/**
 * How images move: drawn evenly from −reach to reach, for rows and columns apart where there are two. Rotations are in full
 * turns, translations in pixels, zooms in shares; null: as the rows'.
 */
export interface Motion {
  readonly kind: "rotation" | "translation" | "zoom";
  readonly rows: number;
  readonly columns: number | null;
}

/** The keys of the rows' draw and the columns'. */
export type MotionKeys = readonly [Key, Key];

const workgroup = 64;

interface Text {
  /** An image's motion as a vec2, of the two numbers drawn. */
  readonly motion: string;
  /** Where pixel (x, y) comes from, of `motion` and the centre. */
  readonly source: string;
}

const texts: { readonly [K in Motion["kind"]]: Text } = {
  rotation: {
    motion: "cosineSine(rows)",
    source: `vec2<f32>(
        motion.x * (x - centre.x) - motion.y * (y - centre.y),
        motion.y * (x - centre.x) + motion.x * (y - centre.y),
      ) + centre`,
  },
  translation: { motion: "vec2<f32>(columns, rows)", source: "vec2<f32>(x, y) - motion" },
  zoom: {
    motion: "vec2<f32>(columns + 1.0, rows + 1.0)",
    source: "(vec2<f32>(x, y) - centre) * motion + centre",
  },
};

/** A whole position along an axis, brought into the image. */
const placed: { readonly [F in FillMode]: string } = {
  constant: "clamp(position, 0.0, size - 1.0)",
  nearest: "clamp(position, 0.0, size - 1.0)",
  reflect: "min(within(position, 2.0 * size), 2.0 * size - 1.0 - within(position, 2.0 * size))",
  wrap: "within(position, size)",
};

function partsOf(motion: Motion, keys: MotionKeys, sampling: Sampling, shape: Tensor4D["shape"]) {
  const [batch, height, width, channels] = shape;
  const [ofRows, ofColumns] = [drawing(uniformDraw, keys[0], "Rows"), drawing(uniformDraw, keys[1], "Columns")];
  const alike = motion.columns === null;
  return {
    key: `${motion.kind}${alike ? " alike" : ""} ${sampling.fillMode} ${sampling.interpolation} ${ofRows.name}`,
    inputs: ofRows.inputs,
    tensors: ofRows.tensors,
    params: {
      count: "u32",
      first: "u32",
      batch: "u32",
      height: "u32",
      width: "u32",
      channels: "u32",
      rowsReach: "f32",
      columnsReach: "f32",
      fill: "f32",
      ...ofRows.params,
      ...ofColumns.params,
    } as const,
    values: {
      ...ofRows.values,
      ...ofColumns.values,
      batch,
      height,
      width,
      channels,
      rowsReach: motion.rows,
      columnsReach: motion.columns ?? motion.rows,
      fill: sampling.fillValue,
    },
    declarations: `
    ${ofRows.declarations}
    ${turnWgsl}
    fn drawnBy(key : u32, index : u32, reach : f32) -> f32 { return ${uniformDraw.wgsl} * (2.0 * reach) - reach; }
    fn motionOf(image : u32) -> vec2<f32> {
      let rows = drawnBy(${ofRows.key}, image, params.rowsReach);
      let columns = ${alike ? "rows" : `drawnBy(${ofColumns.key}, image, params.columnsReach)`};
      return ${texts[motion.kind].motion};
    }
    fn sourceOf(motion : vec2<f32>, x : f32, y : f32) -> vec2<f32> {
      let centre = vec2<f32>(f32(params.width) - 1.0, f32(params.height) - 1.0) * 0.5;
      return ${texts[motion.kind].source};
    }
    // The half keeps a quotient that is a whole number from being rounded below it.
    fn within(position : f32, period : f32) -> f32 { return position - floor((position + 0.5) / period) * period; }
    fn placed(position : f32, size : f32) -> f32 { return ${placed[sampling.fillMode]}; }
    fn known(position : f32, size : f32) -> bool {
      return ${sampling.fillMode === "constant" ? "position >= 0.0 && position <= size - 1.0" : "true"};
    }`,
  };
}

const readings: { readonly [I in Interpolation]: string } = {
  nearest: "result[index] = pick(floor(source + 0.5), image, channel);",
  bilinear: `
    let near = floor(source);
    let share = source - near;
    let top = pick(near, image, channel) * (1.0 - share.x) + pick(near + vec2<f32>(1.0, 0.0), image, channel) * share.x;
    let bottom = pick(near + vec2<f32>(0.0, 1.0), image, channel) * (1.0 - share.x)
      + pick(near + 1.0, image, channel) * share.x;
    result[index] = top * (1.0 - share.y) + bottom * share.y;`,
};

/** The images, each moved as it is drawn. */
export function movedImages(images: Tensor4D, motion: Motion, keys: MotionKeys, sampling: Sampling): Tensor {
  const parts = partsOf(motion, keys, sampling, images.shape);
  const kernel: Kernel = {
    key: `move images ${parts.key}`,
    inputs: { images: "f32", ...parts.inputs },
    outputs: { result: "f32" },
    params: parts.params,
    workgroup,
    declarations: `${parts.declarations}
    fn pick(position : vec2<f32>, image : u32, channel : u32) -> f32 {
      let size = vec2<f32>(f32(params.width), f32(params.height));
      if (!known(position.x, size.x) || !known(position.y, size.y)) { return params.fill; }
      let column = u32(clamp(placed(position.x, size.x), 0.0, size.x - 1.0));
      let row = u32(clamp(placed(position.y, size.y), 0.0, size.y - 1.0));
      return images[((image * params.height + row) * params.width + column) * params.channels + channel];
    }`,
    body: `
    if (index >= params.count) { return; }
    let channel = index % params.channels;
    let x = index / params.channels % params.width;
    let y = index / params.channels / params.width % params.height;
    let image = index / params.channels / params.width / params.height;
    let source = sourceOf(motionOf(image), f32(x), f32(y));
    ${readings[sampling.interpolation]}`,
  };
  const [result] = launchTensors(kernel, {
    inputs: [images, ...parts.tensors],
    outputs: [{ shape: images.shape, dtype: "float32" }],
    params: { ...parts.values, count: images.size, first: 0 },
    groups: linear(images.size, workgroup),
  });
  return result as Tensor;
}

/** How much a pixel at `own` along an axis is of what is read at `source`. */
const weights: { readonly [I in Interpolation]: string } = {
  nearest: `
      let near = floor(source + 0.5);
      return select(0.0, 1.0, known(near, size) && placed(near, size) == own);`,
  bilinear: `
      let near = floor(source);
      let share = source - near;
      return select(0.0, 1.0 - share, known(near, size) && placed(near, size) == own)
        + select(0.0, share, known(near + 1.0, size) && placed(near + 1.0, size) == own);`,
};

/** Pairs of pixels that one dispatch goes through: so many that no watchdog takes it for stuck. */
const mostPairs = 2 ** 32;

/** The gradient by the images. */
export function movedImagesGradient(dy: Tensor4D, motion: Motion, keys: MotionKeys, sampling: Sampling): Tensor {
  const parts = partsOf(motion, keys, sampling, dy.shape);
  const kernel: Kernel = {
    key: `move images gradient ${parts.key}`,
    inputs: { dy: "f32", ...parts.inputs },
    outputs: { result: "f32" },
    params: parts.params,
    workgroup,
    declarations: `${parts.declarations}
    fn weightOf(source : f32, own : f32, size : f32) -> f32 {${weights[sampling.interpolation]}
    }`,
    body: `
    if (index >= params.count) { return; }
    let at = params.first + index;
    let channel = at % params.channels;
    let own = vec2<f32>(f32(at / params.channels % params.width), f32(at / params.channels / params.width % params.height));
    let image = at / params.channels / params.width / params.height;
    let size = vec2<f32>(f32(params.width), f32(params.height));
    let motion = motionOf(image);
    var sum = 0.0;
    for (var y = 0u; y < params.height; y++) {
      let start = sourceOf(motion, 0.0, f32(y));
      ${motion.kind === "rotation" ? "" : "let ofRow = weightOf(start.y, own.y, size.y);\n      if (ofRow == 0.0) { continue; }"}
      for (var x = 0u; x < params.width; x++) {
        let source = sourceOf(motion, f32(x), f32(y));
        ${motion.kind === "rotation" ? "let ofRow = weightOf(source.y, own.y, size.y);" : ""}
        let weight = ofRow * weightOf(source.x, own.x, size.x);
        if (weight != 0.0) {
          sum += weight * dy[((image * params.height + y) * params.width + x) * params.channels + channel];
        }
      }
    }
    result[at] = sum;`,
  };
  const [batch, height, width, channels] = dy.shape;
  const ofImage = height * width * channels;
  const atOnce = Math.max(1, Math.min(batch, Math.floor(mostPairs / (ofImage * height * width))));
  let result: Tensor | null = null;
  for (let image = 0; image < batch; image += atOnce) {
    const count = Math.min(atOnce, batch - image) * ofImage;
    const given = {
      inputs: [dy, ...parts.tensors],
      params: { ...parts.values, count, first: image * ofImage },
      groups: linear(count, workgroup),
    };
    if (result === null)
      [result = null] = launchTensors(kernel, { ...given, outputs: [{ shape: dy.shape, dtype: "float32" }] });
    else launch(kernel, { ...given, outputs: [result] });
  }
  return result as Tensor;
}
