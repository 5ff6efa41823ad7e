/**
 * @file What augmentation layers share. They take images [height, width, channels], act while training only, and keep the
 * shape. In PyTorch each is a small module of its own, written with torch alone, on channels-first tensors.
 */
import type { TorchEmitter, TorchHelper, TorchValue } from "../export/torch/emitter.ts";
import { choice, float, type ParamValue } from "../params/fields.ts";
import {
  gives,
  type KerasCall,
  type KerasValue,
  refuses,
  type ShapeArgs,
  type ShapeResult,
  unknownShape,
} from "./define.ts";
import { wrongRank } from "./sameShape.ts";

/** What stands beyond the edges of an image. "reflect" repeats the edge itself: c b a | a b c | c b a. */
export const fillModes = ["reflect", "nearest", "wrap", "constant"] as const;
export type FillMode = (typeof fillModes)[number];
export const interpolations = ["bilinear", "nearest"] as const;
export type Interpolation = (typeof interpolations)[number];

/** How values between and beyond pixels are found. */
export interface Sampling {
  readonly fillMode: FillMode;
  readonly fillValue: number;
  readonly interpolation: Interpolation;
}

export const samplingFields = {
  fillMode: choice(fillModes, { default: "reflect" }),
  interpolation: choice(interpolations, { default: "bilinear", advanced: true }),
  fillValue: float({ default: 0, min: -1e6, max: 1e6, advanced: true }),
};

export const samplingArgs = ({ fillMode, fillValue, interpolation }: Sampling): KerasCall["args"] => ({
  fillMode,
  interpolation,
  fillValue,
});

/** A share that is drawn evenly between −share and share. */
export const share = (most: number, standard = 0.1) => float({ default: standard, min: 0, max: most });

export const imageShape = ({ inputs: [input] }: Pick<ShapeArgs<unknown>, "inputs">): ShapeResult => {
  if (input === undefined) return unknownShape;
  return input.length === 3 ? gives(input) : wrongRank(3, input);
};

/** The range of pixel values; Keras's call has it as one pair. */
export const rangeFields = {
  valueMin: float({ default: 0, min: -1e6, max: 1e6, advanced: true }),
  valueMax: float({ default: 1, kerasDefault: 255, min: -1e6, max: 1e6, advanced: true }),
};

interface Range {
  readonly valueMin: number;
  readonly valueMax: number;
}

export const rangeArgs = ({ valueMin, valueMax }: Range): KerasCall["args"] => ({ valueRange: [valueMin, valueMax] });

/** The shape of images, where the range of their values holds something. */
export const rangedImageShape = ({ params, inputs }: Pick<ShapeArgs<Range>, "params" | "inputs">): ShapeResult => {
  const shape = imageShape({ inputs });
  if (!shape.ok || params.valueMin < params.valueMax) return shape;
  return refuses({ code: "rangeEmpty", context: { field: "valueMin", other: "valueMax" }, field: "valueMin" });
};

/** The layer as the helper module it is in PyTorch, given its factor and the range of its images. */
export function rangedTorch(
  helper: TorchHelper,
  params: Range & { readonly factor: number },
  emit: TorchEmitter,
): TorchValue {
  const [x] = emit.x as readonly [TorchValue];
  const range = `value_min=${params.valueMin}, value_max=${params.valueMax}`;
  const module = emit.module(`${emit.helper(helper)}(factor=${params.factor}, ${range})`);
  return emit.value(`${module}(${emit.first(x)})`, "first");
}

/** Keras takes a share, or a lowest and a highest one; here they are alike but for the sign. Else null. */
export function symmetric(value: KerasValue | undefined): number | null {
  if (typeof value === "number") return value;
  if (!Array.isArray(value)) return null;
  const [low, high] = value as readonly KerasValue[];
  return typeof high === "number" && low === -high ? high : null;
}

type Args = Readonly<Record<string, KerasValue>>;
type Read = Readonly<Record<string, ParamValue>> | null;

/** Reads those arguments of a call that are shares, and `valueRange`; the others are the parameters of their names. */
export function readShares(args: Args, shares: readonly string[]): Read {
  const read: Record<string, ParamValue> = {};
  for (const name of shares.filter((share) => Object.hasOwn(args, share))) {
    const value = symmetric(args[name]);
    if (value === null) return null;
    read[name] = value;
  }
  if (args.valueRange === undefined) return read;
  const [valueMin, valueMax] = (Array.isArray(args.valueRange) ? args.valueRange : []) as readonly KerasValue[];
  if (typeof valueMin !== "number" || typeof valueMax !== "number") return null;
  return { ...read, valueMin, valueMax };
}

/** A number between −reach and reach for each image, as a Python expression: [batch, 1, …]. */
export const torchSpread = (shape: string, reach: string): string =>
  `(torch.rand(${shape}, device=x.device) * 2 - 1) * ${reach}`;

/** Python: images read at places between their pixels. */
export const torchSampler: TorchHelper = {
  name: "sample_images",
  source: `def sample_images(x, columns, rows, fill_mode, interpolation, fill_value):
    """Reads images [batch, channels, height, width] at columns and rows, which broadcast to [batch, height, width]."""
    batch, channels, height, width = x.shape
    columns, rows = torch.broadcast_tensors(columns, rows)

    def place(position, size):
        if fill_mode == "reflect":
            position = position.remainder(2 * size)
            return torch.minimum(position, 2 * size - 1 - position)
        if fill_mode == "wrap":
            return position.remainder(size)
        return position.clamp(0, size - 1)

    def pick(column, row):
        index = (place(row, height) * width + place(column, width)).reshape(batch, 1, height * width)
        values = x.flatten(2).gather(2, index.expand(batch, channels, height * width)).view_as(x)
        if fill_mode != "constant":
            return values
        inside = (column >= 0) & (column < width) & (row >= 0) & (row < height)
        return torch.where(inside.unsqueeze(1), values, torch.full_like(values, fill_value))

    if interpolation == "nearest":
        return pick((columns + 0.5).floor().long(), (rows + 0.5).floor().long())
    left, top = columns.floor().long(), rows.floor().long()
    across, down = (columns - left).unsqueeze(1), (rows - top).unsqueeze(1)
    upper = pick(left, top) * (1 - across) + pick(left + 1, top) * across
    lower = pick(left, top + 1) * (1 - across) + pick(left + 1, top + 1) * across
    return upper * (1 - down) + lower * down
`,
};

/** The Python arguments of a module that samples. */
export const torchSampling = ({ fillMode, interpolation, fillValue }: Sampling): string =>
  `fill_mode="${fillMode}", interpolation="${interpolation}", fill_value=${fillValue}`;

/**
 * A module that reads images elsewhere. `shares`: its own arguments; `body`: lines that set \`columns\` and \`rows\` from
 * \`column\` [1, 1, width] and \`row\` [1, height, 1].
 */
export const torchGeometric = (name: string, text: string, shares: readonly string[], body: string): TorchHelper => ({
  name,
  source: `class ${name}(nn.Module):
    """${text}"""

    def __init__(self, ${shares.join(", ")}, fill_mode, interpolation, fill_value):
        super().__init__()
${shares.map((one) => `        self.${one} = ${one}`).join("\n")}
        self.sampling = fill_mode, interpolation, fill_value

    def forward(self, x):
        if not self.training:
            return x
        batch, _, height, width = x.shape
        column = torch.arange(width, dtype=x.dtype, device=x.device).view(1, 1, width)
        row = torch.arange(height, dtype=x.dtype, device=x.device).view(1, height, 1)
${body
  .split("\n")
  .map((line) => `        ${line}`)
  .join("\n")}
        return sample_images(x, columns, rows, *self.sampling)
`,
});
