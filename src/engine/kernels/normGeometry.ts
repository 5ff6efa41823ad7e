/** @file The values that normalizations go by, [batch, positions, groups, width], and how kernels go through a (batch, group) of them. */

export interface Geometry {
  readonly batch: number;
  readonly positions: number;
  readonly groups: number;
  readonly width: number;
}

/** Up to so many values one invocation goes through alone. */
const mostAlone = 256;

const channelsOf = ({ groups, width }: Geometry): number => groups * width;
/** Places that have a mean and a variance. */
export const unitsOf = ({ batch, groups }: Geometry): number => batch * groups;
/** Values that belong to each. */
export const sizeOf = ({ positions, width }: Geometry): number => positions * width;

/** Into how many parts the values of a unit are cut: as many as a part has values, so that neither pass is long. */
export const partsOf = (geometry: Geometry): number =>
  sizeOf(geometry) <= mostAlone ? 1 : Math.ceil(Math.sqrt(sizeOf(geometry)));

/** All rows as one batch of single channels: what sums over rows go by. */
export const ofChannels = (geometry: Geometry): Geometry => ({
  batch: 1,
  positions: geometry.batch * geometry.positions,
  groups: channelsOf(geometry),
  width: 1,
});

/** What `reduceText` asks of a kernel. */
export const reduceParams = { units: "u32", parts: "u32", positions: "u32", groups: "u32", width: "u32" } as const;

/** The numbers of `reduceParams`. */
export const reduceValues = (geometry: Geometry, parts: number) => ({
  units: unitsOf(geometry),
  parts,
  positions: geometry.positions,
  groups: geometry.groups,
  width: geometry.width,
});

/**
 * Goes through part `part` of unit `unit`: every `parts`-th value. Neighbouring invocations read neighbouring values:
 * where a unit's values are apart (width 1) they take neighbouring units, else neighbouring parts.
 */
export const reduceText = `
    if (index >= params.units * params.parts) { return; }
    let apart = params.width == 1u;
    let unit = select(index / params.parts, index % params.units, apart);
    let part = select(index % params.parts, index / params.units, apart);
    let size = params.positions * params.width;
    let count = (size - part + params.parts - 1u) / params.parts;
    let first = (unit / params.groups) * params.positions;
    let channel = (unit % params.groups) * params.width;`;

/** Where value `e` of a unit lies. */
export const placeFunction = `
    fn placeOf(e : u32, first : u32, channel : u32) -> u32 {
      return (first + e / params.width) * params.groups * params.width + channel + e % params.width;
    }`;

/** `stats[unit]` of `mean` and `squares`, the sum of squared distances from it; and the running averages. */
export const finishText = (averages: boolean): string => `
      let variance = squares / f32(params.positions * params.width);
      stats[unit] = vec2<f32>(mean, inverseSqrt(variance + params.epsilon));
      ${
        averages
          ? `movingMean[unit] = params.momentum * movingMean[unit] + (1.0 - params.momentum) * mean;
      movingVariance[unit] = params.momentum * movingVariance[unit] + (1.0 - params.momentum) * variance;`
          : ""
      }`;
