/** @file The layers that tfjs lacks or computes in another way than Keras: loading this file registers them. */
import "./dropout.ts";
