/** @file The hash of `core/random.ts` in WGSL: kernels that draw random numbers hash counters with it. */

export const pcgHashWgsl = `
    fn pcgHash(input : u32) -> u32 {
      let state = input * 747796405u + 2891336453u;
      let word = ((state >> ((state >> 28u) + 4u)) ^ state) * 277803737u;
      return (word >> 22u) ^ word;
    }`;
