/**
 * @file Cosine and sine of angles in full turns. WGSL's own may err by 2⁻¹¹, which moves a pixel at the edge of an image
 * visibly; here a quarter of the angle, at most π / 4, goes through its series and is doubled twice.
 */
import * as tf from "@tensorflow/tfjs-core";
import { type Kernel, launchTensors, linear } from "../gpu/kernel.ts";

const workgroup = 64;

/** `fn cosineSine(turns : f32) -> vec2<f32>`. */
export const turnWgsl = `
    fn cosineSine(turns : f32) -> vec2<f32> {
      let turn = turns - round(turns);
      let a = turn * ${Math.PI / 2};
      let b = a * a;
      let c = 1.0 + b * (-0.5 + b * (${1 / 24} + b * (${-1 / 720} + b * (${1 / 40320} - b * ${1 / 3628800}))));
      let s = a * (1.0 + b * (${-1 / 6} + b * (${1 / 120} + b * (${-1 / 5040} + b * ${1 / 362880}))));
      let c2 = c * c - s * s;
      let s2 = 2.0 * s * c;
      return vec2<f32>(c2 * c2 - s2 * s2, 2.0 * s2 * c2);
    }`;

const kernel: Kernel = {
  key: "cosine and sine",
  inputs: { turns: "f32" },
  outputs: { cosine: "f32", sine: "f32" },
  params: { count: "u32" },
  workgroup,
  declarations: turnWgsl,
  body: `
    if (index >= params.count) { return; }
    let both = cosineSine(turns[index]);
    cosine[index] = both.x;
    sine[index] = both.y;`,
};

/** Both of each angle; 1 is a full turn. They have no gradient: angles are drawn, not learned. */
export function cosineAndSine(turns: tf.Tensor): { readonly cosine: tf.Tensor; readonly sine: tf.Tensor } {
  if (tf.getBackend() !== "webgpu") {
    const angle = tf.mul(turns, 2 * Math.PI);
    return { cosine: tf.cos(angle), sine: tf.sin(angle) };
  }
  const made = { shape: turns.shape, dtype: "float32" } as const;
  const [cosine, sine] = launchTensors(kernel, {
    inputs: [turns],
    outputs: [made, made],
    params: { count: turns.size },
    groups: linear(turns.size, workgroup),
  });
  return { cosine: cosine as tf.Tensor, sine: sine as tf.Tensor };
}
