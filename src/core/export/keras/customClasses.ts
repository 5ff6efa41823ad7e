/** @file Layers that Keras lacks, as Keras source that stands in the file which uses them. */
import type { KerasArgument } from "./signatures.ts";

export interface CustomClass {
  /** Arguments of its constructor, as in the table of Keras's own. */
  readonly signature: readonly KerasArgument[];
  /** Python source of the class; may use `keras`, `layers`, `ops` and numpy as `np`. */
  readonly source: string;
}

/** By class name. */
export const customClasses: Readonly<Record<string, CustomClass>> = {
  PositionEmbedding: {
    signature: [
      ["positions", "learned"],
      ["embeddingsInitializer", "glorotUniform"],
    ],
    source: `@keras.saving.register_keras_serializable(package="layerwise")
class PositionEmbedding(layers.Layer):
    """Adds to each step numbers that tell its place: learned ones, or sine waves of growing length."""

    def __init__(self, positions="learned", embeddings_initializer="glorot_uniform", **kwargs):
        super().__init__(**kwargs)
        self.positions = positions
        self.embeddings_initializer = keras.initializers.get(embeddings_initializer)
        self.supports_masking = True

    def build(self, input_shape):
        _, steps, features = input_shape
        if self.positions == "learned":
            self.table = self.add_weight(
                name="position_embedding",
                shape=(steps, features),
                initializer=self.embeddings_initializer,
            )
            return
        column = np.arange(features)
        angle = np.arange(steps)[:, None] / 10000 ** (2 * (column // 2) / features)
        self.table = np.where(column % 2 == 0, np.sin(angle), np.cos(angle)).astype("float32")

    def call(self, inputs):
        return ops.add(inputs, self.table)

    def get_config(self):
        initializer = keras.initializers.serialize(self.embeddings_initializer)
        return {**super().get_config(), "positions": self.positions, "embeddings_initializer": initializer}`,
  },
};
