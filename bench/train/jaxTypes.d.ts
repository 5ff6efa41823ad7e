/** What the benchmark uses of jax-js, so that types are checked where its packages are not installed, too. */
declare module "@jax-js/jax" {
  export interface Array {
    readonly ref: Array;
    readonly shape: readonly number[];
    add(other: Array | number): Array;
    sub(other: Array | number): Array;
    mul(other: Array | number): Array;
    div(other: Array | number): Array;
    reshape(shape: readonly number[]): Array;
    transpose(axes: readonly number[]): Array;
    astype(type: unknown): Array;
    equal(other: Array): Array;
    sum(): Array;
    data(): Promise<ArrayLike<number>>;
    slice(...index: readonly (number | readonly number[])[]): Array;
    dispose(): void;
  }
  export type Tree = Array | readonly Tree[] | { readonly [name: string]: Tree };
  type Axis = number | readonly number[];
  export const numpy: {
    readonly float32: unknown;
    array(values: ArrayLike<number> | number, options?: { readonly shape?: readonly number[] }): Array;
    zeros(shape: readonly number[]): Array;
    dot(a: Array, b: Array): Array;
    sqrt(x: Array): Array;
    tanh(x: Array): Array;
    square(x: Array): Array;
    power(base: number, exponent: Array): Array;
    subtract(a: number, b: Array): Array;
    mean(x: Array, axis: Axis, options?: { readonly keepdims?: boolean }): Array;
    var_(x: Array, axis: Axis, options?: { readonly keepdims?: boolean }): Array;
    argmax(x: Array, axis: number): Array;
    split(x: Array, sections: number, axis: number): Array[];
    max(x: Array): Array;
  };
  export const nn: {
    relu(x: Array): Array;
    sigmoid(x: Array): Array;
    logSoftmax(x: Array, axis?: number): Array;
  };
  export const lax: {
    convGeneralDilated(x: Array, kernel: Array, strides: readonly number[], padding: "SAME" | "VALID"): Array;
    reduceWindow(x: Array, by: (x: Array) => Array, window: readonly number[], strides: readonly number[]): Array;
  };
  export const tree: { dispose(tree: Tree): void; ref<T extends Tree>(tree: T): T };
  export function init(...devices: readonly string[]): Promise<readonly string[]>;
  export function defaultDevice(device: string): string;
  export function blockUntilReady(tree: Tree): Promise<unknown>;
  export function jit<A extends readonly Tree[], R extends Tree>(
    f: (...args: A) => R,
  ): ((...args: A) => R) & { dispose(): void };
  export function valueAndGrad<P extends Tree, A extends readonly Tree[], X extends Tree>(
    f: (params: P, ...args: A) => readonly [Array, X],
    options: { readonly hasAux: true },
  ): (params: P, ...args: A) => readonly [readonly [Array, X], P];
}
