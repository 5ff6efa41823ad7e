/** @file The tables that come with the studio. `scripts/makeSamples.mjs` makes the files. */

export interface Sample {
  readonly id: string;
  /** Path of the file, from the page's address. */
  readonly file: string;
  /** Key of its name among the page's texts. */
  readonly title: string;
  readonly rows: number;
  readonly columns: number;
  readonly target: string;
  readonly license: string;
  /** `text` as it is where `url` leads to its origin; a key where the project itself made the table. */
  readonly credit: { readonly text: string; readonly url: string | null };
}

export const samples = [
  {
    id: "iris",
    file: "samples/iris.csv",
    title: "samples:iris",
    rows: 150,
    columns: 5,
    target: "species",
    license: "CC BY 4.0",
    credit: {
      text: "R. A. Fisher, Iris, UCI Machine Learning Repository, CC BY 4.0",
      url: "https://doi.org/10.24432/C56C76",
    },
  },
  {
    id: "digits",
    file: "samples/digits.csv",
    title: "samples:digits",
    rows: 1797,
    columns: 65,
    target: "digit",
    license: "CC BY 4.0",
    credit: {
      text: "E. Alpaydin & C. Kaynak, Optical Recognition of Handwritten Digits, UCI Machine Learning Repository, CC BY 4.0",
      url: "https://doi.org/10.24432/C50P49",
    },
  },
  {
    id: "spiral",
    file: "samples/spiral.csv",
    title: "samples:spiral",
    rows: 600,
    columns: 3,
    target: "arm",
    license: "CC0 1.0",
    credit: { text: "samples:spiralCredit", url: null },
  },
  {
    id: "waves",
    file: "samples/waves.csv",
    title: "samples:waves",
    rows: 600,
    columns: 25,
    target: "wave",
    license: "CC0 1.0",
    credit: { text: "samples:spiralCredit", url: null },
  },
] as const satisfies readonly Sample[];
