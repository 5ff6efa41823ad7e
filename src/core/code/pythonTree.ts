/** @file What Python source is made of, as far as it is read: expressions and the few statements that describe a model. */

/** Where something begins in the source; both from 1. */
export interface At {
  readonly line: number;
  readonly character: number;
}

export interface Argument {
  /** null: given by its place. */
  readonly name: string | null;
  readonly value: Expression;
}

interface Common extends At {
  /** How deep its parts nest. */
  readonly depth: number;
}

export type Expression = Common &
  (
    | { readonly type: "constant"; readonly value: number | string | boolean | null }
    | { readonly type: "name"; readonly name: string }
    | { readonly type: "attribute"; readonly of: Expression; readonly name: string }
    | {
        readonly type: "call";
        readonly callee: Expression;
        readonly args: readonly Argument[];
        /** The line of the closing bracket. */
        readonly endLine: number;
      }
    | { readonly type: "list"; readonly items: readonly Expression[] }
    | { readonly type: "unary"; readonly operator: string; readonly of: Expression }
    | { readonly type: "binary"; readonly operator: string; readonly left: Expression; readonly right: Expression }
    /** Understood as Python, and never worked out: an index, a dictionary, a condition, a computed text. */
    | { readonly type: "other"; readonly parts: readonly Expression[] }
  );

export type Statement = At &
  (
    | { readonly type: "import"; readonly names: readonly { readonly local: string; readonly path: string }[] }
    | { readonly type: "assign"; readonly targets: readonly Expression[]; readonly value: Expression }
    | { readonly type: "expression"; readonly value: Expression }
    /** Defines a class or a function; only its name matters. */
    | { readonly type: "definition"; readonly name: string }
  );
