/** @file Flatten that takes a flat row too, as Keras's does; tfjs's refuses it. */
import * as tf from "@tensorflow/tfjs-core";
import { type LayerArgs, tfjsClass } from "./tfjsClass.ts";

export class Flatten extends tfjsClass("Flatten") {
  static readonly className = "Flatten";

  constructor(args: LayerArgs) {
    super(args);
    this.inputSpec = [{ minNDim: 2 }];
  }
}

tf.serialization.registerClass(Flatten);
