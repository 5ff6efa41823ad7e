/**
 * @file Reshape whose open length (-1) is known as soon as the input's shape is: tfjs's leaves it open while the batch
 * is, and writes null into the caller's list.
 */
import * as tf from "@tensorflow/tfjs-core";
import { type LayerArgs, tfjsClass } from "./tfjsClass.ts";

export class Reshape extends tfjsClass("Reshape") {
  static readonly className = "Reshape";
  readonly #target: readonly number[];

  constructor(args: LayerArgs) {
    const target = args.targetShape as readonly number[];
    super({ ...args, targetShape: [...target] });
    this.#target = target;
  }

  override computeOutputShape(inputShape: number[]): number[] {
    const product = (lengths: readonly number[]) => lengths.reduce((all, n) => all * n, 1);
    const rest = product(inputShape.slice(1)) / product(this.#target.filter((n) => n !== -1));
    return [inputShape[0] as number, ...this.#target.map((n) => (n === -1 ? rest : n))];
  }

  override getConfig(): LayerArgs {
    return { ...super.getConfig(), targetShape: [...this.#target] };
  }
}

tf.serialization.registerClass(Reshape);
