/**
 * @file The body of the written class while it grows: modules in `__init__`, lines in `forward`, helpers before it, and
 * where each trained weight goes. A chain of layers reads `x = …` line by line; a value that is read again later keeps a
 * name of its own. The shape behind a line is that of the studio: channels last, without the batch.
 */
import { assert } from "../../fault.ts";
import { type NodeId, type Shape, shapeText } from "../../graph/types.ts";
import { pythonName } from "../keras/python.ts";
import { commonLayout, layoutOf, permutation } from "../network.ts";
import type { LayerWeights, Tensor } from "../tensors.ts";
import type { Layout, TorchEmitter, TorchHelper, TorchValue } from "./emitter.ts";

/** A trained weight's place in the written module's state. */
export interface Placement {
  readonly name: string;
  readonly layer: NodeId;
  readonly make: (weights: LayerWeights) => Tensor;
}

export interface LayerToWrite {
  readonly layer: NodeId;
  /** What its modules and variables are named after. */
  readonly base: string;
  readonly shape: Shape;
  readonly x: readonly TorchValue[];
  /** Variables that later layers read. */
  readonly live: ReadonlySet<string>;
}

/** The variable that runs through a chain. */
const chain = "x";

export class TorchClass {
  readonly constructors: string[] = [];
  readonly forward: string[] = [];
  readonly helpers = new Map<string, string>();
  readonly placements: Placement[] = [];
  readonly parameters: readonly string[];
  readonly #attributes = new Set<string>();
  readonly #variables: Set<string>;
  readonly #permuted = new Map<TorchValue, TorchValue>();

  /** `parameters`: what `forward` takes. */
  constructor(parameters: readonly string[]) {
    this.parameters = parameters;
    this.#variables = new Set([...parameters, chain, "self", "torch", "nn", "F", "math"]);
  }

  line(text: string): void {
    this.forward.push(text);
  }

  /** A name that no other module, or variable of `forward`, has. */
  #free(wish: string, taken: Set<string>): string {
    const name = pythonName(wish, taken);
    taken.add(name);
    return name;
  }

  variable = (wish: string): string => this.#free(wish, this.#variables);

  inLayout(value: TorchValue, layout: Layout): TorchValue {
    if (value.layout === layout || value.shape.length <= 1) return value;
    const known = this.#permuted.get(value);
    if (known !== undefined) return known;
    const name = this.variable(`${value.name}_${layout}`);
    this.line(`${name} = ${value.name}.permute(${permutation(value.shape, layout).join(", ")})`);
    const permuted: TorchValue = { name, shape: value.shape, layout };
    this.#permuted.set(value, permuted);
    this.#permuted.set(permuted, value);
    return permuted;
  }

  /** The variables a value can be read from: its own, and the permuted one where there is one. */
  namesOf(value: TorchValue): readonly string[] {
    const permuted = this.#permuted.get(value);
    return permuted === undefined ? [value.name] : [value.name, permuted.name];
  }

  emitter({ layer, base, shape, x, live }: LayerToWrite): TorchEmitter {
    /** The attribute of each suffix. */
    const attributes = new Map<string, string>();
    const declare = (suffix: string): string => {
      assert(!attributes.has(suffix), `"${layer}" declares "${suffix}" once`);
      const name = this.#free(suffix === "" ? base : `${base}_${suffix}`, this.#attributes);
      attributes.set(suffix, name);
      return name;
    };
    const place = (name: string, make: Placement["make"]) => void this.placements.push({ name, layer, make });
    return {
      x,
      last: (value) => this.inLayout(value, "last").name,
      first: (value) => this.inLayout(value, "first").name,
      alike: () => {
        const layout = commonLayout(x);
        return { names: x.map((value) => this.inLayout(value, layout).name), layout };
      },
      module: (made, suffix = "") => {
        const name = declare(suffix);
        this.constructors.push(`self.${name} = ${made}`);
        return `self.${name}`;
      },
      parameter: (suffix, size, make, trainable = true) => {
        const name = declare(suffix);
        const list = `(${size.join(", ")}${size.length === 1 ? "," : ""})`;
        const declaration = trainable
          ? `self.${name} = nn.Parameter(torch.randn(${list}) * 0.05)`
          : `self.register_buffer("${name}", torch.zeros(${list}))`;
        this.constructors.push(declaration);
        place(name, make);
        return `self.${name}`;
      },
      helper: ({ name, source }: TorchHelper) => {
        const known = this.helpers.get(name);
        assert(known === undefined || known === source, `the helper "${name}" is one`);
        this.helpers.set(name, source);
        return name;
      },
      weight: (target, make, suffix = "") => {
        const module = attributes.get(suffix);
        assert(module !== undefined, `"${layer}" has a module "${suffix}" for its weight`);
        place(`${module}.${target}`, make);
      },
      line: (expression) => {
        const name = this.variable(base);
        this.line(`${name} = ${expression}`);
        return name;
      },
      value: (expression, layout = "last") => {
        const value = { shape, layout: layoutOf(shape, layout) };
        // A variable needs no second name.
        if (/^[A-Za-z_]\w*$/.test(expression)) return { ...value, name: expression };
        const name = live.has(chain) ? this.variable(base) : chain;
        this.line(`${name} = ${expression}  # ${shapeText(shape)}`);
        return { ...value, name };
      },
    };
  }
}
