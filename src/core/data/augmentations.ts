/**
 * @file Random changes of training rows, as data: a row a change, with its parameters and the Keras layer that carries
 * it out. The engine runs the layers on the device, in training only, on values from 0 to 1 (images) or as the recipe
 * scales them (series); a model's own augmentation layers are another thing and travel with the model.
 */
import type { KerasCall } from "../layers/define.ts";
import { choice, type Fields, float, type ParamValue } from "../params/fields.ts";

export interface AugmentationSpec<F extends Fields = Fields> {
  /** What kind of sample it suits. */
  readonly suits: "image" | "sequence";
  readonly fields: F;
  readonly keras: (params: Readonly<Record<string, ParamValue>>) => KerasCall;
}

const share = (value: number, max = 1) => float({ default: value, min: 0, max });

export const augmentations = {
  flip: {
    suits: "image",
    fields: {
      mode: choice(["horizontal", "vertical", "horizontal_and_vertical"], { default: "horizontal" }),
    },
    keras: ({ mode }) => ({ className: "RandomFlip", args: { mode: mode as string } }),
  },
  rotate: {
    suits: "image",
    fields: { factor: share(0.05, 0.5) },
    keras: ({ factor }) => geometric("RandomRotation", { factor: factor as number }),
  },
  shift: {
    suits: "image",
    fields: { heightFactor: share(0.1), widthFactor: share(0.1) },
    keras: ({ heightFactor, widthFactor }) =>
      geometric("RandomTranslation", { heightFactor: heightFactor as number, widthFactor: widthFactor as number }),
  },
  zoom: {
    suits: "image",
    fields: { heightFactor: share(0.1, 0.9) },
    keras: ({ heightFactor }) => geometric("RandomZoom", { heightFactor: heightFactor as number }),
  },
  contrast: {
    suits: "image",
    fields: { factor: share(0.2) },
    keras: ({ factor }) => ({ className: "RandomContrast", args: { factor: factor as number } }),
  },
  brightness: {
    suits: "image",
    fields: { factor: share(0.2) },
    keras: ({ factor }) => ({ className: "RandomBrightness", args: { factor: factor as number, valueRange: [0, 1] } }),
  },
  noise: {
    suits: "image",
    fields: { stddev: share(0.05) },
    keras: ({ stddev }) => ({ className: "GaussianNoise", args: { stddev: stddev as number } }),
  },
  cutout: {
    suits: "image",
    fields: { size: share(0.25) },
    keras: ({ size }) => ({ className: "Cutout", args: { size: size as number } }),
  },
  jitter: {
    suits: "sequence",
    fields: { stddev: share(0.05) },
    keras: ({ stddev }) => ({ className: "GaussianNoise", args: { stddev: stddev as number } }),
  },
  scaling: {
    suits: "sequence",
    fields: { stddev: share(0.1) },
    keras: ({ stddev }) => ({ className: "RandomScaling", args: { stddev: stddev as number } }),
  },
} as const satisfies Readonly<Record<string, AugmentationSpec>>;

/** What is outside of the image is filled with its own edge. */
function geometric(className: string, args: Readonly<Record<string, number | null>>): KerasCall {
  return {
    className,
    args: { widthFactor: null, ...args, fillMode: "nearest", fillValue: 0, interpolation: "bilinear" },
  };
}

export type AugmentationKind = keyof typeof augmentations;
export const augmentationKinds = Object.keys(augmentations) as readonly AugmentationKind[];
