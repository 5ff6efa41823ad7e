/** @file The layers that tfjs lacks or computes in another way than Keras: loading this file registers them. */
import "./activations.ts";
import "./dot.ts";
import "./dropout.ts";
import "./groupNormalization.ts";
import "./layerNormalization.ts";
import "./leakyRelu.ts";
import "./subtract.ts";
